import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import {
    Agent,
    createServer,
    type IncomingMessage,
    request,
    type Server,
    type ServerResponse,
} from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ROOT } from "../program";

/** Processes of the API behind each server. */
const WORKERS = 2;

/** Milliseconds in which a slot answers a request. */
const SLOT_MS = 50;

const SERVERS = ["server-a", "server-b", "server-c"];

/** The key of the one user, a publisher. */
export const KEY = "0123456789abcdef0123456789abcdef";

export interface LocalConnectOptions {
    /** Path of the Python with the API's requirements. Without it, the balancer answers the API's requests itself. */
    python?: string;
    role?: "viewer" | "publisher";
    /** Whether a deployment fails. */
    deploymentFails?: true;
    /** Whether the settings of new content are rejected. */
    rejectsContent?: true;
    /** Whether content cannot be deleted. */
    keepsContent?: true;
}

interface Content {
    guid: string;
    settings: Record<string, unknown>;
    /** Names of the files of its bundle, once it is deployed. */
    files: string[];
}

/**
 * Connect as a load test sees it: a sticky balancer, servers with the real FastAPI app under uvicorn behind them, and the part of
 * Connect's API that publishes content.
 *
 * Source: https://docs.posit.co/connect/api/; posit-dev/rsconnect-python, rsconnect/api.py.
 */
export class LocalConnect {
    /** Content that exists, by its GUID. */
    readonly content = new Map<string, Content>();
    /** All content that was ever created. */
    readonly created: Content[] = [];
    /** Requests to APIs since the start, or since a server was killed, by the server that they were sent to. */
    requests: Record<string, number> = {};
    /** Milliseconds that each answer of an API waits. */
    delayMs = 0;
    /** Whether an answer is wrong. */
    wrong = false;
    /** Requests to APIs that are answered at a time, each in {@link SLOT_MS}; the others wait. `undefined`: all. */
    slots: number | undefined;

    private readonly bundles = new Map<string, string[]>();
    private readonly tasks = new Map<string, string>();
    private readonly dead = new Set<string>();
    private readonly agent = new Agent({ keepAlive: true });
    private turn = 0;
    private freeAt = 0;

    private constructor(
        private readonly server: Server,
        private readonly backends: { name: string; port: number; process: ChildProcess | undefined }[],
        private readonly options: LocalConnectOptions,
    ) {}

