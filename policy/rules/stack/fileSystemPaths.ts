import { stackRule } from "../../rule";
import { NFS_PORT } from "../../../graph/exposure";
import { MOUNT_TARGET } from "../../../graph/types";
import { onlyFromNodes } from "./onlyFromNodes";

export const fileSystemPaths = stackRule({
    name: "stack-file-system-paths",
    level: "mandatory",
    severity: "critical",
    controls: ["Posit R10", "Pulumi file-system-paths"],
    description:
        "The mount targets' security groups let in the cluster's nodes on port 2049, and nothing else.",
    remedy: "Leave one ingress rule: TCP on port 2049 from the cluster's security group.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
    check: (graph) =>
        onlyFromNodes(
            graph,
            graph
                .all(MOUNT_TARGET)
                .map((resource) => ({ resource, property: "securityGroups", port: NFS_PORT })),
        ),
});
