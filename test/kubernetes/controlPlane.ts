import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Api } from "./api";
import { Child, removeAtEnd } from "./child";

/** Time limit for the API server's start, which takes seconds on an idle machine. */
const START_LIMIT_MS = 120_000;

/** Duration of a node's lease in seconds: kubelet's default. */
const LEASE_SECONDS = 40;

/**
 * A Kubernetes control plane on the loopback interface: the real etcd, API server, controllers and scheduler, with their
 * own defaults. Only the nodes are simulated: kwok renews their leases and reports their pods as running.
 */
export class ControlPlane {
    private constructor(
        readonly api: Api,
        private readonly tools: string,
        /** Directory of its files, removed at the end. */
        readonly directory: string,
        /** Path of the kubeconfig. */
        readonly kubeconfig: string,
        private readonly children: Child[],
        private readonly remove: () => Promise<void>,
    ) {}

    /** @param tools directory of the programs. */
    static async start(tools: string): Promise<ControlPlane> {
        const directory = mkdtempSync(join(tmpdir(), "kubernetes-"));
        const remove = removeAtEnd(directory);
        const children: Child[] = [];
        const child = (name: string, flags: string[]) => {
            children.push(new Child(name, directory, [join(tools, name), ...flags]));
        };
        try {
            const [client, peer, port] = [await freePort(), await freePort(), await freePort()];
            child("etcd", [
                `--data-dir=${join(directory, "etcd")}`,
                `--listen-client-urls=http://127.0.0.1:${client}`,
                `--advertise-client-urls=http://127.0.0.1:${client}`,
                `--listen-peer-urls=http://127.0.0.1:${peer}`,
                // No data has to survive a crash.
                "--unsafe-no-fsync",
            ]);
            const token = randomBytes(16).toString("hex");
            const { accountKey, accountPublicKey } = writeKeys(directory);
            const tokens = join(directory, "tokens.csv");
            writeFileSync(tokens, `${token},administrator,administrator,system:masters\n`);
            child("kube-apiserver", [
                `--etcd-servers=http://127.0.0.1:${client}`,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                `--secure-port=${port}`,
                `--cert-dir=${directory}`,
                `--token-auth-file=${tokens}`,
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=https://kubernetes.default.svc",
                `--service-account-key-file=${accountPublicKey}`,
                `--service-account-signing-key-file=${accountKey}`,
                "--endpoint-reconciler-type=none",
                // Off by default. EKS enables it: eks/latest/userguide/platform-versions.html.
                "--enable-admission-plugins=ExtendedResourceToleration",
            ]);
            const url = `https://127.0.0.1:${port}`;
            const authority = join(directory, "apiserver.crt");
            const kubeconfig = writeKubeconfig(directory, url, authority, token);
            const api = await connect(url, authority, token);
            child("kube-controller-manager", [
                `--kubeconfig=${kubeconfig}`,
                "--leader-elect=false",
                "--secure-port=0",
                `--service-account-private-key-file=${accountKey}`,
                // The default is 15 s, and a server's start waits for its volume to be bound.
                "--pvclaimbinder-sync-period=1s",
            ]);
            child("kube-scheduler", [
                `--kubeconfig=${kubeconfig}`,
                "--leader-elect=false",
                "--secure-port=0",
            ]);
            return new ControlPlane(api, tools, directory, kubeconfig, children, remove);
        } catch (error) {
            const logs = children.map((started) => started.lastLines());
            await stopAll(children);
            await remove();
            throw new Error([error instanceof Error ? error.message : String(error), ...logs].join("\n"), {
                cause: error,
            });
        }
    }

    /** Simulates the nodes of a zone. Stopping it simulates the loss of the zone. */
    async startZone(zone: string): Promise<Child> {
        const port = await freePort();
        const child = new Child(`kwok-${zone}`, this.directory, [
            join(this.tools, "kwok"),
            `--kubeconfig=${this.kubeconfig}`,
            `--config=${join(__dirname, "stages.yaml")}`,
            `--manage-nodes-with-label-selector=topology.kubernetes.io/zone=${zone}`,
            `--node-lease-duration-seconds=${LEASE_SECONDS}`,
            `--server-address=127.0.0.1:${port}`,
        ]);
        this.children.push(child);
        return child;
    }

    /** Starts a program that uses the cluster, such as an autoscaler, with these environment variables. */
    startController(name: string, command: string[], variables: Record<string, string>): void {
        const all = { ...variables, KUBECONFIG: this.kubeconfig };
        const assignments = Object.entries(all).map(([variable, value]) => `${variable}=${value}`);
        this.children.push(new Child(name, this.directory, ["env", ...assignments, ...command]));
    }

    /** The last log lines of all parts, for errors. */
    lastLines(): string {
        return this.children.map((child) => child.lastLines()).join("\n");
    }

    async stop(): Promise<void> {
        this.api.close();
        await stopAll(this.children);
        await this.remove();
    }
}

async function stopAll(children: Child[]): Promise<void> {
    await Promise.all(children.map((child) => child.stop()));
}

/** Waits for the API server, which first creates its own certificate. */
async function connect(url: string, authority: string, token: string): Promise<Api> {
    const limit = Date.now() + START_LIMIT_MS;
    let reason: unknown = "it created no certificate";
    while (Date.now() < limit) {
        await pause(200);
        if (!existsSync(authority)) {
            continue;
        }
        const api = new Api(url, token, readFileSync(authority, "utf8"));
        try {
            await api.request("GET", "/readyz");
            return api;
        } catch (error) {
            reason = error;
            api.close();
        }
    }
    throw new Error(`the API server is not ready after ${START_LIMIT_MS / 1000} s: ${String(reason)}`);
}

function writeKeys(directory: string): { accountKey: string; accountPublicKey: string } {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
        modulusLength: 2048,
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
        publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const accountKey = join(directory, "service-accounts.key");
    const accountPublicKey = join(directory, "service-accounts.pub");
    writeFileSync(accountKey, privateKey, { mode: 0o600 });
    writeFileSync(accountPublicKey, publicKey);
    return { accountKey, accountPublicKey };
}

function writeKubeconfig(directory: string, url: string, authority: string, token: string): string {
    const path = join(directory, "kubeconfig");
    const name = "local";
    const config = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name, cluster: { server: url, "certificate-authority": authority } }],
        users: [{ name, user: { token } }],
        contexts: [{ name, context: { cluster: name, user: name } }],
        "current-context": name,
    };
    writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
    return path;
}

/** Finds a free port. */
async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}
