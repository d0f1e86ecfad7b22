import { arn } from "../../lib/arn";
import { grant, passRole, UUID } from "../actions";
import { turnsOff, turnsOn } from "../direction";
import { fixedName } from "../fixedName";
import { digest, ownLocation, physicalName, textInput, uuid } from "../identifiers";
import { ESTIMATE, type InputChange, resourceType } from "../resourceType";
import type { PricedResource } from "../price";
import { weeklyStarts } from "../../lib/weekSpan";
import { SETTING_IS_FREE } from "../price";

const PLANS = "https://docs.aws.amazon.com/aws-backup/latest/devguide/updating-a-backup-plan.html";
const VAULT_LOCK = "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html";
const RESTORE_TESTS = "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html";

function hasCopies(plan: PricedResource): boolean {
    const rules = Array.from({ length: plan.length(["rules"]) ?? 0 }, (_, i) => i);
    // An unknown list may have copies.
    return rules.some((i) => plan.length(["rules", i, "copyActions"]) !== 0);
}

/** Runs of a schedule in a mean month; `undefined` if it is not the same each week. */
function runsPerMonth(schedule: string | undefined): number | undefined {
    const starts = schedule === undefined ? undefined : weeklyStarts(schedule);
    return starts === undefined ? undefined : (starts.length * 52) / 12;
}

