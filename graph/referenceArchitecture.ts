import type { Graph, Resource } from "./graph";

/** One requirement of Posit's reference architecture for Connect on Kubernetes in AWS. */
export interface Row {
    /** `R1` to `R12`, in the order of `docs/reference-architecture.md`. */
    id: string;
    requirement: string;
    met: boolean;
    /** The resource that meets it and how; or what is missing. */
    by: string;
}

interface Requirement {
    id: string;
    requirement: string;
    /** The resources and values that meet it, or a `Gap`. */
    judge: (graph: Graph) => string;
}

/** Thrown by a judge: what the graph lacks. */
class Gap extends Error {}

/** Judges every row R1–R12 by what is in the graph. */
export function referenceArchitecture(graph: Graph): Row[] {
    return REQUIREMENTS.map(({ id, requirement, judge }) => {
        try {
            return { id, requirement, met: true, by: judge(graph) };
        } catch (error) {
            if (error instanceof Gap) {
                return { id, requirement, met: false, by: error.message };
            }
            throw error;
        }
    });
}

const REQUIREMENTS: Requirement[] = [
    {
        id: "R1",
        requirement: "off-host execution",
        judge: (graph) => {
            const release = connectRelease(graph);
            const { backends, executionEnvironments } = valuesOf(release);
            need(at(backends, "kubernetes", "enabled") === true, "backends.kubernetes is not enabled");
            const environments = Array.isArray(executionEnvironments) ? executionEnvironments.length : 0;
            need(environments > 0, "no execution environment: no content would run");
            return `${release.name} › backends.kubernetes, ${count(environments, "execution environment")}`;
        },
    },
    {
        id: "R2",
        requirement: "Amazon EKS",
        judge: (graph) => {
            const cluster = one(graph, "aws:eks/cluster:Cluster", "cluster");
            return `${cluster.name} › Kubernetes ${text(cluster.inputs["version"])}`;
        },
    },
    {
        id: "R3",
        requirement: "two nodes or more, t3.2xlarge",
        judge: (graph) => {
            const groups = some(graph, "aws:eks/nodeGroup:NodeGroup", "node group");
            const large = groups.filter((group) =>
                list(group.inputs["instanceTypes"]).every(isTwiceExtraLarge),
            );
            need(large.length > 0, `${groups.map(nodes).join("; ")}, smaller than 2xlarge`);
            const least = large.reduce(
                (sum, group) => sum + number(at(group.inputs["scalingConfig"], "minSize")),
                0,
            );
            need(least >= 2, `${large.map(nodes).join("; ")}, fewer than two nodes`);
            return large.map(nodes).join("; ");
        },
    },
    {
        id: "R4",
        requirement: "nodes in several zones, private subnets",
        judge: (graph) => {
            const groups = some(graph, "aws:eks/nodeGroup:NodeGroup", "node group");
            for (const group of groups) {
                const subnets = subnetsOf(graph, group, "subnetIds");
                const zones = zonesOf(subnets);
                need(zones.length >= 2, `${group.name} is in ${count(zones.length, "zone")}`);
                const open = subnets.filter(({ isPrivate }) => isPrivate === false);
                need(open.length === 0, `${group.name} has a subnet with a route to an internet gateway`);
            }
            const all = nodeSubnets(graph);
            const adopted = all.some(({ isPrivate }) => isPrivate === undefined);
            return `${groups.map(({ name }) => name).join(", ")} › ${zonesOf(all).join(", ")}${adopted ? ", private as you say" : ""}`;
        },
    },
    {
        id: "R5",
        requirement: "RDS for PostgreSQL, db.m5.large",
        judge: (graph) => {
            const { name, inputs } = one(graph, "aws:rds/instance:Instance", "database");
            need(inputs["engine"] === "postgres", `${name} runs ${text(inputs["engine"])}`);
            const size = number(inputs["allocatedStorage"]);
            need(isRestored(inputs) || size >= 15, `${name} has ${size} GiB`);
            const instanceClass = text(inputs["instanceClass"]);
            need(/\.\d*x?large$/.test(instanceClass), `${instanceClass} is smaller than db.m5.large`);
            const storage = isRestored(inputs) ? "as many GiB as its backup," : `${size} GiB`;
            return `${name} › PostgreSQL ${text(inputs["engineVersion"])}, ${instanceClass}, ${storage} ${text(inputs["storageType"])}`;
        },
    },
    {
        id: "R6",
        requirement: "an empty database for Connect",
        judge: (graph) => {
            const { name, inputs } = one(graph, "aws:rds/instance:Instance", "database");
            need(typeof inputs["dbName"] === "string", `${name} creates no database`);
            return `${name} › database "${text(inputs["dbName"])}"${isRestored(inputs) ? ", restored" : ""}`;
        },
    },
    {
        id: "R7",
        requirement: "Multi-AZ, on every subnet with nodes",
        judge: (graph) => {
            const instance = one(graph, "aws:rds/instance:Instance", "database");
            need(instance.inputs["multiAz"] === true, `${instance.name} is in one zone`);
            const group = graph
                .references(instance, "dbSubnetGroupName")
                .find(({ type }) => type === "aws:rds/subnetGroup:SubnetGroup");
            need(group !== undefined, `${instance.name} has no subnet group of this stack`);
            const held = new Set(subnetsOf(graph, group, "subnetIds").map(({ key }) => key));
            const missing = nodeSubnets(graph).filter(({ key }) => !held.has(key));
            need(
                missing.length === 0,
                `${group.name} lacks the nodes' subnets in ${zonesOf(missing).join(", ")}`,
            );
            return `${instance.name} › Multi-AZ, ${count(held.size, "private subnet")}`;
        },
    },
    {
        id: "R8",
        requirement: "public Application Load Balancer",
        judge: (graph) => {
            const balancer = one(graph, "aws:lb/loadBalancer:LoadBalancer", "load balancer");
            need(balancer.inputs["internal"] !== true, `${balancer.name} is internal`);
            const https = graph
                .all("aws:lb/listener:Listener")
                .find((listener) => listener.inputs["protocol"] === "HTTPS");
            need(https !== undefined, `${balancer.name} has no HTTPS listener`);
            const target = one(graph, "aws:lb/targetGroup:TargetGroup", "target group");
            const binding = one(
                graph,
                "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
                "target group binding",
            );
            need(graph.dependsOn(https, target), `${https.name} does not forward to ${target.name}`);
            need(graph.dependsOn(binding, target), `${binding.name} does not bind ${target.name}`);
            return `${balancer.name} › HTTPS, bound to Connect's pods by ${binding.name}`;
        },
    },
    {
        id: "R9",
        requirement: "encrypted EFS, shared by all servers",
        judge: (graph) => {
            const adopted = adoptedFileSystem(graph);
            const own =
                adopted === undefined
                    ? one(graph, "aws:efs/fileSystem:FileSystem", "file system")
                    : undefined;
            const name = own?.name ?? adopted ?? "";
            need(own === undefined || own.inputs["encrypted"] === true, `${name} is not encrypted`);
            const volumes = some(graph, "kubernetes:core/v1:PersistentVolume", "volume");
            const foreign = volumes.find((volume) =>
                own === undefined ? !isOn(volume, name) : !graph.dependsOn(volume, own),
            );
            need(foreign === undefined, `${foreign?.name ?? ""} is not on ${name}`);
            const { sharedStorage } = valuesOf(connectRelease(graph));
            need(at(sharedStorage, "mount") === true, "the servers do not mount it");
            need(at(sharedStorage, "mountContent") === true, "content does not mount it");
            const encrypted = own === undefined ? "adopted, refused unless encrypted" : "encrypted";
            return `${name} › ${encrypted}, mounted by servers and content`;
        },
    },
    {
        id: "R10",
        requirement: "a mount target in each zone",
        judge: (graph) => {
            const targets = some(graph, "aws:efs/mountTarget:MountTarget", "mount target");
            const zones = targets.map((target) => zoneOfMountTarget(graph, target));
            const missing = zonesOf(nodeSubnets(graph)).filter((zone) => !zones.includes(zone));
            need(missing.length === 0, `no mount target in ${missing.join(", ")}`);
            return `${count(targets.length, "mount target")} › ${[...zones].sort().join(", ")}`;
        },
    },
    {
        id: "R11",
        requirement: "survives the loss of a zone",
        judge: (graph) => {
            const release = connectRelease(graph);
            const values = valuesOf(release);
            const replicas = number(values["replicas"]);
            need(replicas >= 2, `${release.name} has ${count(replicas, "server")}`);
            const spread = (values["topologySpreadConstraints"] ?? []) as Record<string, unknown>[];
            need(
                spread.some(
                    ({ topologyKey, whenUnsatisfiable }) =>
                        topologyKey === "topology.kubernetes.io/zone" &&
                        whenUnsatisfiable === "DoNotSchedule",
                ),
                `${release.name} does not spread its servers over zones`,
            );
            need(values["podDisruptionBudget"] !== undefined, `${release.name} has no disruption budget`);
            const zones = zonesOf(nodeSubnets(graph));
            need(zones.length >= 2, `nodes are in ${count(zones.length, "zone")}`);
            return `${release.name} › ${replicas} servers over ${count(zones.length, "zone")}, disruption budget`;
        },
    },
    {
        id: "R12",
        requirement: "backups, and what a restore needs",
        judge: (graph) => {
            const selections = graph.all("aws:backup/selection:Selection");
            for (const type of ["aws:rds/instance:Instance", "aws:efs/fileSystem:FileSystem"]) {
                for (const resource of graph.all(type)) {
                    need(
                        selections.some((selection) =>
                            graph.references(selection, "resources").includes(resource),
                        ),
                        `no backup plan selects ${resource.name}`,
                    );
                }
            }
            const adopted = adoptedFileSystem(graph);
            need(
                adopted === undefined ||
                    selections.some(({ inputs }) =>
                        list(inputs["resources"]).some((arn) => arn.endsWith(`/${adopted}`)),
                    ),
                `no backup plan selects ${adopted ?? ""}`,
            );
            const kept = graph.all("aws:s3/bucketObjectv2:BucketObjectv2");
            for (const file of ["manifest.json", "values.yaml", "license.lic"]) {
                need(
                    kept.some(({ inputs }) => inputs["key"] === file),
                    `no bucket keeps ${file}`,
                );
            }
            const selection = one(graph, "aws:backup/selection:Selection", "backup selection");
            return `${selection.name} › database and files; manifest, values, licence in ${count(new Set(kept.map(({ inputs }) => inputs["region"])).size, "region")}`;
        },
    },
];

