import type { Laws } from "../law";
import { named, nameTaken, standsInTheWay, text } from "./common";

const SELECTION = "aws:backup/selection:Selection";
const RESTORE_SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection";

export const backup: Record<string, Laws> = {
    "aws:backup/vault:Vault": {
        create: [nameTaken("AlreadyExistsException", "the backup vault", ({ id }) => id)],
    },
    "aws:backup/plan:Plan": {
        delete: [
            standsInTheWay("InvalidRequestException", ({ object, cloud }) => {
                const found = named(cloud, SELECTION, (selection) => text(selection, "planId") === object.id);
                return [found && `related backup plan selections must be deleted first: ${found}`];
            }),
        ],
    },
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        delete: [
            standsInTheWay("InvalidRequestException", ({ object, cloud }) => {
                const found = named(
                    cloud,
                    RESTORE_SELECTION,
                    (selection) => text(selection, "restoreTestingPlanName") === object.id,
                );
                return [found && `related restore testing selections must be deleted first: ${found}`];
            }),
        ],
    },
    "aws:cloudwatch/eventRule:EventRule": {
        delete: [
            standsInTheWay("ValidationException", ({ object, cloud }) => {
                const found = named(
                    cloud,
                    "aws:cloudwatch/eventTarget:EventTarget",
                    (target) => text(target, "rule") === object.id,
                );
                return [found && `rule can't be deleted since it has targets: ${found}`];
            }),
        ],
    },
};