export const plan = resourceType("aws:backup/plan:Plan", {
    label: "backup plan",
    price: {
        usage: (plan) => [
            "fileBackupsGB",
            ...(hasCopies(plan) ? (["copiedDatabaseGB", "copiedFilesGB", "storedCopiesGB"] as const) : []),
        ],
    },
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    ...fixedName(),
    id: ({ urn }) => uuid(urn),
    outputs: {
        arn: ({ id, place }) => arn(place, "backup", `backup-plan:${id}`),
        version: ({ urn }) => digest(`${urn} version`, 48),
    },
    effects: [
        {
            on: "update",
            properties: ["rules", "advancedBackupSettings"],
            effect: "The next backups follow the new rules. Existing recovery points keep their retention.",
            interruption: "none",
            source: PLANS,
        },
        {
            on: ["replace", "delete"],
            effect: "No backups are created until another plan is. Existing recovery points keep their retention.",
            interruption: "none",
            source: PLANS,
        },
    ],
    deployerActions: [{ on: "{arn}", actions: ["backup:UpdateBackupPlan"] }],
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
    price: { free: "its selections are priced" },
    loses: undefined,
    seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
    // On the newer framework, whose names Pulumi does not know.
    replacedBy: ["name", "namePrefix"],
    id: (request) => physicalName(request),
    outputs: {
        name: ({ id }) => id,
        arn: ({ id, urn, place }) => arn(place, "backup", `restore-testing-plan:${id}-${uuid(urn)}`),
    },
    effects: [
        {
            on: "update",
            properties: [
                "recoveryPointSelection",
                "scheduleExpression",
                "scheduleExpressionTimezone",
                "startWindowHours",
            ],
            effect: "The next restore tests follow the new plan.",
            interruption: "none",
            source: RESTORE_TESTS,
        },
        {
            on: ["replace", "delete"],
            effect: "No restore tests run until another plan is created.",
            interruption: "none",
            source: RESTORE_TESTS,
        },
    ],
    deployerActions: [{ on: "{arn}", actions: ["backup:UpdateRestoreTestingPlan"] }],
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
        price: {
            charges: (selection) => [
                {
                    item: "recovery points tested",
                    figure: "backup.restoreTestPoint",
                    quantity: runsPerMonth(
                        selection
                            .referenced(
                                ["restoreTestingPlanName"],
                                "aws:backup/restoreTestingPlan:RestoreTestingPlan",
                            )
                            ?.text(["scheduleExpression"]),
                    ),
                    scheduled: true,
                },
            ],
            usage: () => ["restoredFilesGB", "restoredDatabaseHours"],
        },
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        replacedBy: ["name", "protectedResourceType", "restoreTestingPlanName"],
        id: (request) => `${textInput(request, "name")}:${textInput(request, "restoreTestingPlanName")}`,
        effects: [
            {
                on: "update",
                properties: [
                    "iamRoleArn",
                    "protectedResourceArns",
                    "protectedResourceConditions",
                    "restoreMetadataOverrides",
                    "validationWindowHours",
                ],
                effect: "The next restore tests use the new selection.",
                interruption: "none",
                source: RESTORE_TESTS,
            },
            {
                on: ["replace", "delete"],
                effect: "No restore tests run until another selection is created.",
                interruption: "none",
                source: RESTORE_TESTS,
            },
        ],
        deployerActions: [
            {
                on: "restore-testing-plan:{restoreTestingPlanName}-*",
                actions: ["backup:UpdateRestoreTestingSelection"],
            },
        ],
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
    price: SETTING_IS_FREE,
    loses: undefined,
    // The provider waits until AWS Backup can assume the role.
    seconds: { create: 5, update: 5, delete: 1, source: ESTIMATE },
    replacedBy: ["conditions", "iamRoleArn", "name", "notResources", "planId", "resources", "selectionTags"],
    physicalName: "name",
    id: ({ urn }) => uuid(urn),
    outputs: { name: (request) => physicalName(request) },
    effects: [
        {
            on: ["replace", "delete"],
            effect: "Nothing is backed up until another selection is created. Existing recovery points keep their retention.",
            interruption: "none",
            source: PLANS,
        },
    ],
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
    price: { free: "only the backups in it are billed, by the plan that creates them" },
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
    effects: [
        {
            on: "update",
            properties: ["forceDestroy"],
            when: turnsOff,
            effect: "A later deletion of the vault fails while it holds recovery points.",
            interruption: "none",
        },
        {
            on: "update",
            properties: ["forceDestroy"],
            when: turnsOn,
            effect: "A later deletion of the vault deletes its recovery points too.",
            interruption: "none",
        },
        {
            on: ["replace", "delete"],
            effect: "AWS Backup rejects the deletion of a vault that holds recovery points. With `forceDestroy`, they are deleted first. Users do not notice.",
            interruption: "none",
            source: "https://docs.aws.amazon.com/aws-backup/latest/APIReference/API_DeleteBackupVault.html",
        },
    ],
    deployerActions: [{ on: "{arn}", actions: ["backup:ListRecoveryPointsByBackupVault"] }],
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

/** Whether a vault gets a lock that AWS closes after a grace period. */
function isCompliance({ after }: InputChange): boolean {
    return after["changeableForDays"] !== undefined;
}

function closing({ after }: InputChange): string {
    return `After ${String(after["changeableForDays"])} days, AWS Backup rejects any change and the deletion of the lock, and no recovery point can be deleted before its retention ends.`;
}

export const vaultLockConfiguration = resourceType(
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    {
        label: "vault lock",
        price: SETTING_IS_FREE,
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        replacedBy: ["backupVaultName", "changeableForDays", "maxRetentionDays", "minRetentionDays"],
        id: (request) => textInput(request, "backupVaultName"),
        outputs: {
            backupVaultArn: (request) => arn(ownLocation(request), "backup", `backup-vault:${request.id}`),
        },
        effects: [
            {
                on: "create",
                when: isCompliance,
                effect: closing,
                interruption: "none",
                source: VAULT_LOCK,
            },
            {
                on: ["replace", "delete"],
                when: ({ before }) => before["changeableForDays"] !== undefined,
                effect: "After its grace period, AWS Backup rejects any change and the deletion of the lock. Create another vault for other limits.",
                interruption: "rejected",
                source: VAULT_LOCK,
            },
            {
                on: "replace",
                when: isCompliance,
                effect: (change) => `The lock is set again. ${closing(change)}`,
                interruption: "none",
                source: VAULT_LOCK,
            },
            {
                on: ["replace", "delete"],
                effect: "The lock is removed, and set again if it is replaced. Existing recovery points keep their retention. Backups outside new limits fail.",
                interruption: "none",
                source: VAULT_LOCK,
            },
        ],
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
