import { equals } from "../../check";
import { resourceRule } from "../../rule";

export const storageType = resourceRule({
    name: "rds-storage-type",
    level: "advisory",
    severity: "low",
    controls: ["Pulumi storage-type"],
    applies: ["aws:rds/instance:Instance"],
    description: "A database's storage has throughput that does not depend on its size, nor on credits.",
    remedy: "Set storageType to gp3.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage",
    checks: [equals("storageType", "gp3")],
});
