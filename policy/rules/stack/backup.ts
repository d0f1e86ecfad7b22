import { stackRule } from "../../rule";
import { adoptedFileSystems } from "../../topology/adoptedFileSystems";
import { backupPlans, hasBackupPolicy, isFileSystemSelected, isSelected } from "../../topology/backup";
import { DATABASE, FILE_SYSTEM } from "../../topology/types";

export const backup = stackRule({
    name: "stack-backup",
    level: "production",
    severity: "high",
    controls: ["FSBP EFS.2", "FSBP RDS.26"],
    description:
        "A backup plan of the stack selects the database and the file system; without one RDS keeps backups of its own, and the file system is in the plan that EFS comes with.",
    remedy: "Add both to a selection of the plan; without a plan give the file system a backup policy with the status ENABLED.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-2",
    *check(topology) {
        const hasPlan = backupPlans(topology).length > 0;
        for (const database of hasPlan ? topology.all(DATABASE) : []) {
            if (!isSelected(topology, database)) {
                yield {
                    urn: database.urn,
                    sentence: `No backup plan selects the database ${database.name}.`,
                };
            }
        }
        for (const id of adoptedFileSystems(topology)) {
            if (!isFileSystemSelected(topology, id)) {
                yield {
                    sentence: `No backup plan selects the file system ${id}, which the stack has taken over.`,
                };
            }
        }
        for (const fileSystem of topology.all(FILE_SYSTEM)) {
            if (!isSelected(topology, fileSystem) && !hasBackupPolicy(topology, fileSystem)) {
                yield {
                    urn: fileSystem.urn,
                    sentence: `No backup plan selects the file system ${fileSystem.name}, and no backup policy of it is enabled.`,
                };
            }
        }
    },
});
