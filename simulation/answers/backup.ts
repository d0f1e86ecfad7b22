import { arn } from "../../lib/arn";
import { digest, hexId, ownPlace, physicalName, textInput, uuid } from "../answer";
import { answersOf } from "../answersOf";

/** Backups, and messages about them. */
export const backup = answersOf({
    "aws:backup/vault:Vault": {
        id: (request) => physicalName(request),
        outputs: {
            name: ({ id }) => id,
            arn: (request) => arn(ownPlace(request), "backup", `backup-vault:${request.id}`),
            recoveryPoints: 0,
        },
    },
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
        id: (request) => textInput(request, "backupVaultName"),
        outputs: {
            backupVaultArn: (request) => arn(ownPlace(request), "backup", `backup-vault:${request.id}`),
        },
    },
    "aws:backup/plan:Plan": {
        id: ({ urn }) => uuid(urn),
        outputs: {
            arn: ({ id, place }) => arn(place, "backup", `backup-plan:${id}`),
            version: ({ urn }) => digest(`${urn} version`, 48),
        },
    },
    "aws:backup/selection:Selection": {
        id: ({ urn }) => uuid(urn),
        outputs: { name: (request) => physicalName(request) },
    },
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        id: (request) => physicalName(request),
        outputs: {
            name: ({ id }) => id,
            arn: ({ id, urn, place }) => arn(place, "backup", `restore-testing-plan:${id}-${uuid(urn)}`),
        },
    },
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
        id: (request) => `${textInput(request, "name")}:${textInput(request, "restoreTestingPlanName")}`,
    },
    "aws:cloudwatch/eventRule:EventRule": {
        id: (request) => physicalName(request),
        outputs: {
            name: ({ id }) => id,
            arn: ({ id, place }) => arn(place, "events", `rule/${id}`),
        },
    },
    "aws:cloudwatch/eventTarget:EventTarget": {
        id: hexId("target"),
        outputs: { targetId: ({ id }) => id },
    },
    "aws:sns/topic:Topic": {
        id: (request) => arn(request.place, "sns", physicalName(request)),
        outputs: { arn: ({ id }) => id, name: (request) => physicalName(request) },
    },
    "aws:sns/topicPolicy:TopicPolicy": { id: (request) => textInput(request, "arn") },
    "aws:sns/topicSubscription:TopicSubscription": {
        id: (request) => `${textInput(request, "topic")}:${uuid(request.urn)}`,
        outputs: { arn: ({ id }) => id },
    },
});
