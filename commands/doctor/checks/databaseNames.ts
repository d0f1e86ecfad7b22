import { isKeyWord } from "../../../catalog/sqlKeyWords";
import { type Check, failed, notNeeded, passed } from "../check";

/** RDS rejects names that are SQL key words, some minutes into an update. */
export const databaseNames: Check = {
    id: "database-names",
    title: "Database names",
    run: ({ graph }) => {
        const { inputs } = graph.only("aws:rds/instance:Instance");
        const names = ["dbName", "username"].flatMap((input) =>
            typeof inputs[input] === "string" ? [inputs[input]] : [],
        );
        if (names.length === 0) {
            return notNeeded("a restored database has its backup's names");
        }
        const reserved = names.filter(isKeyWord);
        return reserved.length === 0
            ? passed(`${[...new Set(names)].join(", ")}: no SQL key word`)
            : failed(
                  `RDS rejects ${reserved.join(", ")}, an SQL key word`,
                  "Choose another name in components/database.ts.",
              );
    },
};
