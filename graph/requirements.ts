import { adoptedFileSystems } from "./adoptedFileSystems";
import type { Graph, Resource } from "./graph";
import { linkOf, linksOf } from "./links";
import { nodeGroups, nodeZones } from "./nodes";
import { nodesText } from "./nodesText";
import { readPath } from "./path";
import { connectReleases } from "./releases";
import { GROUPS, rulesOf } from "./securityGroups";
import { knownZones, zoneOf } from "./subnets";
import {
    BUCKET_OBJECT,
    CLUSTER,
    DATABASE,
    FILE_SYSTEM,
    LOAD_BALANCER,
    MOUNT_TARGET,
    SUBNET,
    SUBNET_GROUP,
} from "./types";
import type { Value } from "./value";

/** A requirement of Posit's reference architecture for Connect on Kubernetes in AWS. */
export interface Requirement {
    /** `R1` to `R12`, in the order of `docs/reference-architecture.md`. */
    readonly id: string;
    readonly requirement: string;
    /** The resources and values that show how the stack meets it. The policy rules decide whether it does. */
    readonly evidence: (graph: Graph) => string;
}

export const requirements: readonly Requirement[] = [
    {
        id: "R1",
        requirement: "off-host execution",
        evidence: (graph) =>
            describe(connectReleases(graph), ({ properties }) => {
                const environments = readPath(properties, ["values", "executionEnvironments"]);
                const number = Array.isArray(environments) ? environments.length : 0;
                const enabled = readPath(properties, ["values", "backends", "kubernetes", "enabled"]);
                return `backends.kubernetes.enabled ${show(enabled)}, ${count(number, "execution environment")}`;
            }),
    },
    {
        id: "R2",
        requirement: "Amazon EKS",
        evidence: (graph) =>
            describe(graph.all(CLUSTER), ({ properties }) => `Kubernetes ${show(properties.version)}`),
    },
    {
        id: "R3",
        requirement: "two nodes or more, t3.2xlarge",
        evidence: (graph) =>
            describe(
                nodeGroups(graph).map(({ resource }) => resource),
                (resource) =>
                    nodeGroups(graph)
                        .filter((group) => group.resource === resource)
                        .map(nodesText)
                        .join(),
            ),
    },
    {
        id: "R4",
        requirement: "nodes in several zones, private subnets",
        evidence: (graph) =>
            `${namesOf(nodeGroups(graph).map(({ resource }) => resource))} › ${nodeZones(graph).join(", ")}`,
    },
    {
        id: "R5",
        requirement: "RDS for PostgreSQL, db.m5.large",
        evidence: (graph) =>
            describe(graph.all(DATABASE), ({ properties }) => {
                const { engineVersion, instanceClass, allocatedStorage, storageType } = properties;
                const storage = isRestored(properties)
                    ? "as many GiB as its backup,"
                    : `${show(allocatedStorage)} GiB`;
                // A major version alone leaves the minor one to RDS, which is not always the latest.
                const minor = show(engineVersion).includes(".") ? "" : " (default minor)";
                return `PostgreSQL ${show(engineVersion)}${minor}, ${show(instanceClass)}, ${storage} ${show(storageType)}`;
            }),
    },
    {
        id: "R6",
        requirement: "an empty database for Connect",
        evidence: (graph) =>
            describe(
                graph.all(DATABASE),
                ({ properties }) =>
                    `database "${show(properties.dbName)}"${isRestored(properties) ? ", restored" : ""}`,
            ),
    },
    {
        id: "R7",
        requirement: "Multi-AZ, on every subnet with nodes",
        evidence: (graph) =>
            describe(graph.all(DATABASE), (database) => {
                const group = linkOf(graph, database, ["dbSubnetGroupName"], [SUBNET_GROUP]);
                const subnets =
                    group?.is === "resource" ? linksOf(graph, group.resource, ["subnetIds"], [SUBNET]) : [];
                return `multiAz ${show(database.properties.multiAz)}, ${count(subnets.length, "subnet")}`;
            }),
    },
    {
        id: "R8",
        requirement: "Application Load Balancer",
        evidence: (graph) =>
            describe(graph.all(LOAD_BALANCER), (loadBalancer) => {
                const listeners = graph.all("aws:lb/listener:Listener");
                const protocols = listeners.map(({ properties }) => show(properties.protocol)).sort();
                const bindings = graph.all("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding");
                const reach =
                    loadBalancer.properties.internal === true
                        ? `internal, not public, open to ${allowedBlocks(graph, loadBalancer).join(", ")}`
                        : "public";
                return `${reach}, ${protocols.join(" and ")}, bound to pods by ${namesOf(bindings)}`;
            }),
    },
    {
        id: "R9",
        requirement: "encrypted EFS, shared by all servers",
        evidence: (graph) =>
            [
                describe(
                    graph.all(FILE_SYSTEM),
                    ({ properties }) => `encrypted ${show(properties.encrypted)}`,
                ),
                ...adoptedFileSystems(graph).map((id) => `${id} › adopted`),
                describe(connectReleases(graph), ({ properties }) => {
                    const mounts = ["mount", "mountContent"].map((key) =>
                        show(readPath(properties, ["values", "sharedStorage", key])),
                    );
                    return `sharedStorage.mount ${mounts.join(", mountContent ")}`;
                }),
            ]
                .filter((text) => text !== "")
                .join("; "),
    },
    {
        id: "R10",
        requirement: "a mount target in each zone",
        evidence: (graph) => {
            const targets = graph.all(MOUNT_TARGET);
            const zones = targets.map((target) =>
                zoneOf(graph, linkOf(graph, target, ["subnetId"], [SUBNET]) ?? { is: "unknown" }),
            );
            return `${count(targets.length, "mount target")} › ${knownZones(zones).sort().join(", ")}`;
        },
    },
    {
        id: "R11",
        requirement: "survives the loss of a zone",
        evidence: (graph) =>
            describe(connectReleases(graph), ({ properties }) => {
                const [replicas, budget] = ["replicas", "podDisruptionBudget"].map((key) =>
                    readPath(properties, ["values", key]),
                );
                const zones = count(nodeZones(graph).length, "zone");
                return `${show(replicas)} servers over ${zones}, ${budget === undefined ? "no " : ""}disruption budget`;
            }),
    },
    {
        id: "R12",
        requirement: "backups, and what a restore needs",
        evidence: (graph) => {
            const regions = new Set(graph.all(BUCKET_OBJECT).map(({ properties }) => properties.region));
            return describe(
                graph.all("aws:backup/selection:Selection"),
                () => `database and files; manifest, values, license in ${count(regions.size, "region")}`,
            );
        },
    },
];

/** The blocks that may connect to a load balancer, each once. */
function allowedBlocks(graph: Graph, loadBalancer: Resource): string[] {
    const blocks = linksOf(graph, loadBalancer, ["securityGroups"], GROUPS)
        .flatMap((group) => rulesOf(graph, group, "ingress"))
        .flatMap(({ peers }) => peers)
        .map((peer) => (peer.is === "addresses" ? peer.cidr : "other sources"));
    return [...new Set(blocks)];
}

function isRestored({ snapshotIdentifier, restoreToPointInTime }: Resource["properties"]): boolean {
    return snapshotIdentifier !== undefined || restoreToPointInTime !== undefined;
}

function describe(resources: readonly Resource[], text: (resource: Resource) => string): string {
    return resources.map((resource) => `${resource.name} › ${text(resource)}`).join("; ");
}

function namesOf(resources: readonly Resource[]): string {
    return resources.map(({ name }) => name).join(", ");
}

function show(value: Value | undefined, separator = ", "): string {
    if (Array.isArray(value)) {
        return value.map((element) => show(element)).join(separator);
    }
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : "?";
}

function count(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
