import { isNotTrue } from "../../check";
import { resourceRule } from "../../rule";

export const noForceDestroy = resourceRule({
    name: "backup-no-force-destroy",
    level: "production",
    severity: "high",
    controls: ["Posit R12", "Pulumi force-destroy"],
    applies: ["aws:backup/vault:Vault"],
    description: "A destroy does not delete the backups in a vault.",
    remedy: "Set forceDestroy to false, or leave it out.",
    url: "https://www.pulumi.com/registry/packages/aws/api-docs/backup/vault/",
    checks: [isNotTrue("forceDestroy")],
});
