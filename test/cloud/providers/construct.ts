import { credentials } from "@grpc/grpc-js";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import type { Place } from "../../../simulation/place";
import { ArgumentReference, type Child, Reference, Text, Whole } from "../../../simulation/expansion";
import { keyOf, resolveChild, resolveOutputs, resolveState } from "../../../simulation/expansionChild";
import { expansions } from "../../../simulation/expansions";
import { type Lookup, readArguments, type Registered } from "../../../simulation/resolve";
import { UNKNOWN_SENTINEL } from "../../../lib/wire";
import { fromStruct, toStruct } from "./struct";

/**
 * Creates a remote component like its provider: registers its children with the engine, each as soon as the resources that it
 * refers to are registered, and returns the component's outputs.
 */
export async function construct(
    request: provider.ConstructRequest,
    place: Place,
): Promise<provider.ConstructResponse> {
    const type = request.getType();
    const expand = expansions[type];
    if (expand === undefined) {
        throw new Error(
            `the simulation does not know the remote component ${type}; add it to simulation/expansions`,
        );
    }
    const monitor = new Monitor(request.getMonitorendpoint());
    try {
        const component = await monitor.register({
            type,
            name: request.getName(),
            custom: false,
            parent: request.getParent(),
            inputs: {},
            dependencies: request.getDependenciesList(),
            propertyDependencies: {},
            protect: request.getProtect() ?? false,
        });
        const inputs = fromStruct(request.getInputs());
        const children = new Map<string, Promise<Registered>>();
        const made = new Map<string, Registered>();
        const lookup: Lookup = {
            argument: (name) => request.getInputdependenciesMap().get(name)?.getUrnsList() ?? [],
            child: (key) => found(made.get(key), key),
        };
        const expansion = expand(request.getName(), readArguments(inputs, place));
        for (const child of expansion.children) {
            const before = childrenBefore(child).map((key) =>
                found(children.get(key), `${type}'s child ${key}`),
            );
            children.set(keyOf(child), registerChild(child, before));
        }
        await Promise.all(children.values());
        for (const child of expansion.children.filter(({ custom }) => !custom)) {
            await monitor.registerOutputs(lookup.child(keyOf(child)).urn, resolveOutputs(child, lookup));
        }

        const response = new provider.ConstructResponse();
        const state: Record<string, unknown> = {};
        for (const [key, { value, dependencies }] of Object.entries(resolveState(expansion, lookup))) {
            state[key] = value;
            const list = new provider.ConstructResponse.PropertyDependencies();
            list.setUrnsList([...dependencies]);
            response.getStatedependenciesMap().set(key, list);
        }
        await monitor.registerOutputs(component.urn, expansion.registersOutputs ? state : {});
        response.setUrn(component.urn);
        response.setState(toStruct(state));
        return response;

        async function registerChild(child: Child, before: Promise<Registered>[]): Promise<Registered> {
            await Promise.all(before);
            const registered = await monitor.register({
                type: child.type,
                name: child.name,
                custom: child.custom,
                ...resolveChild(child, component, lookup),
                ...(child.ignoreChanges === undefined ? {} : { ignoreChanges: child.ignoreChanges }),
                ...(child.version === undefined ? {} : { version: child.version }),
                ...(child.providers === undefined ? {} : { providers: providersOf(child, lookup) }),
            });
            made.set(keyOf(child), registered);
            return registered;
        }
    } finally {
        monitor.close();
    }
}

/** Providers in the engine's form: a URN and an id by package. */
function providersOf(child: Child, lookup: Lookup): Record<string, string> {
    return Object.fromEntries(
        Object.entries(child.providers ?? {}).map(([name, key]) => {
            const { urn, id = UNKNOWN_SENTINEL } = lookup.child(key);
            return [name, `${urn}::${id}`];
        }),
    );
}

function found<T>(value: T | undefined, subject: string): T {
    if (value === undefined) {
        throw new Error(`${subject} is referred to before it is registered`);
    }
    return value;
}

interface Registration {
    type: string;
    name: string;
    custom: boolean;
    parent: string;
    inputs: Record<string, unknown>;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    ignoreChanges?: string[];
    protect?: boolean;
    providers?: Record<string, string>;
    version?: string;
}

/** The engine, as a component's provider calls it. */
class Monitor {
    private readonly client: ResourceMonitorClient;

    constructor(address: string) {
        this.client = new ResourceMonitorClient(address, credentials.createInsecure(), {
            "grpc.max_receive_message_length": -1,
        });
    }

    close(): void {
        this.client.close();
    }

    async register(registration: Registration): Promise<Registered> {
        const request = new proto.RegisterResourceRequest();
        request.setType(registration.type);
        request.setName(registration.name);
        request.setParent(registration.parent);
        request.setCustom(registration.custom);
        request.setObject(toStruct(registration.inputs));
        request.setDependenciesList(registration.dependencies);
        for (const [key, urns] of Object.entries(registration.propertyDependencies)) {
            const dependencies = new proto.RegisterResourceRequest.PropertyDependencies();
            dependencies.setUrnsList(urns);
            request.getPropertydependenciesMap().set(key, dependencies);
        }
        request.setIgnorechangesList(registration.ignoreChanges ?? []);
        request.setProtect(registration.protect ?? false);
        for (const [name, reference] of Object.entries(registration.providers ?? {})) {
            request.getProvidersMap().set(name, reference);
        }
        request.setVersion(registration.version ?? "");
        request.setAcceptsecrets(true);
        request.setAcceptresources(true);
        request.setSupportspartialvalues(true);
        const response = await new Promise<proto.RegisterResourceResponse>((resolveCall, reject) => {
            this.client.registerResource(request, (error, answer) => {
                if (error === null) {
                    resolveCall(answer);
                } else {
                    reject(error);
                }
            });
        });
        return {
            urn: response.getUrn(),
            custom: registration.custom,
            // A first preview has none.
            ...(response.getId() === "" ? {} : { id: response.getId() }),
            outputs: fromStruct(response.getObject()),
        };
    }

    async registerOutputs(urn: string, outputs: Record<string, unknown>): Promise<void> {
        const request = new proto.RegisterResourceOutputsRequest();
        request.setUrn(urn);
        request.setOutputs(toStruct(outputs));
        await new Promise<void>((resolveCall, reject) => {
            this.client.registerResourceOutputs(request, (error) => {
                if (error === null) {
                    resolveCall();
                } else {
                    reject(error);
                }
            });
        });
    }
}

/** Keys of the children that one refers to: these must be registered before it. */
function childrenBefore(child: Child): string[] {
    return [
        ...new Set([
            ...childrenIn(child.inputs),
            ...(child.dependsOn ?? []),
            ...Object.values(child.providers ?? {}),
            ...(child.parent === undefined ? [] : [child.parent]),
        ]),
    ];
}

function childrenIn(value: unknown): string[] {
    if (value instanceof Reference) {
        return [value.child];
    }
    if (value instanceof ArgumentReference) {
        return [];
    }
    if (value instanceof Text) {
        return value.parts.flatMap(childrenIn);
    }
    if (value instanceof Whole) {
        return childrenIn(value.value);
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(childrenIn) : [];
}
