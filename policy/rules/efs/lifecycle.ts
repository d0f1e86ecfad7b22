import { isGiven } from "../../check";
import { resourceRule } from "../../rule";

export const lifecycle = resourceRule({
    name: "efs-lifecycle",
    level: "advisory",
    severity: "low",
    controls: ["Pulumi lifecycle"],
    applies: ["aws:efs/fileSystem:FileSystem"],
    description: "Files that nobody reads move to cheaper storage.",
    remedy: "Give lifecyclePolicies a transition to infrequent access.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html",
    checks: [isGiven("lifecyclePolicies", "list")],
});
