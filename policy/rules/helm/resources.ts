import { type Check, satisfies } from "../../check";
import { isObject } from "../../../graph/value";
import { connectRule } from "./connectRelease";

const givesBoth = (part: string): Check =>
    satisfies(["values", "resources", part], {
        kind: "object",
        wanted: "an object with cpu and memory",
        accepts: (amounts) =>
            isObject(amounts) && ["cpu", "memory"].every((name) => (amounts[name] ?? "") !== ""),
        refused: [{}, { cpu: "2" }, { memory: "4Gi" }, { cpu: "2", memory: "" }],
    });

export const resources = connectRule({
    name: "helm-resources",
    level: "production",
    severity: "medium",
    controls: ["Checkov CKV_K8S_10", "Checkov CKV_K8S_11", "Checkov CKV_K8S_12", "Checkov CKV_K8S_13"],
    description: "Each of Connect's servers has processors and memory set aside, and a ceiling.",
    remedy: "Set cpu and memory in values.resources.requests and values.resources.limits.",
    url: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    checks: [givesBoth("requests"), givesBoth("limits")],
});
