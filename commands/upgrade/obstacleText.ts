import type { Obstacle } from "../../graph/upgrade/upgradePlan";

/** An obstacle in sentences: the reason, and what to do. */
export function obstacleText(obstacle: Obstacle): string {
    switch (obstacle.kind) {
        case "skippedMinors":
            return `Kubernetes ${obstacle.from} to ${obstacle.to}: EKS upgrades by one minor version at a time. The steps go through ${obstacle.between.join(", ")}.`;
        case "addOnBuild":
            return `The build ${obstacle.build} of ${obstacle.addOn} was chosen for Kubernetes ${obstacle.from}. Remove it from \`cluster.addOnVersions\`, or choose one that EKS offers for ${obstacle.to}.`;
        case "removedApi":
            return `${obstacle.resource} uses ${obstacle.apiVersion} ${obstacle.object}, which Kubernetes ${obstacle.removedIn} no longer has. Move it to ${obstacle.replacedBy} first.`;
        case "unknownChart":
            return `The API versions in ${obstacle.chart} (${obstacle.release}) are not known here. Compare them with https://kubernetes.io/docs/reference/using-api/deprecation-guide/: helm get manifest.`;
        case "supportEnds":
            return obstacle.of === "Kubernetes"
                ? `Standard support of Kubernetes ${obstacle.version} ends on ${obstacle.ends}. ${
                      obstacle.blocks
                          ? "EKS then upgrades the control plane by itself. Start earlier, or set `cluster.upgradePolicy` to EXTENDED."
                          : `A rollback to it between then and ${obstacle.before} needs \`cluster.upgradePolicy\` EXTENDED, in an update of its own first.`
                  }`
                : `Standard support of PostgreSQL ${obstacle.version} ends on ${obstacle.ends}, before ${obstacle.before}. RDS then upgrades the database by itself. Upgrade it first.`;
        case "untestedConnect":
            return `Connect ${obstacle.version}: Connect's Helm values are written for versions from ${obstacle.from} and before ${obstacle.before}. Read its release notes, and try it in dev.`;
        case "postgresTarget":
            return `RDS installs its default minor version of ${obstacle.to}, and rejects the upgrade if that is no target of the present minor version of ${obstacle.from}. --live asks RDS.`;
        case "unknownMinor":
            return `PostgreSQL ${obstacle.version}: the newest minor version that is known here is ${obstacle.newest}. --live asks RDS.`;
    }
}
