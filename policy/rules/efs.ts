import { equals, isGiven, isLeftOut, isTrue, reference, satisfies } from "../check";
import { JSON_TEXT } from "../../graph/path";
import {
    grantsByName,
    hasOneOf,
    isAboutPlainRequests,
    isForEveryone,
    someDenial,
    withoutDenial,
} from "./policyDocument";
import { type ResourceRule, resourceRules } from "../rule";

/** Who may not mount may do nothing else either. */
const MOUNTING = ["*", "elasticfilesystem:*", "elasticfilesystem:ClientMount"];

export const efs: readonly ResourceRule[] = [
    ...resourceRules({ applies: ["aws:efs/fileSystem:FileSystem"] }, [
        {
            name: "efs-encrypted",
            level: "mandatory",
            severity: "high",
            controls: ["FSBP EFS.1", "FSBP EFS.8", "CIS AWS 3.3.1", "Checkov CKV_AWS_42", "Posit R9"],
            description: "A file system is encrypted.",
            remedy: "Set encrypted to true: it cannot be changed later.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1",
            checks: [isTrue("encrypted")],
        },
        {
            name: "efs-own-key",
            level: "production",
            severity: "medium",
            controls: ["Checkov CKV_AWS_184"],
            description:
                "A file system is encrypted under a key of this account, whose use can be limited and taken back.",
            remedy: "Set kmsKeyId to the ARN of a key that the program makes.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
            checks: [reference(isGiven("kmsKeyId", "text"))],
        },
        {
            name: "efs-regional",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R10", "Posit R11"],
            description: "A file system outlives the loss of an availability zone.",
            remedy: "Leave availabilityZoneName out: it keeps every file in that one zone.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/features.html",
            checks: [isLeftOut("availabilityZoneName", "text", ["us-east-1a"])],
        },
        {
            name: "efs-elastic-throughput",
            level: "advisory",
            severity: "medium",
            controls: ["Pulumi throughput"],
            description: "A file system's throughput follows its load, and does not run out of credits.",
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
            description: "Files that nobody reads move to cheaper storage.",
            remedy: "Give lifecyclePolicies a transition to infrequent access.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html",
            checks: [isGiven("lifecyclePolicies", "list")],
        },
    ]),
    {
        name: "efs-mount-target-security-groups",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R10", "Pulumi security-groups"],
        applies: ["aws:efs/mountTarget:MountTarget"],
        description: "A mount target is behind security groups that the program chose.",
        remedy: "Set securityGroups: without them the VPC's default group decides who connects.",
        url: "https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
        checks: [reference(isGiven("securityGroups", "list"))],
    },
    ...resourceRules({ applies: ["aws:efs/fileSystemPolicy:FileSystemPolicy"] }, [
        {
            name: "efs-tls-only",
            level: "mandatory",
            severity: "high",
            controls: ["Pulumi transit-encryption"],
            description: "A file system refuses clients whose connection is not encrypted.",
            remedy: 'Give policy a statement that denies every action to everyone under the one condition that aws:SecureTransport is "false".',
            url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html",
            checks: [
                // It names the file system, so it is not known before that is.
                reference(
                    satisfies(["policy", JSON_TEXT], {
                        kind: "object",
                        wanted: "a policy that denies mounting to everyone who comes without TLS",
                        accepts: (policy) =>
                            someDenial(
                                policy,
                                (statement) =>
                                    isForEveryone(statement) &&
                                    isAboutPlainRequests(statement) &&
                                    hasOneOf(statement.Action, MOUNTING),
                            ),
                        refused: withoutDenial(
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
            description: "A file system lets nobody mount who does not say who it is.",
            remedy: "In policy, name who may mount in each statement that allows something.",
            url: "https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html",
            // It names the file system, so it is not known before that is.
            checks: [reference(grantsByName("policy"))],
        },
    ]),
];
