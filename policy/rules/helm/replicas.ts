import { atLeast } from "../../check";
import { connectRule } from "./connectRelease";

export const replicas = connectRule({
    name: "helm-replicas",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R11"],
    description: "Connect runs on two servers or more.",
    remedy: "Set values.replicas to 2 or more.",
    url: "https://docs.posit.co/connect/admin/load-balancing/",
    checks: [atLeast(["values", "replicas"], 2)],
});
