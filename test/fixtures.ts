import type { Account } from "../components/account";
import { Network } from "../components/network";

export const account: Account = { id: "123456789012", region: "us-east-1", partition: "aws" };

export const tags = { environment: "test" };

export const logKeyArn = "arn:aws:kms:us-east-1:123456789012:key/77777777-7777-4777-8777-777777777777";

/** Three zones in a VPC that exists already: the smallest network that a component can be put in. */
export function network(): Network {
    return new Network("network", {
        account,
        tags,
        physicalName: "posit-connect-test",
        logKeyArn,
        adopt: {
            vpcId: "vpc-1",
            cidrBlock: "10.0.0.0/16",
            publicSubnets: ["a", "b", "c"].map((zone) => ({
                id: `subnet-public-${zone}`,
                availabilityZone: `us-east-1${zone}`,
            })),
            privateSubnets: ["a", "b", "c"].map((zone) => ({
                id: `subnet-private-${zone}`,
                availabilityZone: `us-east-1${zone}`,
            })),
        },
    });
}
