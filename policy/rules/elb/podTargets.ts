import { equals, isTrue } from "../../check";
import { resourceRule } from "../../rule";
import { TARGET_GROUPS } from "./types";

export const podTargets = resourceRule({
    name: "elb-pod-targets",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R8", "Posit R11"],
    applies: TARGET_GROUPS,
    description: "A load balancer sends a session to one server's pod, and keeps it there.",
    remedy: "Set targetType to ip, and stickiness.enabled to true.",
    url: "https://docs.posit.co/connect/admin/load-balancing/",
    checks: [equals("targetType", "ip"), isTrue(["stickiness", "enabled"])],
});