/** Whether a database is made from a backup. */
function isRestored(inputs: Record<string, unknown>): boolean {
    return inputs["snapshotIdentifier"] !== undefined || inputs["restoreToPointInTime"] !== undefined;
}

/** Id of the file system that the mount targets are on, where it is none of the stack's. */
function adoptedFileSystem(graph: Graph): string | undefined {
    const ids = graph
        .all("aws:efs/mountTarget:MountTarget")
        .filter((target) => graph.references(target, "fileSystemId").length === 0)
        .map(({ inputs }) => text(inputs["fileSystemId"]));
    return graph.all("aws:efs/fileSystem:FileSystem").length === 0 ? ids[0] : undefined;
}

function isOn({ inputs }: Resource, fileSystemId: string): boolean {
    const handle = text(at(at(inputs["spec"], "csi"), "volumeHandle"));
    return handle === fileSystemId || handle.startsWith(`${fileSystemId}:`);
}

function need(condition: boolean, gap: string): asserts condition {
    if (!condition) {
        throw new Gap(gap);
    }
}

function some(graph: Graph, type: string, what: string): Resource[] {
    const found = graph.all(type);
    need(found.length > 0, `there is no ${what}`);
    return found;
}

function one(graph: Graph, type: string, what: string): Resource {
    const [found, ...more] = some(graph, type, what);
    need(found !== undefined && more.length === 0, `there are ${more.length + 1} of ${what}, and not one`);
    return found;
}

