import { instanceType } from "../catalog/instanceTypes";
import { formatRange, isTested, testedVersions } from "../catalog/testedVersions";
import type { Graph, Resource } from "./graph";
import { readPath } from "./path";
import { connectReleases } from "./releases";
import { NODE_GROUP } from "./types";

/** Properties of a stack that the settings accept and that nothing checks. */
export function notChecked(graph: Graph): string[] {
    return [...graph.all(NODE_GROUP).flatMap(typesOf), ...connectReleases(graph).flatMap(versionsOf)];
}

function typesOf({ name, properties: { instanceTypes } }: Resource): string[] {
    const names = Array.isArray(instanceTypes)
        ? instanceTypes.filter((type) => typeof type === "string")
        : [];
    const unknown = names.filter((type) => instanceType(type) === undefined);
    const sizes = new Set(
        names.map(instanceType).flatMap((type) => (type ? [`${type.vCpus} ${type.memoryGiB}`] : [])),
    );
    return [
        ...(unknown.length > 0
            ? [
                  `${name}: size and architecture of ${unknown.join(", ")}. Add the type to catalog/instanceTypes.json ` +
                      "with the values of aws ec2 describe-instance-types.",
              ]
            : []),
        ...(sizes.size > 1
            ? [
                  `${name}: nodes of different sizes. Servers and content are checked for the smallest type, subnets for the largest.`,
              ]
            : []),
    ];
}

function versionsOf({ properties }: Resource): string[] {
    const versions = [
        { of: "Connect's chart", version: properties.version, range: testedVersions.chart },
        {
            of: "Connect",
            version: readPath(properties, ["values", "versionOverride"]),
            range: testedVersions.connect,
        },
    ];
    return versions.flatMap(({ of, version, range }) =>
        typeof version === "string" && !isTested(version, range)
            ? [`${of} ${version}: the values are written for versions ${formatRange(range)}.`]
            : [],
    );
}
