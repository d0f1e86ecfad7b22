import type { X509Certificate } from "node:crypto";
import { CONTENT_POD_PATH } from "./contentPodPath";
import { type Pods, reservedProperty, reservedVariable } from "../catalog/connectConfiguration";
import { distributionOf, isDistribution, PACKAGE_MANAGER } from "../catalog/distributions";
import { instanceType } from "../catalog/instanceTypes";
import { formatRange } from "../catalog/testedVersions";
import { isObject } from "../lib/isObject";
import { readCertificates, subjectOf } from "../lib/readCertificates";
import type { Graph, Resource } from "./graph";
import { type NodeGroup, nodeGroups } from "./nodes";
import { type Path, readPath } from "./path";
import { connectReleases } from "./releases";
import { untestedVersions } from "./untestedVersions";
import type { Value } from "./value";

/** Properties of a stack that the settings accept and that nothing checks. */
export function notChecked(graph: Graph): string[] {
    return [
        ...nodeGroups(graph).flatMap(typesOf),
        ...connectReleases(graph).flatMap((release) => [
            ...versionsOf(release),
            ...distributionsOf(release),
            ...passedThrough(release),
        ]),
        ...authorities(graph),
    ];
}

/** Private authorities that servers and content trust: each namespace has the same. */
function authorities(graph: Graph): string[] {
    const texts = graph
        .all("kubernetes:core/v1:ConfigMap")
        .map(({ properties }) => readPath(properties, ["data", "authorities.pem"]))
        .filter((text) => typeof text === "string");
    return [...new Set(texts)].flatMap((text) => {
        const { certificates = [] } = readCertificates(text) ?? {};
        const [first] = [...certificates].sort((one, other) => endOf(one) - endOf(other));
        return first === undefined
            ? []
            : [
                  `Certificates of private authorities: ${certificates.length}. ${subjectOf(first)} ends first, on ` +
                      `${new Date(endOf(first)).toISOString().slice(0, 10)}.`,
              ];
    });
}

function endOf({ validTo }: X509Certificate): number {
    return Date.parse(validTo);
}

function typesOf({ resource: { name }, nodes: { instanceTypes } }: NodeGroup): string[] {
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
                  `${name}: size and architecture of ${unknown.join(", ")}. Add the type to catalog/ec2Types.json ` +
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

function versionsOf(release: Resource): string[] {
    return untestedVersions(release).map(
        ({ of, version, range }) =>
            `${of === "Connect" ? of : "Connect's chart"} ${version}: the values are written for versions ${formatRange(range)}.`,
    );
}

/** R packages are binaries for one distribution, and only some tags name theirs. */
function distributionsOf({ properties }: Resource): string[] {
    const url = readPath(properties, ["values", "config", 'RPackageRepository "CRAN"', "URL"]);
    const binaries = typeof url === "string" ? /\/__linux__\/([^/]+)\//.exec(url)?.[1] : undefined;
    const images = namesIn(readPath(properties, ["values", "executionEnvironments"])).filter(
        (name) => distributionOf(name) === undefined,
    );
    if (binaries !== undefined && !isDistribution(binaries)) {
        return [
            `Distribution of R packages: ${binaries}. Package Manager ${PACKAGE_MANAGER} has no binaries under that name.`,
        ];
    }
    return binaries === undefined
        ? []
        : list(
              "Distribution of the content images",
              images,
              `R packages are binaries for ${binaries}: set posit-connect:connect.packageRepositories.r.distribution if the images are of another.`,
          );
}

/** Names in a release of Connect that the program neither sets nor knows. Their values can be long, and only their names are shown. */
function passedThrough({ properties }: Resource): string[] {
    const config = readPath(properties, ["values", "config"]);
    const found = Object.entries(isObject(config) ? config : {}).flatMap(([section, settings]) =>
        Object.keys(isObject(settings) ? settings : {})
            .filter((property) => reservedProperty(section, property) === undefined)
            .map((property) => `${section}.${property}`),
    );
    const volumes = (path: Path) =>
        namesIn(readPath(properties, path)).filter((name) => name.startsWith("extra-"));
    const variables = (pods: Pods, path: Path) =>
        namesIn(readPath(properties, path)).filter((name) => reservedVariable(pods, name) === undefined);
    return [
        list(
            "Connect's configuration",
            found,
            "Connect does not start with a property that it does not know.",
        ),
        list("Environment variables of the servers", variables("servers", ["values", "pod", "env"])),
        list(
            "Environment variables of content",
            variables("content", [...CONTENT_POD_PATH, "containers", 0, "env"]),
            "All publishers' code can read them.",
        ),
        list("Volumes of the servers", volumes(["values", "pod", "volumes"])),
        list("Volumes of content", volumes([...CONTENT_POD_PATH, "volumes"])),
    ].flat();
}

function list(noun: string, names: readonly string[], note?: string): string[] {
    return names.length === 0 ? [] : [`${noun}: ${names.join(", ")}.${note === undefined ? "" : ` ${note}`}`];
}

function namesIn(variables: Value | undefined): string[] {
    return (Array.isArray(variables) ? variables : [])
        .map((variable) => readPath(variable, ["name"]))
        .filter((name) => typeof name === "string");
}
