import { arn } from "../../lib/arn";
import { digest, hexId, textInput, uuid } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";
import { SETTING_IS_FREE } from "../price";

const LISTENERS =
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-certificates.html";

export const certificate = resourceType("aws:acm/certificate:Certificate", {
    label: "certificate",
    price: { free: "a public certificate that only AWS's services use has no charge" },
    loses: undefined,
    seconds: { create: 8, update: 8, delete: 5, source: ESTIMATE },
    replacedBy: [
        "certificateAuthorityArn",
        "domainName",
        "keyAlgorithm",
        "subjectAlternativeNames",
        "validationMethod",
        "validationOptions",
    ],
    id: (request) => arn(request.place, "acm", `certificate/${uuid(request.urn)}`),
    outputs: {
        arn: ({ id }) => id,
        domainValidationOptions: [
            {
                domainName: (request) => textInput(request, "domainName"),
                resourceRecordName: (request) =>
                    `_${digest(request.urn, 32)}.${textInput(request, "domainName")}.`,
                resourceRecordType: "CNAME",
                resourceRecordValue: ({ urn }) => `_${digest(`${urn} value`, 32)}.acm-validations.aws.`,
            },
        ],
    },
    effects: [
        {
            on: "replace",
            effect: "The new certificate is issued before the old one is deleted, and the listener changes to it without interruption.",
            interruption: "none",
            source: LISTENERS,
        },
        {
            on: "delete",
            effect: "ACM rejects the deletion of a certificate that a listener uses. See the changes of the listener.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/acm/latest/userguide/gs-acm-delete.html",
        },
        {
            on: "update",
            properties: ["certificateBody", "certificateChain", "privateKey"],
            effect: "The certificate is imported again under the same ARN. New connections use it within minutes.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/acm/latest/userguide/import-reimport.html",
        },
        {
            on: "update",
            properties: ["options"],
            effect: "Only applies to the public log and the export of the certificate. Connections are not affected.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html",
        },
    ],
    actions: [
        { on: "{arn}", where: "domainName", actions: ["acm:RequestCertificate"] },
        { on: "{arn}", where: "privateKey", actions: ["acm:ImportCertificate"] },
        {
            on: "{arn}",
            actions: [
                "acm:AddTagsToCertificate",
                "acm:DescribeCertificate",
                "acm:ListTagsForCertificate",
                "acm:DeleteCertificate",
            ],
        },
    ],
});

export const certificateValidation = resourceType("aws:acm/certificateValidation:CertificateValidation", {
    label: "certificate validation",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 120, update: 0, delete: 0, source: ESTIMATE },
    replacedBy: ["certificateArn", "validationRecordFqdns"],
    id: hexId("validation"),
    effects: [
        {
            on: ["replace", "delete"],
            effect: "Only waits until ACM has issued a certificate. Nothing changes in AWS.",
            interruption: "none",
        },
    ],
    actions: [{ on: "{certificateArn}", actions: ["acm:DescribeCertificate"] }],
});
