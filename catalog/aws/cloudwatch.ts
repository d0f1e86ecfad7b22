import { arn } from "../../lib/arn";
import { fixedName } from "../fixedName";
import { hexId, physicalName } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";

export const eventRule = resourceType("aws:cloudwatch/eventRule:EventRule", {
    label: "event rule",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName("eventBusName"),
    id: (request) => physicalName(request),
    outputs: {
        name: ({ id }) => id,
        arn: ({ id, place }) => arn(place, "events", `rule/${id}`),
    },
    effects: [],
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
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["eventBusName", "rule", "targetId"],
    id: hexId("target"),
    outputs: { targetId: ({ id }) => id },
    effects: [],
    actions: [
        {
            on: "rule/{rule}",
            actions: ["events:PutTargets", "events:ListTargetsByRule", "events:RemoveTargets"],
        },
    ],
});

export const logGroup = resourceType("aws:cloudwatch/logGroup:LogGroup", {
    label: "log group",
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
            effect: "A shorter retention deletes older log events within days.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
        },
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
