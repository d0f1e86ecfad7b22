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
    loses: "the key: what it has encrypted, snapshots and backups included, cannot be read once its 30 days of grace are over.",
    // The provider waits until the key's rotation and policy are seen everywhere.
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
            effect: "Another policy or period of rotation, in effect at once. What is encrypted stays readable to whom the policy admits.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying.html",
        },
        {
            on: "replace",
            effect: "What is under the old key cannot be read from the moment that its deletion is scheduled; the database stops. `aws kms cancel-key-deletion` calls it back within 30 days.",
            interruption: "down",
            source: KMS_DELETE,
        },
        {
            on: "delete",
            effect: "What is under it cannot be read from the moment that its deletion is scheduled. `aws kms cancel-key-deletion` calls it back within 30 days.",
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
