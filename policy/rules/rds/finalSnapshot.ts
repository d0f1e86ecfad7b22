import { isGiven, isNotTrue, reference } from "../../check";
import { resourceRule } from "../../rule";

export const finalSnapshot = resourceRule({
    name: "rds-final-snapshot",
    level: "production",
    severity: "high",
    controls: ["Posit R12", "Pulumi final-snapshot"],
    applies: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    description: "A database that is deleted leaves a snapshot.",
    remedy: "Set skipFinalSnapshot to false and finalSnapshotIdentifier to a name that no other snapshot has.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.Snapshot",
    checks: [isNotTrue("skipFinalSnapshot"), reference(isGiven("finalSnapshotIdentifier", "text"))],
});
