import type { Account } from "../stacks/account";

/** A service's rights to a key, and their condition. A key policy has no grant without a condition. */
export interface KeyGrant {
    /** Name of the statement in the policy: letters and digits. */
    sid: string;
    /** Service principal, such as `logs.us-east-1.amazonaws.com`. */
    service: string;
    /** KMS actions, such as `kms:Decrypt`. */
    actions: string[];
    /** IAM condition: operator, key, value. */
    condition: Record<string, Record<string, string | string[]>>;
}

/**
 * The policy of a key, as JSON: IAM decides within this account, and each grant allows one service. There is no other access.
 *
 * Without the first statement, no principal could ever change the policy again, not even the account's root user.
 */
export function keyPolicy(account: Account, grants: KeyGrant[]): string {
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "DelegateToIam",
                Effect: "Allow",
                Principal: { AWS: `arn:${account.partition}:iam::${account.id}:root` },
                Action: "kms:*",
                Resource: "*",
            },
            ...grants.map(({ sid, service, actions, condition }) => ({
                Sid: sid,
                Effect: "Allow",
                Principal: { Service: service },
                Action: actions,
                Resource: "*",
                Condition: condition,
            })),
        ],
    });
}

/**
 * Lets CloudWatch Logs encrypt the log groups whose name matches, and no other.
 *
 * Source: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS": the ARN of the log group
 * is the encryption context.
 *
 * @param logGroups names of log groups, or patterns with `*`.
 */
export function logEncryption(account: Account, ...logGroups: string[]): KeyGrant {
    return {
        sid: "EncryptLogs",
        service: `logs.${account.region}.amazonaws.com`,
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        condition: {
            ArnLike: {
                "kms:EncryptionContext:aws:logs:arn": logGroups.map(
                    (name) =>
                        `arn:${account.partition}:logs:${account.region}:${account.id}:log-group:${name}`,
                ),
            },
        },
    };
}

/**
 * Lets EventBridge publish to an encrypted topic, and do nothing else with the key.
 *
 * Source: SNS developer guide, "Enable compatibility between event sources from AWS services and encrypted topics":
 * conditions on the source are not supported for EventBridge. The topic's ARN is the encryption context.
 *
 * @param topicName name of a topic in this account and region.
 */
export function eventPublication(account: Account, topicName: string): KeyGrant {
    return {
        sid: "PublishEvents",
        service: "events.amazonaws.com",
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        condition: {
            StringEquals: {
                "kms:EncryptionContext:aws:sns:topicArn": `arn:${account.partition}:sns:${account.region}:${account.id}:${topicName}`,
            },
        },
    };
}