    static async start(options: LocalConnectOptions = {}): Promise<LocalConnect> {
        const backends = await Promise.all(
            SERVERS.map(async (name) =>
                options.python === undefined
                    ? { name, port: 0, process: undefined }
                    : { name, ...(await startUvicorn(options.python)) },
            ),
        );
        const server = createServer();
        const connect = new LocalConnect(server, backends, options);
        server.on("request", (incoming: IncomingMessage, outgoing) => {
            connect.respond(incoming, outgoing);
        });
        await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
        return connect;
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    /** Content that is deployed already. @returns its GUID. */
    addContent(): string {
        const guid = randomUUID();
        this.content.set(guid, { guid, settings: {}, files: ["manifest.json"] });
        return guid;
    }

    /** Kills a server and its processes. Its sessions stay with it, as a load balancer has not noticed yet. */
    kill(name: string): void {
        this.dead.add(name);
        this.requests = {};
        this.backends.find((backend) => backend.name === name)?.process?.kill("SIGKILL");
    }

    async stop(): Promise<void> {
        for (const { process } of this.backends) {
            process?.kill("SIGKILL");
        }
        this.agent.destroy();
        await new Promise((closed) => {
            this.server.close(closed);
            this.server.closeAllConnections();
        });
    }

    private respond(incoming: IncomingMessage, outgoing: ServerResponse): void {
        const path = incoming.url ?? "";
        const named = this.backends.find(({ name }) => incoming.headers.cookie?.includes(`AWSALB=${name}`));
        // New sessions go to the servers that live, in turn.
        const living = this.backends.filter(({ name }) => !this.dead.has(name));
        const backend = named ?? living[this.turn++ % living.length];
        if (backend === undefined) {
            outgoing.writeHead(503).end();
            return;
        }
        outgoing.setHeader("set-cookie", `AWSALB=${backend.name}; Path=/`);
        if (path.startsWith("/content/")) {
            this.requests[backend.name] = (this.requests[backend.name] ?? 0) + 1;
        }
        if (this.dead.has(backend.name)) {
            outgoing.writeHead(502).end();
        } else if (incoming.headers.authorization !== `Key ${KEY}`) {
            send(outgoing, 401, { code: 30, error: "We cannot validate the API key." });
        } else if (path.startsWith("/content/")) {
            setTimeout(() => {
                this.sendContent(path, backend, incoming, outgoing);
            }, this.delayMs + this.queueMs());
        } else {
            void readBody(incoming)
                .then((body) => {
                    this.sendApi(incoming.method ?? "", path, body, backend.name, outgoing);
                })
                .catch((error: unknown) => {
                    send(outgoing, 500, { error: String(error) });
                });
        }
    }

    /** Milliseconds until a slot has answered the next request. */
    private queueMs(): number {
        if (this.slots === undefined) {
            return 0;
        }
        const now = performance.now();
        this.freeAt = Math.max(this.freeAt, now) + SLOT_MS / this.slots;
        return this.freeAt - now + SLOT_MS;
    }

    private sendContent(
        path: string,
        { port }: { port: number },
        incoming: IncomingMessage,
        outgoing: ServerResponse,
    ): void {
        const [, guid = "", rest = ""] = /^\/content\/([^/]+)(\/.*)$/.exec(path) ?? [];
        const content = this.content.get(guid);
        if (content === undefined || content.files.length === 0) {
            send(outgoing, 404, { error: "The requested object does not exist." });
        } else if (port === 0 || this.wrong) {
            const x = Number(new URL(rest, this.url).searchParams.get("x"));
            send(outgoing, 200, { result: this.wrong ? -1 : x * x });
        } else {
            const sent = request({ host: "127.0.0.1", port, path: rest, agent: this.agent }, (response) => {
                outgoing.writeHead(response.statusCode ?? 0, {
                    "content-type": response.headers["content-type"] ?? "",
                });
                response.pipe(outgoing);
            });
            sent.on("error", () => {
                outgoing.writeHead(502).end();
            });
            incoming.resume();
            sent.end();
        }
    }

    private sendApi(
        method: string,
        path: string,
        body: Buffer,
        server: string,
        outgoing: ServerResponse,
    ): void {
        const [, guid = "", action = ""] = /^\/__api__\/v1\/content\/([0-9a-f-]+)(\/\w+)?$/.exec(path) ?? [];
        const [, task] = /^\/__api__\/v1\/tasks\/([\w-]+)/.exec(path) ?? [];
        const { role = "publisher" } = this.options;
        const content = this.content.get(guid);
        if (path === "/__api__/v1/user") {
            send(outgoing, 200, { guid: randomUUID(), username: "eve", user_role: role });
        } else if (path.startsWith("/__api__/server_settings")) {
            send(outgoing, 200, { version: "2026.08.0", hostname: server });
        } else if (path.startsWith("/__api__/v1/server_settings/")) {
            send(outgoing, 200, { installations: [{ version: "3.14.4" }] });
        } else if (method === "GET" && /^\/__api__\/v1\/content(\?|$)/.test(path)) {
            send(outgoing, 200, [...this.content.values()].map(described));
        } else if (path === "/__api__/v1/content" && this.options.rejectsContent) {
            send(outgoing, 400, { code: 5, error: "min_processes must be at most 5." });
        } else if (method === "POST" && path === "/__api__/v1/content") {
            const created = {
                guid: randomUUID(),
                settings: JSON.parse(body.toString()) as Record<string, unknown>,
                files: [],
            };
            this.content.set(created.guid, created);
            this.created.push(created);
            send(outgoing, 200, described(created));
        } else if (task !== undefined) {
            const failed = this.options.deploymentFails === true;
            send(outgoing, 200, {
                id: task,
                output: ["Building …", ...(failed ? ["pip install failed"] : [])],
                finished: true,
                code: failed ? 1 : 0,
                error: failed ? "exit status 1" : "",
                last: 2,
            });
        } else if (content === undefined) {
            send(outgoing, 404, { code: 4, error: "The requested object does not exist." });
        } else if (method === "DELETE" && this.options.keepsContent) {
            send(outgoing, 409, { code: 6, error: "The content is locked." });
        } else if (method === "DELETE") {
            this.content.delete(guid);
            outgoing.writeHead(204).end();
        } else if (action === "/bundles") {
            const id = String(this.bundles.size + 1);
            const files = filesIn(gunzipSync(archiveIn(body)));
            if (!files.includes("manifest.json")) {
                send(outgoing, 400, { code: 7, error: "The bundle has no manifest.json." });
                return;
            }
            this.bundles.set(id, files);
            send(outgoing, 200, { id, content_guid: guid, active: false });
        } else if (action === "/deploy") {
            const { bundle_id: bundle } = JSON.parse(body.toString()) as { bundle_id: string };
            content.files = this.bundles.get(bundle) ?? [];
            const id = randomUUID();
            this.tasks.set(id, guid);
            send(outgoing, 202, { task_id: id });
        } else {
            if (method === "PATCH") {
                Object.assign(content.settings, JSON.parse(body.toString()));
            }
            send(outgoing, 200, described(content));
        }
    }
}

function described({ guid, settings }: Content): object {
    return {
        id: "1",
        guid,
        name: settings["name"],
        title: settings["title"] ?? null,
        app_mode: "python-fastapi",
        content_url: `/content/${guid}/`,
        dashboard_url: `/connect/#/apps/${guid}`,
    };
}

function send(outgoing: ServerResponse, status: number, body: object): void {
    outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) {
        chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
}

/** The archive in an upload. Posit's own tool sends a form, of which it is the first part. */
function archiveIn(upload: Buffer): Buffer {
    const [boundary = ""] = /^--\w+\r\n/.exec(upload.subarray(0, 100).toString("latin1")) ?? [];
    if (boundary === "") {
        return upload;
    }
    const start = upload.indexOf("\r\n\r\n") + 4;
    return upload.subarray(start, upload.indexOf(`\r\n${boundary.trim()}`, start));
}

/** Names of the files of a tar archive. */
function filesIn(archive: Buffer): string[] {
    const folder = mkdtempSync(join(tmpdir(), "bundle-"));
    const file = join(folder, "bundle.tar");
    writeFileSync(file, archive);
    const names = execFileSync("tar", ["-t", "-f", file], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    return names.trim().split("\n").sort();
}

async function startUvicorn(python: string): Promise<{ port: number; process: ChildProcess }> {
    const port = await freePort();
    const child = spawn(
        python,
        [
            "-m",
            "uvicorn",
            "app:app",
            "--host",
            "127.0.0.1",
            "--port",
            String(port),
            "--workers",
            String(WORKERS),
            // Longer than any test, so that no connection closes while a request is on its way.
            "--timeout-keep-alive",
            "75",
        ],
        {
            cwd: join(ROOT, "load", "content", "fastapi"),
            stdio: "ignore",
            env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
        },
    );
    for (let tried = 0; tried < 200; tried++) {
        const isReady = await fetch(`http://127.0.0.1:${port}/square?x=3`).then(
            ({ ok }) => ok,
            () => false,
        );
        if (isReady) {
            return { port, process: child };
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    child.kill();
    throw new Error("uvicorn did not start");
}

async function freePort(): Promise<number> {
    const server = createTcpServer();
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    return port;
}

/** Path of a program that .ci builds, or of the one that a variable names. */
export function builtProgram(tool: "k6" | "load", variable: string): string {
    return (
        process.env[variable] ??
        execFileSync("bash", [join(ROOT, ".ci", tool, "build"), "--where"], { encoding: "utf8" }).trim()
    );
}
