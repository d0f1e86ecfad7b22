import {
    type handleUnaryCall,
    type sendUnaryData,
    type ServerUnaryCall,
    status,
    type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { resourceTypes } from "../../../catalog";
import { isBridged } from "../../../simulation/isBridged";
import type { Cloud } from "../cloud";
import { invokes } from "../../../simulation/invokes";
import { isObject } from "../../../lib/isObject";
import { isSecret, secret, UNKNOWN_SENTINEL, unwrapSecrets } from "../../../lib/wire";
import { construct } from "./construct";
import { difference } from "./difference";
import { providerDifference } from "./kubernetesProvider";
import { fromStruct, toStruct } from "./struct";

/** Returns a response, or fails with an error whose text the engine prints. */
type Handler<Request, Response> = (request: Request) => Response | Promise<Response>;

function handle<Request, Response>(handler: Handler<Request, Response>): handleUnaryCall<Request, Response> {
    return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
        Promise.resolve()
            .then(() => handler(call.request))
            .then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback({
                        code: status.UNKNOWN,
                        details: error instanceof Error ? error.message : String(error),
                    });
                },
            );
    };
}

/**
 * Every provider that the program uses, on one simulated cloud: `aws`, `kubernetes`, `random`, `tls`, and `awsx` and `eks` as
 * component providers.
 *
 * @param env environment of the providers.
 */
export function resourceProvider(cloud: Cloud, env: Record<string, string>): UntypedServiceImplementation {
    return {
        handshake: handle(() => {
            const response = new proto.ProviderHandshakeResponse();
            response.setAcceptSecrets(true);
            response.setAcceptResources(true);
            response.setAcceptOutputs(false);
            return response;
        }),
        attach: handle(() => new Empty()),
        cancel: handle(() => new Empty()),
        getPluginInfo: handle(() => {
            const response = new plugin.PluginInfo();
            // Newer than any that a package requires.
            response.setVersion("999.0.0");
            return response;
        }),
        checkConfig: handle((request: proto.CheckRequest) => checked(request)),
        diffConfig: handle((request: proto.DiffRequest) => diffConfig(request)),
        configure: handle(() => {
            const response = new proto.ConfigureResponse();
            // Without it the engine passes secrets as plain text, and marks only outputs with the same name.
            response.setAcceptsecrets(true);
            response.setAcceptresources(true);
            response.setSupportspreview(true);
            return response;
        }),
        check: handle((request: proto.CheckRequest) => checked(request)),
        diff: handle((request: proto.DiffRequest) => diff(request)),
        create: handle((request: proto.CreateRequest) => create(cloud, request)),
        read: handle((request: proto.ReadRequest) => read(cloud, request, env)),
        update: handle((request: proto.UpdateRequest) => update(cloud, request)),
        delete: handle(async (request: proto.DeleteRequest) => {
            await cloud.delete(typeOf(request.getUrn()), request.getUrn(), request.getId());
            return new Empty();
        }),
        construct: handle((request: proto.ConstructRequest) => construct(request, cloud.options.place)),
        invoke: handle((request: proto.InvokeRequest) => {
            const invoke = invokes[request.getTok()];
            if (invoke === undefined) {
                throw new Error(
                    `the simulation does not know the invoke ${request.getTok()}; add it to simulation/invokes.ts`,
                );
            }
            const response = new proto.InvokeResponse();
            response.setReturn(toStruct(invoke(fromStruct(request.getArgs()), cloud.options.place, cloud)));
            return response;
        }),
    };
}

function typeOf(urn: string): string {
    return (urn.split("::")[2] ?? "").split("$").pop() ?? "";
}

/** The inputs without changes: a test of the program compares them with the SDKs' declarations. */
function checked(request: proto.CheckRequest): proto.CheckResponse {
    const response = new proto.CheckResponse();
    response.setInputs(request.getNews());
    return response;
}

function diffConfig(request: proto.DiffRequest): proto.DiffResponse {
    const response = new proto.DiffResponse();
    const { changed, replacing } = providerDifference(
        fromStruct(request.getOldInputs() ?? request.getOlds()),
        fromStruct(request.getNews()),
    );
    response.setChanges(changes(changed.length > 0));
    response.setDiffsList(changed);
    response.setReplacesList(typeOf(request.getUrn()) === "pulumi:providers:kubernetes" ? replacing : []);
    return response;
}

function changes(any: boolean): proto.DiffResponse.DiffChanges {
    return any ? proto.DiffResponse.DiffChanges.DIFF_SOME : proto.DiffResponse.DiffChanges.DIFF_NONE;
}

