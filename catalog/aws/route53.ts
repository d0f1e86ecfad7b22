import { falls, rises } from "../direction";
import { hexId, textInput } from "../identifiers";
import { resourceType } from "../resourceType";

const RECORD_VALUES =
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-basic.html";
const LOG_RECORDS = "https://github.com/GSA/data.gov/issues/3617";

/** Whether a record proves to ACM that a domain is its owner's. */
function isProof({ records }: Record<string, unknown>): boolean {
    return (
        Array.isArray(records) && records.some((value) => /\.acm-validations\.aws\.?$/.test(String(value)))
    );
}

export const record = resourceType("aws:route53/record:Record", {
    label: "DNS record",
    price: {
        free: "queries to an alias of an AWS resource have no charge, and the hosted zone is not part of the stack",
    },
    loses: undefined,
    seconds: { create: 40, update: 40, delete: 42, source: LOG_RECORDS },
    replacedBy: ["name", "type", "zoneId"],
    id: hexId("record"),
    outputs: { fqdn: (request) => textInput(request, "name") },
    effects: [
        {
            on: "update",
            properties: ["ttl"],
            when: falls,
            effect: "Later changes of the record reach clients sooner. Resolvers use the new TTL when the old one has passed.",
            interruption: "none",
            source: RECORD_VALUES,
        },
        {
            on: "update",
            properties: ["ttl"],
            when: rises,
            effect: "Later changes of the record reach clients later.",
            interruption: "none",
            source: RECORD_VALUES,
        },
        {
            on: "update",
            properties: ["ttl"],
            effect: "An alias has no TTL of its own, and any other record requires one. Answers do not change.",
            interruption: "none",
            source: RECORD_VALUES,
        },
        {
            on: "update",
            properties: ["aliases", "records"],
            effect: "Resolvers return the new value within a minute, or when the TTL of the old one has passed. Clients use the old one until then.",
            interruption: "brief",
            source: RECORD_VALUES,
        },
        {
            on: "update",
            properties: ["allowOverwrite"],
            effect: "Only applies when the record is created.",
            interruption: "none",
        },
        {
            on: "create",
            when: ({ after }) => after["allowOverwrite"] === true && after["aliases"] !== undefined,
            effect: "A record of this name that exists already is overwritten: clients that use it reach the new address.",
            interruption: "unknown",
            source: RECORD_VALUES,
        },
        {
            on: ["replace", "delete"],
            when: ({ before }) => isProof(before),
            effect: "Only ACM reads this record, to renew the certificate. No client uses it.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
        },
        {
            on: "replace",
            when: ({ before, after }) => before["name"] !== after["name"],
            effect: "Clients must use the new name. With the old one, they no longer reach Connect.",
            interruption: "down",
        },
        {
            on: "replace",
            when: ({ before, after }) => before["zoneId"] !== after["zoneId"],
            effect: "Clients find the name in the new hosted zone only if the domain is delegated to it: compare `dig NS` of the domain with the zone's name servers.",
            interruption: "unknown",
            source: RECORD_VALUES,
        },
        {
            on: "replace",
            effect: "The name does not resolve between the deletion of the old record and the creation of the new one. Resolvers may cache that for minutes.",
            interruption: "brief",
            source: RECORD_VALUES,
        },
        { on: "delete", effect: "The name does not resolve.", interruption: "down", source: RECORD_VALUES },
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
