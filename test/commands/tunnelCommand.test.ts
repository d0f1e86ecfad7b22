import { expect } from "chai";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tunnelCommand, type TunnelContext } from "../../commands/tunnelCommand";
import { runSession, sessionArguments } from "../../commands/tunnel/session";
import { listReachableNodes } from "../../commands/doctor/aws/ssm";
import { readCluster } from "../../commands/doctor/aws/eks";
import { ROOT } from "../program";
import { inEnvironment } from "../recovery/command";
import { LocalAws } from "../recovery/localAws";
import { ACCOUNT, writeStack } from "./doctor/doctor";

const HOST = "1A2B.gr7.us-east-1.eks.amazonaws.com";

/** A deployed cluster, and the AWS CLI until Ctrl-C. */
const DEPLOYED: Pick<TunnelContext, "caller" | "cluster" | "reachableNodes" | "runSession"> = {
    caller: () => Promise.resolve({ account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/alice` }),
    cluster: () =>
        Promise.resolve({ endpoint: `https://${HOST}`, version: "1.35", certificateAuthority: "Q0E=" }),
    reachableNodes: () => Promise.resolve(["i-0a", "i-0b"]),
    runSession: () => Promise.resolve(0),
};

describe("npm run tunnel", () => {
    let folder: string;
    let stack: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "tunnel-"));
        stack = writeStack(folder, { "aws:profile": "prod" as unknown as object });
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    async function run(changes: Partial<TunnelContext>, ...args: string[]) {
        const outcome = { status: -1, out: "", err: "" };
        outcome.status = await inEnvironment({ INIT_CWD: folder }, () =>
            tunnelCommand(args, {
                root: ROOT,
                ...DEPLOYED,
                out: (text) => void (outcome.out += text),
                err: (text) => void (outcome.err += text),
                ...changes,
            }),
        );
        return outcome;
    }

    it("writes a kubeconfig for the API's own name, and runs a session through a node", async () => {
        const sessions: (readonly string[])[] = [];
        const runSession = (args: readonly string[]) => {
            sessions.push(args);
            return Promise.resolve(0);
        };
        const { status, out, err } = await run({ runSession }, "--stack", stack, "--port", "9443");
        const path = join(folder, "kubeconfig-prod.yaml");

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        expect(out).to.equal(
            "posit-connect-prod through i-0a, on port 9443 of this machine. In another terminal:\n\n" +
                `  export KUBECONFIG='${path}'\n  kubectl get nodes\n\nCtrl-C closes the tunnel.\n`,
        );
        expect(sessions).to.deep.equal([
            [
                ...["ssm", "start-session", "--region", "us-east-1", "--target", "i-0a"],
                ...["--document-name", "AWS-StartPortForwardingSessionToRemoteHost"],
                "--parameters",
                JSON.stringify({ host: [HOST], portNumber: ["443"], localPortNumber: ["9443"] }),
            ],
        ]);
        expect(statSync(path).mode & 0o777).to.equal(0o600);
        expect(JSON.parse(readFileSync(path, "utf8"))).to.deep.equal({
            apiVersion: "v1",
            kind: "Config",
            clusters: [
                {
                    name: "posit-connect-prod",
                    cluster: {
                        server: "https://127.0.0.1:9443",
                        "tls-server-name": HOST,
                        "certificate-authority-data": "Q0E=",
                    },
                },
            ],
            users: [
                {
                    name: "posit-connect-prod",
                    user: {
                        exec: {
                            apiVersion: "client.authentication.k8s.io/v1beta1",
                            command: "aws",
                            args: [
                                ...["eks", "get-token", "--cluster-name", "posit-connect-prod"],
                                ...["--region", "us-east-1", "--profile", "prod"],
                            ],
                            interactiveMode: "IfAvailable",
                        },
                    },
                },
            ],
            contexts: [
                {
                    name: "posit-connect-prod",
                    context: { cluster: "posit-connect-prod", user: "posit-connect-prod" },
                },
            ],
            "current-context": "posit-connect-prod",
        });
    });

    it("prints only data with --json", async () => {
        const kubeconfig = join(folder, "k.yaml");
        const { status, out } = await run({}, "--stack", stack, "--json", "--kubeconfig", kubeconfig);

        expect({ status, answer: JSON.parse(out) as unknown }).to.deep.equal({
            status: 0,
            answer: { cluster: "posit-connect-prod", node: "i-0a", host: HOST, port: 8443, kubeconfig },
        });
    });

    const failures: [string, Partial<TunnelContext>, string[], RegExp][] = [
        [
            "credentials of another account",
            { caller: () => Promise.resolve({ account: "111122223333", arn: "arn:x" }) },
            [],
            /^The credentials belong to account 111122223333 \(arn:x\), but prod is in 210987654321\. /,
        ],
        [
            "no cluster",
            { cluster: () => Promise.resolve(undefined) },
            [],
            /^posit-connect-prod does not exist in us-east-1\. /,
        ],
        [
            "no node that Systems Manager reaches",
            { reachableNodes: () => Promise.resolve([]) },
            [],
            /^Systems Manager reaches no node of posit-connect-prod\. Set posit-connect:cluster\.sessionManager to true/,
        ],
        [
            "no plugin of the AWS CLI",
            { runSession: () => Promise.resolve(undefined) },
            [],
            /^The AWS CLI or its Session Manager plugin is not installed: https:/,
        ],
        [
            "a file that cannot be written",
            {},
            ["--kubeconfig", "none/k.yaml"],
            /none\/k\.yaml: cannot be written \(ENOENT\)\. Name another file\.$/m,
        ],
    ];
    for (const [name, changes, args, expected] of failures) {
        it(`reports ${name} as text, and as data with --json`, async () => {
            const { status, out, err } = await run(changes, "--stack", stack, "--json", ...args);

            expect(err).to.match(expected);
            expect(status).to.equal(1);
            expect(out.endsWith(`${JSON.stringify({ error: err.trimEnd() }, null, 4)}\n`)).to.equal(true);
        });
    }

    it("fails if the session fails", async () => {
        expect((await run({ runSession: () => Promise.resolve(254) }, "--stack", stack)).status).to.equal(1);
    });

    it("reports invalid settings, a wrong port and an unknown option", async () => {
        const invalid = writeStack(folder, {
            "posit-connect:network": { availabilityZones: ["us-east-1a"] },
        });
        const outcomes = [
            await run({}, "--stack", invalid),
            await run({}, "--port", "0"),
            await run({}, "--prt", "1"),
        ];

        expect(outcomes.map(({ status, out }) => [status, out])).to.deep.equal([
            [1, ""],
            [2, ""],
            [2, ""],
        ]);
        expect(outcomes.map(({ err }) => err)).to.satisfy(
            ([settings, port, option]: string[]) =>
                settings?.includes("posit-connect:network.availabilityZones") &&
                port?.includes("It must be a number from 1 to 65535.") &&
                option?.includes("(Did you mean --port?)"),
        );
    });

    it("runs the AWS CLI with its output on standard error, if its plugin is installed", async () => {
        const { PATH } = process.env;
        const script = (name: string, text: string): void => {
            writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
            chmodSync(join(folder, name), 0o755);
        };
        const session = sessionArguments({ node: "i-0a", region: "us-east-1", host: HOST, port: 8443 });
        const statuses: (number | undefined)[] = [];
        process.env["PATH"] = folder;
        try {
            statuses.push(await runSession(session));
            script("session-manager-plugin", "exit 0");
            statuses.push(await runSession(session));
            script("aws", 'test "$6" = i-0a && exit 7');
            statuses.push(await runSession(session));
            script("aws", "kill -INT $$");
            statuses.push(await runSession(session));
        } finally {
            process.env["PATH"] = PATH;
        }

        expect(statuses).to.deep.equal([undefined, undefined, 7, 0]);
    });

    it("asks Systems Manager for the cluster's nodes that are online, and EKS for its authority", async () => {
        const bodies: unknown[] = [];
        const aws = await LocalAws.start({
            "ssm:DescribeInstanceInformation": ({ body }) => {
                bodies.push(body["Filters"]);
                return {
                    status: 200,
                    body: JSON.stringify({
                        InstanceInformationList: [{ InstanceId: "i-0b" }, { InstanceId: "i-0a" }, {}],
                    }),
                };
            },
            "eks:DescribeCluster": () => ({
                status: 200,
                body: JSON.stringify({
                    cluster: {
                        endpoint: `https://${HOST}`,
                        version: "1.35",
                        certificateAuthority: { data: "Q0E=" },
                    },
                }),
            }),
        });
        const environment = { AWS_ENDPOINT_URL: aws.endpoint };
        const found = await inEnvironment(environment, () =>
            Promise.all([
                listReachableNodes("posit-connect-prod", "us-east-1"),
                readCluster("posit-connect-prod", "us-east-1"),
            ]),
        );
        await aws.stop();

        expect(found).to.deep.equal([
            ["i-0a", "i-0b"],
            { endpoint: `https://${HOST}`, version: "1.35", certificateAuthority: "Q0E=" },
        ]);
        expect(bodies).to.deep.equal([
            [
                { Key: "tag:eks:cluster-name", Values: ["posit-connect-prod"] },
                { Key: "PingStatus", Values: ["Online"] },
            ],
        ]);
    });
});
