import { AsyncLocalStorage } from "node:async_hooks";
import { type sendUnaryData, Server, type ServerUnaryCall, status } from "@grpc/grpc-js";
import {
    type AnalyzeRequest,
    AnalyzeResponse,
    type AnalyzerResource,
    type AnalyzerStackConfigureRequest,
    type AnalyzeStackRequest,
    type ConfigureAnalyzerRequest,
    EnforcementLevel,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ConfigurationError, type Given } from "./configuration";
import type { JudgedResource } from "./evaluation";
import { type Outcome, outcomeService } from "./outcome";
import { Graph, type ResourceState } from "../graph/graph";
import { decodeProperties, type Value } from "../graph/value";

/** The resource or the stack that a request of the engine is about. */
interface Subject {
    resource?: JudgedResource;
    graph?: Graph;
}

type Handler<Request> = (
    call: ServerUnaryCall<Request, unknown>,
    callback: sendUnaryData<unknown>,
) => unknown;

/** The part of the SDK's service that is intercepted. */
interface Analyzer {
    configure: Handler<ConfigureAnalyzerRequest>;
    configureStack: Handler<AnalyzerStackConfigureRequest>;
    analyze: Handler<AnalyzeRequest>;
    analyzeStack: Handler<AnalyzeStackRequest>;
}

const subjects = new AsyncLocalStorage<Subject>();

/** The subject of the current request. Rules read this, and never the SDK's arguments. */
export function subject(): Subject {
    return subjects.getStore() ?? {};
}

/** The pack's additions to `@pulumi/policy`. */
interface Pack {
    /** Reads the configuration. @throws ConfigurationError to reject it: the engine then stops. */
    configure: (given: Given) => void;
    /** Reads the stack's configuration, which the engine passes before it checks the stack. */
    configureStack: (config: ReadonlyMap<string, string>) => Promise<void>;
    /** Whether any policy checks resources of a type. */
    isChecked: (type: string) => boolean;
    /** Called when a stack has been checked. */
    finish: () => void;
    lastOutcome: () => Outcome;
}

/**
 * Reads the engine's requests before `@pulumi/policy` does, for facts that a policy does not receive from it: the
 * configured level of each policy, the stack's configuration, the secret values, and the references between resources. The properties, and
 * those of the provider, are then removed from the request, so that no decrypted secret reaches any other code in
 * this process.
 *
 * @returns a function that returns whether the SDK's service was intercepted. It is not if the SDK uses another copy
 * of gRPC.
 */
export function watchRequests(pack: Pack): () => boolean {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its receiver below
    const { addService } = Server.prototype;
    let isWatching = false;
    Server.prototype.addService = function (service, implementation) {
        isWatching = true;
        addService.call(this, service, {
            ...implementation,
            ...watch(implementation as unknown as Analyzer, pack),
        });
        addService.call(this, outcomeService, {
            lastOutcome: (_: unknown, callback: sendUnaryData<Outcome>) => {
                callback(null, pack.lastOutcome());
            },
        });
    };
    return () => isWatching;
}

function watch(sdk: Analyzer, pack: Pack): Analyzer {
    /** The inputs of each resource: in a preview, requests about the stack do not always have them. */
    const inputs = new Map<string, Record<string, Value>>();
    return {
        configure: (call, callback) => {
            try {
                pack.configure(readConfiguration(call.request));
            } catch (error) {
                if (!(error instanceof ConfigurationError)) {
                    throw error;
                }
                callback({ code: status.INVALID_ARGUMENT, details: error.message });
                return;
            }
            sdk.configure(call, callback);
        },
        configureStack: async (call, callback) => {
            await pack.configureStack(new Map(call.request.getConfigMap().entries()));
            return sdk.configureStack(call, callback);
        },
        analyze: (call, callback) => {
            const { urn, type } = { urn: call.request.getUrn(), type: call.request.getType() };
            const properties = takeProperties(call.request);
            inputs.set(urn, properties);
            if (!pack.isChecked(type)) {
                // The SDK would run every policy without a result.
                callback(null, new AnalyzeResponse());
                return;
            }
            return subjects.run({ resource: { urn, type, properties } }, () => sdk.analyze(call, callback));
        },
        analyzeStack: (call, callback) => {
            const resources = call.request
                .getResourcesList()
                .map((request) => readState(request, inputs.get(request.getUrn()) ?? {}));
            inputs.clear();
            // The SDK would read them all again for each policy.
            call.request.setResourcesList([]);
            const graph = new Graph({ version: 3, deployment: { resources } });
            return subjects.run({ graph }, () =>
                sdk.analyzeStack(call, (...answer) => {
                    pack.finish();
                    callback(...answer);
                }),
            );
        },
    };
}

/** A resource in Pulumi's deployment format. */
function readState(request: AnalyzerResource, inputs: Record<string, Value>): ResourceState {
    const options = request.getOptions();
    const type = request.getType();
    return {
        urn: request.getUrn(),
        type,
        // The engine sends no provider for a component.
        custom: request.getProvider() !== undefined || type.startsWith("pulumi:providers:"),
        inputs,
        outputs: takeProperties(request),
        parent: request.getParent() || (options?.getParent() ?? ""),
        protect: options?.getProtect() ?? false,
        ignoreChanges: options?.getIgnorechangesList() ?? [],
        dependencies: request.getDependenciesList(),
        propertyDependencies: Object.fromEntries(
            [...request.getPropertydependenciesMap().entries()].map(([key, dependencies]) => [
                key,
                dependencies.getUrnsList(),
            ]),
        ),
    };
}

/** Removes the properties of a request, and those of its provider, and returns the former decoded. */
function takeProperties(request: AnalyzeRequest | AnalyzerResource): Record<string, Value> {
    const properties = decodeProperties(request.getProperties()?.toJavaScript());
    request.setProperties(new Struct());
    request.getProvider()?.setProperties(new Struct());
    return properties;
}

const LEVELS: Record<EnforcementLevel, string> = {
    [EnforcementLevel.ADVISORY]: "advisory",
    [EnforcementLevel.MANDATORY]: "mandatory",
    [EnforcementLevel.DISABLED]: "disabled",
    [EnforcementLevel.REMEDIATE]: "remediate",
};

function readConfiguration(request: ConfigureAnalyzerRequest): Given {
    return new Map(
        [...request.getPolicyconfigMap().entries()].map(([name, policy]) => [
            name,
            {
                level: LEVELS[policy.getEnforcementlevel()],
                properties: policy.getProperties()?.toJavaScript() ?? {},
            },
        ]),
    );
}
