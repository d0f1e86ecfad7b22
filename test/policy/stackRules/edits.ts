import type { Resource } from "../../../graph/graph";
import { UNKNOWN, type Value } from "../../../graph/value";
import { add, all, drop, type Edit, find, patch, refer, set, setPart } from "./stack";

export const NODES = "NodeGroup::cluster-general";
export const SERVER_NODES = "NodeGroup::cluster-servers";
export const CONTENT_NODES = "NodeGroup::cluster-content";
export const CLUSTER = "Cluster::cluster-eksCluster";
export const KUBE_PROXY = "Addon::cluster-kube-proxy";
export const DATABASE = "Instance::database";
export const FILES = "FileSystem::file-system";
export const SUBNETS = "SubnetGroup::database";
export const BALANCER = "LoadBalancer::load-balancer";
export const BUCKET = "Bucket::load-balancer-logs";
export const RECOVERY = "Bucket::recovery";
export const ACL = "WebAcl::load-balancer-firewall";
export const VPC = "Vpc::network";
export const RELEASE = "Release::connect";
export const CONTROLLER = "Release::cluster-load-balancer-controller";
export const IDENTITY = "PodIdentityAssociation::cluster-load-balancer-controller";
export const BINDING = "TargetGroupBinding::connect";
export const PLAN = "Plan::backup";
export const SELECTION = "Selection::backup";
export const PRIVATE = "Subnet::network-private-1";
export const PUBLIC = "Subnet::network-public-1";
export const TABLE = "RouteTable::network-private-1";
export const ASSOCIATION = "RouteTableAssociation::network-private-1";
export const GATEWAY = "InternetGateway::network";
export const DATABASE_GROUP = "SecurityGroup::database";
export const FILES_GROUP = "SecurityGroup::file-system";
export const BALANCER_GROUP = "SecurityGroup::load-balancer";
export const FROM_CLUSTER = "SecurityGroupIngressRule::database-from-cluster";
export const TARGETS = ["a", "b", "c"].map((zone) => `MountTarget::file-system-us-east-1${zone}`);
export const [TARGET = ""] = TARGETS;
export const API_RULE = "SecurityGroupIngressRule::cluster-api-from-192-0-2-0-24";
export const NFS_RULE = "SecurityGroupIngressRule::file-system-from-cluster";

/** Replaces the stack's file system and all references to it by one outside the stack. */
export function adoptFileSystem(id: string, selected = true): Edit {
    const arn = `arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/${id}`;
    return (resources) => {
        const database = find(resources, DATABASE).properties.arn ?? UNKNOWN;
        return all(
            drop(FILES),
            ...TARGETS.map((target) => set(target, ["fileSystemId"], id)),
            set("FileSystemPolicy::file-system", ["fileSystemId"], id),
            set("PersistentVolume::connect-servers", ["spec", "csi", "volumeHandle"], id),
            set("PersistentVolume::connect-content", ["spec", "csi", "volumeHandle"], `${id}:/`),
            refer(SELECTION, ["resources", 0], DATABASE, "arn"),
            setPart(SELECTION, ["resources"], selected ? [database, arn] : [database]),
        )(resources);
    };
}

/** Unverified findings about a file system outside the stack. */
export const ADOPTED_FINDINGS = [
    "volume-file-system: PersistentVolume::connect-servers",
    "volume-file-system: PersistentVolume::connect-content",
];

/** Violations caused by a route from the first private subnet to the internet. */
export const publicRoute = [
    `database-subnets: ${SUBNETS}`,
    `mount-target-subnets: ${TARGET}`,
    `node-subnets-private: ${NODES}`,
];

/** Violations without a cluster: the security group of its nodes is unknown, so no rule allows them. */
export const withoutCluster = [
    "complete: stack",
    `database-paths: ${FROM_CLUSTER}`,
    `database-paths: ${DATABASE}`,
    `exposure: ${FROM_CLUSTER}`,
    `exposure: ${NFS_RULE}`,
    `file-system-paths: ${NFS_RULE}`,
    ...TARGETS.map((target) => `file-system-paths: ${target}`),
];

export const ingress = (changes: Record<string, Value>): Record<string, Value> => ({
    protocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
    ...changes,
});

export const inline = (group: string, changes: Record<string, Value>): Edit =>
    set(group, ["ingress"], [ingress(changes)]);

export const separate = (type: "ingress" | "egress", group: string, changes: Record<string, Value>): Edit =>
    all(
        add("aws:ec2/securityGroupRule:SecurityGroupRule", "more", ingress({ type, ...changes })),
        refer("SecurityGroupRule::more", ["securityGroupId"], group),
    );

export const vpcRule = (group: string, changes: Record<string, Value>): Edit =>
    all(
        add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "more", {
            ipProtocol: "tcp",
            fromPort: 5432,
            toPort: 5432,
            ...changes,
        }),
        refer("SecurityGroupIngressRule::more", ["securityGroupId"], group),
    );

export const route = (table: string): Edit =>
    all(
        add("aws:ec2/route:Route", "more", { destinationCidrBlock: "0.0.0.0/0" }),
        refer("Route::more", ["gatewayId"], GATEWAY),
        refer("Route::more", ["routeTableId"], table),
    );

export const another =
    (name: string): Edit =>
    (resources) => {
        const original = find(resources, name);
        const { type, properties } = original;
        const given = Object.fromEntries(Object.entries(properties).filter(([key]) => key !== "id"));
        return add(type, "", given, {
            ...original,
            properties: given,
            urn: `${original.urn}-2`,
            name: `${original.name}-2`,
        })(resources);
    };

export const dependencies =
    (name: string, without: readonly string[]): Edit =>
    (resources) => {
        const urns = without.map((each) => find(resources, each).urn);
        return patch(name, {
            dependencies: find(resources, name).dependencies.filter((urn) => !urns.includes(urn)),
        })(resources);
    };

/** The references of a resource's properties, with one of them changed; none if references are not known. */
export const refersTo = (
    resources: readonly Resource[],
    name: string,
    property: string,
    targets: readonly string[],
): Resource["propertyDependencies"] => {
    const { propertyDependencies } = find(resources, name);
    return Object.keys(propertyDependencies).length === 0
        ? {}
        : { ...propertyDependencies, [property]: targets.map((target) => find(resources, target).urn) };
};

/** Sets a property to an unknown value that comes from one of these resources. */
export const ofEither =
    (name: string, property: string, targets: readonly string[]): Edit =>
    (resources) =>
        patch(name, {
            properties: { ...find(resources, name).properties, [property]: UNKNOWN },
            propertyDependencies: refersTo(resources, name, property, targets),
        })(resources);

/** Removes a resource from all dependencies. */
export const cut =
    (name: string): Edit =>
    (resources) => {
        const { urn } = find(resources, name);
        return resources.map((resource) => ({
            ...resource,
            dependencies: resource.dependencies.filter((each) => each !== urn),
        }));
    };

export const ofType =
    (type: string): Edit =>
    (resources) =>
        resources.filter((each) => each.type !== type);
