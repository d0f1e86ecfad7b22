import { SUPPORT_NOTICE_DAYS } from "../../../catalog/maintenance";
import { postgresVersions } from "../../../catalog/postgresVersions";
import { count } from "../../../lib/count";
import { type Check, failed, type Finding, passed, unknown } from "../check";
import { clusterName, notDeployed } from "../deployedNames";

const DAY = 24 * 60 * 60 * 1000;

/** The end of support of a version in use, and whether it is near. */
function support(subject: string, ends: string, now: number, advice: string): Finding {
    const days = Math.floor((Date.parse(ends) - now) / DAY);
    if (Number.isNaN(days)) {
        return unknown(`${subject}: its end of standard support is not known`, advice);
    }
    return days > SUPPORT_NOTICE_DAYS
        ? passed(`${subject}, standard support until ${ends}, in ${days} days`)
        : failed(
              `${subject}: standard support ${days < 0 ? "ended" : "ends"} on ${ends}${days < 0 ? "" : `, in ${count(days, "day")}`}`,
              advice,
          );
}

export const kubernetesSupport: Check = {
    id: "kubernetes-support",
    title: "Kubernetes support",
    inAccount: true,
    run: async (context) => {
        const { place, now, sources } = context;
        const name = clusterName(context);
        const cluster = await sources.cluster(name, place.region);
        if (cluster === undefined) {
            return notDeployed(name);
        }
        const offered = await sources.kubernetesVersion(cluster.version, place.region);
        return support(
            `Kubernetes ${cluster.version}`,
            offered?.standardSupportEnds ?? "",
            now,
            "Raise posit-connect:cluster.version by one (docs/upgrades.md). With upgradePolicy STANDARD, EKS does it by itself at the end.",
        );
    },
};

export const databaseSupport: Check = {
    id: "database-support",
    title: "PostgreSQL support",
    inAccount: true,
    run: async ({ graph, place, now, sources }) => {
        const identifier = String(graph.only("aws:rds/instance:Instance").inputs["identifier"]);
        const database = await sources.database(identifier, place.region);
        if (database === undefined) {
            return notDeployed(identifier);
        }
        const [major = ""] = database.engineVersion.split(".");
        return support(
            `PostgreSQL ${database.engineVersion}`,
            postgresVersions.get(major) ?? "",
            now,
            "Raise posit-connect:database.engineVersion (docs/upgrades.md). RDS rejects the version later, without its extended support.",
        );
    },
};
