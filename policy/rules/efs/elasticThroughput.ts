import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const elasticThroughput = resourceRule({
    name: "efs-elastic-throughput",
    level: "advisory",
    severity: "medium",
    controls: ["Pulumi throughput"],
    applies: ["aws:efs/fileSystem:FileSystem"],
    description: "A file system's throughput follows its load, and does not run out of credits.",
    remedy: "Set throughputMode to elastic.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/managing-throughput.html",
    checks: [equals("throughputMode", "elastic")],
});
