import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { DeployedResource } from "../../../simulation/deployment";
import { SimulatedMonitor } from "../../../simulation/monitor";
import { construct } from "../../cloud/providers/construct";
import { fromStruct, toStruct } from "../../cloud/providers/struct";
import { resourceReference, UNKNOWN_SENTINEL } from "../../../lib/wire";
import type { Recording } from "./recordings";

const place = { account: "123456789012", region: "us-east-1", partition: "aws" };

/** Types of the program's own resources that recordings name by the last part of the type. */
const PROGRAM_TYPES: Record<string, string> = {
    Key: "aws:kms/key:Key",
    LogGroup: "aws:cloudwatch/logGroup:LogGroup",
    Subnet: "aws:ec2/subnet:Subnet",
    Vpc: "aws:ec2/vpc:Vpc",
};

/** Everything that a component's provider asked of the engine, and what it answered; names instead of URNs. */
export interface Construction {
    component: Registration;
    children: Registration[];
    state: unknown;
    stateDependencies: Record<string, string[]>;
}

/** The recording, with the simulation's values, and the result of a simulation. */
export interface Comparison {
    simulated: Construction;
    recorded: Construction;
}

/** The component as its simulated provider constructs it for the real engine. */
export async function constructByProvider(recording: Recording, firstPreview: boolean): Promise<Comparison> {
    const engine = new RecordingEngine(firstPreview);
    const address = await engine.listen();
    try {
        await engine.registerProgram(recording);
        const { inputs, inputDependencies = {}, dependencies = [] } = recording.construct;
        const request = new provider.ConstructRequest();
        request.setType(recording.component);
        request.setName(recording.name);
        request.setParent(engine.urn(recording.registration.parent));
        request.setInputs(toStruct(engine.values(inputs) as Record<string, unknown>));
        request.setDependenciesList(dependencies.map((name) => engine.urn(name)));
        for (const [input, names] of Object.entries(inputDependencies)) {
            const list = new provider.ConstructRequest.PropertyDependencies();
            list.setUrnsList(names.map((name) => engine.urn(name)));
            request.getInputdependenciesMap().set(input, list);
        }
        request.setMonitorendpoint(address);
        const response = await construct(request, place);
        return { simulated: engine.construction(response), recorded: engine.recorded(recording) };
    } finally {
        engine.stop();
    }
}

/** The component as an offline plan has it; a state keeps neither versions nor the providers that a component hands on. */
export async function planOffline(recording: Recording, firstPreview: boolean): Promise<Comparison> {
    const engine = new RecordingEngine(firstPreview);
    await engine.registerProgram(recording);
    const { inputs, inputDependencies = {}, dependencies = [] } = recording.construct;
    const before = new Set(engine.resources().map(({ urn }) => urn));
    const request = new proto.RegisterResourceRequest();
    request.setType(recording.component);
    request.setName(recording.name);
    request.setParent(engine.urn(recording.registration.parent));
    request.setRemote(true);
    request.setObject(toStruct(engine.values(inputs) as Record<string, unknown>));
    request.setDependenciesList(dependencies.map((name) => engine.urn(name)));
    for (const [input, names] of Object.entries(inputDependencies)) {
        const list = new proto.RegisterResourceRequest.PropertyDependencies();
        list.setUrnsList(names.map((name) => engine.urn(name)));
        request.getPropertydependenciesMap().set(input, list);
    }
    const response = await engine.register(request);
    const planned = engine.resources().filter(({ urn }) => !before.has(urn));
    const recorded = engine.recorded(recording);
    return {
        simulated: engine.planned(planned, response),
        recorded: {
            ...recorded,
            component: withoutTransport(recorded.component),
            children: recorded.children.map(withoutTransport),
        },
    };
}

type Registration = Record<string, unknown>;

function withoutTransport(registration: Registration): Registration {
    return Object.fromEntries(
        Object.entries(registration).filter(([key]) => key !== "version" && key !== "providers"),
    );
}

/** The simulated engine behind a socket, as a component's provider meets it. */
class RecordingEngine {
    private readonly monitor: SimulatedMonitor;
    private readonly server = new Server();
    private readonly requests: proto.RegisterResourceRequest[] = [];
    private readonly outputs = new Map<string, Record<string, unknown>>();

    constructor(firstPreview: boolean) {
        this.monitor = new SimulatedMonitor({ project: "posit-connect", name: "prod" }, place, firstPreview);
    }

