import { z } from "zod";
import { accountId } from "../accountId";
import { listOf, text } from "../field";
import type { ConfigError } from "../configError";
import { countChanges, nearestOf, suggestKey } from "../nearest";
import { region } from "../region";
import { finding, rule, type Rule } from "../rule";
import { pathOf } from "../settingPath";

const oneAccount = 'a list of exactly one account, such as ["123456789012"]';

const PROFILE_ADVICE =
    "Move it to a profile in ~/.aws/config (role_arn, source_profile), and set aws:profile to the profile's name.";

/** The AWS provider's own settings that this program reads too. The provider checks its other settings. */
export const awsSchema = z.object(
    {
        region: region().describe(
            "Region of every resource. A change replaces the stack: create another stack instead.",
        ),
        allowedAccountIds: z
            .array(accountId(), { error: oneAccount })
            .length(1, { error: oneAccount })
            .describe(
                "The AWS account of the stack, 12 digits in quotes. The AWS provider rejects any other account. Key policies and " +
                    "ARNs use it, so that a preview needs no answer from AWS.",
            ),
        profile: text(/^\S(.*\S)?$/, "the name of a profile in ~/.aws/config")
            .optional()
            .describe(
                "Profile of the AWS configuration that the provider signs in with. The sign-in to the cluster uses it too.",
            ),
        assumeRoles: listOf(
            z.looseObject(
                {
                    roleArn: text(
                        /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/,
                        "the ARN of an IAM role, such as arn:aws:iam::123456789012:role/deployer",
                    ).describe(
                        "The role that the provider assumes, one. The sign-in to the cluster assumes it too.",
                    ),
                },
                { error: "a table with roleArn" },
            ),
            'roles, such as [{ roleArn: "arn:aws:iam::123456789012:role/deployer" }]',
        ).optional(),
    },
    { error: "set" },
);

export const aws = pathOf<z.infer<typeof awsSchema>>("aws");

/** Profile and role with which the AWS provider, and `aws eks get-token` for the cluster, sign in. */
export interface SignIn {
    profile?: string;
    roleArn?: string;
}

export function signInOf({ profile, assumeRoles = [] }: z.infer<typeof awsSchema>): SignIn {
    const roleArn = assumeRoles[0]?.roleArn;
    return { ...(profile === undefined ? {} : { profile }), ...(roleArn === undefined ? {} : { roleArn }) };
}

/** Options of an assumed role that change nothing about the access to the cluster. */
const HARMLESS = ["roleArn", "sessionName", "duration"];

/** `aws eks get-token` assumes one role, without options: https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html */
export const awsRules: Rule[] = [
    rule([aws.assumeRoles], ([roles]) =>
        (roles ?? []).length > 1
            ? finding(
                  aws.assumeRoles,
                  "one role, as the sign-in to the cluster assumes only one",
                  PROFILE_ADVICE,
              )
            : undefined,
    ),
    // Signed in with the role, the provider is in the role's account.
    rule([aws.assumeRoles, aws.allowedAccountIds], ([roles, [account]]) =>
        (roles ?? []).flatMap(({ roleArn }, index) =>
            roleArn.split(":")[4] === account
                ? []
                : {
                      path: ["aws", "assumeRoles", index, "roleArn"],
                      allowed: `a role of account ${account}, the stack's own (aws:allowedAccountIds)`,
                  },
        ),
    ),
    rule([aws.assumeRoles], ([roles]) =>
        (roles ?? []).flatMap((role, index) =>
            Object.keys(role)
                .filter((option) => !HARMLESS.includes(option))
                .map((option) => ({
                    path: ["aws", "assumeRoles", index, option],
                    allowed: "left out, as the sign-in to the cluster does not use it",
                    advice: PROFILE_ADVICE,
                })),
        ),
    ),
];

/** Most changes of a key that is a slip, such as `access_key`. */
const MOST_CHANGES = 2;

/** Ways to give the provider credentials that `aws eks get-token` does not share, and what both read instead. */
const NOT_SHARED: Record<string, string> = {
    accessKey: "the environment variable AWS_ACCESS_KEY_ID",
    secretKey: "the environment variable AWS_SECRET_ACCESS_KEY",
    token: "the environment variable AWS_SESSION_TOKEN",
    sharedConfigFiles: "the environment variable AWS_CONFIG_FILE",
    sharedCredentialsFiles: "the environment variable AWS_SHARED_CREDENTIALS_FILE",
    assumeRoleWithWebIdentity: "the environment variables AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE",
    ec2MetadataServiceEndpoint: "the environment variable AWS_EC2_METADATA_SERVICE_ENDPOINT",
    ec2MetadataServiceEndpointMode: "the environment variable AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
};

/** Configuration keys of the AWS provider 7.48 that a stack may set. */
export const ACCEPTED_AWS_KEYS = [
    ...Object.keys(awsSchema.shape),
    "customCaBundle",
    "defaultTags",
    "endpoints",
    "forbiddenAccountIds",
    "httpProxy",
    "httpsProxy",
    "ignoreTags",
    "insecure",
    "maxRetries",
    "noProxy",
    "retryMode",
    "s3UsEast1RegionalEndpoint",
    "s3UsePathStyle",
    "skipCredentialsValidation",
    "skipMetadataApiCheck",
    "skipRegionValidation",
    "skipRequestingAccountId",
    "stsRegion",
    "tagPolicyCompliance",
    "tokenBucketRateLimiterCapacity",
    "useDualstackEndpoint",
    "useFipsEndpoint",
    "userAgents",
];

/** All configuration keys of the AWS provider. It rejects any other. */
export const AWS_KEYS = [...ACCEPTED_AWS_KEYS, ...Object.keys(NOT_SHARED)];

/**
 * Errors in the names of the provider's settings. None shows a value.
 *
 * @param keys configuration keys of all namespaces, those with an encrypted value too.
 */
export function findAwsKeyErrors(keys: readonly string[]): ConfigError[] {
    return keys.flatMap((key): ConfigError[] => {
        const [namespace, name = ""] = key.split(":");
        if (namespace !== "aws" || ACCEPTED_AWS_KEYS.includes(name)) {
            return [];
        }
        if (name === "assumeRole") {
            return [
                {
                    key,
                    allowed: "a list, aws:assumeRoles",
                    advice: `Run pulumi config rm ${key}, then pulumi config set --path 'aws:assumeRoles[0].roleArn' <the role's ARN>.`,
                },
            ];
        }
        const meant = nearestOf(name, AWS_KEYS);
        const instead = countChanges(name, meant) <= MOST_CHANGES ? NOT_SHARED[meant] : undefined;
        return [
            instead === undefined
                ? {
                      key,
                      ...suggestKey(
                          name,
                          ACCEPTED_AWS_KEYS,
                          (known) => `aws:${known}`,
                          (known) => keys.includes(`aws:${known}`),
                      ),
                  }
                : {
                      key,
                      allowed: "left out, as the sign-in to the cluster does not use it",
                      advice: `Run pulumi config rm ${key}, and set ${instead}, or aws:profile.`,
                  },
        ];
    });
}
