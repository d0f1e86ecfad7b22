import { setImmediate } from "node:timers/promises";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { computeOutputs } from "./computeOutputs";
import type { DeployedResource, Deployment } from "./deployment";
import { keyOf, resolveChild, resolveOutputs, resolveState } from "./expansionChild";
import { expansions } from "./expansions";
import { GET_OBJECT, invokes, type ReadObject } from "./invokes";
import { isBridged } from "./isBridged";
import { knownType } from "./knownType";
import type { Place } from "./place";
import { type Lookup, readArguments, type Registered } from "./resolve";
import { Transforms } from "./transforms";
import { isObject } from "../lib/isObject";
import { digestSecrets, OFFLINE_PLAN, secret, UNKNOWN_SENTINEL, unwrapSecrets } from "../lib/wire";

const STACK = "pulumi:pulumi:Stack";

/** The runtime expects an error in the form of gRPC. */
type Callback<T> = (error: { message: string; details: string } | null, response?: T) => void;

/** A registration as the monitor understands it, from the program or from an expansion. */
interface Registration {
    type: string;
    name: string;
    parent: string;
    custom: boolean;
    inputs: Record<string, unknown>;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    options: Partial<DeployedResource>;
    /** Tokens of its option `transforms`. */
    transforms?: string[];
}

/**
 * Simulates the engine and the cloud for a program in the same process: responds to each registration like the cloud, expands
 * remote components, and records the registered resources.
 *
 * It rejects anything that it does not know, and records it in {@link SimulatedMonitor.rejections}: the runtime ignores an
 * error that no consumer waits for.
 */
export class SimulatedMonitor {
    /** One sentence for each type, invoke or property that the simulation does not know. */
    readonly rejections: string[] = [];
    /** Called at each rejection. */
    onRejection: () => void = () => undefined;
    /** Called with each registered resource, without the text of secrets. */
    onRegistered?: ((resource: DeployedResource) => void) | undefined;

    /** The program's runtime registers transforms here. */
    readonly transforms = new Transforms();

    private readonly records = new Map<string, DeployedResource>();
    private readonly registered = new Map<string, Registered>();
    /** Names of the outputs of each resource, known or not, except of local components. */
    private readonly answered = new Map<string, Set<string>>();
    /** Tokens of transforms, which apply to a resource and all below it, by its URN. */
    private readonly transformsOf = new Map<string, string[]>();

    constructor(
        private readonly stack: { project: string; name: string },
        private readonly place: Place,
        /** Whether it is a first preview, in which all outputs that the cloud computes are unknown. */
        private readonly preview: boolean,
        private readonly readObject?: ReadObject,
    ) {}

    /** The registered resources in their order; secrets keep their mark and lose their text. */
    deployment(): Deployment {
        return {
            version: 3,
            deployment: {
                manifest: { version: OFFLINE_PLAN },
                resources: [...this.records.values()].map(
                    (record) => digestSecrets(record) as DeployedResource,
                ),
            },
        };
    }

    /** Whether an output is an input, or the catalog computes it. */
    hasOutput(urn: string, output: string): boolean {
        return this.answered.get(urn)?.has(output) ?? true;
    }

    async registerResource(
        request: proto.RegisterResourceRequest,
        callback: Callback<proto.RegisterResourceResponse>,
    ): Promise<void> {
        await this.answer(callback, async () => {
            const registration = read(request);
            const response = new proto.RegisterResourceResponse();
            const { urn, id, outputs } = request.getRemote()
                ? await this.expand(registration, response)
                : await this.register(registration);
            response.setUrn(urn);
            response.setId(id ?? "");
            response.setObject(Struct.fromJavaScript(outputs as Record<string, never>));
            return response;
        });
    }

    registerResourceOutputs(
        request: proto.RegisterResourceOutputsRequest,
        callback: Callback<Record<string, never>>,
    ): void {
        const outputs = request.getOutputs()?.toJavaScript() ?? {};
        if (Object.keys(outputs).length > 0) {
            this.setOutputs(request.getUrn(), outputs);
        }
        callback(null, {});
    }

    async readResource(
        request: proto.ReadResourceRequest,
        callback: Callback<proto.ReadResourceResponse>,
    ): Promise<void> {
        await this.answer<proto.ReadResourceResponse>(callback, () => {
            throw new Error(`cannot read an existing ${request.getType()} ("${request.getName()}")`);
        });
    }

