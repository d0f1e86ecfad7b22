import { equals, optional } from "../../check";
import { resourceRule } from "../../rule";
import { LOAD_BALANCERS } from "./types";

export const applicationType = resourceRule({
    name: "elb-application",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R8"],
    applies: LOAD_BALANCERS,
    description: "A load balancer speaks HTTP, so that it keeps a session with one server.",
    remedy: "Set loadBalancerType to application, or leave it out.",
    url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
    checks: [optional(equals("loadBalancerType", "application"))],
});
