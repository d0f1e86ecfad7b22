import { zonesOf } from "../../../stacks/sections/network";
import { type Check, failed, passed } from "../check";

/** AWS withdraws builds: an existing cluster keeps them, a new one cannot have them. */
export const addOns: Check = {
    id: "add-ons",
    title: "Add-on builds",
    inAccount: true,
    run: async ({ graph, settings, place, sources }) => {
        const { version } = settings.cluster;
        const pins = graph.all("aws:eks/addon:Addon").map(({ inputs }) => ({
            addOn: String(inputs["addonName"]),
            build: String(inputs["addonVersion"]),
        }));
        const offered = await Promise.all(
            pins.map(({ addOn }) => sources.addOnBuilds(addOn, version, place.region)),
        );
        const withdrawn = pins
            .map((pin, index) => ({ ...pin, builds: offered[index] ?? [] }))
            .filter(({ build, builds }) => !builds.includes(build));
        return withdrawn.length === 0
            ? passed(pins.map(({ addOn, build }) => `${addOn} ${build}`).join(", "))
            : failed(
                  `not offered for Kubernetes ${version}: ${withdrawn.map(({ addOn, build }) => `${addOn} ${build}`).join(", ")}`,
                  withdrawn
                      .map(
                          ({ addOn, builds: [newest = "<build>"] }) =>
                              `pulumi config set --path 'posit-connect:cluster.addOnVersions["${addOn}"]' ${newest}`,
                      )
                      .join("\n"),
              );
    },
};

export const kubernetesVersion: Check = {
    id: "kubernetes-version",
    title: "Kubernetes version",
    inAccount: true,
    run: async ({ settings, place, sources }) => {
        const { version, upgradePolicy } = settings.cluster;
        const offered = await sources.kubernetesVersion(version, place.region);
        const advice = "Choose a newer version in posit-connect:cluster.version.";
        if (offered === undefined) {
            return failed(`EKS does not offer ${version}`, advice);
        }
        const text = `${version}, standard support until ${offered.standardSupportEnds}`;
        switch (offered.status.toUpperCase()) {
            case "STANDARD_SUPPORT":
                return passed(text);
            case "EXTENDED_SUPPORT":
                return upgradePolicy === "EXTENDED"
                    ? passed(`${text}, extended support since`)
                    : failed(`${text}: EKS rejects it with upgradePolicy STANDARD`, advice);
            default:
                return failed(`${text}: ${offered.status}`, advice);
        }
    },
};

/** A Multi-AZ database is in two zones. */
export const databaseClass: Check = {
    id: "database-class",
    title: "Database class",
    inAccount: true,
    run: async ({ settings, place, sources }) => {
        const { instanceClass, engineVersion } = settings.database;
        const [major = ""] = engineVersion.split(".");
        const wanted = zonesOf(settings.network);
        const offered = await sources.zonesOfClass(instanceClass, major, place.region);
        const zones = wanted.filter((zone) => offered.includes(zone));
        const text = `${instanceClass} with PostgreSQL ${major} and gp3`;
        return zones.length >= 2
            ? passed(`${text} in ${zones.join(", ")}`)
            : failed(
                  `${text} is offered in ${zones.join(", ") || "none"} of the stack's zones, and Multi-AZ needs two`,
                  `Choose another posit-connect:database.instanceClass, or zones of ${offered.join(", ") || "another region"}.`,
              );
    },
};
