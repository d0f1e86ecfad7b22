import type { Account } from "../stacks/account";
import { Network } from "../components/network";
import { LEAST_CLUSTER, settingsOf } from "./stacks/config";

export const account: Account = { id: "123456789012", region: "us-east-1", partition: "aws" };

export const tags = { environment: "test" };

export const logKeyArn = "arn:aws:kms:us-east-1:123456789012:key/77777777-7777-4777-8777-777777777777";

/** Settings of a stack that keeps every default: three zones, a certificate from ACM. */
export const settings = settingsOf({
    "aws:allowedAccountIds": [account.id],
    "posit-connect:network": { availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"] },
    "posit-connect:cluster": {
        ...LEAST_CLUSTER,
        administratorRoleArns: ["arn:aws:iam::123456789012:role/deployer"],
    },
    "posit-connect:loadBalancer": { domainName: "connect.example.com", hostedZoneId: "Z0123456789" },
});

/** Three zones in an existing VPC: the smallest network in which a component can be created. */
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
