import { zonesOf } from "../../../stacks/sections/network";
import { type Check, failed, passed } from "../check";

/** Zones in which EKS places no control plane. Source: EKS user guide, "Subnet requirements for clusters". */
const WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

export const zones: Check = {
    id: "zones",
    title: "Availability zones",
    inAccount: true,
    run: async ({ settings, place, sources }) => {
        const offered = await sources.zones(place.region);
        const wanted = zonesOf(settings.network);
        const problems = wanted.flatMap((name) => {
            const zone = offered.find((each) => each.name === name);
            if (zone === undefined) {
                return [`${name} is not offered to this account`];
            }
            if (zone.state !== "available") {
                return [`${name} is ${zone.state}`];
            }
            return WITHOUT_EKS.includes(zone.id) ? [`${name} is ${zone.id}, which EKS rejects`] : [];
        });
        if (problems.length === 0) {
            const names = wanted.map(
                (name) => `${name} (${offered.find((each) => each.name === name)?.id ?? ""})`,
            );
            return passed(names.join(", "));
        }
        const usable = offered
            .filter(({ id, state }) => state === "available" && !WITHOUT_EKS.includes(id))
            .map(({ name }) => name);
        return failed(
            problems.join("; "),
            `Choose other zones in posit-connect:network: ${usable.join(", ")}.`,
        );
    },
};

export const instanceTypes: Check = {
    id: "instance-types",
    title: "Instance types",
    inAccount: true,
    run: async ({ settings, place, sources }) => {
        const groups = Object.values(settings.cluster.nodeGroups);
        const types = [...new Set(groups.flatMap((group) => group.instanceTypes))];
        const offered = await sources.zonesOfTypes(types, place.region);
        const problems = types.flatMap((type) => {
            const wanted = groups
                .filter(({ instanceTypes }) => instanceTypes.includes(type))
                .flatMap(({ availabilityZones }) => availabilityZones ?? zonesOf(settings.network));
            const missing = [...new Set(wanted)].filter((zone) => offered.get(type)?.includes(zone) !== true);
            return missing.length === 0 ? [] : [`${type} is not offered in ${missing.join(", ")}`];
        });
        return problems.length === 0
            ? passed(`${types.join(", ")} in each zone`)
            : failed(
                  problems.join("; "),
                  "Choose another type in posit-connect:cluster.nodeGroups, or other zones.",
              );
    },
};
