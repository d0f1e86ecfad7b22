import { credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Outcome, outcomeService } from "../../policy/outcome";
import type { Level, Policy, PolicyConfig } from "./configuration";
import type { PackProcess } from "./packProcess";

/** The engine's limit: all resources of a stack are one message. */
const MESSAGE_BYTES = 400 * 1024 * 1024;

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

/** A policy pack's description of itself. */
export interface PackInfo {
    name: string;
    version: string;
    policies: Policy[];
}

/** A finding of a policy, as the pack reports it. */
export interface Diagnostic {
    policy: string;
    description: string;
    /** The description, the finding and the remedy, one line each. */
    message: string;
    mandatory: boolean;
    /** Empty if the finding is about the stack. */
    urn: string;
}

/** The pack rejects its configuration, with a line for each error. */
export class ConfigurationRejected extends Error {}

/** Calls a policy pack with the protocol of Pulumi's engine. Source: pulumi/pulumi, proto/pulumi/analyzer.proto. */
export class Analyzer {
    private readonly client: AnalyzerClient;

    constructor(
        private readonly pack: PackProcess,
        port: number,
        /** Milliseconds to wait for a response. */
        private readonly timeoutMs: number,
    ) {
        this.client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
            "grpc.max_receive_message_length": MESSAGE_BYTES,
            "grpc.max_send_message_length": MESSAGE_BYTES,
            // Ignores a proxy in the environment.
            "grpc.enable_http_proxy": 0,
        });
        pack.death.catch(() => {
            this.client.close();
        });
    }

    async info(): Promise<PackInfo> {
        const info = await this.ask<proto.AnalyzerInfo>((client, options, callback) =>
            client.getAnalyzerInfo(new Empty(), ...options, callback),
        );
        return {
            name: info.getName(),
            version: info.getVersion(),
            policies: info.getPoliciesList().map(policyOf),
        };
    }

    /** @throws ConfigurationRejected with the pack's message. */
    async configure(config: ReadonlyMap<string, PolicyConfig>): Promise<void> {
        const request = new proto.ConfigureAnalyzerRequest();
        for (const [name, { level, properties }] of config) {
            const policy = new proto.PolicyConfig();
            policy.setEnforcementlevel(LEVELS[level]);
            policy.setProperties(struct(properties));
            request.getPolicyconfigMap().set(name, policy);
        }
        await this.ask<Empty>((client, options, callback) => client.configure(request, ...options, callback));
    }

    async configureStack(stack: {
        name: string;
        project: string;
        preview: boolean;
        config: Record<string, string>;
        secretKeys: string[];
    }): Promise<void> {
        const request = new proto.AnalyzerStackConfigureRequest();
        request.setStack(stack.name);
        request.setProject(stack.project);
        request.setOrganization("organization");
        request.setDryRun(stack.preview);
        request.setConfigSecretKeysList(stack.secretKeys);
        for (const [key, value] of Object.entries(stack.config)) {
            request.getConfigMap().set(key, value);
        }
        await this.ask<proto.AnalyzerStackConfigureResponse>((client, options, callback) =>
            client.configureStack(request, ...options, callback),
        );
    }

    async analyze(request: proto.AnalyzeRequest): Promise<Diagnostic[]> {
        const response = await this.ask<proto.AnalyzeResponse>((client, options, callback) =>
            client.analyze(request, ...options, callback),
        );
        return response.getDiagnosticsList().map(diagnosticOf);
    }

    async analyzeStack(resources: proto.AnalyzerResource[]): Promise<Diagnostic[]> {
        const request = new proto.AnalyzeStackRequest();
        request.setResourcesList(resources);
        const response = await this.ask<proto.AnalyzeResponse>((client, options, callback) =>
            client.analyzeStack(request, ...options, callback),
        );
        return response.getDiagnosticsList().map(diagnosticOf);
    }

    /** The data behind the diagnostics of the last stack; `undefined` from a pack without this service. */
    async lastOutcome(): Promise<Outcome | undefined> {
        const { path, requestSerialize, responseDeserialize } = outcomeService.lastOutcome;
        return this.ask<Outcome | undefined>((client, [metadata, options], callback) =>
            client.makeUnaryRequest(
                path,
                requestSerialize,
                responseDeserialize,
                {},
                metadata,
                options,
                (error, outcome) => {
                    callback(error?.code === status.UNIMPLEMENTED ? null : error, outcome);
                },
            ),
        );
    }

    private async ask<Response>(
        send: (
            client: AnalyzerClient,
            options: [metadata: Metadata, options: { deadline: number }],
            callback: Callback<Response>,
        ) => unknown,
    ): Promise<Response> {
        try {
            return await new Promise<Response>((resolve, reject) => {
                const options: [Metadata, { deadline: number }] = [
                    new Metadata(),
                    { deadline: Date.now() + this.timeoutMs },
                ];
                send(this.client, options, (error, response) => {
                    if (error === null) {
                        resolve(response);
                    } else {
                        reject(error);
                    }
                });
            });
        } catch (error) {
            const { code, details } = error as ServiceError;
            if (code === status.INVALID_ARGUMENT) {
                throw new ConfigurationRejected(details);
            }
            if (code === status.UNAVAILABLE) {
                return await this.pack.death;
            }
            throw code === status.DEADLINE_EXCEEDED
                ? this.pack.failure(`did not respond within ${this.timeoutMs / 1000} s`)
                : this.pack.failure("failed", details);
        }
    }
}

