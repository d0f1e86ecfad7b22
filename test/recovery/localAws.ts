import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request of an AWS client. */
export interface AwsRequest {
    /** IAM action, such as `kms:DescribeKey`. */
    action: string;
    /** Region that the request is signed for. */
    region: string;
    url: URL;
    /** Parameters in the body, in JSON or as a form. */
    body: Record<string, unknown>;
}

/** A response as it is sent over the wire. */
export interface AwsResponse {
    status: number;
    headers?: Record<string, string>;
    body: string;
}

/** Closes the connection without a response. */
export const NO_RESPONSE: AwsResponse = { status: 0, body: "" };

/** Responses by action. */
export type AwsHandlers = Record<string, (request: AwsRequest) => AwsResponse>;

/** A server on a loopback port that responds as AWS does: every service and region at one address. */
export class LocalAws {
    /** The requests so far, in order, such as `us-east-1 kms:DescribeKey`. */
    readonly requests: string[] = [];

    private constructor(
        private readonly server: Server,
        private readonly handlers: AwsHandlers,
    ) {
        server.on("request", (incoming: IncomingMessage, outgoing) => {
            const chunks: Buffer[] = [];
            incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
            incoming.on("end", () => {
                const request = parseRequest(incoming, Buffer.concat(chunks).toString());
                this.requests.push(`${request.region} ${request.action}`);
                const { status, headers, body } = this.handlers[request.action]?.(request) ?? {
                    status: 501,
                    body: `no handler of ${request.action}`,
                };
                if (status === NO_RESPONSE.status) {
                    outgoing.destroy();
                    return;
                }
                // The tests' fixed day: a client whose clock differs from the server's sends the request again.
                const date = new Date().toUTCString();
                outgoing.writeHead(status, { date, ...headers }).end(body);
            });
        });
    }

    static async start(handlers: AwsHandlers): Promise<LocalAws> {
        const server = createServer();
        await new Promise<void>((resolve, reject) => {
            server.once("error", reject).listen(0, "127.0.0.1", resolve);
        });
        return new LocalAws(server, handlers);
    }

    get endpoint(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        await new Promise((resolve) => {
            this.server.close(resolve);
            // Clients keep their connections open.
            this.server.closeAllConnections();
        });
    }
}

function parseRequest(incoming: IncomingMessage, text: string): AwsRequest {
    const url = new URL(incoming.url ?? "/", "http://aws");
    const [, region = "", service = ""] =
        /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(incoming.headers.authorization ?? "") ?? [];
    const target = incoming.headers["x-amz-target"];
    const isJson = typeof target === "string" || text.startsWith("{");
    const form = Object.fromEntries(new URLSearchParams(text));
    // Some services have the action in a header, some in the form, the others in method and path.
    const name =
        typeof target === "string"
            ? target.split(".").at(-1)
            : (form["Action"] ?? findAction(service, `${incoming.method ?? ""} ${url.pathname}`));
    const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : form;
    return { action: `${service}:${name ?? ""}`, region, url, body };
}

/** The actions of services that have them in method and path; only those that the tests use. */
const ACTIONS: Record<string, [RegExp, string][]> = {
    backup: [
        [/^GET \/account-settings$/, "DescribeRegionSettings"],
        [/^GET \/backup-vaults\/?$/, "ListBackupVaults"],
        [/^GET \/backup-vaults\//, "ListRecoveryPointsByBackupVault"],
        [/^DELETE \/backup-vaults\/[^/]+\/recovery-points\//, "DeleteRecoveryPoint"],
        [/^POST \/backup-vaults\/[^/]+\/recovery-points\/.*\/disassociate$/, "DisassociateRecoveryPoint"],
        [/^PUT \/restore-jobs$/, "StartRestoreJob"],
        [/^GET \/restore-jobs\/.*\/metadata$/, "GetRestoreJobMetadata"],
        [/^GET \/restore-jobs\//, "DescribeRestoreJob"],
    ],
    eks: [
        [/^GET \/addons\/supported-versions$/, "DescribeAddonVersions"],
        [/^GET \/cluster-versions$/, "DescribeClusterVersions"],
        [/^GET \/clusters\/[^/]+$/, "DescribeCluster"],
        [/^POST \/clusters\/[^/]+\/insights$/, "ListInsights"],
        [/^GET \/clusters\/[^/]+\/node-groups$/, "ListNodegroups"],
        [/^GET \/clusters\/[^/]+\/node-groups\/[^/]+$/, "DescribeNodegroup"],
    ],
    elasticfilesystem: [
        [/^GET /, "DescribeFileSystems"],
        [/^DELETE /, "DeleteFileSystem"],
        [/^PUT .*\/lifecycle-configuration$/, "PutLifecycleConfiguration"],
        [/^PUT /, "UpdateFileSystem"],
    ],
    route53: [[/^GET \/2013-04-01\/hostedzone\//, "GetHostedZone"]],
    s3: [
        [/^GET \/[^/]+\/?$/, "ListBucket"],
        [/^GET /, "GetObject"],
    ],
};

function findAction(service: string, methodAndPath: string): string {
    return ACTIONS[service]?.find(([pattern]) => pattern.test(methodAndPath))?.[1] ?? "";
}
