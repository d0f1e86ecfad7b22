import type { CallerIdentity } from "../../recovery/aws/sts";
import type { SignIn } from "../../stacks/sections/aws";
import type { Zone } from "./aws/ec2";

/** Everything that the checks read outside of the plan. None of it changes anything. */
export interface Sources {
    /** Signs in as the AWS provider does, for all other answers too, and returns the principal. */
    caller: (signIn: SignIn, region: string) => Promise<CallerIdentity>;
    /** Whether resources with these tags exist. */
    hasTagged: (tags: Record<string, string>, region: string) => Promise<boolean>;
    zones: (region: string) => Promise<Zone[]>;
    zonesOfTypes: (types: readonly string[], region: string) => Promise<ReadonlyMap<string, string[]>>;
    /** ARN with its path, `undefined` if IAM has no such role or user. */
    principal: (arn: string) => Promise<string | undefined>;
}

/** AWS, and this machine. Each answer imports its client when it is asked. */
export const sources: Sources = {
    caller: async (...args) => (await import("./aws/sts")).signIn(...args),
    hasTagged: async (...args) => (await import("./aws/ec2")).hasTagged(...args),
    zones: async (region) => (await import("./aws/ec2")).readZones(region),
    zonesOfTypes: async (...args) => (await import("./aws/ec2")).readZonesOfTypes(...args),
    principal: async (arn) => (await import("./aws/iam")).readPrincipal(arn),
};
