import { stackRule } from "../../rule";
import { linkOf } from "../../topology/links";
import { MOUNT_TARGET, SUBNET } from "../../topology/types";
import { subnetFindings } from "./findings";

export const mountTargetSubnets = stackRule({
    name: "stack-mount-target-subnets",
    level: "mandatory",
    severity: "high",
    controls: ["FSBP EFS.6", "Posit R10"],
    description: "A mount target is in a private subnet.",
    remedy: "Set subnetId to a private subnet.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-6",
    *check(topology) {
        for (const target of topology.all(MOUNT_TARGET)) {
            const subnet = linkOf(topology, target, ["subnetId"], [SUBNET]) ?? { is: "unknown" };
            yield* subnetFindings(topology, target, "subnetId", [subnet], {
                route: false,
                sentence: (name) => `${target.name} is in ${name}, whose routes lead to an internet gateway.`,
            });
        }
    },
});
