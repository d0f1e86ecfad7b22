import { credentials } from "@grpc/grpc-js";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import type { Place } from "../answer";
import { ArgumentReference, type Child, Reference, Text } from "../expansion";
import { keyOf, resolveChild } from "../expansionChild";
import { expansions } from "../expansions";
import { type Lookup, readArguments, type Registered, resolve } from "../resolve";
import { isResourceReference } from "../wire";
import { fromStruct, toStruct } from "./struct";

/**
 * Builds a remote component as its provider does: registers its children with the engine, each as soon as what it
 * refers to is there, and answers with the component's outputs.
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
        const known = await monitor.readReferences(inputs);
        const children = new Map<string, Promise<Registered>>();
        const made = new Map<string, Registered>();
        const lookup: Lookup = {
            urn: (urn) => found(known.get(urn), urn),
            argument: (name) => request.getInputdependenciesMap().get(name)?.getUrnsList() ?? [],
            child: (key) => found(made.get(key), key),
        };
        const expansion = expand(request.getName(), readArguments(inputs, lookup, place));
        for (const child of expansion.children) {
            const before = childrenBefore(child).map((key) =>
                found(children.get(key), `${type}'s child ${key}`),
            );
            children.set(keyOf(child), registerChild(child, before));
        }
        await Promise.all(children.values());

        const response = new provider.ConstructResponse();
        const state: Record<string, unknown> = {};
        for (const [key, value] of Object.entries(expansion.state)) {
            const resolved = resolve(value, lookup);
            state[key] = resolved.value;
            const dependencies = new provider.ConstructResponse.PropertyDependencies();
            dependencies.setUrnsList([...resolved.dependencies]);
            response.getStatedependenciesMap().set(key, dependencies);
        }
        await monitor.registerOutputs(component.urn, state);
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
            });
            made.set(keyOf(child), registered);
            return registered;
        }
    } finally {
        monitor.close();
    }
}

function found<T>(value: T | undefined, what: string): T {
    if (value === undefined) {
        throw new Error(`${what} is referred to before it is registered`);
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
    version?: string;
}

/** The engine, as a component's provider talks to it. */
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

    /** The resources that a value refers to, those that their outputs refer to, and so on. */
    async readReferences(value: unknown): Promise<Map<string, Registered>> {
        const known = new Map<string, Registered>();
        const open = referencesIn(value);
        for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
            if (!known.has(urn)) {
                const registered = await this.read(urn);
                known.set(urn, registered);
                open.push(...referencesIn(registered.outputs));
            }
        }
        return known;
    }

    private async read(urn: string): Promise<Registered> {
        const request = new proto.ResourceInvokeRequest();
        request.setTok("pulumi:pulumi:getResource");
        request.setArgs(toStruct({ urn }));
        request.setAcceptresources(true);
        const response = await new Promise<provider.InvokeResponse>((resolveCall, reject) => {
            this.client.invoke(request, (error, answer) => {
                if (error === null) {
                    resolveCall(answer);
                } else {
                    reject(error);
                }
            });
        });
        const { id, state } = fromStruct(response.getReturn());
        return {
            urn,
            custom: typeof id === "string" && id !== "",
            ...(typeof id === "string" && id !== "" ? { id } : {}),
            outputs: (state ?? {}) as Record<string, unknown>,
        };
    }
}

function referencesIn(value: unknown): string[] {
    if (isResourceReference(value)) {
        return [value.urn];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

/** Keys of the children that one refers to: these must be there before it. */
function childrenBefore(child: Child): string[] {
    return [
        ...new Set([
            ...childrenIn(child.inputs),
            ...(child.dependsOn ?? []),
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
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(childrenIn) : [];
}