function connectRelease(graph: Graph): Resource {
    const release = graph
        .all("kubernetes:helm.sh/v3:Release")
        .find(({ inputs }) => at(inputs["values"], "executionEnvironments") !== undefined);
    need(release !== undefined, "there is no release of Connect");
    return release;
}

function valuesOf(release: Resource): Record<string, unknown> {
    return (release.inputs["values"] ?? {}) as Record<string, unknown>;
}

function nodeSubnets(graph: Graph): ReturnType<typeof subnetsOf> {
    return graph.all("aws:eks/nodeGroup:NodeGroup").flatMap((group) => subnetsOf(graph, group, "subnetIds"));
}

/** Where its input depends on all private subnets alike, the id tells which it is; in a preview, the name. */
function zoneOfMountTarget(graph: Graph, target: Resource): string {
    const subnets = subnetsOf(graph, target, "subnetId");
    const exact = subnets.filter(
        ({ key }) => graph.find(key)?.id === target.inputs["subnetId"] || key === target.inputs["subnetId"],
    );
    const named = subnets.filter(({ availabilityZone }) => target.name.endsWith(availabilityZone));
    const [subnet] = exact.length === 1 ? exact : named;
    return subnet?.availabilityZone ?? "an unknown zone";
}

function nodes(group: Resource): string {
    const { minSize, maxSize } = (group.inputs["scalingConfig"] ?? {}) as Record<string, unknown>;
    return `${group.name} › ${number(minSize)}–${number(maxSize)} × ${list(group.inputs["instanceTypes"]).join(" or ")}`;
}

