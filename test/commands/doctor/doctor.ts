import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { type DoctorContext, doctorCommand } from "../../../commands/doctorCommand";
import type { Sources } from "../../../commands/doctor/sources";
import { program } from "../../program";
import { NOW, type Outcome } from "../../recovery/command";
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

/** An account, a network and a machine that lack nothing. */
export const READY: Sources = {
    caller: () => Promise.resolve(IDENTITY),
    hasTagged: () => Promise.resolve(false),
    principal: () => Promise.resolve(DEPLOYER),
    zones: () => Promise.resolve(zonesWith("available")),
    zonesOfTypes: (types) =>
        Promise.resolve(new Map(types.map((type) => [type, ["us-east-1a", "us-east-1b", "us-east-1c"]]))),
};

/** Writes `Pulumi.prod.yaml` to a folder, complete. @returns its path. */
export function writeStack(folder: string, changes: Record<string, object> = {}): string {
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
