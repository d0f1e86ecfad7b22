import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { type DoctorContext, doctorCommand } from "../../../commands/doctorCommand";
import { kubernetesVersions as PINS } from "../../../catalog/kubernetesVersions";
import type { Sources } from "../../../commands/doctor/sources";
import type { VaultStatus } from "../../../recovery/status";
import { program } from "../../program";
import { NOW, type Outcome } from "../../recovery/command";
import { MANIFEST } from "../../recoveryManifest";
import { PROD } from "../plan";

/** The account of the tests' stack: not the one of the examples. */
export const ACCOUNT = "210987654321";

export const DEPLOYER = `arn:aws:iam::${ACCOUNT}:role/teams/deployer`;

/** Sections of prod with an operator's own values instead of an example's. */
const OWN_VALUES: Record<string, object> = {
    "aws:allowedAccountIds": [ACCOUNT],
    "posit-connect:license": { secure: "AAABALicense" },
    "posit-connect:oidcClientSecret": { secure: "AAABAClientSecret" },
    "posit-connect:cluster": {
        privateAccessCidrs: ["10.0.0.0/16"],
        publicAccessCidrs: ["198.18.0.0/24"],
        administratorRoleArns: [DEPLOYER],
    },
    "posit-connect:loadBalancer": { domainName: "connect.acme.io", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
    "posit-connect:connect": {
        authentication: { provider: "oidc", issuer: "https://login.acme.io", clientId: "connect" },
    },
};

/** The zones of an account, the third in a state and with an id. */
export const zonesWith = (state: string, id = "use1-az2") => [
    { name: "us-east-1a", id: "use1-az6", state: "available" },
    { name: "us-east-1b", id: "use1-az1", state: "available" },
    { name: "us-east-1c", id, state },
    { name: "us-east-1d", id: "use1-az4", state: "available" },
];

export const IDENTITY = { account: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/alice` };

export const NO_USE = { addresses: [], vpcs: [], internetGateways: [], natGateways: [], instances: [] };

/** Output of the tools. */
export const VERSIONS: Record<string, string> = {
    pulumi: "v3.250.1\n",
    aws: "aws-cli/2.31.0 Python/3.13.7 Linux/6.8\n",
    kubectl: "Client Version: v1.35.0\nKustomize Version: v5.7.1\n",
};

/** A deployed node group whose image is new enough. */
export const NODES = {
    name: "general",
    status: "ACTIVE",
    version: "1.35",
    amiType: "AL2023_x86_64_STANDARD",
    release: "1.35.4-20261015",
    problems: [],
};

const [VAULT] = MANIFEST.vaults;

/** A vault with a recovery set within the RPO. */
export const RECOVERABLE: VaultStatus = {
    vault: VAULT ?? { name: "", arn: "", region: "", keyArn: "" },
    recoverySets: [
        {
            files: { arn: "", at: NOW - 7 * 60 * 60 * 1000, bytes: 1, status: "completed", keyArn: "" },
            restoreKeyArn: "",
            database: { kind: "snapshot", arn: "", at: NOW, bytes: 1, keyArn: "" },
            skewMs: 0,
            usable: true,
            faults: [],
        },
    ],
    unpaired: [],
    keys: new Map(),
    unusablePoints: [],
};

/** Output of a preview of one resource. */
const previewOf = (op: string): string =>
    JSON.stringify({
        config: {},
        steps: [
            {
                op,
                urn: "urn:pulumi:prod::posit-connect::aws:s3/bucket:Bucket::recovery",
                oldState: { type: "aws:s3/bucket:Bucket", custom: true, inputs: { tags: { a: "1" } } },
                newState: { type: "aws:s3/bucket:Bucket", custom: true, inputs: { tags: { a: "2" } } },
                ...(op === "update"
                    ? { diffReasons: ["tags"], detailedDiff: { "tags.a": { kind: "update" } } }
                    : {}),
            },
        ],
        changeSummary: { [op]: 1 },
    });

const NO_CHANGES = previewOf("same");
export const ONE_CHANGE = previewOf("update");

/** An account, a network and a machine that lack nothing. */
export const READY: Sources = {
    caller: () => Promise.resolve(IDENTITY),
    hasTagged: () => Promise.resolve(false),
    principal: () => Promise.resolve(DEPLOYER),
    zones: () => Promise.resolve(zonesWith("available")),
    zonesOfTypes: (types) =>
        Promise.resolve(new Map(types.map((type) => [type, ["us-east-1a", "us-east-1b", "us-east-1c"]]))),
    simulate: () => Promise.resolve({ principal: DEPLOYER, missing: [], unsure: [] }),
    quota: () => Promise.resolve(100),
    ec2Use: () => Promise.resolve(NO_USE),
    kubernetesVersion: () =>
        Promise.resolve({ status: "STANDARD_SUPPORT", standardSupportEnds: "2027-03-27" }),
    addOnBuilds: (addOn, version) =>
        Promise.resolve([PINS[version as "1.35"].addOns[addOn as "coredns"], "v9.9.9-eksbuild.1"]),
    zonesOfClass: () => Promise.resolve(["us-east-1a", "us-east-1b", "us-east-1d"]),
    diskKey: () => Promise.resolve("alias/aws/ebs"),
    keyAccess: () => Promise.resolve({ state: "Enabled", isManaged: false, policy: "" }),
    backupOptIn: () => Promise.resolve({ RDS: true, EFS: true, S3: false }),
    exists: () => Promise.resolve(false),
    hostedZone: () =>
        Promise.resolve({ name: "acme.io", isPrivate: false, nameServers: ["ns-1.awsdns-01.com"] }),
    nameServers: () => Promise.resolve(["ns-1.awsdns-01.com."]),
    cluster: () => Promise.resolve(undefined),
    nodeGroups: () => Promise.resolve([NODES]),
    newestRelease: () => Promise.resolve("1.35.4-20261101"),
    database: () => Promise.resolve({ engineVersion: "15.12" }),
    recovery: () => Promise.resolve({ manifest: MANIFEST, vaults: [RECOVERABLE] }),
    certificate: () => Promise.resolve({ expires: Date.parse("2027-06-01T00:00:00Z") }),
    pulumi: () => Promise.resolve({ status: 0, stdout: NO_CHANGES, stderr: "" }),
    accountPlan: () => Promise.resolve("PAID"),
    vpc: () => Promise.resolve(undefined),
    apiStatus: () => Promise.resolve(403),
    localAddresses: () => ["192.168.1.7"],
    http: (url) =>
        Promise.resolve({
            status: 200,
            text: url.includes("checkip")
                ? "198.18.0.9\n"
                : url.includes("login.acme.io")
                  ? '{"issuer": "https://login.acme.io"}'
                  : "- urls: [rstudio-connect-0.21.0.tgz, aws-load-balancer-controller-3.5.0.tgz]",
        }),
    imageStatus: () => Promise.resolve({ status: 200, pullLimit: { pulls: 100, hours: 6 } }),
    version: (command) => Promise.resolve(VERSIONS[command]),
    text: () => "-----BEGIN RSTUDIO LICENSE-----\nabc\n-----END RSTUDIO LICENSE-----\n",
};

/** Settings by key, instead of those of the tests' stack; `undefined` leaves one out. */
export type StackChanges = Record<string, object | undefined>;

/** Writes `Pulumi.prod.yaml` to a folder, complete. @returns its path. */
export function writeStack(folder: string, changes: StackChanges = {}): string {
    const path = join(folder, "Pulumi.prod.yaml");
    const { config } = parse(readFileSync(PROD, "utf8")) as { config: object };
    writeFileSync(path, stringify({ config: { ...config, ...OWN_VALUES, ...changes } }));
    return path;
}

/** Runs the command in this process, with parts of its context replaced. */
export async function doctorIn(
    context: Partial<DoctorContext> & Pick<DoctorContext, "sources">,
    ...args: string[]
): Promise<Outcome> {
    const outcome: Outcome = { status: -1, out: "", err: "" };
    outcome.status = await doctorCommand(args, {
        program,
        out: (text) => {
            outcome.out += text;
        },
        err: (text) => {
            outcome.err += text;
        },
        progress: () => () => undefined,
        color: false,
        now: NOW,
        ...context,
    });
    return outcome;
}