function isTwiceExtraLarge(instanceType: string): boolean {
    return /\.(metal|(?:[2-9]|\d\d)xlarge)/.test(instanceType);
}

function at(value: unknown, ...path: string[]): unknown {
    return path.reduce<unknown>(
        (here, key) =>
            typeof here === "object" && here !== null ? (here as Record<string, unknown>)[key] : undefined,
        value,
    );
}

function text(value: unknown): string {
    return typeof value === "string" || typeof value === "number" ? String(value) : "?";
}

function number(value: unknown): number {
    return typeof value === "number" ? value : 0;
}

function list(value: unknown): string[] {
    return Array.isArray(value) ? value.map(text) : [];
}

function count(n: number, noun: string): string {
    return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

const SUBNET = "aws:ec2/subnet:Subnet";
const NETWORK = "posit-connect:index:Network";

/** A subnet as far as the graph tells. */
interface Subnet {
    /** URN of a subnet in the graph, id of an adopted one. */
    key: string;
    availabilityZone: string;
    /** Whether no route leads to an internet gateway; `undefined` for an adopted subnet, whose routes are not here. */
    isPrivate: boolean | undefined;
}

/** The subnets that an input of a resource names. */
function subnetsOf(graph: Graph, resource: Resource, property: string): Subnet[] {
    const made = graph.references(resource, property).filter(({ type }) => type === SUBNET);
    if (made.length > 0) {
        return made.map((subnet) => ({
            key: subnet.urn,
            availabilityZone: String(subnet.inputs["availabilityZone"]),
            isPrivate: !routesToInternet(graph, subnet),
        }));
    }
    const ids = [resource.inputs[property]].flat();
    return adoptedSubnets(graph).filter(({ key }) => ids.includes(key));
}

/** The subnets of a network that the stack has adopted and not made. */
function adoptedSubnets(graph: Graph): Subnet[] {
    return graph.all(NETWORK).flatMap(({ outputs }) =>
        [outputs["privateSubnets"], outputs["publicSubnets"]].flat().flatMap((subnet) => {
            const { id, availabilityZone } = (subnet ?? {}) as { id?: string; availabilityZone?: string };
            return id === undefined || availabilityZone === undefined
                ? []
                : [{ key: id, availabilityZone, isPrivate: undefined }];
        }),
    );
}

/** By the routes of its own route table: `Network` leaves no subnet to the main one. */
function routesToInternet(graph: Graph, subnet: Resource): boolean {
    const tables = graph
        .all("aws:ec2/routeTableAssociation:RouteTableAssociation")
        .filter((association) => graph.references(association, "subnetId").includes(subnet))
        .flatMap((association) => graph.references(association, "routeTableId"));
    return graph
        .all("aws:ec2/route:Route")
        .filter((route) => graph.references(route, "routeTableId").some((table) => tables.includes(table)))
        .some((route) => route.inputs["gatewayId"] !== undefined);
}

/** Distinct zones of some subnets, in order. */
function zonesOf(subnets: Subnet[]): string[] {
    return [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))].sort();
}