    async invoke(
        request: proto.ResourceInvokeRequest,
        callback: Callback<provider.InvokeResponse>,
    ): Promise<void> {
        const token = request.getTok();
        const args = (request.getArgs()?.toJavaScript() ?? {}) as Record<string, unknown>;
        const invoke = invokes[token];
        if (invoke === undefined) {
            await this.answer(callback, () => returned(this.call(token, args)));
            return;
        }
        try {
            const outputs =
                token === GET_OBJECT && this.readObject !== undefined
                    ? { body: await this.readObject(args as Parameters<ReadObject>[0]) }
                    : invoke(args, this.place, undefined);
            callback(null, returned(outputs));
        } catch (error) {
            // The program reports errors of the cloud.
            const message = error instanceof Error ? error.message : String(error);
            callback({ message, details: message });
        }
    }

    private setOutputs(urn: string, outputs: Record<string, unknown>): void {
        const record = this.records.get(urn);
        if (record !== undefined) {
            record.outputs = outputs;
        }
    }

    private async answer<T>(callback: Callback<T>, make: () => T | Promise<T>): Promise<void> {
        // Like a real response, it arrives in a later turn: the program's order does not depend on an immediate response,
        // and other work, such as the policies, continues until then.
        await setImmediate();
        let response: T;
        try {
            response = await make();
        } catch (error) {
            const message = error instanceof Error ? error.message : String(error);
            this.rejections.push(message);
            this.onRejection();
            callback({ message, details: message });
            return;
        }
        callback(null, response);
    }

    private call(token: string, args: Record<string, unknown>): Record<string, unknown> {
        if (token === "pulumi:pulumi:getResource") {
            const { urn, id, outputs } = this.find(String(args["urn"]));
            return { urn, id: id ?? (this.preview ? UNKNOWN_SENTINEL : ""), state: outputs };
        }
        throw new Error(`the simulation does not know the invoke ${token}; add it to simulation/invokes.ts`);
    }

    private async register(declared: Registration): Promise<Registered> {
        const registration = await this.transformed(declared);
        const urn = this.urn(registration);
        if (this.records.has(urn)) {
            throw new Error(`two resources have the URN ${urn}`);
        }
        const made: Registered = { urn, custom: registration.custom, outputs: {} };
        if (registration.custom) {
            Object.assign(made, this.make(urn, registration));
        }
        this.keep(registration, made);
        return made;
    }

    /** A registration after its own transforms, then its parents'. */
    private async transformed(registration: Registration): Promise<Registration> {
        const urn = this.urn(registration);
        this.transformsOf.set(urn, registration.transforms ?? []);
        let { inputs } = registration;
        for (const each of [urn, ...this.parentsOf(registration)]) {
            for (const token of this.transformsOf.get(each) ?? []) {
                inputs = await this.transforms.apply(token, { ...registration, inputs });
            }
        }
        return { ...registration, inputs };
    }

    /** URNs of the nearest parent first. */
    private parentsOf({ parent }: { parent?: string }): string[] {
        return parent === undefined || parent === ""
            ? []
            : [parent, ...this.parentsOf(this.records.get(parent) ?? {})];
    }

    private make(
        urn: string,
        { type, name, inputs, options }: Registration,
    ): Pick<Registered, "id" | "outputs"> {
        const known = knownType(type, name);
        const request = {
            urn,
            name,
            inputs: unwrapSecrets(inputs) as Record<string, unknown>,
            place: this.place,
        };
        const id = known.id(request);
        const outputs: Record<string, unknown> = {
            ...inputs,
            ...this.computed(computeOutputs(known.outputs ?? {}, { ...request, id }), inputs),
            ...(isBridged(type) ? { id: this.preview ? UNKNOWN_SENTINEL : id } : {}),
        };
        this.answered.set(urn, new Set(Object.keys(outputs)));
        for (const key of options.additionalSecretOutputs ?? []) {
            if (outputs[key] !== undefined) {
                outputs[key] = secret(outputs[key]);
            }
        }
        // The Kubernetes provider cannot preview without a cluster: it returns no outputs.
        return this.preview ? { outputs: type.startsWith("kubernetes:") ? {} : outputs } : { id, outputs };
    }

    /** Outputs that the cloud computes: unknown in a first preview. */
    private computed(
        outputs: Record<string, unknown>,
        inputs: Record<string, unknown>,
    ): Record<string, unknown> {
        const known = (value: unknown): unknown => (this.preview ? UNKNOWN_SENTINEL : value);
        return Object.fromEntries(
            Object.entries(outputs).flatMap(([key, value]): [string, unknown][] => {
                const given = inputs[key];
                if (given === undefined) {
                    return [[key, known(value)]];
                }
                // Properties that the cloud adds to an input, such as a cluster's own security group.
                return isObject(given) && isObject(value)
                    ? [[key, { ...mapEntries(value, known), ...given }]]
                    : [];
            }),
        );
    }