    async listen(): Promise<string> {
        this.server.addService(ResourceMonitorService, {
            registerResource: (
                { request }: ServerUnaryCall<proto.RegisterResourceRequest, unknown>,
                callback: sendUnaryData<proto.RegisterResourceResponse>,
            ) => {
                this.requests.push(request);
                void this.monitor.registerResource(request, callback);
            },
            registerResourceOutputs: (
                { request }: ServerUnaryCall<proto.RegisterResourceOutputsRequest, unknown>,
                callback: sendUnaryData<Empty>,
            ) => {
                this.outputs.set(request.getUrn(), fromStruct(request.getOutputs()));
                callback(null, new Empty());
            },
        });
        const port = await new Promise<number>((resolve, reject) => {
            this.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
                if (error === null) {
                    resolve(bound);
                } else {
                    reject(error);
                }
            });
        });
        return `127.0.0.1:${port}`;
    }

    stop(): void {
        this.server.forceShutdown();
    }

    /** Registers the program's own resources that a recording refers to. */
    async registerProgram({
        construct: { inputDependencies = {}, dependencies = [] },
        registration,
    }: Recording): Promise<void> {
        const names = [...dependencies, ...Object.values(inputDependencies).flat(), registration.parent];
        for (const name of new Set(names)) {
            const dot = name.lastIndexOf(".");
            const type = name.slice(0, dot);
            const request = new proto.RegisterResourceRequest();
            request.setType(PROGRAM_TYPES[type] ?? type);
            request.setName(name.slice(dot + 1));
            request.setCustom(type in PROGRAM_TYPES);
            request.setObject(toStruct({}));
            await this.register(request);
        }
    }

    async register(request: proto.RegisterResourceRequest): Promise<proto.RegisterResourceResponse> {
        return new Promise((resolve, reject) => {
            void this.monitor.registerResource(request, (error, response) => {
                if (error === null && response !== undefined) {
                    resolve(response);
                } else {
                    reject(new Error(error?.message));
                }
            });
        });
    }

    urn(name: string): string {
        return this.find(name).urn;
    }

    construction(response: provider.ConstructResponse): Construction {
        const [component, ...children] = this.requests;
        return {
            component: component === undefined ? {} : this.request(component),
            children: byTypeAndName(children.map((child) => this.request(child))),
            state: fromStruct(response.getState()),
            stateDependencies: Object.fromEntries(
                [...response.getStatedependenciesMap().entries()].map(([key, list]) => [
                    key,
                    this.names(list.getUrnsList()),
                ]),
            ),
        };
    }

    planned(
        [component, ...children]: DeployedResource[],
        response: proto.RegisterResourceResponse,
    ): Construction {
        if (component === undefined) {
            throw new Error("the component is not registered");
        }
        return {
            component: this.plannedResource(component),
            children: byTypeAndName(children.map((child) => this.plannedResource(child))),
            state: fromStruct(response.getObject()),
            stateDependencies: Object.fromEntries(
                [...response.getPropertydependenciesMap().entries()].map(([key, list]) => [
                    key,
                    this.names(list.getUrnsList()),
                ]),
            ),
        };
    }

    private plannedResource(resource: DeployedResource): Registration {
        const { urn, type, parent = "", custom, inputs, dependencies, propertyDependencies } = resource;
        return {
            type,
            name: urn.split("::")[3],
            parent: this.names([parent])[0],
            custom,
            inputs,
            dependencies: this.names(dependencies ?? []),
            propertyDependencies: this.namedDependencies(Object.entries(propertyDependencies ?? {})),
            ignoreChanges: resource.ignoreChanges ?? [],
            outputs: custom ? undefined : resource.outputs,
        };
    }

    private namedDependencies(entries: Iterable<readonly [string, string[]]>): Record<string, string[]> {
        return Object.fromEntries(
            [...entries]
                .map(([key, urns]) => [key, this.names(urns)] as const)
                .filter(([, names]) => names.length > 0),
        );
    }

    recorded({
        component,
        name,
        construct: { state, stateDependencies = {} },
        registration,
        children,
    }: Recording): Construction {
        return {
            component: {
                type: component,
                name,
                parent: registration.parent,
                custom: false,
                inputs: this.values(registration.inputs),
                dependencies: registration.dependencies ?? [],
                propertyDependencies: {},
                ignoreChanges: [],
                version: "",
                providers: {},
                outputs: this.values(registration.outputs === "${state}" ? state : registration.outputs),
            },
            children: byTypeAndName(
                children.map((child) => ({
                    type: child.type,
                    name: child.name,
                    parent: child.parent,
                    custom: child.custom,
                    inputs: this.values(child.inputs),
                    dependencies: child.dependencies ?? [],
                    propertyDependencies: child.propertyDependencies,
                    ignoreChanges: child.ignoreChanges ?? [],
                    version: child.version ?? "",
                    providers: this.values(child.providers ?? {}),
                    outputs: child.custom ? undefined : this.values(child.registeredOutputs ?? {}),
                })),
            ),
            state: this.values(state),
            stateDependencies,
        };
    }

    /** A recorded value with the simulation's values instead of the markers. */
    values(recorded: unknown): unknown {
        if (typeof recorded === "string") {
            return this.text(recorded);
        }
        if (Array.isArray(recorded)) {
            return recorded.map((part) => this.values(part));
        }
        return typeof recorded === "object" && recorded !== null
            ? Object.fromEntries(Object.entries(recorded).map(([key, part]) => [key, this.values(part)]))
            : recorded;
    }

    private text(recorded: string): unknown {
        if (recorded === "${unknown}") {
            return UNKNOWN_SENTINEL;
        }
        const reference = /^\$\{resource ([^}]+)\}$/.exec(recorded)?.[1];
        if (reference !== undefined) {
            const { urn, custom, id } = this.find(reference);
            return resourceReference(urn, custom ? (id ?? UNKNOWN_SENTINEL) : undefined);
        }
        return recorded.replace(/\$\{([^}]+)\}/g, (_, marker: string) => this.output(marker));
    }

    private output(marker: string): string {
        const [path = "", cut] = marker.split(", without ");
        const [, name = "", property = ""] = /^(\w+\.[\w-]+)\.(.+)$/.exec(path) ?? [];
        const { id, outputs } = this.find(name);
        const value = property
            .split(/[.[\]]+/)
            .filter(Boolean)
            .reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], {
                ...outputs,
                id,
            });
        return String(value).slice(cut?.length ?? 0);
    }

    private request(request: proto.RegisterResourceRequest): Registration {
        const found = this.find(nameOf(request.getType(), request.getName()));
        const propertyDependencies = [...request.getPropertydependenciesMap().entries()].map(
            ([key, list]) => [key, list.getUrnsList()] as const,
        );
        return {
            type: request.getType(),
            name: request.getName(),
            parent: this.names([request.getParent()])[0],
            custom: request.getCustom(),
            inputs: fromStruct(request.getObject()),
            dependencies: this.names(request.getDependenciesList()),
            propertyDependencies: this.namedDependencies(propertyDependencies),
            ignoreChanges: request.getIgnorechangesList(),
            version: request.getVersion(),
            providers: Object.fromEntries(
                [...request.getProvidersMap().entries()].map(([key, given]) => {
                    const [urn = "", id] = given.split(/::(?=[^:]*$)/);
                    return [key, resourceReference(urn, id)];
                }),
            ),
            outputs: request.getCustom() ? undefined : (this.outputs.get(found.urn) ?? "none registered"),
        };
    }

    private names(urns: readonly string[]): string[] {
        return urns
            .map((urn) => {
                const found = this.resources().find((each) => each.urn === urn);
                return found === undefined ? urn : shortName(found);
            })
            .sort();
    }

    private find(name: string): DeployedResource {
        const named = this.resources().filter((each) => shortName(each) === name);
        const [found] = named;
        if (found === undefined || named.length > 1) {
            throw new Error(`${named.length} resources are called ${name}`);
        }
        return found;
    }

    resources(): DeployedResource[] {
        return this.monitor.deployment().deployment.resources;
    }
}

/** As recordings name a resource: a component by its whole type, all else by the last part of it. */
function nameOf(type: string, name: string): string {
    const isComponent = /^(awsx|eks|posit-connect):/.test(type);
    return `${isComponent ? type : (type.split(":").pop() ?? "")}.${name}`;
}

function shortName({ type, urn }: DeployedResource): string {
    return nameOf(type, urn.split("::")[3] ?? "");
}

function byTypeAndName(children: Registration[]): Registration[] {
    const key = ({ type, name }: Registration): string => `${String(type)} ${String(name)}`;
    return [...children].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
