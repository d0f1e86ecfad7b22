import type { Constraints } from "../constraint";
import { listNames, rejectTakenName, rejectWhen, text } from "./common";

const SELECTION = "aws:backup/selection:Selection";
const RESTORE_SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection";

export const backup: Record<string, Constraints> = {
    "aws:backup/vault:Vault": {
        create: [rejectTakenName("AlreadyExistsException", "the backup vault", ({ id }) => id)],
    },
    "aws:backup/plan:Plan": {
        delete: [
            rejectWhen("InvalidRequestException", ({ object, cloud }) => {
                const found = listNames(
                    cloud,
                    SELECTION,
                    (selection) => text(selection, "planId") === object.id,
                );
                return [found && `related backup plan selections must be deleted first: ${found}`];
            }),
        ],
    },
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
        delete: [
            rejectWhen("InvalidRequestException", ({ object, cloud }) => {
                const found = listNames(
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
            rejectWhen("ValidationException", ({ object, cloud }) => {
                const found = listNames(
                    cloud,
                    "aws:cloudwatch/eventTarget:EventTarget",
                    (target) => text(target, "rule") === object.id,
                );
                return [found && `rule can't be deleted since it has targets: ${found}`];
            }),
        ],
    },
};
