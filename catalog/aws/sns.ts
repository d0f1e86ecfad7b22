import { arn } from "../../lib/arn";
import { fixedName } from "../fixedName";
import { physicalName, textInput, uuid } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";

export const topic = resourceType("aws:sns/topic:Topic", {
    label: "topic",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName("fifoTopic"),
    id: (request) => arn(request.place, "sns", physicalName(request)),
    outputs: { arn: ({ id }) => id, name: (request) => physicalName(request) },
    effects: [],
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
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["arn"],
    id: (request) => textInput(request, "arn"),
    effects: [],
    actions: [{ on: "{arn}", actions: ["sns:SetTopicAttributes"] }],
});

export const topicSubscription = resourceType("aws:sns/topicSubscription:TopicSubscription", {
    label: "topic subscription",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    replacedBy: ["endpoint", "protocol", "topic"],
    id: (request) => `${textInput(request, "topic")}:${uuid(request.urn)}`,
    outputs: { arn: ({ id }) => id },
    effects: [],
    actions: [
        { on: "{topic}", actions: ["sns:Subscribe", "sns:GetSubscriptionAttributes", "sns:Unsubscribe"] },
    ],
});
