import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";

export interface InterruptionQueueArgs {
    /** Start of the names of the queue and of its rules: at most 32 letters, digits and hyphens. */
    shortName: string;
    /** Account whose events are accepted. */
    account: Account;
    /** Tags on everything that takes tags. */
    tags: Record<string, string>;
}

/**
 * Events about instances that Karpenter reads, by the end of their rule's name.
 *
 * Source: aws/karpenter-provider-aws v1.14.1, getting-started-with-karpenter/cloudformation.yaml.
 */
const EVENTS: Record<string, { source: string; detailType: string }> = {
    "spot-interruption": { source: "aws.ec2", detailType: "EC2 Spot Instance Interruption Warning" },
    "spot-rebalance": { source: "aws.ec2", detailType: "EC2 Instance Rebalance Recommendation" },
    "instance-state": { source: "aws.ec2", detailType: "EC2 Instance State-change Notification" },
    "scheduled-change": { source: "aws.health", detailType: "AWS Health Event" },
    "capacity-reservation": {
        source: "aws.ec2",
        detailType: "EC2 Capacity Reservation Instance Interruption Warning",
    },
};

/** Seconds after which an event is dropped: its instance has ended by then. Source: as for the events. */
const RETENTION_SECONDS = 300;

/** A queue with the events that announce the end of an instance, so that its node is drained before. */
export class InterruptionQueue extends pulumi.ComponentResource {
    readonly name: pulumi.Output<string>;

    /** The name of the queue, which is known before it exists. */
    static nameOf(start: string): string {
        return `${start}-interruptions`;
    }

    /** The path of an event to the queue. Delete its reader first. */
    readonly ready: pulumi.Resource[];

    constructor(name: string, args: InterruptionQueueArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:InterruptionQueue", name, {}, opts);

        const { partition, region, id } = args.account;
        const queueName = InterruptionQueue.nameOf(args.shortName);
        // By its name, so that a first preview can check the policy.
        const queueArn = `arn:${partition}:sqs:${region}:${id}:${queueName}`;
        const queue = new aws.sqs.Queue(
            name,
            {
                name: queueName,
                messageRetentionSeconds: RETENTION_SECONDS,
                sqsManagedSseEnabled: true,
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "ReceiveEvents",
                            Effect: "Allow",
                            Principal: { Service: "events.amazonaws.com" },
                            Action: "sqs:SendMessage",
                            Resource: queueArn,
                            Condition: { StringEquals: { "aws:SourceAccount": id } },
                        },
                        {
                            Sid: "DenyRequestsWithoutTls",
                            Effect: "Deny",
                            Principal: "*",
                            Action: "sqs:*",
                            Resource: queueArn,
                            Condition: { Bool: { "aws:SecureTransport": "false" } },
                        },
                    ],
                }),
                tags: args.tags,
            },
            { parent: this },
        );
        this.name = queue.name;
        const targets = Object.entries(EVENTS).map(([event, { source, detailType }]) => {
            const rule = new aws.cloudwatch.EventRule(
                `${name}-${event}`,
                {
                    name: `${args.shortName}-${event}`,
                    description: `${detailType}, for Karpenter`,
                    eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }),
                    tags: args.tags,
                },
                { parent: this },
            );
            return new aws.cloudwatch.EventTarget(
                `${name}-${event}`,
                { rule: rule.name, arn: queue.arn },
                { parent: this },
            );
        });
        this.ready = targets;
        this.registerOutputs({ name: this.name });
    }
}
