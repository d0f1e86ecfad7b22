import type { z } from "zod";
import { table, text } from "../field";
import { finding, type Rule, rule } from "../rule";
import { pathOf } from "../settingPath";
import { aws } from "./aws";

export const iamSchema = table({
    permissionsBoundaryArn: text(
        /^arn:aws:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/,
        "the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/boundary",
    )
        .optional()
        .describe(
            "Managed policy that is the permissions boundary of every IAM role that the program creates, also of the cluster's. Create " +
                "it before the first deployment, with at least the permissions of the roles. A change applies within seconds, and " +
                "a role then lacks each permission that the boundary does not allow.",
        ),
})
    .prefault({})
    .describe("IAM roles of the stack.");

export type IamSettings = z.infer<typeof iamSchema>;

const iam = pathOf<IamSettings>("iam");

/** IAM rejects a boundary from another account. */
const boundaryInStackAccount = rule(
    [iam.permissionsBoundaryArn, aws.allowedAccountIds],
    ([boundary, [account]]) => {
        const owner = boundary?.split(":")[4];
        return owner === undefined || owner === "aws" || owner === account
            ? undefined
            : finding(
                  iam.permissionsBoundaryArn,
                  `a policy of account ${account}, the stack's own (aws:allowedAccountIds)`,
              );
    },
);

export const iamRules: Rule[] = [boundaryInStackAccount];
