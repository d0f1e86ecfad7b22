import { parseSettings } from "../../stacks/parseSettings";
import type { Settings } from "../../stacks/settings";
import { formatConfigError } from "../../stacks/configError";

/** A stack's configuration before the engine converts it to text. */
export type Config = Record<string, unknown>;

export const LICENSE = "the license, which no output may contain";

export const DEPLOYER = "arn:aws:iam::111122223333:role/teams/deployer";

/** The required settings of a cluster: the networks that reach its API, and the roles that have access. */
export const LEAST_CLUSTER: Config = {
    privateAccessCidrs: ["10.0.0.0/16"],
    administratorRoleArns: [DEPLOYER],
};

/** The required settings of a stack with a new network and a self-signed certificate. */
export const LEAST: Config = {
    "aws:region": "us-east-1",
    "aws:allowedAccountIds": ["111122223333"],
    "posit-connect:license": LICENSE,
    "posit-connect:network": { availabilityZones: ["us-east-1a", "us-east-1b"] },
    "posit-connect:cluster": LEAST_CLUSTER,
    "posit-connect:loadBalancer": { selfSignedCertificate: true, allowedCidrs: ["198.51.100.0/24"] },
};

/** An existing VPC, in the two zones of the least stack. */
export const ADOPTED: Config = {
    vpcId: "vpc-0123456789abcdef0",
    cidrBlock: "10.0.0.0/16",
    publicSubnets: [
        { id: "subnet-0000000000000000a", availabilityZone: "us-east-1a" },
        { id: "subnet-0000000000000000b", availabilityZone: "us-east-1b" },
    ],
    privateSubnets: [
        { id: "subnet-0000000000000001a", availabilityZone: "us-east-1a" },
        { id: "subnet-0000000000000001b", availabilityZone: "us-east-1b" },
    ],
};

export const STACK = "staging";

export const IDENTITY = { stack: STACK, project: "posit-connect" };

export const SECRET_KEYS = [
    "license",
    "oidcClientSecret",
    "ldapBindPassword",
    "smtpPassword",
    "chartPassword",
    "registryCredentials",
    "packageManagerToken",
    "extraSecrets",
].map((name) => `posit-connect:${name}`);

/** As the engine passes it to the program: text unchanged, everything else as JSON; an undefined value is not set. */
export function engineConfig(config: Config): Record<string, string> {
    return Object.fromEntries(
        Object.entries(config)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    );
}

/** The errors of the least stack with other sections, a line each. */
export function errorsOf(changes: Config, secretKeys = SECRET_KEYS, stack = STACK): string[] {
    const { errors = [] } = parseSettings(engineConfig({ ...LEAST, ...changes }), secretKeys, {
        stack,
        project: "posit-connect",
    });
    return errors.map(formatConfigError);
}

/** The settings of the least stack with other sections. */
export function settingsOf(changes: Config = {}): Settings {
    const parsed = parseSettings(engineConfig({ ...LEAST, ...changes }), SECRET_KEYS, IDENTITY);
    if (parsed.errors) {
        throw new Error(parsed.errors.map(formatConfigError).join("\n"));
    }
    return parsed.settings;
}
