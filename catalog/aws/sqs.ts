import { arn } from "../../lib/arn";
import { fixedName } from "../fixedName";
import { physicalName } from "../identifiers";
import { resourceType } from "../resourceType";

const SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html";

/** A deleted name is free again after a minute: the provider waits. */
const NAMES = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html";

export const queue = resourceType("aws:sqs/queue:Queue", {
    label: "queue",
    // Karpenter reads for 20 seconds at a time: about 130,000 requests a month. Source: https://aws.amazon.com/sqs/pricing/
    price: { free: "SQS has no charge for an account's first million requests of a month" },
    loses: undefined,
    // The provider waits until SQS reports the attributes, and after a deletion that the queue is absent.
    seconds: { create: 25, update: 25, delete: 60, source: NAMES },
    ...fixedName("fifoQueue"),
    computed: [
        "deduplicationScope",
        "fifoThroughputLimit",
        "kmsDataKeyReusePeriodSeconds",
        "sqsManagedSseEnabled",
    ],
    id: (request) =>
        `https://sqs.${request.place.region}.amazonaws.com/${request.place.account}/${physicalName(request)}`,
    outputs: {
        arn: (request) => arn(request.place, "sqs", physicalName(request)),
        name: (request) => physicalName(request),
        url: ({ id }) => id,
    },
    effects: [
        {
            on: "update",
            properties: ["policy"],
            effect: "Within a minute, SQS accepts the senders and readers that the new policy allows, and no others.",
            interruption: "none",
            source: SQS,
        },
        {
            on: "update",
            effect: "Messages are encrypted, kept and delivered by the new settings from now on. Users do not notice.",
            interruption: "none",
            source: SQS,
        },
        {
            on: ["replace", "delete"],
            effect: "For a minute or permanently, events about instances do not reach Karpenter: a Spot node that AWS takes back is not drained first.",
            interruption: "none",
            source: NAMES,
        },
    ],
    deployerActions: [{ on: "{arn}", actions: ["sqs:SetQueueAttributes"] }],
    actions: [
        {
            on: "{arn}",
            actions: [
                "sqs:CreateQueue",
                "sqs:TagQueue",
                "sqs:GetQueueAttributes",
                "sqs:ListQueueTags",
                "sqs:DeleteQueue",
            ],
        },
    ],
});
