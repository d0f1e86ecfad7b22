import type { IncomingMessage } from "node:http";
import { Agent, request as send } from "node:https";

/** The fields that every Kubernetes object has. */
export interface KubernetesObject {
    apiVersion: string;
    kind: string;
    metadata: Metadata;
    [field: string]: unknown;
}

export interface Metadata {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: { kind: string }[];
    /** When deletion was requested. A pod on a lost node keeps it until the Node object is deleted. */
    deletionTimestamp?: string;
    uid?: string;
    resourceVersion?: string;
}

export interface WatchEvent {
    type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
    object: KubernetesObject;
}

/** The API server's response to a request that failed. */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        message: string,
    ) {
        super(message);
    }
}

interface Kind {
    kind: string;
    name: string;
    namespaced: boolean;
}

/** A kind's path in the API, such as `/api/v1` and `pods`. */
interface ResourcePath {
    root: string;
    kind: Kind;
}

/**
 * A client for the few requests of the tests. The maintained releases of `@kubernetes/client-node` require a newer Node.js
 * than this project does.
 */
export class Api {
    private readonly agent: Agent;
    private readonly kinds = new Map<string, Promise<Kind[]>>();

    constructor(
        private readonly url: string,
        private readonly token: string,
        certificateAuthority: string,
    ) {
        this.agent = new Agent({ ca: certificateAuthority, keepAlive: true });
    }

    close(): void {
        this.agent.destroy();
    }

    /** Creates or updates an object with server-side apply. Unknown fields are rejected. */
    async apply(object: KubernetesObject): Promise<KubernetesObject> {
        const path = await this.path(object.apiVersion, object.kind, object.metadata);
        const query = "fieldManager=plan&force=true&fieldValidation=Strict";
        const applied = await this.request(
            "PATCH",
            `${path}?${query}`,
            object,
            "application/apply-patch+yaml",
        );
        return applied as KubernetesObject;
    }

    async merge(apiVersion: string, kind: string, metadata: Metadata, change: object): Promise<void> {
        const path = await this.path(apiVersion, kind, metadata);
        await this.request("PATCH", path, change, "application/merge-patch+json");
    }

    async delete(apiVersion: string, kind: string, metadata: Metadata): Promise<void> {
        const path = await this.path(apiVersion, kind, metadata);
        await this.request("DELETE", `${path}?propagationPolicy=Background`);
    }

    async list(apiVersion: string, kind: string, namespace?: string): Promise<KubernetesObject[]> {
        const list = (await this.request("GET", await this.collection(apiVersion, kind, namespace))) as {
            items: KubernetesObject[];
        };
        return list.items;
    }

    /** Evicts a pod as a drain does. The disruption budget can reject this with status 429. */
    async evict(pod: KubernetesObject): Promise<void> {
        const path = await this.path("v1", "Pod", pod.metadata);
        await this.request("POST", `${path}/eviction`, {
            apiVersion: "policy/v1",
            kind: "Eviction",
            metadata: { name: pod.metadata.name, namespace: pod.metadata.namespace },
        });
    }

    /** Reports all objects of a kind, then every change. @returns a function that stops the watch. */
    async watch(
        apiVersion: string,
        kind: string,
        namespace: string | undefined,
        onEvent: (event: WatchEvent) => void,
        onEnd: (reason: Error) => void,
    ): Promise<() => void> {
        const path = await this.collection(apiVersion, kind, namespace);
        const response = await this.open("GET", `${path}?watch=true`);
        let stopped = false;
        let rest = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
            const lines = (rest + text).split("\n");
            rest = lines.pop() ?? "";
            for (const line of lines) {
                onEvent(JSON.parse(line) as WatchEvent);
            }
        });
        response.on("error", () => undefined);
        response.on("close", () => {
            if (!stopped) {
                onEnd(new Error(`the watch of ${kind} objects ended unexpectedly`));
            }
        });
        return () => {
            stopped = true;
            response.destroy();
        };
    }

    async request(
        method: string,
        path: string,
        body?: unknown,
        contentType = "application/json",
    ): Promise<unknown> {
        const response = await this.open(method, path, body, contentType);
        const text = await textOf(response);
        return text.startsWith("{") ? JSON.parse(text) : text;
    }

    private async path(apiVersion: string, kind: string, { namespace, name }: Metadata): Promise<string> {
        return `${await this.collection(apiVersion, kind, namespace)}/${name}`;
    }

    private async collection(apiVersion: string, kind: string, namespace?: string): Promise<string> {
        const resource = await this.findResource(apiVersion, kind);
        const scope = resource.kind.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : "";
        return `${resource.root}${scope}/${resource.kind.name}`;
    }

    private async findResource(apiVersion: string, kind: string): Promise<ResourcePath> {
        const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
        let kinds = this.kinds.get(root);
        if (kinds === undefined) {
            kinds = this.request("GET", root).then((found) => (found as { resources: Kind[] }).resources);
            this.kinds.set(root, kinds);
        }
        const found = (await kinds).find((known) => known.kind === kind && !known.name.includes("/"));
        if (found === undefined) {
            throw new Error(`${apiVersion} has no kind ${kind}`);
        }
        return { root, kind: found };
    }

    private async open(
        method: string,
        path: string,
        body?: unknown,
        contentType = "application/json",
    ): Promise<IncomingMessage> {
        const response = await new Promise<IncomingMessage>((resolve, reject) => {
            const request = send(
                this.url + path,
                {
                    method,
                    agent: this.agent,
                    headers: {
                        authorization: `Bearer ${this.token}`,
                        ...(body === undefined ? {} : { "content-type": contentType }),
                    },
                },
                resolve,
            );
            request.on("error", reject);
            request.end(body === undefined ? undefined : JSON.stringify(body));
        });
        const status = response.statusCode ?? 0;
        if (status >= 400) {
            throw new ApiError(status, `${method} ${path}: ${status} ${await textOf(response)}`);
        }
        return response;
    }
}

async function textOf(response: IncomingMessage): Promise<string> {
    response.setEncoding("utf8");
    let text = "";
    for await (const part of response) {
        text += part as string;
    }
    return text;
}
