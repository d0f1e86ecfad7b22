import { isTrue } from "../../check";
import { connectRule } from "./connectRelease";

export const sharedStorage = connectRule({
    name: "helm-shared-storage",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R9"],
    description: "Connect's servers keep their files where all of them see them, and none in a pod.",
    remedy: "Set values.sharedStorage.mount to true.",
    url: "https://docs.posit.co/connect/admin/load-balancing/",
    checks: [isTrue(["values", "sharedStorage", "mount"])],
});
