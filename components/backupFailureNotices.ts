import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface BackupFailureNoticesArgs {
    /** Tags on everything that takes tags. */
    tags: Record<string, string>;

    /** Name of the topic and of the rule: at most 64 letters, digits, hyphens and underscores. */
    topicName: string;

    /** ARN of the key that encrypts the messages; its policy has `eventPublication` for this topic. */
    keyArn: pulumi.Input<string>;

    /** ARNs of the roles whose jobs are watched: jobs of other plans in the account are not. */
    roleArns: pulumi.Input<string>[];

    /**
     * Address that gets a mail for each failure, once its owner has confirmed the first mail.
     *
     * @default none: subscribe to the topic by other means
     */
    email?: string;
}

const JOBS = ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"];
const FAILURES = ["FAILED", "ABORTED", "EXPIRED", "PARTIAL"];

/** An encrypted topic with a message for each backup, copy and restore that failed, was stopped, or never started. */
export class BackupFailureNotices extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;

    constructor(name: string, args: BackupFailureNoticesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:BackupFailureNotices", name, {}, opts);

        const topic = new aws.sns.Topic(
            name,
            { name: args.topicName, kmsMasterKeyId: args.keyArn, tags: args.tags },
            { parent: this },
        );

        const policy = new aws.sns.TopicPolicy(
            name,
            {
                arn: topic.arn,
                policy: pulumi.jsonStringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            // No condition on the rule: EventBridge sends SNS none of the condition keys, and
                            // the messages would be lost without an error.
                            Sid: "PublishEvents",
                            Effect: "Allow",
                            Principal: { Service: "events.amazonaws.com" },
                            Action: "sns:Publish",
                            Resource: topic.arn,
                        },
                    ],
                }),
            },
            { parent: this },
        );

        const rule = new aws.cloudwatch.EventRule(
            name,
            {
                name: args.topicName,
                description: "Backup, copy and restore jobs of Posit Connect that failed",
                eventPattern: pulumi.jsonStringify({
                    source: ["aws.backup"],
                    "detail-type": JOBS,
                    detail: {
                        iamRoleArn: args.roleArns,
                        // Restore jobs have a status instead of a state.
                        $or: [{ state: FAILURES }, { status: FAILURES }],
                    },
                }),
                tags: args.tags,
            },
            { parent: this },
        );

        new aws.cloudwatch.EventTarget(
            name,
            { rule: rule.name, arn: topic.arn },
            { parent: this, dependsOn: policy },
        );

        if (args.email !== undefined) {
            new aws.sns.TopicSubscription(
                name,
                { topic: topic.arn, protocol: "email", endpoint: args.email },
                { parent: this },
            );
        }

        this.topicArn = topic.arn;
        this.registerOutputs({ topicArn: this.topicArn });
    }
}
