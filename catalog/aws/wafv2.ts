import { arn } from "../../lib/arn";
import { serviceLinkedRole } from "../actions";
import { fixedName } from "../fixedName";
import { hexId, textInput } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";
import { SETTING_IS_FREE } from "../price";

const WAF = "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-editing.html";

export const webAcl = resourceType("aws:wafv2/webAcl:WebAcl", {
    label: "web ACL",
    price: {
        charges: (acl) => [
            { item: "web ACL", figure: "waf.webAclMonth", quantity: 1 },
            { item: "web ACL rules", figure: "waf.ruleMonth", quantity: acl.length(["rules"]) },
        ],
        usage: () => ["firewallRequests"],
    },
    loses: undefined,
    seconds: { create: 3, update: 3, delete: 2, source: ESTIMATE },
    ...fixedName("scope"),
    id: hexId("acl"),
    outputs: {
        arn: (request) =>
            arn(request.place, "wafv2", `regional/webacl/${textInput(request, "name")}/${request.id}`),
    },
    effects: [
        {
            on: "update",
            properties: [
                "rules",
                "ruleJson",
                "defaultAction",
                "associationConfig",
                "captchaConfig",
                "challengeConfig",
                "customResponseBodies",
                "tokenDomains",
            ],
            effect: "New requests are judged by the new rules within minutes. Requests that they block are answered with 403. Check new rules in count mode first.",
            interruption: "unknown",
            source: WAF,
        },
        {
            on: "update",
            properties: ["dataProtectionConfig", "description", "visibilityConfig"],
            effect: "Changes logs and metrics only. Requests are judged as before.",
            interruption: "none",
            source: WAF,
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, requests are not filtered.",
            interruption: "none",
            source: WAF,
        },
    ],
    deployerActions: [
        { on: "{arn}", actions: ["wafv2:UpdateWebACL"] },
        { on: "regional/managedruleset/*/*", actions: ["wafv2:CreateWebACL", "wafv2:UpdateWebACL"] },
    ],
    actions: [
        {
            on: "{arn}",
            actions: [
                "wafv2:CreateWebACL",
                "wafv2:TagResource",
                "wafv2:GetWebACL",
                "wafv2:ListTagsForResource",
                "wafv2:DeleteWebACL",
            ],
        },
    ],
});

export const webAclAssociation = resourceType("aws:wafv2/webAclAssociation:WebAclAssociation", {
    label: "web ACL association",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 15, update: 15, delete: 5, source: ESTIMATE },
    replacedBy: ["resourceArn", "webAclArn"],
    id: hexId("association"),
    effects: [
        {
            on: "create",
            effect: "Requests are judged by the rules of the web ACL within minutes. Those that it blocks are answered with 403.",
            interruption: "unknown",
            source: WAF,
        },
        {
            on: ["replace", "delete"],
            effect: "For some seconds or permanently, requests are not filtered.",
            interruption: "none",
            source: WAF,
        },
    ],
    deployerActions: [{ on: "{resourceArn}", actions: ["wafv2:AssociateWebACL"] }],
    actions: [
        { on: "{webAclArn}", actions: ["wafv2:AssociateWebACL", "wafv2:GetWebACLForResource"] },
        { on: "{resourceArn}", actions: ["wafv2:DisassociateWebACL", "wafv2:GetWebACLForResource"] },
        { on: "{resourceArn}", actions: ["elasticloadbalancing:SetWebAcl"] },
    ],
});

export const webAclLoggingConfiguration = resourceType(
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    {
        label: "web ACL logging",
        price: { usage: () => ["vendedLogsGB"] },
        loses: undefined,
        seconds: { create: 3, update: 3, delete: 1, source: ESTIMATE },
        replacedBy: ["logDestinationConfigs", "resourceArn"],
        id: (request) => textInput(request, "resourceArn"),
        effects: [
            {
                on: "update",
                properties: ["loggingFilter", "redactedFields"],
                effect: "Requests are logged by the new settings from now on. Users do not notice.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-management-configure.html",
            },
            {
                on: ["replace", "delete"],
                effect: "For some seconds or permanently, requests are not logged.",
                interruption: "none",
                source: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-management-configure.html",
            },
        ],
        deployerActions: [serviceLinkedRole("wafv2.amazonaws.com", "AWSServiceRoleForWAFV2Logging")],
        actions: [
            {
                on: "{resourceArn}",
                actions: [
                    "wafv2:PutLoggingConfiguration",
                    "wafv2:GetLoggingConfiguration",
                    "wafv2:DeleteLoggingConfiguration",
                ],
            },
            // AWS WAF writes the log group's resource policy in its caller's name, to deliver logs.
            {
                on: "*",
                actions: [
                    "logs:CreateLogDelivery",
                    "logs:DeleteLogDelivery",
                    "logs:PutResourcePolicy",
                    "logs:DescribeResourcePolicies",
                    "logs:DescribeLogGroups",
                ],
            },
        ],
    },
);
