import { arn, globalArn } from "../lib/arn";
import { boundaryArn, CI_PATH, type CiAccount, GITHUB, STATE_KEY_ALIAS, stateBucketName } from "./ciAccount";
import { type PolicyDocument, policyDocument } from "./policyDocument";
import { BOUNDED, type PlannedStack, type Right } from "./rights";
import { workloadServices } from "./workloadServices";

/** Actions that write in IAM. */
const IAM_WRITES = [
    "iam:Add*",
    "iam:Attach*",
    "iam:Create*",
    "iam:Delete*",
    "iam:Detach*",
    "iam:PassRole",
    "iam:Put*",
    "iam:Remove*",
    "iam:Set*",
    "iam:Tag*",
    "iam:Untag*",
    "iam:Update*",
];

/**
 * The permissions boundary of the roles for CI, and of each role that they create.
 *
 * A boundary grants nothing: a role has a permission only if its policies grant it, too. So the services are complete, as AWS
 * extends its own policies for nodes and backups without notice. IAM is not: a role that CI creates can do no more than CI.
 *
 * Source: IAM user guide, "Permissions boundaries for IAM entities", "Delegating responsibility to others".
 *
 * @param rights all rights of the roles for CI.
 */
export function boundaryDocument(
    { place }: CiAccount,
    stacks: readonly PlannedStack[],
    rights: readonly Right[],
): PolicyDocument {
    const actions = rights.map(({ action }) => action);
    const services = [
        ...actions.map((action) => action.split(":")[0] ?? action),
        ...stacks.flatMap(({ graph }) => workloadServices(graph)),
    ].filter((service) => service !== "iam");
    const boundary = boundaryArn(place);
    const bucket = `arn:${place.partition}:s3:::${stateBucketName(place)}`;
    return policyDocument([
        {
            Sid: "Services",
            Effect: "Allow",
            Action: sorted(services.map((service) => `${service}:*`)),
            Resource: ["*"],
        },
        {
            Sid: "RolesOfStacks",
            Effect: "Allow",
            Action: sorted(actions.filter((action) => action.startsWith("iam:"))),
            Resource: [
                ...sorted(
                    stacks.flatMap(({ project }) =>
                        ["role", "instance-profile"].map((kind) =>
                            globalArn(place, "iam", `${kind}/${project}-*`),
                        ),
                    ),
                ),
                globalArn(place, "iam", "role/aws-service-role/*"),
            ],
        },
        {
            Sid: "OnlyRolesWithThisBoundary",
            Effect: "Deny",
            Action: BOUNDED,
            Resource: ["*"],
            Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
        },
        {
            Sid: "KeepBoundaries",
            Effect: "Deny",
            Action: ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"],
            Resource: ["*"],
        },
        {
            Sid: "KeepAccessOfCi",
            Effect: "Deny",
            Action: IAM_WRITES,
            Resource: [
                globalArn(place, "iam", `role${CI_PATH}*`),
                globalArn(place, "iam", `policy${CI_PATH}*`),
                globalArn(place, "iam", `oidc-provider/${GITHUB}`),
            ],
        },
        {
            Sid: "KeepStateBucket",
            Effect: "Deny",
            Action: [
                "s3:BypassGovernanceRetention",
                "s3:DeleteBucket*",
                "s3:DeleteObjectVersion",
                "s3:PutBucket*",
                "s3:PutEncryptionConfiguration",
                "s3:PutLifecycleConfiguration",
                "s3:PutReplicationConfiguration",
            ],
            Resource: [bucket, `${bucket}/*`],
        },
        {
            Sid: "KeepStateKey",
            Effect: "Deny",
            Action: [
                "kms:CreateGrant",
                "kms:Delete*",
                "kms:Disable*",
                "kms:Put*",
                "kms:Schedule*",
                "kms:TagResource",
                "kms:UntagResource",
                "kms:Update*",
            ],
            Resource: [arn(place, "kms", "key/*")],
            Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": STATE_KEY_ALIAS } },
        },
        {
            Sid: "KeepStateKeyAlias",
            Effect: "Deny",
            Action: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
            Resource: [arn(place, "kms", STATE_KEY_ALIAS)],
        },
    ]);
}

function sorted(texts: string[]): string[] {
    return [...new Set(texts)].sort();
}
