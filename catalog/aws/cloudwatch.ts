import { arn } from "../../lib/arn";
import { turnsOff, turnsOn } from "../direction";
import { fixedName } from "../fixedName";
import { hexId, physicalName } from "../identifiers";
import { ESTIMATE, resourceType, type ValueChange } from "../resourceType";
import { SETTING_IS_FREE } from "../price";

const LOG_GROUPS =
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html";
const EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html";

/** Days for which log events are kept: without a number, or with 0, they never expire. */
function daysOf(retention: unknown): number {
    return retention === undefined || retention === 0 ? Infinity : Number(retention);
}

function shortens({ from, to }: ValueChange): boolean {
    return daysOf(to) < daysOf(from);
}

export const eventRule = resourceType("aws:cloudwatch/eventRule:EventRule", {
    label: "event rule",
    price: { free: "events of AWS services on the default bus have no charge" },
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName("eventBusName"),
    id: (request) => physicalName(request),
    outputs: {
        name: ({ id }) => id,
        arn: ({ id, place }) => arn(place, "events", `rule/${id}`),
    },
    effects: [
        {
            on: "update",
            properties: ["eventPattern", "isEnabled", "scheduleExpression", "state"],
            effect: "Its targets get the events of the new rule from now on, and no others. Users do not notice.",
            interruption: "none",
            source: EVENTS,
        },
        {
            on: "update",
            properties: ["description", "forceDestroy", "roleArn"],
            effect: "The events that match do not change.",
            interruption: "none",
            source: EVENTS,
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, its events do not arrive. Users do not notice.",
            interruption: "none",
            source: EVENTS,
        },
    ],
    actions: [
        {
            on: "{arn}",
            actions: [
                "events:PutRule",
                "events:TagResource",
                "events:DescribeRule",
                "events:ListTagsForResource",
                "events:DeleteRule",
            ],
        },
    ],
});

export const eventTarget = resourceType("aws:cloudwatch/eventTarget:EventTarget", {
    label: "event target",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["eventBusName", "rule", "targetId"],
    id: hexId("target"),
    outputs: { targetId: ({ id }) => id },
    effects: [
        {
            on: "update",
            properties: [
                "arn",
                "deadLetterConfig",
                "input",
                "inputPath",
                "inputTransformer",
                "retryPolicy",
                "roleArn",
            ],
            effect: "Events are delivered by the new settings from now on. Users do not notice.",
            interruption: "none",
            source: EVENTS,
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, its events do not arrive. Users do not notice.",
            interruption: "none",
            source: EVENTS,
        },
    ],
    actions: [
        {
            on: "rule/{rule}",
            actions: ["events:PutTargets", "events:ListTargetsByRule", "events:RemoveTargets"],
        },
    ],
});

export const logGroup = resourceType("aws:cloudwatch/logGroup:LogGroup", {
    label: "log group",
    price: { usage: () => ["logsGB", "logsStoredGB"] },
    loses: "the log events in it, including audit logs.",
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName("logGroupClass"),
    id: (request) => physicalName(request),
    outputs: {
        name: ({ id }) => id,
        arn: ({ id, place }) => arn(place, "logs", `log-group:${id}`),
    },
    effects: [
        {
            on: "update",
            properties: ["retentionInDays"],
            when: shortens,
            effect: ({ to }) =>
                `CloudWatch deletes log events older than ${String(to)} days, within about 72 hours and permanently. Export those that you must keep first.`,
            interruption: "none",
            source: LOG_GROUPS,
        },
        {
            on: "update",
            properties: ["retentionInDays"],
            effect: "CloudWatch keeps log events longer. Deleted ones do not come back.",
            interruption: "none",
            source: LOG_GROUPS,
        },
        {
            on: "update",
            properties: ["kmsKeyId"],
            effect: "New log events are encrypted with the new key, or with one of CloudWatch. Older ones stay readable as long as the old key exists.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
        },
        {
            on: "update",
            properties: ["deletionProtectionEnabled"],
            when: turnsOff,
            effect: "A later deletion of the log group is no longer prevented. The log group itself does not change.",
            interruption: "none",
            source: LOG_GROUPS,
        },
        {
            on: "update",
            properties: ["skipDestroy"],
            effect: "Only applies when the log group is removed from the stack: AWS keeps it, or it is deleted.",
            interruption: "none",
        },
        {
            on: "update",
            properties: ["deletionProtectionEnabled"],
            when: turnsOn,
            effect: "A later deletion of the log group is prevented. The log group itself does not change.",
            interruption: "none",
            source: LOG_GROUPS,
        },
        {
            on: ["replace", "delete"],
            effect: "Its log events are deleted permanently, unless `skipDestroy` is set. Users do not notice.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html",
        },
    ],
    deployerActions: [
        { on: "log-group:{name}", actions: ["logs:TagResource"] },
        { on: "log-group:{name}:log-stream:", actions: ["logs:AssociateKmsKey"] },
    ],
    actions: [
        // The form that CloudWatch Logs reports if it denies one of them: policies often contain `log-group:NAME:*`.
        {
            on: "log-group:{name}:log-stream:",
            actions: ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DeleteLogGroup"],
        },
        { on: "log-group:{name}", actions: ["logs:ListTagsForResource"] },
        { on: "*", actions: ["logs:DescribeLogGroups"] },
    ],
});
