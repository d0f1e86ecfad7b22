import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a client of AWS asks. */
export interface Question {
    /** In IAM's words, such as `kms:DescribeKey`. */
    action: string;
    /** Region that the request is signed for. */
    region: string;
    url: URL;
    /** Parameters of the body, of either protocol that has some. */
    body: Record<string, unknown>;
}

/** An answer as it goes over the wire. */
export interface Answer {
    status: number;
    headers?: Record<string, string>;
    body: string;
}

/** No answer: the connection ends. */
export const HANGS_UP: Answer = { status: 0, body: "" };

/** What is answered, by action. */
export type Answers = Record<string, (question: Question) => Answer>;

/** A server on a loopback port that answers as AWS does: every service and region at one address. */
export class LocalAws {
    /** What was asked, such as `us-east-1 kms:DescribeKey`, in turn. */
    readonly asked: string[] = [];

    private constructor(
        private readonly server: Server,
        private answers: Answers,
    ) {
        server.on("request", (request: IncomingMessage, response) => {
            const chunks: Buffer[] = [];
            request.on("data", (chunk: Buffer) => chunks.push(chunk));
            request.on("end", () => {
                const question = questionIn(request, Buffer.concat(chunks).toString());
                this.asked.push(`${question.region} ${question.action}`);
                const { status, headers, body } = this.answers[question.action]?.(question) ?? {
                    status: 501,
                    body: `no answer to ${question.action}`,
                };
                if (status === HANGS_UP.status) {
                    response.destroy();
                    return;
                }
                // Of the tests' own day: a client that is off the server's clock tries again.
                const date = new Date().toUTCString();
                response.writeHead(status, { date, ...headers }).end(body);
            });
        });
    }

    static async start(answers: Answers): Promise<LocalAws> {
        const server = createServer();
        await new Promise<void>((resolve, reject) => {
            server.once("error", reject).listen(0, "127.0.0.1", resolve);
        });
        return new LocalAws(server, answers);
    }

    get endpoint(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        await new Promise((resolve) => {
            this.server.close(resolve);
            // Clients keep theirs open.
            this.server.closeAllConnections();
        });
    }
}

function questionIn(request: IncomingMessage, body: string): Question {
    const url = new URL(request.url ?? "/", "http://aws");
    const [, region = "", service = ""] =
        /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
    const target = request.headers["x-amz-target"];
    if (typeof target === "string") {
        return {
            action: `${service}:${target.split(".").at(-1) ?? ""}`,
            region,
            url,
            body: JSON.parse(body) as Record<string, unknown>,
        };
    }
    const asked = `${request.method ?? ""} ${url.pathname}`;
    // JSON in the body of a service that has its action in method and path, a query's parameters in that of others.
    if (body.startsWith("{")) {
        return {
            action: `${service}:${actionOf(service, asked)}`,
            region,
            url,
            body: JSON.parse(body) as Record<string, unknown>,
        };
    }
    const parameters = Object.fromEntries(new URLSearchParams(body));
    const action = parameters["Action"] ?? actionOf(service, asked);
    return { action: `${service}:${action}`, region, url, body: parameters };
}

/** By method and path, for the services that have their action in them: the only ones of theirs that are asked for. */
const ACTIONS: Record<string, [RegExp, string][]> = {
    backup: [
        [/^GET \/backup-vaults\//, "ListRecoveryPointsByBackupVault"],
        [/^DELETE \/backup-vaults\/[^/]+\/recovery-points\//, "DeleteRecoveryPoint"],
        [/^POST \/backup-vaults\/[^/]+\/recovery-points\/.*\/disassociate$/, "DisassociateRecoveryPoint"],
        [/^PUT \/restore-jobs$/, "StartRestoreJob"],
        [/^GET \/restore-jobs\/.*\/metadata$/, "GetRestoreJobMetadata"],
        [/^GET \/restore-jobs\//, "DescribeRestoreJob"],
    ],
    elasticfilesystem: [
        [/^GET /, "DescribeFileSystems"],
        [/^DELETE /, "DeleteFileSystem"],
        [/^PUT .*\/lifecycle-configuration$/, "PutLifecycleConfiguration"],
        [/^PUT /, "UpdateFileSystem"],
    ],
    s3: [
        [/^GET \/[^/]+\/?$/, "ListBucket"],
        [/^GET /, "GetObject"],
    ],
};

function actionOf(service: string, asked: string): string {
    return ACTIONS[service]?.find(([pattern]) => pattern.test(asked))?.[1] ?? "";
}