const LEVELS: Record<Level, proto.EnforcementLevel> = {
    advisory: proto.EnforcementLevel.ADVISORY,
    mandatory: proto.EnforcementLevel.MANDATORY,
    disabled: proto.EnforcementLevel.DISABLED,
    remediate: proto.EnforcementLevel.REMEDIATE,
};

const SEVERITIES: Record<proto.PolicySeverity, Policy["severity"]> = {
    [proto.PolicySeverity.POLICY_SEVERITY_UNSPECIFIED]: "low",
    [proto.PolicySeverity.POLICY_SEVERITY_LOW]: "low",
    [proto.PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
    [proto.PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
    [proto.PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};

function levelOf(level: proto.EnforcementLevel): Level {
    switch (level) {
        case proto.EnforcementLevel.ADVISORY:
            return "advisory";
        case proto.EnforcementLevel.MANDATORY:
            return "mandatory";
        case proto.EnforcementLevel.DISABLED:
            return "disabled";
        case proto.EnforcementLevel.REMEDIATE:
            return "remediate";
    }
}

function policyOf(info: proto.PolicyInfo): Policy {
    const schema = info.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
    const defaults = Object.entries(schema).flatMap(([key, value]): [string, unknown][] =>
        typeof value === "object" && value !== null && "default" in value ? [[key, value.default]] : [],
    );
    return {
        name: info.getName(),
        description: info.getDescription(),
        level: levelOf(info.getEnforcementlevel()),
        severity: SEVERITIES[info.getSeverity()],
        controls: info.getTagsList(),
        remedy: info.getRemediationSteps(),
        url: info.getUrl(),
        defaults: Object.fromEntries(defaults),
    };
}

/** This pack changes no resources, so "remediate" means "mandatory", as in the engine. */
function diagnosticOf(diagnostic: proto.AnalyzeDiagnostic): Diagnostic {
    return {
        policy: diagnostic.getPolicyname(),
        description: diagnostic.getDescription(),
        message: diagnostic.getMessage(),
        mandatory: diagnostic.getEnforcementlevel() !== proto.EnforcementLevel.ADVISORY,
        urn: diagnostic.getUrn(),
    };
}

/** JSON as a Protobuf message. */
export function struct(properties: Record<string, unknown>): Struct {
    return Struct.fromJavaScript(properties as Record<string, never>);
}
