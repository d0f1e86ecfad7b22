import { atLeast, isLeftOut } from "../../check";
import { resourceRule } from "../../rule";

export const storage = resourceRule({
    name: "rds-storage",
    level: "mandatory",
    severity: "medium",
    controls: ["Posit R5"],
    applies: ["aws:rds/instance:Instance"],
    // One that is made from a backup has the backup's size.
    when: [
        isLeftOut("snapshotIdentifier", "text", ["rds:connect"]),
        isLeftOut("restoreToPointInTime", "object", [{}]),
    ],
    description: "A database starts with the storage that PostgreSQL on RDS needs at least.",
    remedy: "Set allocatedStorage to 20 GiB or more.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
    checks: [atLeast("allocatedStorage", 20)],
});
