import { type Answer, arn, digest, hexId, ownPlace, physicalName, textInput } from "../answer";

const uuid = (text: string): string =>
    [8, 4, 4, 4, 12].map((length, i) => digest(`${text} ${i}`, length)).join("-");

/** Backups, and messages about them. */
export const backup: Record<string, Answer> = {
    "aws:backup/vault:Vault": {
        id: (request) => physicalName(request),
        outputs: (request) => ({
            name: request.id,
            arn: arn(ownPlace(request), "backup", `backup-vault:${request.id}`),
            recoveryPoints: 0,
        }),
    },
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
        id: (request) => textInput(request, "backupVaultName"),
        outputs: (request) => ({
            backupVaultArn: arn(ownPlace(request), "backup", `backup-vault:${request.id}`),
        }),
    },
    "aws:backup/plan:Plan": {
        id: ({ urn }) => uuid(urn),
        outputs: ({ id, urn, place }) => ({
            arn: arn(place, "backup", `backup-plan:${id}`),
            version: digest(`${urn} version`, 48),
        }),
    },
    "aws:backup/selection:Selection": {
        id: ({ urn }) => uuid(urn),
        outputs: (request) => ({ name: physicalName(request) }),
    },
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        id: (request) => physicalName(request),
        outputs: ({ id, urn, place }) => ({
            name: id,
            arn: arn(place, "backup", `restore-testing-plan:${id}-${uuid(urn)}`),
        }),
    },
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
        id: (request) => `${textInput(request, "name")}:${textInput(request, "restoreTestingPlanName")}`,
    },
    "aws:cloudwatch/eventRule:EventRule": {
        id: (request) => physicalName(request),
        outputs: ({ id, place }) => ({ name: id, arn: arn(place, "events", `rule/${id}`) }),
    },
    "aws:cloudwatch/eventTarget:EventTarget": {
        id: hexId("target"),
        outputs: ({ id }) => ({ targetId: id }),
    },
    "aws:sns/topic:Topic": {
        id: (request) => arn(request.place, "sns", physicalName(request)),
        outputs: (request) => ({ arn: request.id, name: physicalName(request) }),
    },
    "aws:sns/topicPolicy:TopicPolicy": { id: (request) => textInput(request, "arn") },
    "aws:sns/topicSubscription:TopicSubscription": {
        id: (request) => `${textInput(request, "topic")}:${uuid(request.urn)}`,
        outputs: ({ id }) => ({ arn: id }),
    },
};
