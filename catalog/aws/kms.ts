import { arn } from "../../lib/arn";
import { fixedName } from "../fixedName";
import { ownLocation, physicalName, uuid } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";

const KMS_DELETE = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html";

export const alias = resourceType("aws:kms/alias:Alias", {
    label: "key alias",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName(),
    id: (request) => physicalName(request),
    effects: [],
    actions: [
        { on: "{name}", actions: ["kms:CreateAlias", "kms:DeleteAlias"] },
        { on: "key/{targetKeyId}", actions: ["kms:CreateAlias", "kms:DeleteAlias"] },
        { on: "*", actions: ["kms:ListAliases"] },
    ],
});

export const key = resourceType("aws:kms/key:Key", {
    label: "encryption key",
    loses: "the key: data encrypted with it, including snapshots and backups, is unreadable after its waiting period of 30 days.",
    // The provider waits until the key's rotation and policy have propagated.
    seconds: { create: 15, update: 15, delete: 1, source: ESTIMATE },
    replacedBy: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    id: ({ urn }) => uuid(urn),
    outputs: {
        keyId: ({ id }) => id,
        arn: (request) => arn(ownLocation(request), "kms", `key/${request.id}`),
    },
    effects: [
        {
            on: "update",
            effect: "The key policy or rotation period changes at once. Encrypted data stays readable for principals that the policy allows.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying.html",
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
