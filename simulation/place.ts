import type { Location } from "../lib/arn";

/** The account and region that the simulation answers for. */
export interface Place extends Location {
    /** ARN of the role or user that deploys; by default {@link deployerIn}. */
    deployer?: string;
}

/** The role or user that deploys. */
export function deployerIn({ deployer, partition, account }: Place): string {
    return deployer ?? `arn:${partition}:iam::${account}:role/deployer`;
}

/**
 * Where the program deploys, by the AWS provider's own settings: `aws:region` and the account in
 * `aws:allowedAccountIds`.
 */
export function placeOf(config: Record<string, string>): Place {
    const region = config["aws:region"] ?? "us-east-1";
    const allowed: unknown = JSON.parse(config["aws:allowedAccountIds"] ?? "[]");
    const account = Array.isArray(allowed) && typeof allowed[0] === "string" ? allowed[0] : "123456789012";
    return { account, region, partition: partitionOf(region) };
}

function partitionOf(region: string): string {
    if (region.startsWith("cn-")) {
        return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
