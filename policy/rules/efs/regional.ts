import { isLeftOut } from "../../check";
import { resourceRule } from "../../rule";

export const regional = resourceRule({
    name: "efs-regional",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R10", "Posit R11"],
    applies: ["aws:efs/fileSystem:FileSystem"],
    description: "A file system outlives the loss of an availability zone.",
    remedy: "Leave availabilityZoneName out: it keeps every file in that one zone.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/features.html",
    checks: [isLeftOut("availabilityZoneName", "text", ["us-east-1a"])],
});
