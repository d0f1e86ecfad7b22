import { equals, isNotEmpty, isAbsent, isTrue, reference, satisfies } from "../check";
import { JSON_TEXT } from "../../graph/path";
import {
    hasNoPublicGrant,
    hasOneOf,
    isAboutRequestsWithoutTls,
    isForAllPrincipals,
    hasDenial,
    buildDocumentsWithoutDenial,
} from "../policyDocument";
import { type ResourceRule, resourceRules } from "../rule";

/** Actions whose denial prevents every access: a client that cannot mount cannot read or write. */
const MOUNTING = ["*", "elasticfilesystem:*", "elasticfilesystem:ClientMount"];

export const efs: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:efs/fileSystem:FileSystem"] }, [
        {
            name: "efs-encrypted",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EFS.1", "FSBP EFS.8", "CIS AWS 3.3.1", "Checkov CKV_AWS_42", "Posit R9"],
            description: "A file system is encrypted.",
            remedy: "Set encrypted to true. It cannot be changed later.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1",
            checks: [isTrue("encrypted")],
        },
        {
            name: "efs-own-key",
            level: "production",
            severity: "medium",
            controls: ["Checkov CKV_AWS_184"],
            description:
                "A file system is encrypted with a KMS key of this account, whose use can be limited and revoked.",
            remedy: "Set kmsKeyId to the ARN of a key that the program creates.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
            checks: [reference(isNotEmpty("kmsKeyId", "text"))],
        },
        {
            name: "efs-regional",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R10", "Posit R11"],
            description: "A file system survives the loss of an availability zone.",
            remedy: "Remove availabilityZoneName, which stores all files in one zone.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/features.html",
            checks: [isAbsent("availabilityZoneName", "text", ["us-east-1a"])],
        },
        {
            name: "efs-elastic-throughput",
            level: "advisory",
            severity: "medium",
            controls: ["Pulumi throughput"],
            description:
                "A file system's throughput scales with its load and does not depend on burst credits.",
            remedy: "Set throughputMode to elastic.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/managing-throughput.html",
            checks: [equals("throughputMode", "elastic")],
        },
        {
            name: "efs-overwrite-protection",
            level: "advisory",
            severity: "medium",
            controls: ["Pulumi overwrite-protection"],
            description: "No replication from another file system can overwrite a file system.",
            remedy: "Set protection.replicationOverwrite to ENABLED.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/overwrite-protection.html",
            checks: [equals(["protection", "replicationOverwrite"], "ENABLED")],
        },
        {
            name: "efs-lifecycle",
            level: "advisory",
            severity: "low",
            controls: ["Pulumi lifecycle"],
            description: "Files that are not read move to cheaper storage.",
            remedy: "Add a transition to Infrequent Access to lifecyclePolicies.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html",
            checks: [isNotEmpty("lifecyclePolicies", "list")],
        },
    ]),
    {
        name: "efs-mount-target-security-groups",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R10", "Pulumi security-groups"],
        applies: ["aws:efs/mountTarget:MountTarget"],
        description: "A mount target has security groups that the program sets.",
        remedy: "Set securityGroups. Without them, the VPC's default security group controls access.",
        url: "https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
        checks: [reference(isNotEmpty("securityGroups", "list"))],
    },
    ...resourceRules({ applies: ["aws:efs/fileSystemPolicy:FileSystemPolicy"] }, [
        {
            name: "efs-tls-only",
            level: "mandatory",
            severity: "high",
            controls: ["Pulumi transit-encryption"],
            description: "A file system rejects connections without TLS.",
            remedy: 'Add a statement to policy that denies all actions to all principals, with the single condition that aws:SecureTransport is "false".',
            url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html",
            checks: [
                // The policy contains the file system's ARN, which is unknown in a first preview.
                reference(
                    satisfies(["policy", JSON_TEXT], {
                        kind: "object",
                        allowed: "a policy that denies mounting without TLS to all principals",
                        accepts: (policy) =>
                            hasDenial(
                                policy,
                                (statement) =>
                                    isForAllPrincipals(statement) &&
                                    isAboutRequestsWithoutTls(statement) &&
                                    hasOneOf(statement.Action, MOUNTING),
                            ),
                        rejected: buildDocumentsWithoutDenial(
                            {
                                Principal: { AWS: "*" },
                                Action: "*",
                                Condition: { Bool: { "aws:SecureTransport": "false" } },
                            },
                            { Action: "elasticfilesystem:ClientWrite" },
                        ),
                    }),
                ),
            ],
        },
        {
            name: "efs-no-anonymous-access",
            level: "mandatory",
            severity: "critical",
            controls: ["CIS AWS 2.21", "Pulumi anonymous-access"],
            description: "A file system rejects anonymous clients.",
            remedy: "In policy, name the principals of each statement that allows an action.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html",
            // The policy contains the file system's ARN, which is unknown in a first preview.
            checks: [reference(hasNoPublicGrant("policy"))],
        },
    ]),
];
