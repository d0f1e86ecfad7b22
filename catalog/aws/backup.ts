import { arn } from "../../lib/arn";
import { grant, passRole, UUID } from "../actions";
import { fixedName } from "../fixedName";
import { digest, ownLocation, physicalName, textInput, uuid } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";

export const plan = resourceType("aws:backup/plan:Plan", {
    label: "backup plan",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName(),
    id: ({ urn }) => uuid(urn),
    outputs: {
        arn: ({ id, place }) => arn(place, "backup", `backup-plan:${id}`),
        version: ({ urn }) => digest(`${urn} version`, 48),
    },
    effects: [],
    actions: [
        {
            on: "{arn}",
            actions: [
                "backup:CreateBackupPlan",
                "backup:TagResource",
                "backup:GetBackupPlan",
                "backup:ListTags",
                "backup:DeleteBackupPlan",
            ],
        },
    ],
});

export const restoreTestingPlan = resourceType("aws:backup/restoreTestingPlan:RestoreTestingPlan", {
    label: "restore testing plan",
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    // On the newer framework, whose names Pulumi does not know.
    replacedBy: ["name", "namePrefix"],
    id: (request) => physicalName(request),
    outputs: {
        name: ({ id }) => id,
        arn: ({ id, urn, place }) => arn(place, "backup", `restore-testing-plan:${id}-${uuid(urn)}`),
    },
    effects: [],
    actions: [
        {
            on: "{arn}",
            actions: [
                "backup:CreateRestoreTestingPlan",
                "backup:TagResource",
                "backup:GetRestoreTestingPlan",
                "backup:DeleteRestoreTestingPlan",
            ],
        },
    ],
});

export const restoreTestingSelection = resourceType(
    "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    {
        label: "restore testing selection",
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        replacedBy: ["name", "protectedResourceType", "restoreTestingPlanName"],
        id: (request) => `${textInput(request, "name")}:${textInput(request, "restoreTestingPlanName")}`,
        effects: [],
        actions: [
            {
                on: `restore-testing-plan:{restoreTestingPlanName}-${UUID}`,
                actions: [
                    "backup:CreateRestoreTestingSelection",
                    "backup:GetRestoreTestingSelection",
                    "backup:DeleteRestoreTestingSelection",
                ],
            },
            passRole("iamRoleArn", "backup.amazonaws.com"),
        ],
    },
);

export const selection = resourceType("aws:backup/selection:Selection", {
    label: "backup selection",
    loses: undefined,
    // The provider waits until AWS Backup can assume the role.
    seconds: { create: 5, update: 5, delete: 1, source: ESTIMATE },
    replacedBy: ["conditions", "iamRoleArn", "name", "notResources", "planId", "resources", "selectionTags"],
    physicalName: "name",
    id: ({ urn }) => uuid(urn),
    outputs: { name: (request) => physicalName(request) },
    effects: [],
    actions: [
        {
            on: "backup-plan:{planId}",
            actions: [
                "backup:CreateBackupSelection",
                "backup:GetBackupSelection",
                "backup:DeleteBackupSelection",
            ],
        },
        passRole("iamRoleArn", "backup.amazonaws.com"),
    ],
});

export const vault = resourceType("aws:backup/vault:Vault", {
    label: "backup vault",
    loses: "the recovery points in it.",
    seconds: { create: 2, update: 2, delete: 2, source: ESTIMATE },
    ...fixedName("kmsKeyArn"),
    computed: ["kmsKeyArn"],
    id: (request) => physicalName(request),
    outputs: {
        name: ({ id }) => id,
        arn: (request) => arn(ownLocation(request), "backup", `backup-vault:${request.id}`),
        recoveryPoints: 0,
    },
    effects: [],
    actions: [
        {
            on: "{arn}",
            actions: [
                "backup:CreateBackupVault",
                "backup:TagResource",
                "backup:DescribeBackupVault",
                "backup:ListTags",
                "backup:DeleteBackupVault",
            ],
        },
        { on: "*", actions: ["backup-storage:MountCapsule"] },
        grant("{kmsKeyArn}", "backup", "kms:RetireGrant", "kms:GenerateDataKey", "kms:Decrypt"),
    ],
});

export const vaultLockConfiguration = resourceType(
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    {
        label: "vault lock",
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        replacedBy: ["backupVaultName", "changeableForDays", "maxRetentionDays", "minRetentionDays"],
        id: (request) => textInput(request, "backupVaultName"),
        outputs: {
            backupVaultArn: (request) => arn(ownLocation(request), "backup", `backup-vault:${request.id}`),
        },
        effects: [],
        actions: [
            {
                on: "backup-vault:{backupVaultName}",
                actions: [
                    "backup:PutBackupVaultLockConfiguration",
                    "backup:DeleteBackupVaultLockConfiguration",
                ],
            },
        ],
    },
);