const KINDS = {
    add: [proto.PropertyDiff.Kind.ADD, proto.PropertyDiff.Kind.ADD_REPLACE],
    delete: [proto.PropertyDiff.Kind.DELETE, proto.PropertyDiff.Kind.DELETE_REPLACE],
    update: [proto.PropertyDiff.Kind.UPDATE, proto.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

function diff(request: proto.DiffRequest): proto.DiffResponse {
    const { changed, replacing, deleteBeforeReplace } = difference(
        typeOf(request.getUrn()),
        fromStruct(request.getOldInputs()),
        fromStruct(request.getNews()),
    );
    const top = (paths: Iterable<string>): string[] => [
        ...new Set([...paths].map((path) => path.split(/[.[]/)[0] ?? path)),
    ];
    const response = new proto.DiffResponse();
    response.setChanges(changes(changed.size > 0));
    response.setDiffsList(top(changed.keys()));
    response.setReplacesList(top(replacing));
    response.setDeletebeforereplace(deleteBeforeReplace);
    response.setHasdetaileddiff(true);
    for (const [path, kind] of changed) {
        const detail = new proto.PropertyDiff();
        detail.setKind(KINDS[kind][replacing.has(path) ? 1 : 0]);
        detail.setInputdiff(true);
        response.getDetaileddiffMap().set(path, detail);
    }
    return response;
}

async function create(cloud: Cloud, request: proto.CreateRequest): Promise<proto.CreateResponse> {
    const urn = request.getUrn();
    const type = typeOf(urn);
    const inputs = fromStruct(request.getProperties());
    const plain = unwrapSecrets(inputs) as Record<string, unknown>;
    const response = new proto.CreateResponse();
    if (request.getPreview()) {
        const unknown = toUnknown(cloud.previewCreate(type, urn, plain));
        response.setProperties(toStruct(outputsWith(type, inputs, unknown, UNKNOWN_SENTINEL)));
        return response;
    }
    const object = await cloud.create(type, urn, plain);
    response.setId(object.id);
    response.setProperties(toStruct(outputsWith(type, inputs, object.outputs, object.id)));
    return response;
}

async function update(cloud: Cloud, request: proto.UpdateRequest): Promise<proto.UpdateResponse> {
    const urn = request.getUrn();
    const type = typeOf(urn);
    const inputs = fromStruct(request.getNews());
    const plain = unwrapSecrets(inputs) as Record<string, unknown>;
    const response = new proto.UpdateResponse();
    const outputs = request.getPreview()
        ? cloud.previewUpdate(type, urn, request.getId(), plain, UNKNOWN_SENTINEL)
        : (await cloud.update(type, urn, request.getId(), plain)).outputs;
    response.setProperties(toStruct(outputsWith(type, inputs, outputs, request.getId())));
    return response;
}

/** The object, with changes outside Pulumi; a response without an id reports that it is deleted. */
function read(cloud: Cloud, request: proto.ReadRequest, env: Record<string, string>): proto.ReadResponse {
    const response = new proto.ReadResponse();
    const urn = request.getUrn();
    if (typeOf(urn).startsWith("kubernetes:") && !cloud.hasCluster(urn)) {
        refuseUnreachable(env);
        return response;
    }
    const object = cloud.find(typeOf(urn), request.getId(), urn);
    if (object === undefined) {
        return response;
    }
    const recorded = fromStruct(request.getInputs());
    const version = keptVersion(recorded["engineVersion"], object.inputs["engineVersion"]);
    const inputs = { ...object.inputs, ...unchanged(recorded, object.inputs), ...version };
    response.setId(object.id);
    response.setInputs(toStruct(inputs));
    response.setProperties(
        toStruct(outputsWith(object.type, inputs, { ...object.outputs, ...version }, object.id)),
    );
    return response;
}

/**
 * A minor version that RDS has installed is no difference to its major version.
 *
 * Source: hashicorp/terraform-provider-aws, internal/service/rds, `compareActualEngineVersion`.
 */
function keptVersion(recorded: unknown, actual: unknown): { engineVersion?: string } {
    return typeof recorded === "string" && String(actual).startsWith(`${recorded}.`)
        ? { engineVersion: recorded }
        : {};
}

/**
 * An object that cannot be read counts as deleted only if configured: the cluster may exist and be unreachable.
 * Source: `pulumi/pulumi-kubernetes`, provider/pkg/provider/provider.go, `Read`.
 */
function refuseUnreachable(env: Record<string, string>): void {
    if (env["PULUMI_K8S_DELETE_UNREACHABLE"] !== "true") {
        throw new Error(
            "failed to read resource state due to unreachable cluster. If the cluster was deleted, you can remove this " +
                "resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment " +
                'variable set to "true"',
        );
    }
}

/** Inputs as the engine keeps them, with secrets marked, if they are equal to those in the cloud. */
function unchanged(
    inputs: Record<string, unknown>,
    actual: Record<string, unknown>,
): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(inputs).filter(
            ([key, value]) => JSON.stringify(unwrapSecrets(value)) === JSON.stringify(actual[key]),
        ),
    );
}

function toUnknown(outputs: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(outputs).map(([key, value]) => [
            key,
            isObject(value) ? toUnknown(value) : UNKNOWN_SENTINEL,
        ]),
    );
}

/**
 * The inputs with secrets marked, and the outputs that the cloud adds to them and to objects in them, marked if they are
 * secret.
 */
function outputsWith(
    type: string,
    inputs: Record<string, unknown>,
    outputs: Record<string, unknown>,
    id: string,
): Record<string, unknown> {
    const secrets = resourceTypes[type]?.secretOutputs ?? [];
    const added = Object.entries(outputs).flatMap(([key, value]): [string, unknown][] => {
        const given = inputs[key];
        if (given === undefined) {
            return [[key, secrets.includes(key) ? secret(value) : value]];
        }
        return isObject(given) && isObject(value) && !isSecret(given) ? [[key, { ...value, ...given }]] : [];
    });
    return { ...inputs, ...Object.fromEntries(added), ...(isBridged(type) ? { id } : {}) };
}
