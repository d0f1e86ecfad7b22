import { arn } from "../../lib/arn";
import { falls, rises, turnsOff, turnsOn } from "../direction";
import { fixedName } from "../fixedName";
import { ownLocation, physicalName, uuid } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";
import { SETTING_IS_FREE } from "../price";

const KMS_ROTATE = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html";
const KMS_DELETE = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html";

/** KMS bills the key material of the first two rotations. Source: https://aws.amazon.com/kms/pricing/ */
const ROTATIONS = ["its first yearly rotation", "its second yearly rotation"];

export const alias = resourceType("aws:kms/alias:Alias", {
    label: "key alias",
    price: SETTING_IS_FREE,
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName(),
    id: (request) => physicalName(request),
    effects: [
        {
            on: "update",
            properties: ["targetKeyId"],
            effect: "The alias names the new key at once. Data stays encrypted with the key that encrypted it.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/kms/latest/developerguide/alias-update.html",
        },
        {
            on: ["replace", "delete"],
            effect: "The key stays, without this name. The resources of this program use its ARN.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/kms/latest/developerguide/alias-delete.html",
        },
    ],
    deployerActions: [
        { on: "{name}", actions: ["kms:UpdateAlias"] },
        { on: "key/*", actions: ["kms:UpdateAlias"] },
    ],
    actions: [
        { on: "{name}", actions: ["kms:CreateAlias", "kms:DeleteAlias"] },
        { on: "key/{targetKeyId}", actions: ["kms:CreateAlias", "kms:DeleteAlias"] },
        { on: "*", actions: ["kms:ListAliases"] },
    ],
});

export const key = resourceType("aws:kms/key:Key", {
    label: "encryption key",
    price: {
        charges: (key) => [
            { item: "key", figure: "kms.keyMonth", quantity: 1 },
            ...(key.flag(["enableKeyRotation"], false) === false
                ? []
                : ROTATIONS.map((after) => ({
                      item: "key, rotated",
                      figure: "kms.rotationMonth" as const,
                      quantity: 1,
                      after,
                  }))),
        ],
        usage: () => ["keyRequests"],
    },
    loses: "the key: data encrypted with it, including snapshots and backups, is unreadable after its waiting period of 30 days.",
    // The provider waits until the key's rotation and policy have propagated.
    seconds: { create: 15, update: 15, delete: 1, source: ESTIMATE },
    replacedBy: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    computed: ["description", "policy", "rotationPeriodInDays"],
    id: ({ urn }) => uuid(urn),
    outputs: {
        keyId: ({ id }) => id,
        arn: (request) => arn(ownLocation(request), "kms", `key/${request.id}`),
    },
    effects: [
        {
            on: "update",
            properties: ["isEnabled"],
            when: ({ to }) => to === false,
            effect: "KMS rejects every use of the key: encrypted data is unreadable, and the database stops within hours. Enable it again to undo this.",
            interruption: "down",
            source: "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
        },
        {
            on: "update",
            properties: ["isEnabled"],
            effect: "The key can be used, and data encrypted with it is readable.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
        },
        {
            on: "update",
            properties: ["enableKeyRotation"],
            when: turnsOff,
            effect: "KMS no longer rotates the key material. Encrypted data stays readable.",
            interruption: "none",
            source: KMS_ROTATE,
        },
        {
            on: "update",
            properties: ["enableKeyRotation"],
            when: turnsOn,
            effect: "KMS rotates the key material from now on. Encrypted data stays readable.",
            interruption: "none",
            source: KMS_ROTATE,
        },
        {
            on: "update",
            properties: ["rotationPeriodInDays"],
            when: falls,
            effect: "KMS rotates the key material more often. Encrypted data stays readable.",
            interruption: "none",
            source: KMS_ROTATE,
        },
        {
            on: "update",
            properties: ["rotationPeriodInDays"],
            effect: "KMS rotates the key material after the new period. Encrypted data stays readable.",
            interruption: "none",
            source: KMS_ROTATE,
        },
        {
            on: "update",
            properties: ["deletionWindowInDays"],
            when: falls,
            effect: "A later deletion of the key can be canceled for fewer days. The key itself does not change.",
            interruption: "none",
            source: KMS_DELETE,
        },
        {
            on: "update",
            properties: ["deletionWindowInDays"],
            when: rises,
            effect: "A later deletion of the key can be canceled for more days. The key itself does not change.",
            interruption: "none",
            source: KMS_DELETE,
        },
        {
            on: "update",
            properties: ["deletionWindowInDays"],
            effect: "A later deletion of the key can be canceled for these days, 30 if none are set. The key itself does not change.",
            interruption: "none",
            source: KMS_DELETE,
        },
        {
            on: "update",
            properties: ["policy"],
            effect: "The key policy changes at once. Encrypted data stays readable for principals that the new policy allows, and for no others.",
            interruption: "unknown",
            source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying.html",
        },
        {
            on: "update",
            properties: ["description", "bypassPolicyLockoutSafetyCheck"],
            effect: "The use of the key does not change.",
            interruption: "none",
        },
        {
            on: "replace",
            effect: "Data encrypted with the old key is unreadable as soon as its deletion is scheduled, and the database stops. Within 30 days, `aws kms cancel-key-deletion` cancels the deletion.",
            interruption: "down",
            source: KMS_DELETE,
        },
        {
            on: "delete",
            effect: "Data encrypted with the key is unreadable as soon as its deletion is scheduled. Within 30 days, `aws kms cancel-key-deletion` cancels the deletion.",
            interruption: "down",
            source: KMS_DELETE,
        },
    ],
    deployerActions: [{ on: "{arn}", actions: ["kms:PutKeyPolicy", "kms:UpdateKeyDescription"] }],
    actions: [
        { on: "*", actions: ["kms:CreateKey"] },
        {
            on: "{arn}",
            actions: [
                "kms:TagResource",
                "kms:EnableKeyRotation",
                "kms:DescribeKey",
                "kms:GetKeyPolicy",
                "kms:GetKeyRotationStatus",
                "kms:ListResourceTags",
                "kms:ScheduleKeyDeletion",
            ],
        },
    ],
});
