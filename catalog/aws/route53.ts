import { hexId, textInput } from "../identifiers";
import { resourceType } from "../resourceType";

const LOG_RECORDS = "https://github.com/GSA/data.gov/issues/3617";

export const record = resourceType("aws:route53/record:Record", {
    label: "DNS record",
    loses: undefined,
    seconds: { create: 40, update: 40, delete: 42, source: LOG_RECORDS },
    replacedBy: ["name", "type", "zoneId"],
    id: hexId("record"),
    outputs: { fqdn: (request) => textInput(request, "name") },
    effects: [
        {
            on: "update",
            effect: "Resolvers return the new value within a minute, or within the record's TTL.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html",
        },
        {
            on: "replace",
            effect: "The name does not resolve between the deletion of the old record and the creation of the new one. Resolvers may cache that for minutes.",
            interruption: "brief",
            source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html",
        },
    ],
    actions: [
        {
            on: "hostedzone/{zoneId}",
            actions: [
                "route53:GetHostedZone",
                "route53:ListResourceRecordSets",
                "route53:ChangeResourceRecordSets",
            ],
        },
        { on: "change/C00000000000000000000", actions: ["route53:GetChange"] },
    ],
});
