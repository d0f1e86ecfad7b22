import { each, isSecret } from "../../check";
import { resourceRule } from "../../rule";

export const markedSecrets = resourceRule({
    name: "kubernetes-marked-secrets",
    level: "mandatory",
    severity: "high",
    controls: ["Pulumi secret"],
    applies: ["kubernetes:core/v1:Secret"],
    description: "What a Kubernetes secret holds is encrypted in the state and hidden in what is printed.",
    remedy: "Read it with config.requireSecret, or wrap it in pulumi.secret.",
    url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
    checks: [each("stringData", isSecret([])), each("data", isSecret([]))],
});
