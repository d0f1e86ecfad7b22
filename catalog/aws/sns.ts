import { arn } from "../../lib/arn";
import { fixedName } from "../fixedName";
import { physicalName, textInput, uuid } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";
import { SETTING_IS_FREE } from "../price";

const SNS = "https://docs.aws.amazon.com/sns/latest/dg/welcome.html";

export const topic = resourceType("aws:sns/topic:Topic", {
    label: "topic",
    price: { free: "only what its subscriptions deliver is billed" },
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName("fifoTopic"),
    id: (request) => arn(request.place, "sns", physicalName(request)),
    outputs: { arn: ({ id }) => id, name: (request) => physicalName(request) },
    effects: [
        {
            on: "update",
            properties: ["kmsMasterKeyId", "policy", "deliveryPolicy", "displayName"],
            effect: "Messages are encrypted and delivered by the new settings from now on. Users do not notice.",
            interruption: "none",
            source: SNS,
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, messages are not delivered. Subscriptions of the old topic must be confirmed again.",
            interruption: "none",
            source: SNS,
        },
    ],
    actions: [
        {
            on: "{arn}",
            actions: [
                "sns:CreateTopic",
                "sns:TagResource",
                "sns:SetTopicAttributes",
                "sns:GetTopicAttributes",
                "sns:ListTagsForResource",
                "sns:DeleteTopic",
            ],
        },
    ],
});

export const topicPolicy = resourceType("aws:sns/topicPolicy:TopicPolicy", {
    label: "topic policy",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["arn"],
    id: (request) => textInput(request, "arn"),
    effects: [
        {
            on: "update",
            properties: ["policy"],
            effect: "Services that the new policy does not allow can no longer publish. Users do not notice.",
            interruption: "none",
            source: SNS,
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, only the topic's owner can publish. Users do not notice.",
            interruption: "none",
            source: SNS,
        },
    ],
    actions: [{ on: "{arn}", actions: ["sns:SetTopicAttributes"] }],
});

export const topicSubscription = resourceType("aws:sns/topicSubscription:TopicSubscription", {
    label: "topic subscription",
    price: { usage: () => ["mails"] },
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["endpoint", "protocol", "topic"],
    id: (request) => `${textInput(request, "topic")}:${uuid(request.urn)}`,
    outputs: { arn: ({ id }) => id },
    effects: [
        {
            on: "update",
            properties: [
                "filterPolicy",
                "filterPolicyScope",
                "deliveryPolicy",
                "rawMessageDelivery",
                "redrivePolicy",
            ],
            effect: "Messages are delivered by the new settings from now on. Users do not notice.",
            interruption: "none",
            source: SNS,
        },
        {
            on: ["replace", "delete"],
            effect: "The endpoint gets no messages. A new subscription by email must be confirmed.",
            interruption: "none",
            source: SNS,
        },
    ],
    deployerActions: [{ on: "{topic}", actions: ["sns:SetSubscriptionAttributes"] }],
    actions: [
        { on: "{topic}", actions: ["sns:Subscribe", "sns:GetSubscriptionAttributes", "sns:Unsubscribe"] },
    ],
});