    /** Registers the children of a remote component, and the dependencies of its outputs. */
    private async expand(
        declared: Registration,
        response: proto.RegisterResourceResponse,
    ): Promise<Registered> {
        const registration = await this.transformed(declared);
        const expand = expansions[registration.type];
        if (expand === undefined) {
            throw new Error(
                `the simulation does not know the remote component ${registration.type}; add it to simulation/expansions`,
            );
        }
        const component: Registered = { urn: this.urn(registration), custom: false, outputs: {} };
        // Its provider registers it again, without inputs.
        this.keep({ ...registration, inputs: {}, propertyDependencies: {} }, component);

        const children = new Map<string, Registered>();
        const lookup: Lookup = {
            argument: (name) => registration.propertyDependencies[name] ?? [],
            child: (key) => {
                const child = children.get(key);
                if (child === undefined) {
                    throw new Error(
                        `${registration.type} refers to its child ${key} before it is registered`,
                    );
                }
                return child;
            },
        };
        const expansion = expand(registration.name, readArguments(registration.inputs, this.place));
        for (const child of expansion.children) {
            const made = await this.register({
                type: child.type,
                name: child.name,
                custom: child.custom,
                ...resolveChild(child, component, lookup),
                options: child.ignoreChanges === undefined ? {} : { ignoreChanges: child.ignoreChanges },
            });
            children.set(keyOf(child), made);
        }
        for (const child of expansion.children.filter(({ custom }) => !custom)) {
            this.setOutputs(lookup.child(keyOf(child)).urn, resolveOutputs(child, lookup));
        }
        for (const [key, { value, dependencies }] of Object.entries(resolveState(expansion, lookup))) {
            component.outputs[key] = value;
            const list = new proto.RegisterResourceResponse.PropertyDependencies();
            list.setUrnsList([...dependencies]);
            response.getPropertydependenciesMap().set(key, list);
        }
        this.setOutputs(component.urn, expansion.registersOutputs ? component.outputs : {});
        this.answered.set(component.urn, new Set(Object.keys(component.outputs)));
        return component;
    }

    private keep(registration: Registration, made: Registered): void {
        this.registered.set(made.urn, made);
        const record: DeployedResource = {
            urn: made.urn,
            custom: registration.custom,
            ...(made.id === undefined ? {} : { id: made.id }),
            type: registration.type,
            inputs: registration.inputs,
            outputs: made.outputs,
            ...(registration.parent === "" ? {} : { parent: registration.parent }),
            dependencies: registration.dependencies,
            propertyDependencies: registration.propertyDependencies,
            ...registration.options,
        };
        this.records.set(made.urn, record);
        this.onRegistered?.(digestSecrets(record) as DeployedResource);
    }

    private find(urn: string): Registered {
        const found = this.registered.get(urn);
        if (found === undefined) {
            throw new Error(`unknown resource ${urn}`);
        }
        return found;
    }

    /** Source of the form: pulumi/pulumi, sdk/go/common/resource/urn: a type is qualified by its parents' types. */
    private urn({ type, name, parent }: Registration): string {
        const parentType = parent === "" ? "" : (parent.split("::")[2] ?? "");
        const qualified = parentType === "" || parentType === STACK ? type : `${parentType}$${type}`;
        return `urn:pulumi:${this.stack.name}::${this.stack.project}::${qualified}::${name}`;
    }
}

function returned(outputs: Record<string, unknown>): provider.InvokeResponse {
    const response = new provider.InvokeResponse();
    response.setReturn(Struct.fromJavaScript(outputs as Record<string, never>));
    return response;
}

function read(request: proto.RegisterResourceRequest): Registration {
    const inputs = (request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>;
    const propertyDependencies: Record<string, string[]> = {};
    for (const [key, dependencies] of request.getPropertydependenciesMap().entries()) {
        propertyDependencies[key] = dependencies.getUrnsList();
    }
    const provider = request.getProvider();
    return {
        type: request.getType(),
        name: request.getName(),
        parent: request.getParent(),
        custom: request.getCustom(),
        inputs,
        dependencies: request.getDependenciesList(),
        propertyDependencies,
        transforms: request.getTransformsList().map((transform) => transform.getToken()),
        options: {
            ...(request.getProtect() ? { protect: true } : {}),
            ...(request.getRetainondelete() ? { retainOnDelete: true } : {}),
            ...(provider === "" ? {} : { provider }),
            ...list("additionalSecretOutputs", request.getAdditionalsecretoutputsList()),
            ...list("ignoreChanges", request.getIgnorechangesList()),
            ...list("replaceOnChanges", request.getReplaceonchangesList()),
            ...(request.getDeletedwith() === "" ? {} : { deletedWith: request.getDeletedwith() }),
        },
    };
}

function mapEntries(
    value: Record<string, unknown>,
    map: (part: unknown) => unknown,
): Record<string, unknown> {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, map(part)]));
}

function list(key: keyof DeployedResource, values: string[]): Partial<DeployedResource> {
    return values.length === 0 ? {} : { [key]: values };
}
