import { isGiven, reference } from "../../check";
import { resourceRule } from "../../rule";

export const mountTargetSecurityGroups = resourceRule({
    name: "efs-mount-target-security-groups",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R10", "Pulumi security-groups"],
    applies: ["aws:efs/mountTarget:MountTarget"],
    description: "A mount target is behind security groups that the program chose.",
    remedy: "Set securityGroups: without them the VPC's default group decides who connects.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
    checks: [reference(isGiven("securityGroups", "list"))],
});
