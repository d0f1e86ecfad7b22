import { stackRule } from "../../rule";
import { adoptedFileSystems } from "../../../graph/adoptedFileSystems";
import { isFileSystemSelected, isSelected } from "../../../graph/backup";
import { DATABASE, FILE_SYSTEM } from "../../../graph/types";

export const backup = stackRule({
    name: "stack-backup",
    level: "production",
    severity: "high",
    controls: ["FSBP EFS.2", "Security Hub RDS.26"],
    description:
        "A backup plan of the stack selects the database and the file system: backups that RDS and EFS make by themselves are of other moments, in no vault of the stack's, and have no copies.",
    remedy: "Add both to a selection of a backup plan of the stack.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-2",
    *check(graph) {
        for (const database of graph.all(DATABASE)) {
            if (!isSelected(graph, database)) {
                yield {
                    urn: database.urn,
                    sentence: `No backup plan selects the database ${database.name}.`,
                };
            }
        }
        for (const id of adoptedFileSystems(graph)) {
            if (!isFileSystemSelected(graph, id)) {
                yield {
                    sentence: `No backup plan selects the file system ${id}, which the stack has taken over.`,
                };
            }
        }
        for (const fileSystem of graph.all(FILE_SYSTEM)) {
            if (!isSelected(graph, fileSystem)) {
                yield {
                    urn: fileSystem.urn,
                    sentence: `No backup plan selects the file system ${fileSystem.name}.`,
                };
            }
        }
    },
});
