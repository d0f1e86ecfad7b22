import { stackRule } from "../../rule";
import { linkOf } from "../../../graph/links";
import { MOUNT_TARGET, SUBNET } from "../../../graph/types";
import { subnetFindings } from "./findings";

export const mountTargetSubnets = stackRule({
    name: "stack-mount-target-subnets",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP EFS.6", "Posit R10"],
    description: "A mount target is in a private subnet.",
    remedy: "Set subnetId to a private subnet.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-6",
    *check(graph) {
        for (const target of graph.all(MOUNT_TARGET)) {
            const subnet = linkOf(graph, target, ["subnetId"], [SUBNET]) ?? { is: "unknown" };
            yield* subnetFindings(graph, target, "subnetId", [subnet], {
                route: false,
                sentence: (name) => `${target.name} is in ${name}, whose routes lead to an internet gateway.`,
            });
        }
    },
});
