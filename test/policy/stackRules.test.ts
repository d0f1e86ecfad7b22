import { expect } from "chai";
import type { Resource } from "../../graph/graph";
import { UNKNOWN, type Value } from "../../graph/value";
import { graphOf } from "../graph/resources";
import { simulateStack } from "../program";
import { KeptSentences } from "./keptSentences";
import {
    add,
    all,
    drop,
    type Edit,
    find,
    type Form,
    FORMS,
    found,
    judged,
    patch,
    refer,
    set,
    setPart,
    stackRules,
    withoutReferences,
} from "./stack";

const NODES = "NodeGroup::cluster-general";
const CLUSTER = "Cluster::cluster-eksCluster";
const DATABASE = "Instance::database";
const FILES = "FileSystem::file-system";
const SUBNETS = "SubnetGroup::database";
const BALANCER = "LoadBalancer::load-balancer";
const BUCKET = "Bucket::load-balancer-logs";
const RECOVERY = "Bucket::recovery";
const ACL = "WebAcl::load-balancer-firewall";
const VPC = "Vpc::network";
const RELEASE = "Release::connect";
const CONTROLLER = "Release::cluster-load-balancer-controller";
const IDENTITY = "PodIdentityAssociation::cluster-load-balancer-controller";
const BINDING = "TargetGroupBinding::connect";
const PLAN = "Plan::backup";
const SELECTION = "Selection::backup";
const PRIVATE = "Subnet::network-private-1";
const PUBLIC = "Subnet::network-public-1";
const TABLE = "RouteTable::network-private-1";
const ASSOCIATION = "RouteTableAssociation::network-private-1";
const GATEWAY = "InternetGateway::network";
const DATABASE_GROUP = "SecurityGroup::database";
const FILES_GROUP = "SecurityGroup::file-system";
const BALANCER_GROUP = "SecurityGroup::load-balancer";
const FROM_CLUSTER = "SecurityGroupIngressRule::database-from-cluster";
const TARGETS = ["a", "b", "c"].map((zone) => `MountTarget::file-system-us-east-1${zone}`);
const [TARGET = ""] = TARGETS;
const API_RULE = "SecurityGroupIngressRule::cluster-api-from-192-0-2-0-24";
const NFS_RULE = "SecurityGroupIngressRule::file-system-from-cluster";

/** One change of the planned prod stack, and all that it breaks. */
interface Case {
    edit: Edit;
    broken?: readonly string[] | Partial<Record<Form, readonly string[]>>;
    untold?: readonly string[];
    /** The forms that it is a change of; all where not said. */
    forms?: readonly Form[];
}

const stacks = new Map<string, readonly Resource[]>();

/** The planned stack in one of the forms. */
function planned(stack: string, form: Form): readonly Resource[] {
    const resources = stacks.get(`${stack} ${form === "literal ids" ? "update" : form}`) ?? [];
    return form === "literal ids" ? withoutReferences(resources) : resources;
}

/** The stack's file system is one that is made elsewhere, with all that refers to it. */
function takeOver(id: string, selected = true): Edit {
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

/** What nobody can tell of a file system that is made elsewhere. */
const TAKEN_OVER = [
    "volume-file-system: PersistentVolume::connect-servers",
    "volume-file-system: PersistentVolume::connect-content",
];

/** What a route from the first private subnet to the internet breaks. */
const publicRoute = [
    `database-subnets: ${SUBNETS}`,
    `mount-target-subnets: ${TARGET}`,
    `node-subnets-private: ${NODES}`,
];

/** Without a cluster nobody knows the group of its nodes, so that no path is theirs. */
const withoutCluster = [
    "complete: stack",
    `database-paths: ${FROM_CLUSTER}`,
    `database-paths: ${DATABASE}`,
    `exposure: ${FROM_CLUSTER}`,
    `exposure: ${NFS_RULE}`,
    `file-system-paths: ${NFS_RULE}`,
    ...TARGETS.map((target) => `file-system-paths: ${target}`),
];

const ingress = (changes: Record<string, Value>): Record<string, Value> => ({
    protocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
    ...changes,
});

const inline = (group: string, changes: Record<string, Value>): Edit =>
    set(group, ["ingress"], [ingress(changes)]);

const separate = (type: "ingress" | "egress", group: string, changes: Record<string, Value>): Edit =>
    all(
        add("aws:ec2/securityGroupRule:SecurityGroupRule", "more", ingress({ type, ...changes })),
        refer("SecurityGroupRule::more", ["securityGroupId"], group),
    );

const vpcRule = (group: string, changes: Record<string, Value>): Edit =>
    all(
        add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "more", {
            ipProtocol: "tcp",
            fromPort: 5432,
            toPort: 5432,
            ...changes,
        }),
        refer("SecurityGroupIngressRule::more", ["securityGroupId"], group),
    );

const route = (table: string): Edit =>
    all(
        add("aws:ec2/route:Route", "more", { destinationCidrBlock: "0.0.0.0/0" }),
        refer("Route::more", ["gatewayId"], GATEWAY),
        refer("Route::more", ["routeTableId"], table),
    );

const another =
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

const dependencies =
    (name: string, without: readonly string[]): Edit =>
    (resources) => {
        const urns = without.map((each) => find(resources, each).urn);
        return patch(name, {
            dependencies: find(resources, name).dependencies.filter((urn) => !urns.includes(urn)),
        })(resources);
    };

/** What the properties of a resource refer to, with one of them changed; nothing where references are not known. */
const refersTo = (
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

/** Makes a property one value that is unknown, and comes from one of some resources. */
const ofEither =
    (name: string, property: string, targets: readonly string[]): Edit =>
    (resources) =>
        patch(name, {
            properties: { ...find(resources, name).properties, [property]: UNKNOWN },
            propertyDependencies: refersTo(resources, name, property, targets),
        })(resources);

/** Nothing waits for a resource any more. */
const cut =
    (name: string): Edit =>
    (resources) => {
        const { urn } = find(resources, name);
        return resources.map((resource) => ({
            ...resource,
            dependencies: resource.dependencies.filter((each) => each !== urn),
        }));
    };

const ofType =
    (type: string): Edit =>
    (resources) =>
        resources.filter((each) => each.type !== type);

const CASES: Record<string, Record<string, Case>> = {
    "node-subnets-private": {
        "a route to an internet gateway within a private table": {
            edit: all(
                set(
                    TABLE,
                    ["routes"],
                    [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }, { cidrBlock: "0.0.0.0/0" }],
                ),
                refer(TABLE, ["routes", 1, "gatewayId"], GATEWAY),
            ),
            broken: publicRoute,
        },
        "a route of its own in a private table": { edit: route(TABLE), broken: publicRoute },
        "a route to a gateway that is made elsewhere": {
            edit: set(TABLE, ["routes"], [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }]),
            broken: publicRoute,
        },
        "routes that are none to the internet": {
            edit: set(
                TABLE,
                ["routes"],
                [
                    { cidrBlock: "10.0.0.0/16", gatewayId: "local" },
                    { cidrBlock: "10.1.0.0/16", gatewayId: "" },
                    { cidrBlock: "10.2.0.0/16", gatewayId: "vgw-1" },
                ],
            ),
        },
        "routes that nobody knows": { edit: set(TABLE, ["routes"], UNKNOWN), broken: publicRoute },
        "the main table, which leads nowhere": { edit: drop(ASSOCIATION) },
        "the main table, with a route of its own": {
            edit: all(drop(ASSOCIATION), route(VPC)),
            broken: publicRoute,
        },
        "the main table, which is a public one": {
            edit: all(
                drop(ASSOCIATION),
                add("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", {}),
                refer("MainRouteTableAssociation::main", ["vpcId"], VPC),
                refer("MainRouteTableAssociation::main", ["routeTableId"], "RouteTable::network-public-1"),
            ),
            broken: publicRoute,
        },
        "the main table, with a route within it": {
            edit: all(
                drop(ASSOCIATION),
                add("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
                    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }],
                }),
                refer("DefaultRouteTable::main", ["defaultRouteTableId"], VPC),
            ),
            broken: publicRoute,
        },
        "a table that is made elsewhere": {
            edit: set(ASSOCIATION, ["routeTableId"], "rtb-1"),
            untold: [
                `database-subnets: ${SUBNETS}`,
                `mount-target-subnets: ${TARGET}`,
                `node-subnets-private: ${NODES}`,
            ],
            forms: ["update", "literal ids"],
        },
        "a subnet that nobody knows": {
            edit: set(NODES, ["subnetIds", 0], UNKNOWN),
            broken: [
                `database-subnets: ${NODES}`,
                `mount-targets: ${NODES}`,
                `node-subnets-private: ${NODES}`,
            ],
            forms: ["update", "literal ids"],
        },
        "an association of one of two subnets, and it is not known of which": {
            edit: ofEither(ASSOCIATION, "subnetId", [PRIVATE, PUBLIC]),
            broken: [...publicRoute, `subnet-tags: ${BALANCER}`],
            forms: ["first preview"],
        },
        "a private table or a public one": {
            edit: ofEither(ASSOCIATION, "routeTableId", [TABLE, "RouteTable::network-public-1"]),
            broken: publicRoute,
            forms: ["first preview"],
        },
        "a route to the internet in one of two tables": {
            edit: all(
                route(TABLE),
                ofEither("Route::more", "routeTableId", [TABLE, "RouteTable::network-private-2"]),
            ),
            broken: [...publicRoute, "mount-target-subnets: MountTarget::file-system-us-east-1b"],
            forms: ["first preview"],
        },
        "subnets of which it is not known whether they are public": {
            edit: ofEither(NODES, "subnetIds", [PRIVATE, PUBLIC]),
            broken: [
                `database-subnets: ${SUBNETS}`,
                `node-subnets-private: ${NODES}`,
                `node-zones: ${NODES}`,
                `subnet-tags: ${PUBLIC}`,
            ],
            forms: ["first preview"],
        },
        "subnets that are made elsewhere": {
            edit: set(NODES, ["subnetIds"], ["subnet-1", "subnet-2"]),
            broken: [`database-subnets: ${SUBNETS}`],
            untold: [
                "mount-targets: stack",
                `node-subnets-private: ${NODES}`,
                `node-zones: ${NODES}`,
                `subnet-tags: ${NODES}`,
            ],
        },
    },
    "node-zones": {
        "subnets of one zone": {
            edit: all(
                setPart(PRIVATE, ["availabilityZone"], "us-east-1b"),
                setPart("Subnet::network-private-3", ["availabilityZone"], "us-east-1b"),
            ),
            broken: [
                "mount-targets: MountTarget::file-system-us-east-1b",
                "mount-targets: MountTarget::file-system-us-east-1c",
                `node-zones: ${NODES}`,
            ],
        },
        "two zones": {
            edit: setPart(PRIVATE, ["availabilityZone"], "us-east-1b"),
            broken: ["mount-targets: MountTarget::file-system-us-east-1b"],
        },
        "a zone that nobody knows": {
            edit: setPart(PRIVATE, ["availabilityZone"], undefined),
            broken: [`mount-targets: ${TARGET}`, `mount-targets: ${NODES}`],
        },
        "a list that is not known as a whole": {
            edit: setPart(NODES, ["subnetIds"], UNKNOWN),
            broken: [`mount-targets: ${NODES}`, `node-zones: ${NODES}`],
            forms: ["first preview"],
        },
        "no subnet": {
            edit: set(NODES, ["subnetIds"], []),
            broken: [`node-zones: ${NODES}`],
        },
        "one zone that is known and one that is not told": {
            edit: all(
                set(NODES, ["subnetIds"], ["subnet-1", "subnet-2"]),
                setPart(
                    "Network::network",
                    ["privateSubnets"],
                    [{ id: "subnet-1", availabilityZone: "us-east-1a" }],
                ),
            ),
            broken: [`database-subnets: ${SUBNETS}`],
            untold: [
                "mount-targets: stack",
                `node-subnets-private: ${NODES}`,
                `node-zones: ${NODES}`,
                `subnet-tags: ${NODES}`,
            ],
        },
        "adopted subnets of two zones": {
            edit: all(
                set(NODES, ["subnetIds"], ["subnet-1", "subnet-2"]),
                setPart(
                    "Network::network",
                    ["privateSubnets"],
                    [
                        { id: "subnet-1", availabilityZone: "us-east-1a" },
                        { id: "subnet-2", availabilityZone: "us-east-1b" },
                    ],
                ),
            ),
            broken: [`database-subnets: ${SUBNETS}`],
            untold: [`node-subnets-private: ${NODES}`, `subnet-tags: ${NODES}`],
        },
    },
    "node-count": {
        "fewer nodes than zones": {
            edit: setPart(NODES, ["scalingConfig", "minSize"], 2),
            broken: [`node-count: ${NODES}`],
        },
        "a number that nobody knows": {
            edit: setPart(NODES, ["scalingConfig", "minSize"], UNKNOWN),
            broken: [`node-count: ${NODES}`],
        },
        "no number": {
            edit: setPart(NODES, ["scalingConfig", "minSize"], undefined),
            broken: [`node-count: ${NODES}`],
        },
        "one node in one zone": {
            edit: all(setPart(NODES, ["scalingConfig", "minSize"], 1), set(NODES, ["subnetIds"], [])),
            broken: [`node-count: ${NODES}`, `node-zones: ${NODES}`],
        },
        "a second group, as small as it likes": {
            edit: all(another(NODES), setPart(`${NODES}-2`, ["scalingConfig", "minSize"], 0)),
        },
        "taints on every node": {
            edit: setPart(NODES, ["taints"], [{ key: "spare", effect: "NO_SCHEDULE" }]),
            broken: ["node-count: stack"],
        },
        "no statement about taints": { edit: setPart(NODES, ["taints"], undefined) },
    },
    "database-subnets": {
        "a subnet of the nodes that is left out": {
            edit: (resources) => {
                const rest = ["Subnet::network-private-2", "Subnet::network-private-3"].map((name) =>
                    find(resources, name),
                );
                return patch(SUBNETS, {
                    properties: {
                        ...find(resources, SUBNETS).properties,
                        subnetIds: rest.map(({ properties }) => properties.id ?? UNKNOWN),
                    },
                    propertyDependencies:
                        Object.keys(find(resources, SUBNETS).propertyDependencies).length === 0
                            ? {}
                            : { subnetIds: rest.map(({ urn }) => urn) },
                })(resources);
            },
            broken: [`database-subnets: ${SUBNETS}`],
        },
        "subnets that nobody knows": {
            edit: set(SUBNETS, ["subnetIds"], [UNKNOWN]),
            broken: [`database-subnets: ${SUBNETS}`],
        },
        "subnets that are made elsewhere": {
            edit: set(SUBNETS, ["subnetIds"], ["subnet-1"]),
            broken: [`database-subnets: ${SUBNETS}`],
            untold: [`database-subnets: ${SUBNETS}`],
        },
        "the subnets as one value, which is not known yet": {
            edit: setPart(SUBNETS, ["subnetIds"], UNKNOWN),
            broken: [`database-subnets: ${SUBNETS}`],
            forms: ["first preview", "update"],
        },
    },
    "database-subnet-group": {
        "no group": {
            edit: set(DATABASE, ["dbSubnetGroupName"], undefined),
            broken: [`database-subnet-group: ${DATABASE}`],
        },
        "a group that nobody knows": {
            edit: set(DATABASE, ["dbSubnetGroupName"], UNKNOWN),
            broken: [`database-subnet-group: ${DATABASE}`],
        },
        "a group that is made elsewhere": {
            edit: set(DATABASE, ["dbSubnetGroupName"], "default"),
            untold: [`database-subnet-group: ${DATABASE}`],
        },
    },
    "volume-file-system": {
        "a volume on another file system": {
            edit: set("PersistentVolume::connect-content", ["spec", "csi", "volumeHandle"], "fs-1:/content"),
            broken: ["volume-file-system: PersistentVolume::connect-content"],
        },
        "a volume on a file system that nobody knows": {
            edit: set("PersistentVolume::connect-content", ["spec", "csi", "volumeHandle"], UNKNOWN),
            broken: ["volume-file-system: PersistentVolume::connect-content"],
        },
        "a volume on no file system": {
            edit: set("PersistentVolume::connect-content", ["spec", "csi", "volumeHandle"], undefined),
            broken: ["volume-file-system: PersistentVolume::connect-content"],
        },
        "a folder and an access point of the file system": {
            edit: (resources) =>
                setPart(
                    "PersistentVolume::connect-content",
                    ["spec", "csi", "volumeHandle"],
                    `${find(resources, FILES).properties.id as string}:/content:fsap-1`,
                )(resources),
            forms: ["update", "literal ids"],
        },
        "a file system that is taken over": {
            edit: takeOver("fs-0123456789abcdef0"),
            untold: [
                "volume-file-system: PersistentVolume::connect-servers",
                "volume-file-system: PersistentVolume::connect-content",
            ],
        },
        "a volume of another driver": {
            edit: add("kubernetes:core/v1:PersistentVolume", "other", {
                spec: { csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" } },
            }),
        },
        "no volume": {
            edit: all(drop("PersistentVolume::connect-content"), drop("PersistentVolume::connect-servers")),
            broken: [`volume-file-system: ${FILES}`],
        },
    },
    "mount-targets": {
        "a zone without one": { edit: drop(TARGET), broken: [`mount-targets: ${FILES}`] },
        "two in one zone": {
            edit: setPart("Subnet::network-private-3", ["availabilityZone"], "us-east-1b"),
            broken: ["mount-targets: MountTarget::file-system-us-east-1c"],
        },
        none: {
            edit: all(...TARGETS.map(drop)),
            broken: [`mount-targets: ${FILES}`],
        },
        "one of another file system": {
            edit: set(TARGET, ["fileSystemId"], "fs-1"),
            broken: [`mount-targets: ${FILES}`],
        },
        "one of a file system that nobody knows": {
            edit: set(TARGET, ["fileSystemId"], UNKNOWN),
            broken: [`mount-targets: ${TARGET}`, `mount-targets: ${FILES}`],
        },
        "a subnet that nobody knows": {
            edit: set(TARGET, ["subnetId"], UNKNOWN),
            broken: [`mount-target-subnets: ${TARGET}`, `mount-targets: ${TARGET}`],
        },
        "no subnet": {
            edit: set(TARGET, ["subnetId"], undefined),
            broken: [`mount-target-subnets: ${TARGET}`, `mount-targets: ${TARGET}`],
        },
        "a subnet that is made elsewhere": {
            edit: set(TARGET, ["subnetId"], "subnet-1"),
            untold: [`mount-target-subnets: ${TARGET}`, `mount-targets: ${TARGET}`],
        },
        "a public subnet": {
            edit: refer(TARGET, ["subnetId"], PUBLIC),
            broken: [`mount-target-subnets: ${TARGET}`],
        },
        "one in one of two zones, and it is not known in which": {
            edit: ofEither(TARGET, "subnetId", [PRIVATE, "Subnet::network-private-2"]),
            broken: [`mount-targets: ${TARGET}`],
            forms: ["first preview"],
        },
        "a fourth, where no node runs": {
            edit: all(
                another(TARGET),
                add("aws:ec2/subnet:Subnet", "fourth", { availabilityZone: "us-east-1d", id: "subnet-4" }),
                refer("Subnet::fourth", ["vpcId"], VPC),
                refer(`${TARGET}-2`, ["subnetId"], "Subnet::fourth"),
            ),
            broken: [`release-order: ${RELEASE}`],
        },
    },
    "database-paths": {
        "another port, within the group": {
            edit: all(
                inline(DATABASE_GROUP, { fromPort: 22, toPort: 22 }),
                refer(DATABASE_GROUP, ["ingress", 0, "securityGroups", 0], CLUSTER),
            ),
            broken: [`database-paths: ${DATABASE_GROUP}`],
        },
        "a range of ports": {
            edit: setPart(FROM_CLUSTER, ["toPort"], 5433),
            broken: [`database-paths: ${FROM_CLUSTER}`],
        },
        "another protocol": {
            edit: setPart(FROM_CLUSTER, ["ipProtocol"], "udp"),
            broken: [`database-paths: ${FROM_CLUSTER}`],
        },
        "every protocol": {
            edit: setPart(FROM_CLUSTER, ["ipProtocol"], "-1"),
            broken: [`database-paths: ${FROM_CLUSTER}`],
        },
        "the protocol by its number": { edit: setPart(FROM_CLUSTER, ["ipProtocol"], "6") },
        "a port that nobody knows": {
            edit: setPart(FROM_CLUSTER, ["fromPort"], UNKNOWN),
            broken: [`database-paths: ${FROM_CLUSTER}`],
        },
        "a CIDR block, within the group": {
            edit: inline(DATABASE_GROUP, { cidrBlocks: ["10.0.0.0/16"] }),
            broken: [`database-paths: ${DATABASE_GROUP}`, `exposure: ${DATABASE_GROUP}`],
        },
        "a CIDR block of IPv6, within the group": {
            edit: inline(DATABASE_GROUP, { ipv6CidrBlocks: ["fd00::/8"] }),
            broken: [`database-paths: ${DATABASE_GROUP}`, `exposure: ${DATABASE_GROUP}`],
        },
        "a CIDR block, in a rule of its own": {
            edit: separate("ingress", DATABASE_GROUP, {
                cidrBlocks: ["10.0.0.0/16"],
                sourceSecurityGroupId: "",
            }),
            broken: ["database-paths: SecurityGroupRule::more", "exposure: SecurityGroupRule::more"],
        },
        "a CIDR block, in a rule of the newest form": {
            edit: vpcRule(DATABASE_GROUP, { cidrIpv4: "10.0.0.0/16" }),
            broken: [
                "database-paths: SecurityGroupIngressRule::more",
                "exposure: SecurityGroupIngressRule::more",
            ],
        },
        "listed addresses, which reach no private database": {
            edit: vpcRule(DATABASE_GROUP, { cidrIpv6: "2001:db8::/32" }),
            broken: ["database-paths: SecurityGroupIngressRule::more"],
        },
        "addresses that nobody knows": {
            edit: vpcRule(DATABASE_GROUP, { cidrIpv4: UNKNOWN }),
            broken: [
                "database-paths: SecurityGroupIngressRule::more",
                "exposure: SecurityGroupIngressRule::more",
                "internet-ingress: SecurityGroupIngressRule::more",
            ],
        },
        "rules that nobody knows": {
            edit: set(DATABASE_GROUP, ["ingress"], UNKNOWN),
            broken: [
                `database-paths: ${DATABASE_GROUP}`,
                `exposure: ${DATABASE_GROUP}`,
                `internet-ingress: ${DATABASE_GROUP}`,
            ],
        },
        "a prefix list": {
            edit: vpcRule(DATABASE_GROUP, { prefixListId: "pl-1" }),
            broken: [
                "database-paths: SecurityGroupIngressRule::more",
                "exposure: SecurityGroupIngressRule::more",
            ],
        },
        "its own members": {
            edit: separate("ingress", DATABASE_GROUP, { self: true }),
            broken: ["database-paths: SecurityGroupRule::more"],
        },
        "the load balancer": {
            edit: all(
                vpcRule(DATABASE_GROUP, {}),
                refer("SecurityGroupIngressRule::more", ["referencedSecurityGroupId"], BALANCER_GROUP),
            ),
            broken: ["database-paths: SecurityGroupIngressRule::more"],
        },
        "another security group": {
            edit: separate("ingress", DATABASE_GROUP, { sourceSecurityGroupId: "sg-1" }),
            broken: ["database-paths: SecurityGroupRule::more", "exposure: SecurityGroupRule::more"],
        },
        "a security group that nobody knows": {
            edit: separate("ingress", DATABASE_GROUP, { sourceSecurityGroupId: UNKNOWN }),
            broken: ["database-paths: SecurityGroupRule::more", "exposure: SecurityGroupRule::more"],
            forms: ["first preview", "update"],
        },
        "a rule of a group that nobody knows": {
            edit: add(
                "aws:ec2/securityGroupRule:SecurityGroupRule",
                "more",
                ingress({ type: "ingress", self: true }),
            ),
            broken: ["database-paths: SecurityGroupRule::more", "file-system-paths: SecurityGroupRule::more"],
        },
        "a rule that leads out": {
            edit: separate("egress", DATABASE_GROUP, { cidrBlocks: ["10.0.0.0/16"] }),
        },
        nobody: {
            edit: drop(FROM_CLUSTER),
            broken: [`database-paths: ${DATABASE}`],
        },
        "nodes that have a group of their own": {
            edit: all(
                add("aws:ec2/securityGroup:SecurityGroup", "nodes", { id: "sg-nodes" }),
                refer("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds", 0], "SecurityGroup::nodes"),
                setPart("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds"], ["sg-nodes"]),
            ),
            broken: [
                `database-paths: ${FROM_CLUSTER}`,
                `database-paths: ${DATABASE}`,
                `exposure: ${FROM_CLUSTER}`,
                `file-system-paths: ${NFS_RULE}`,
                ...TARGETS.map((target) => `file-system-paths: ${target}`),
                `exposure: ${NFS_RULE}`,
            ].sort(),
        },
        "a group of the database that nobody knows": {
            edit: set(DATABASE, ["vpcSecurityGroupIds"], [UNKNOWN]),
            broken: [`database-paths: ${DATABASE}`],
        },
        "a group of the database that is made elsewhere": {
            edit: set(DATABASE, ["vpcSecurityGroupIds"], ["sg-1"]),
            untold: [`database-paths: ${DATABASE}`],
        },
        "another port, on which the database listens": {
            edit: all(
                setPart(DATABASE, ["port"], 6432),
                setPart(FROM_CLUSTER, ["fromPort"], 6432),
                setPart(FROM_CLUSTER, ["toPort"], 6432),
            ),
        },
    },
    "file-system-paths": {
        "another port": {
            edit: setPart(NFS_RULE, ["fromPort"], 2048),
            broken: [`file-system-paths: ${NFS_RULE}`],
        },
        "a CIDR block": {
            edit: vpcRule(FILES_GROUP, { cidrIpv4: "192.168.0.0/16", fromPort: 2049, toPort: 2049 }),
            broken: [
                "exposure: SecurityGroupIngressRule::more",
                "file-system-paths: SecurityGroupIngressRule::more",
            ],
        },
        nobody: {
            edit: drop(NFS_RULE),
            broken: TARGETS.map((target) => `file-system-paths: ${target}`),
        },
    },
    "subnet-tags": {
        "a public subnet without the tag": {
            edit: setPart(PUBLIC, ["tags"], {}),
            broken: [`subnet-tags: ${PUBLIC}`],
        },
        "a private subnet without the tag": {
            edit: setPart(PRIVATE, ["tags"], { "kubernetes.io/role/elb": "1" }),
            broken: [`subnet-tags: ${PRIVATE}`],
        },
        "another value": {
            edit: setPart(PUBLIC, ["tags"], { "kubernetes.io/role/elb": "0" }),
            broken: [`subnet-tags: ${PUBLIC}`],
        },
        "an empty value": { edit: setPart(PUBLIC, ["tags"], { "kubernetes.io/role/elb": "" }) },
        "a value that nobody knows": {
            edit: setPart(PUBLIC, ["tags"], { "kubernetes.io/role/elb": UNKNOWN }),
            broken: [`subnet-tags: ${PUBLIC}`],
        },
        "a load balancer in one zone": {
            edit: refer(BALANCER, ["subnets"], PUBLIC),
            broken: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer in two zones": {
            edit: setPart(PUBLIC, ["availabilityZone"], "us-east-1b"),
            broken: ["nat-gateways: stack"],
        },
        "a load balancer in no subnet": {
            edit: set(BALANCER, ["subnets"], undefined),
            broken: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer in subnets that nobody knows": {
            edit: set(BALANCER, ["subnets"], [UNKNOWN]),
            broken: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer in subnets that are made elsewhere": {
            edit: set(BALANCER, ["subnets"], ["subnet-1", "subnet-2"]),
            untold: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer in private subnets that faces the internet": {
            edit: drop("Route::network-public-1"),
            broken: [`subnet-tags: ${BALANCER}`],
        },
        "a load balancer with one private subnet among three": {
            edit: (resources) =>
                patch(BALANCER, {
                    properties: {
                        ...find(resources, BALANCER).properties,
                        subnets: [PRIVATE, "Subnet::network-public-2", "Subnet::network-public-3"].map(
                            (name) => find(resources, name).properties.id ?? UNKNOWN,
                        ),
                    },
                    propertyDependencies: refersTo(resources, BALANCER, "subnets", [
                        PRIVATE,
                        "Subnet::network-public-2",
                        "Subnet::network-public-3",
                    ]),
                })(resources),
            broken: [`subnet-tags: ${BALANCER}`, `subnet-tags: ${PRIVATE}`],
        },
        "a load balancer in one of two zones, and it is not known in which": {
            edit: ofEither(BALANCER, "subnets", [PUBLIC, "Subnet::network-public-2"]),
            broken: [`subnet-tags: ${BALANCER}`],
            forms: ["first preview"],
        },
        "an internal load balancer in public subnets": {
            edit: setPart(BALANCER, ["internal"], true),
            broken: [1, 2, 3].map((n) => `subnet-tags: Subnet::network-public-${n}`),
        },
    },
    "parameter-group": {
        "no group": {
            edit: set(DATABASE, ["parameterGroupName"], undefined),
            broken: [`parameter-group: ${DATABASE}`],
        },
        "a group that nobody knows": {
            edit: set(DATABASE, ["parameterGroupName"], UNKNOWN),
            broken: [`parameter-group: ${DATABASE}`],
        },
        "AWS's own group": {
            edit: set(DATABASE, ["parameterGroupName"], "default.postgres15"),
            broken: [`parameter-group: ${DATABASE}`],
        },
        "a group that is made elsewhere": {
            edit: set(DATABASE, ["parameterGroupName"], "my.default.postgres15"),
            untold: [`parameter-group: ${DATABASE}`],
        },
        "a group without the parameter": {
            edit: setPart("ParameterGroup::database", ["parameters"], [{ name: "ssl", value: "1" }]),
            broken: ["parameter-group: ParameterGroup::database"],
        },
        "a group that has it at 0": {
            edit: setPart(
                "ParameterGroup::database",
                ["parameters"],
                [{ name: "rds.force_ssl", value: "0" }],
            ),
            broken: ["parameter-group: ParameterGroup::database"],
        },
        "a group whose parameters nobody knows": {
            edit: setPart("ParameterGroup::database", ["parameters"], UNKNOWN),
            broken: ["parameter-group: ParameterGroup::database"],
        },
        "a group with a parameter that nobody knows, and the one": {
            edit: setPart(
                "ParameterGroup::database",
                ["parameters"],
                [UNKNOWN, { name: "rds.force_ssl", value: "1" }],
            ),
        },
        "a group of another version": {
            edit: setPart("ParameterGroup::database", ["family"], "postgres16"),
            broken: ["parameter-group: ParameterGroup::database"],
        },
        "a group of another engine": {
            edit: setPart("ParameterGroup::database", ["family"], "mysql15"),
            broken: ["parameter-group: ParameterGroup::database"],
        },
        "a group of a family that nobody knows": {
            edit: setPart("ParameterGroup::database", ["family"], UNKNOWN),
            broken: ["parameter-group: ParameterGroup::database"],
        },
        "a minor version": { edit: setPart(DATABASE, ["engineVersion"], "15.7") },
        "a version that nobody knows": {
            edit: setPart(DATABASE, ["engineVersion"], UNKNOWN),
            broken: [`parameter-group: ${DATABASE}`],
        },
    },
    backup: {
        "a file system that is taken over and not selected": {
            edit: takeOver("fs-0123456789abcdef0", false),
            broken: ["backup: stack"],
            untold: TAKEN_OVER,
        },
        "a file system that is taken over, selected and left out again": {
            edit: all(
                takeOver("fs-0123456789abcdef0"),
                set(SELECTION, ["notResources"], ["arn:aws:elasticfilesystem:*"]),
            ),
            broken: ["backup: stack"],
            untold: TAKEN_OVER,
        },
        "a file system that is taken over, selected on a condition": {
            edit: all(
                takeOver("fs-0123456789abcdef0"),
                set(
                    SELECTION,
                    ["conditions"],
                    [{ stringEquals: [{ key: "aws:ResourceTag/environment", value: "prod" }] }],
                ),
            ),
            broken: ["backup: stack"],
            untold: TAKEN_OVER,
        },
        "a file system that is taken over, and selected by a pattern": {
            edit: all(
                takeOver("fs-0123456789abcdef0"),
                set(SELECTION, ["resources"], ["arn:aws:rds:*", "arn:aws:elasticfilesystem:*"]),
            ),
            untold: TAKEN_OVER,
        },
        "a database that is not selected": {
            edit: refer(SELECTION, ["resources"], FILES, "arn"),
            broken: [`backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "a file system that is not selected": {
            edit: refer(SELECTION, ["resources"], DATABASE, "arn"),
            broken: [`backup: ${FILES}`],
        },
        "a file system with a backup policy of its own alone": {
            edit: all(
                refer(SELECTION, ["resources"], DATABASE, "arn"),
                add("aws:efs/backupPolicy:BackupPolicy", "files", { backupPolicy: { status: "ENABLED" } }),
                refer("BackupPolicy::files", ["fileSystemId"], FILES),
            ),
            broken: [`backup: ${FILES}`],
        },
        "a selection of another plan": {
            edit: set(SELECTION, ["planId"], "plan-1"),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "no selection": {
            edit: drop(SELECTION),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "no plan": {
            edit: all(drop(PLAN), drop(SELECTION)),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "everything selected": { edit: set(SELECTION, ["resources"], ["*"]) },
        "everything of RDS selected": {
            edit: set(SELECTION, ["resources"], ["arn:aws:rds:*:*:db:*"]),
            broken: [`backup: ${FILES}`],
        },
        "everything but the database selected": {
            edit: all(
                set(SELECTION, ["resources"], ["*"]),
                set(SELECTION, ["notResources"], ["arn:aws:rds:*"]),
            ),
            broken: [`backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "both selected by a tag": {
            edit: all(
                set(SELECTION, ["resources"], undefined),
                set(
                    SELECTION,
                    ["selectionTags"],
                    [{ type: "STRINGEQUALS", key: "environment", value: "prod" }],
                ),
            ),
        },
        "none selected by a tag": {
            edit: all(
                set(SELECTION, ["resources"], undefined),
                set(
                    SELECTION,
                    ["selectionTags"],
                    [{ type: "STRINGEQUALS", key: "environment", value: "dev" }],
                ),
            ),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "a condition that both meet": {
            edit: set(
                SELECTION,
                ["conditions"],
                [{ stringEquals: [{ key: "aws:ResourceTag/environment", value: "prod" }], stringLikes: [] }],
            ),
        },
        "a condition that neither meets": {
            edit: set(
                SELECTION,
                ["conditions"],
                [{ stringEquals: [{ key: "aws:ResourceTag/environment", value: "dev" }] }],
            ),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
    },
    "backup-copy": {
        "a copy to the stack's own region": {
            edit: setPart("Vault::backup-copies", ["region"], "us-east-1"),
            broken: [`backup-copy: ${PLAN}`],
            forms: ["first preview"],
        },
        "a copy to a vault of the stack's own region": {
            edit: refer(PLAN, ["rules", 1, "copyActions", 0, "destinationVaultArn"], "Vault::backup", "arn"),
            broken: [`backup-copy: ${PLAN}`],
            forms: ["first preview"],
        },
        "a copy to a vault elsewhere in the region": {
            edit: set(
                PLAN,
                ["rules", 1, "copyActions", 0, "destinationVaultArn"],
                "arn:aws:backup:us-east-1:1:backup-vault:x",
            ),
            broken: [`backup-copy: ${PLAN}`],
            forms: ["update", "literal ids"],
        },
        "a copy to a vault elsewhere in another region": {
            edit: setPart(
                PLAN,
                ["rules", 1, "copyActions", 0, "destinationVaultArn"],
                "arn:aws:backup:eu-west-1:1:backup-vault:x",
            ),
            forms: ["update", "literal ids"],
        },
        "a copy to a vault that nobody knows": {
            edit: set(PLAN, ["rules", 0, "copyActions", 0, "destinationVaultArn"], UNKNOWN),
            broken: [`backup-copy: ${PLAN}`],
        },
        "no copy": {
            edit: setPart(PLAN, ["rules", 0, "copyActions"], []),
            broken: [`backup-copy: ${PLAN}`],
        },
    },
    "database-maintenance": {
        "a window over an hour after a backup may start": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "sun:20:01-sun:20:31"),
        },
        "a window that ends before a backup may start": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "sun:23:00-mon:04:59"),
        },
        "a window an hour after the last minute of a start window": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "sun:20:00-sun:20:30"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a window that ends when a backup may start": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "sun:16:00-sun:17:00"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a window over the end of the week": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "Sat:23:00-Sun:05:30"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a backup that starts late at the end of the week": {
            edit: all(
                setPart(PLAN, ["rules", 1, "schedule"], "cron(30 23 ? * 7 *)"),
                setPart(DATABASE, ["maintenanceWindow"], "sun:02:00-sun:02:30"),
            ),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "no window": {
            edit: setPart(DATABASE, ["maintenanceWindow"], undefined),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a window that nobody knows": {
            edit: setPart(DATABASE, ["maintenanceWindow"], UNKNOWN),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a window of no day": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "day:20:00-day:21:00"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "AWS's own start window, of eight hours": {
            edit: all(
                setPart(PLAN, ["rules", 0, "startWindow"], undefined),
                setPart(DATABASE, ["maintenanceWindow"], "sat:14:00-sat:14:30"),
            ),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        ...Object.fromEntries(
            Object.entries({
                "no schedule": ["schedule", undefined],
                "a schedule that nobody knows": ["schedule", UNKNOWN],
                "a schedule by days of the month": ["schedule", "cron(0 17 1 * ? *)"],
                "a schedule by a month": ["schedule", "cron(0 17 ? 1 * *)"],
                "a schedule by a year": ["schedule", "cron(0 17 ? * * 2027)"],
                "a schedule by steps": ["schedule", "cron(0 0/12 ? * * *)"],
                "a schedule by a day that is none": ["schedule", "cron(0 17 ? * SUN#1 *)"],
                "a schedule by the last day": ["schedule", "cron(0 17 ? * 1L *)"],
                "a schedule by a rate": ["schedule", "rate(1 day)"],
                "a schedule by an hour that is none": ["schedule", "cron(0 24 ? * * *)"],
                "a schedule in another time zone": ["scheduleExpressionTimezone", "Europe/Berlin"],
                "a start window that nobody knows": ["startWindow", UNKNOWN],
            } as const).map(([name, [property, value]]) => [
                name,
                {
                    edit: setPart(PLAN, ["rules", 1, property], value),
                    broken: [`database-maintenance: ${PLAN}`],
                },
            ]),
        ),
        "a schedule by a list of days and hours": {
            edit: setPart(PLAN, ["rules", 1, "schedule"], "cron(0,30 1,17 ? * sun,2,FRI *)"),
        },
        "a schedule of each hour": {
            edit: setPart(PLAN, ["rules", 1, "schedule"], "cron(0 * * * ? *)"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "rules that nobody knows": {
            edit: set(PLAN, ["rules"], UNKNOWN),
            broken: [`database-maintenance: ${PLAN}`, `ignored-changes: ${DATABASE}`],
        },
    },
    complete: {
        "no cluster": {
            edit: drop(CLUSTER),
            broken: {
                "first preview": [
                    ...withoutCluster,
                    `database-paths: ${API_RULE}`,
                    "database-paths: SecurityGroupIngressRule::load-balancer",
                    `file-system-paths: ${API_RULE}`,
                    "file-system-paths: SecurityGroupIngressRule::load-balancer",
                ].sort(),
                update: withoutCluster,
                "literal ids": withoutCluster,
            },
        },
        "a second database": {
            edit: another(DATABASE),
            broken: [
                "backup: Instance::database-2",
                "complete: stack",
                "ignored-changes: Instance::database-2",
                `release-order: ${RELEASE}`,
            ],
            forms: ["first preview"],
        },
        "a database cluster beside it": {
            edit: add("aws:rds/cluster:Cluster", "aurora", {}, { protect: true }),
            broken: ["complete: stack"],
        },
        "a second file system": {
            edit: add("aws:efs/fileSystem:FileSystem", "more", { id: "fs-2" }, { protect: true }),
            broken: [
                "backup: FileSystem::more",
                "complete: stack",
                "mount-targets: FileSystem::more",
                "volume-file-system: FileSystem::more",
            ],
        },
        "a second release, from a mirror": {
            edit: all(
                another(RELEASE),
                setPart("Release::connect-2", ["chart"], "oci://mirror/rstudio-connect"),
            ),
            broken: ["complete: stack"],
        },
        "a second cluster": {
            edit: add("aws:eks/cluster:Cluster", "more", {
                vpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
            }),
            broken: ["add-ons: Cluster::more", "complete: stack"],
        },
        "a release that is of something else": {
            edit: setPart(RELEASE, ["chart"], "rstudio-workbench"),
            broken: ["complete: stack"],
        },
        "a release of something that nobody knows": {
            edit: setPart(RELEASE, ["chart"], UNKNOWN),
            broken: ["complete: stack"],
        },
    },
    "release-order": {
        "no controller": {
            edit: drop(CONTROLLER),
            broken: [`release-order: ${RELEASE}`],
        },
        "a controller of another chart": {
            edit: setPart(CONTROLLER, ["chart"], "my-aws-load-balancer-controller"),
            broken: [`release-order: ${RELEASE}`],
        },
        "a controller from a mirror": {
            edit: setPart(CONTROLLER, ["chart"], "oci://mirror/aws-load-balancer-controller"),
        },
        "a release that does not wait for the controller": {
            edit: dependencies(RELEASE, [CONTROLLER]),
            broken: [`release-order: ${RELEASE}`],
        },
        "a release that does not wait for a mount target": {
            edit: cut(TARGET),
            broken: [`release-order: ${RELEASE}`],
        },
        "a release that does not wait for the database": {
            edit: dependencies(RELEASE, [DATABASE]),
            broken: [`release-order: ${RELEASE}`],
        },
        "a controller that does not wait for its rights": {
            edit: dependencies(CONTROLLER, [IDENTITY]),
            broken: [`release-order: ${CONTROLLER}`],
        },
        "rights of something else": {
            edit: all(dependencies(CONTROLLER, [IDENTITY]), setPart(IDENTITY, ["serviceAccount"], "other")),
        },
        "rights of something in another namespace": {
            edit: all(dependencies(CONTROLLER, [IDENTITY]), setPart(IDENTITY, ["namespace"], "other")),
        },
        "a binding that does not wait for the controller": {
            edit: patch(BINDING, { dependencies: [] }),
            broken: [`release-order: ${BINDING}`],
        },
    },
    "ignored-changes": {
        "a property that a rule is about": {
            edit: patch(DATABASE, { ignoreChanges: ["multiAz"] }),
            broken: [`ignored-changes: ${DATABASE}`],
        },
        everything: {
            edit: patch(DATABASE, { ignoreChanges: ["*"] }),
            broken: [`ignored-changes: ${DATABASE}`],
        },
        "a property that no rule is about": {
            edit: patch(DATABASE, { ignoreChanges: ["tags", "tags.multiAz"] }),
        },
        "something around a property that a rule is about": {
            edit: patch(CLUSTER, { ignoreChanges: ["vpcConfig"] }),
            broken: [`ignored-changes: ${CLUSTER}`],
        },
        "something beside a property that a rule is about": {
            edit: patch("LaunchTemplate::cluster-general", {
                ignoreChanges: ["metadataOptions.instanceMetadataTags", "metadataOptionsOther"],
            }),
        },
        "a property within another": {
            edit: patch("LaunchTemplate::cluster-general", { ignoreChanges: ["metadataOptions.httpTokens"] }),
            broken: ["ignored-changes: LaunchTemplate::cluster-general"],
        },
        "a property by its name in quotes": {
            edit: patch("LaunchTemplate::cluster-general", {
                ignoreChanges: ['["metadataOptions"]["httpTokens"]'],
            }),
            broken: ["ignored-changes: LaunchTemplate::cluster-general"],
        },
        "a property of one element of a list": {
            edit: patch("Plan::backup", { ignoreChanges: ["rules[10].copyActions"] }),
            broken: ["ignored-changes: Plan::backup"],
        },
        "a property of every element of a list": {
            edit: patch("Plan::backup", { ignoreChanges: ["rules[*].copyActions"] }),
            broken: ["ignored-changes: Plan::backup"],
        },
        "a policy within a text": {
            edit: patch("BucketPolicy::recovery", { ignoreChanges: ["policy"] }),
            broken: ["ignored-changes: BucketPolicy::recovery"],
        },
        "a property in quotes that has another name": {
            edit: patch("LaunchTemplate::cluster-general", {
                ignoreChanges: ['["metadataOptions.httpTokens"]'],
            }),
        },
        ...Object.fromEntries(
            (
                [
                    [NODES, "subnetIds"],
                    [NODES, "scalingConfig.minSize"],
                    [DATABASE, "dbSubnetGroupName"],
                    [DATABASE, "vpcSecurityGroupIds"],
                    [DATABASE, "parameterGroupName"],
                    [SUBNETS, "subnetIds"],
                    [TARGET, "subnetId"],
                    [TARGET, "securityGroups"],
                    [BALANCER, "subnets"],
                    [BALANCER, "securityGroups"],
                    [DATABASE_GROUP, "ingress"],
                    [DATABASE_GROUP, "egress"],
                ] as const
            ).map(([name, property]): [string, Case] => [
                `${property} of ${name}, which whole-stack rules are about`,
                {
                    edit: patch(name, { ignoreChanges: [property] }),
                    broken: [`ignored-changes: ${name}`],
                    forms: ["update"],
                },
            ]),
        ),
        "a property with quotes in its name": {
            edit: patch(NODES, { ignoreChanges: ['["scaling\\"Config"]'] }),
        },
        "an element of a list that a rule is about": {
            edit: patch("Plan::backup", { ignoreChanges: ["rules[0].copyActions"] }),
            broken: [`ignored-changes: ${PLAN}`],
        },
        "every element of a list that a rule is about": {
            edit: patch("Plan::backup", { ignoreChanges: ["rules[*].copyActions"] }),
            broken: [`ignored-changes: ${PLAN}`],
        },
        "a text with JSON that a rule is about": {
            edit: patch("BucketPolicy::load-balancer-logs", { ignoreChanges: ["policy"] }),
            broken: ["ignored-changes: BucketPolicy::load-balancer-logs"],
        },
        "the window of the database's maintenance": {
            edit: patch(DATABASE, { ignoreChanges: ["maintenanceWindow"] }),
            broken: [`ignored-changes: ${DATABASE}`],
        },
        "the times of backups": {
            edit: patch(PLAN, { ignoreChanges: ["rules[0].schedule", "rules[1].startWindow"] }),
            broken: [`ignored-changes: ${PLAN}`],
        },
        "days of backups that RDS alone keeps": {
            edit: setPart(PLAN, ["rules", 0, "enableContinuousBackup"], false),
            broken: [`ignored-changes: ${DATABASE}`],
        },
        "another property of a database that AWS Backup keeps": {
            edit: patch(DATABASE, { ignoreChanges: ["backupRetentionPeriod", "storageEncrypted"] }),
            broken: [`ignored-changes: ${DATABASE}`],
        },
    },
    protected: Object.fromEntries(
        [
            DATABASE,
            FILES,
            "Key::database-key",
            "Key::file-system-key",
            "Key::cluster-secrets",
            "Vault::backup",
            "Vault::backup-copies",
            "Key::backup-key",
            "Key::backup-copies-key",
            "Bucket::recovery",
            "Bucket::recovery-copy",
            "Key::recovery-key",
            "Key::recovery-copy-key",
        ].map((name) => [name, { edit: patch(name, { protect: false }), broken: [`protected: ${name}`] }]),
    ),
    "recovery-manifest": {
        "no manifest": {
            edit: all(
                drop("BucketObjectv2::recovery-manifest.json"),
                drop("BucketObjectv2::recovery-copy-manifest.json"),
            ),
            broken: ["recovery-manifest: stack"],
        },
        "no values": {
            edit: all(
                drop("BucketObjectv2::recovery-values.yaml"),
                drop("BucketObjectv2::recovery-copy-values.yaml"),
            ),
            broken: ["recovery-manifest: stack"],
        },
        "no licence": {
            edit: all(
                drop("BucketObjectv2::recovery-license.lic"),
                drop("BucketObjectv2::recovery-copy-license.lic"),
            ),
            broken: ["recovery-manifest: stack"],
        },
        "a name that is not known": {
            edit: all(
                drop("BucketObjectv2::recovery-copy-manifest.json"),
                set("BucketObjectv2::recovery-manifest.json", ["key"], UNKNOWN),
            ),
            broken: ["recovery-manifest: stack"],
        },
        "in one region alone": { edit: drop("BucketObjectv2::recovery-copy-manifest.json") },
    },
    "flow-logs": {
        none: { edit: ofType("aws:ec2/flowLog:FlowLog"), broken: [`flow-logs: ${VPC}`] },
        "one of another VPC": {
            edit: set("FlowLog::network-flow-logs", ["vpcId"], "vpc-1"),
            broken: [`flow-logs: ${VPC}`],
        },
    },
    "default-security-group": {
        "not in the stack": {
            edit: drop("DefaultSecurityGroup::network-default"),
            broken: [`default-security-group: ${VPC}`],
        },
        "another VPC's": {
            edit: set("DefaultSecurityGroup::network-default", ["vpcId"], "vpc-1"),
            broken: [`default-security-group: ${VPC}`],
        },
        "a rule within it": {
            edit: set("DefaultSecurityGroup::network-default", ["egress"], [ingress({ self: true })]),
            broken: ["default-security-group: DefaultSecurityGroup::network-default"],
        },
        "a rule of its own": {
            edit: separate("ingress", "DefaultSecurityGroup::network-default", { self: true }),
            broken: ["default-security-group: SecurityGroupRule::more"],
        },
        "rules that nobody knows": {
            edit: set("DefaultSecurityGroup::network-default", ["egress"], UNKNOWN),
            broken: ["default-security-group: DefaultSecurityGroup::network-default"],
        },
    },
    "nat-gateways": {
        "a zone without one": {
            edit: drop("NatGateway::network-us-east-1a"),
            broken: ["nat-gateways: stack"],
        },
        "a private one": {
            edit: setPart("NatGateway::network-us-east-1a", ["connectivityType"], "private"),
            broken: ["nat-gateways: stack"],
        },
        none: { edit: ofType("aws:ec2/natGateway:NatGateway") },
        "one for the region": {
            edit: all(
                drop("NatGateway::network-us-east-1a"),
                setPart("NatGateway::network-us-east-1b", ["availabilityMode"], "regional"),
            ),
        },
        "one in no subnet": {
            edit: set("NatGateway::network-us-east-1a", ["subnetId"], undefined),
            broken: ["nat-gateways: NatGateway::network-us-east-1a"],
        },
        "one in a subnet that is made elsewhere": {
            edit: set("NatGateway::network-us-east-1a", ["subnetId"], "subnet-1"),
            untold: ["nat-gateways: NatGateway::network-us-east-1a"],
        },
        "all in one zone": {
            edit: all(
                refer("NatGateway::network-us-east-1b", ["subnetId"], PUBLIC),
                refer("NatGateway::network-us-east-1c", ["subnetId"], PUBLIC),
            ),
            broken: ["nat-gateways: stack"],
        },
        "one in one of two zones, and it is not known in which": {
            edit: ofEither("NatGateway::network-us-east-1a", "subnetId", [
                PUBLIC,
                "Subnet::network-public-2",
            ]),
            broken: ["nat-gateways: NatGateway::network-us-east-1a"],
            forms: ["first preview"],
        },
    },
    "s3-endpoint": {
        none: { edit: drop("VpcEndpoint::network-s3"), broken: [`s3-endpoint: ${VPC}`] },
        "one of another VPC": {
            edit: set("VpcEndpoint::network-s3", ["vpcId"], "vpc-1"),
            broken: [`s3-endpoint: ${VPC}`],
        },
        "one of another type": {
            edit: setPart("VpcEndpoint::network-s3", ["vpcEndpointType"], "Interface"),
            broken: [`s3-endpoint: ${VPC}`],
        },
        "one that says no type": { edit: setPart("VpcEndpoint::network-s3", ["vpcEndpointType"], undefined) },
        "one of another service": {
            edit: setPart("VpcEndpoint::network-s3", ["serviceName"], "com.amazonaws.us-east-1.s3.files"),
            broken: [`s3-endpoint: ${VPC}`],
        },
        "one of a service that nobody knows": {
            edit: setPart("VpcEndpoint::network-s3", ["serviceName"], UNKNOWN),
            broken: [`s3-endpoint: ${VPC}`],
        },
    },
    "add-ons": Object.fromEntries(
        ["vpc-cni", "coredns", "kube-proxy", "aws-efs-csi-driver", "eks-pod-identity-agent"].map((name) => [
            name,
            { edit: drop(`Addon::cluster-${name}`), broken: [`add-ons: ${CLUSTER}`] },
        ]),
    ),
    "internet-ingress": {
        "another port": {
            edit: vpcRule(BALANCER_GROUP, { cidrIpv4: "0.0.0.0/0", fromPort: 22, toPort: 22 }),
            broken: [
                "exposure: SecurityGroupIngressRule::more",
                "internet-ingress: SecurityGroupIngressRule::more",
            ],
        },
        "half of the internet": {
            edit: vpcRule(BALANCER_GROUP, { cidrIpv4: "128.0.0.0/1", fromPort: 443, toPort: 444 }),
            broken: [
                "exposure: SecurityGroupIngressRule::more",
                "internet-ingress: SecurityGroupIngressRule::more",
            ],
        },
        "a port that nobody knows": {
            edit: vpcRule(BALANCER_GROUP, { cidrIpv6: "::/0", toPort: UNKNOWN }),
            broken: [
                "exposure: SecurityGroupIngressRule::more",
                "internet-ingress: SecurityGroupIngressRule::more",
            ],
        },
        "a website, from a few": {
            edit: vpcRule(BALANCER_GROUP, { cidrIpv4: "198.51.100.0/24", fromPort: 443, toPort: 443 }),
        },
        "everybody, on the way out": {
            edit: separate("egress", BALANCER_GROUP, {
                cidrBlocks: ["0.0.0.0/0"],
                fromPort: 443,
                toPort: 443,
            }),
            broken: ["exposure: SecurityGroupRule::more"],
        },
        "a group that nothing has": {
            edit: all(
                add("aws:ec2/securityGroup:SecurityGroup", "loose", { id: "sg-loose" }),
                inline("SecurityGroup::loose", { cidrBlocks: ["0.0.0.0/0"], fromPort: 443, toPort: 443 }),
            ),
            broken: ["internet-ingress: SecurityGroup::loose"],
        },
        "a group that the database has, too": {
            edit: refer(DATABASE, ["vpcSecurityGroupIds", 0], BALANCER_GROUP),
            broken: [
                "database-paths: SecurityGroupIngressRule::load-balancer-http-from-0-0-0-0-0",
                "database-paths: SecurityGroupIngressRule::load-balancer-https-from-0-0-0-0-0",
                `database-paths: ${DATABASE}`,
                "internet-ingress: SecurityGroupIngressRule::load-balancer-http-from-0-0-0-0-0",
                "internet-ingress: SecurityGroupIngressRule::load-balancer-https-from-0-0-0-0-0",
            ],
        },
    },
    "web-firewall": {
        none: {
            edit: drop("WebAclAssociation::load-balancer-firewall"),
            broken: [`web-firewall: ${BALANCER}`],
        },
        "one of something else": {
            edit: set(
                "WebAclAssociation::load-balancer-firewall",
                ["resourceArn"],
                "arn:aws:elasticloadbalancing:x",
            ),
            broken: [`web-firewall: ${BALANCER}`],
        },
        "none of an internal load balancer": {
            edit: all(
                drop("WebAclAssociation::load-balancer-firewall"),
                setPart(BALANCER, ["internal"], true),
            ),
            broken: [1, 2, 3].map((n) => `subnet-tags: Subnet::network-public-${n}`),
        },
    },
    "web-firewall-log": {
        none: {
            edit: drop("WebAclLoggingConfiguration::load-balancer-firewall"),
            broken: [`web-firewall-log: ${ACL}`],
        },
        "one of another web ACL": {
            edit: set(
                "WebAclLoggingConfiguration::load-balancer-firewall",
                ["resourceArn"],
                "arn:aws:wafv2:x",
            ),
            broken: [`web-firewall-log: ${ACL}`],
        },
        "one of a web ACL that nobody knows": {
            edit: set("WebAclLoggingConfiguration::load-balancer-firewall", ["resourceArn"], UNKNOWN),
            broken: [`web-firewall-log: ${ACL}`],
        },
        "none of a second web ACL": {
            edit: add("aws:wafv2/webAcl:WebAcl", "second", { arn: "arn:aws:wafv2:second" }),
            broken: ["web-firewall-log: WebAcl::second"],
        },
    },
    "bucket-logging": {
        none: {
            edit: drop("BucketLogging::recovery"),
            broken: [`bucket-logging: ${RECOVERY}`],
        },
        "one into the bucket itself": {
            edit: refer("BucketLogging::recovery", ["targetBucket"], RECOVERY, "bucket"),
            broken: [`bucket-logging: ${RECOVERY}`],
        },
        "one into a bucket that is made elsewhere": {
            edit: set("BucketLogging::recovery", ["targetBucket"], "central-logs"),
        },
        "one into a bucket that nobody knows": {
            edit: set("BucketLogging::recovery", ["targetBucket"], UNKNOWN),
            broken: [`bucket-logging: ${RECOVERY}`],
        },
        "one of a bucket that nobody knows": {
            edit: set("BucketLogging::recovery", ["bucket"], UNKNOWN),
            broken: [`bucket-logging: ${RECOVERY}`],
        },
        "none of a bucket that logs and files are written to": {
            edit: all(
                drop("BucketLogging::recovery"),
                refer(BALANCER, ["accessLogs", "bucket"], RECOVERY, "bucket"),
            ),
            // The other one has no logs then.
            broken: [`bucket-logging: ${BUCKET}`, `bucket-logging: ${RECOVERY}`],
        },
        "none of a bucket that no log is written to": {
            edit: setPart(BALANCER, ["accessLogs"], undefined),
        },
    },
    buckets: {
        "no public access block": {
            edit: drop("BucketPublicAccessBlock::load-balancer-logs"),
            broken: [`bucket-access: ${BUCKET}`],
        },
        "no encryption": {
            edit: drop("BucketServerSideEncryptionConfiguration::load-balancer-logs"),
            broken: [`bucket-encryption: ${BUCKET}`],
        },
        "no policy": { edit: drop("BucketPolicy::load-balancer-logs"), broken: [`bucket-tls: ${BUCKET}`] },
        "no versioning": {
            edit: drop("BucketVersioning::load-balancer-logs"),
            broken: [`bucket-versioning: ${BUCKET}`],
        },
        "versioning of another bucket": {
            edit: set("BucketVersioning::load-balancer-logs", ["bucket"], "other"),
            broken: [`bucket-versioning: ${BUCKET}`],
        },
        "a bucket of the older type without anything": {
            edit: add("aws:s3/bucketV2:BucketV2", "old", {}),
            broken: ["access", "encryption", "logging", "tls", "versioning"].map(
                (rule) => `bucket-${rule}: BucketV2::old`,
            ),
        },
        "versioning and encryption of the older types": {
            edit: all(
                drop("BucketVersioning::load-balancer-logs"),
                add("aws:s3/bucketVersioningV2:BucketVersioningV2", "old", {}),
                refer("BucketVersioningV2::old", ["bucket"], BUCKET),
                drop("BucketServerSideEncryptionConfiguration::load-balancer-logs"),
                add(
                    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
                    "old",
                    {},
                ),
                refer("BucketServerSideEncryptionConfigurationV2::old", ["bucket"], BUCKET),
            ),
        },
    },
    "own-keys": {
        ...Object.fromEntries(
            (
                [
                    [DATABASE, ["kmsKeyId"], []],
                    [DATABASE, ["performanceInsightsKmsKeyId"], []],
                    [FILES, ["kmsKeyId"], []],
                    [CLUSTER, ["encryptionConfig", "provider", "keyArn"], []],
                    ["Vault::backup", ["kmsKeyArn"], []],
                    ["LogGroup::network-flow-logs", ["kmsKeyId"], []],
                ] as const
            ).flatMap(([name, path]): [string, Case][] => [
                [
                    `${path.join(".")} of ${name} under a key that is made elsewhere`,
                    {
                        edit: set(
                            name,
                            path,
                            "arn:aws:kms:us-east-1:123456789012:key/77777777-7777-4777-8777-777777777777",
                        ),
                        untold: [`own-keys: ${name}`],
                    },
                ],
                [
                    `${path.join(".")} of ${name} under a key that nobody knows`,
                    { edit: set(name, path, UNKNOWN), broken: [`own-keys: ${name}`] },
                ],
            ]),
        ),
        "a key that AWS manages": {
            edit: set(DATABASE, ["kmsKeyId"], "alias/aws/rds"),
            broken: [`own-keys: ${DATABASE}`],
        },
        "a key that AWS manages, by its ARN": {
            edit: set(FILES, ["kmsKeyId"], "arn:aws:kms:us-east-1:123456789012:alias/aws/elasticfilesystem"),
            broken: [`own-keys: ${FILES}`],
        },
        "a key that is named after AWS": {
            edit: set(DATABASE, ["kmsKeyId"], "my-alias/aws/rds"),
            untold: [`own-keys: ${DATABASE}`],
        },
        "an encryption that is unknown as a whole, with no key of the stack behind it": {
            edit: set(CLUSTER, ["encryptionConfig"], UNKNOWN),
            broken: [`own-keys: ${CLUSTER}`],
        },
        "an encryption that is unknown as a whole, with a key of the stack behind it": {
            edit: setPart(CLUSTER, ["encryptionConfig"], UNKNOWN),
            forms: ["first preview", "update"],
        },
        "no key": { edit: set(DATABASE, ["kmsKeyId"], undefined) },
        "an alias of a key": { edit: refer(DATABASE, ["kmsKeyId"], "Alias::database-key") },
    },
    exposure: {
        "content that no policy closes": {
            edit: drop("NetworkPolicy::connect-default-deny"),
        },
        "content whose way out nothing closes": {
            edit: all(drop("NetworkPolicy::connect-default-deny"), drop("NetworkPolicy::connect-to-needed")),
            broken: [`exposure: ${RELEASE}`],
        },
        "content that anybody reaches": {
            edit: setPart("NetworkPolicy::connect-from-servers", ["spec", "ingress"], [{}]),
            broken: ["exposure: NetworkPolicy::connect-from-servers"],
        },
        "content that reaches the VPC": {
            edit: setPart(
                "NetworkPolicy::connect-to-needed",
                ["spec", "egress", 2, "to", 0, "ipBlock", "except"],
                ["10.1.0.0/16"],
            ),
            broken: ["exposure: NetworkPolicy::connect-to-needed"],
        },
        "content that reaches another port of the servers": {
            edit: setPart(
                "NetworkPolicy::connect-to-needed",
                ["spec", "egress", 1, "ports", 0, "port"],
                3940,
            ),
            broken: ["exposure: NetworkPolicy::connect-to-needed"],
        },
        "content that reaches names by a part of its pods": {
            edit: setPart("NetworkPolicy::connect-to-needed", ["spec", "podSelector"], {
                matchLabels: { a: "b" },
            }),
        },
        "an API that everybody reaches": {
            edit: all(
                setPart(CLUSTER, ["vpcConfig", "endpointPublicAccess"], true),
                setPart(CLUSTER, ["vpcConfig", "publicAccessCidrs"], undefined),
            ),
            broken: [`exposure: ${CLUSTER}`],
        },
        "an API that a few reach": {
            edit: all(
                setPart(CLUSTER, ["vpcConfig", "endpointPublicAccess"], true),
                setPart(CLUSTER, ["vpcConfig", "publicAccessCidrs"], ["198.51.100.0/24"]),
            ),
        },
        "an API that a connected network with private addresses reaches": {
            edit: setPart(API_RULE, ["cidrIpv4"], "10.9.0.0/16"),
        },
        "more of the nodes than the port that they share with the API": {
            edit: all(setPart(API_RULE, ["cidrIpv4"], "10.9.0.0/16"), setPart(API_RULE, ["toPort"], 8443)),
            broken: [`exposure: ${API_RULE}`],
        },
        "another port of the nodes": {
            edit: all(
                setPart(API_RULE, ["cidrIpv4"], "10.9.0.0/16"),
                setPart(API_RULE, ["fromPort"], 22),
                setPart(API_RULE, ["toPort"], 22),
            ),
            broken: [`exposure: ${API_RULE}`],
        },
        "the API's port of nodes that share no group with it": {
            edit: all(
                add("aws:ec2/securityGroup:SecurityGroup", "nodes", { id: "sg-nodes" }),
                refer("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds", 0], "SecurityGroup::nodes"),
                setPart("LaunchTemplate::cluster-general", ["vpcSecurityGroupIds"], ["sg-nodes"]),
                setPart(API_RULE, ["cidrIpv4"], "10.9.0.0/16"),
                refer(API_RULE, ["securityGroupId"], "SecurityGroup::nodes"),
            ),
            broken: [
                `database-paths: ${FROM_CLUSTER}`,
                `database-paths: ${DATABASE}`,
                `exposure: ${API_RULE}`,
                `exposure: ${FROM_CLUSTER}`,
                `file-system-paths: ${NFS_RULE}`,
                ...TARGETS.map((target) => `file-system-paths: ${target}`),
                `exposure: ${NFS_RULE}`,
            ].sort(),
        },
        "a load balancer on another port of the nodes": {
            edit: all(
                setPart("SecurityGroupIngressRule::load-balancer", ["toPort"], 3940),
                setPart("SecurityGroupEgressRule::load-balancer-to-cluster", ["toPort"], 3940),
            ),
            broken: ["exposure: SecurityGroupIngressRule::load-balancer"],
        },
        "a load balancer on the port that it sends to": {
            edit: setPart("TargetGroup::load-balancer", ["port"], 8080),
            broken: [
                "exposure: NetworkPolicy::connect-to-needed",
                "exposure: SecurityGroupIngressRule::load-balancer",
            ],
        },
        "a target group without a port": {
            edit: setPart("TargetGroup::load-balancer", ["port"], undefined),
            broken: [
                "exposure: NetworkPolicy::connect-to-needed",
                "exposure: SecurityGroupIngressRule::load-balancer",
            ],
        },
        "a binding that opens the nodes": {
            edit: setPart(BINDING, ["spec", "networking"], {
                ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/16" } }], ports: [{ port: 22 }] }],
            }),
            broken: [`exposure: ${BINDING}`],
        },
        "a database that the internet reaches": {
            edit: all(
                setPart(DATABASE, ["publiclyAccessible"], true),
                vpcRule(DATABASE_GROUP, { cidrIpv4: "198.51.100.0/24" }),
            ),
            broken: [
                "database-paths: SecurityGroupIngressRule::more",
                "exposure: SecurityGroupIngressRule::more",
            ],
        },
    },
};

const adopted = (kind: string): { id: string; availabilityZone: string }[] =>
    ["a", "b"].map((zone) => ({ id: `subnet-${kind}${zone}`, availabilityZone: `us-east-1${zone}` }));

const ADOPTED = {
    sections: {
        network: {
            adopt: {
                vpcId: "vpc-00000001",
                cidrBlock: "10.1.0.0/16",
                publicSubnets: adopted("0000001"),
                privateSubnets: adopted("0000002"),
            },
        },
    },
};

describe("whole-stack rules", () => {
    before(async function () {
        this.timeout(240_000);
        // Kept from one run to the next: a mutation test runs them often, and no mutant is in the program.
        if (stacks.size > 0) {
            return;
        }
        for (const stack of ["prod", "dev"] as const) {
            stacks.set(`${stack} first preview`, (await simulateStack(stack, "preview")).resources);
            stacks.set(`${stack} update`, (await simulateStack(stack, "update")).resources);
        }
        stacks.set("adopted", (await simulateStack("prod", "preview", ADOPTED)).resources);
    });

    it("say what is wrong in sentences", () => {
        const sentences = Object.values(CASES)
            .flatMap((cases) => Object.values(cases))
            .flatMap(({ edit }) => {
                const graph = graphOf(edit(planned("prod", "update")));
                return stackRules.flatMap((rule) => [...rule.check(graph)]);
            })
            .map(({ sentence }) => sentence);

        expect(sentences.filter((sentence) => !/^\S.*[a-z0-9]\.$/i.test(sentence))).to.deep.equal([]);
        expect(sentences.filter((sentence) => /undefined|null|\[object|Symbol/.test(sentence))).to.deep.equal(
            [],
        );
    });

    for (const form of FORMS) {
        it(`find nothing in the planned prod stack (${form})`, () => {
            expect(found(planned("prod", form))).to.deep.equal({ broken: [], untold: [] });
        });

        it(`advise in dev on nothing but what prod has more of (${form})`, () => {
            const { broken, untold } = found(planned("dev", form));
            const production = new Set(
                stackRules.filter(({ level }) => level === "production").map(({ name }) => name),
            );

            expect(untold).to.deep.equal([]);
            expect(
                broken.filter((each) => !production.has(`stack-${each.split(":")[0] ?? ""}`)),
            ).to.deep.equal([]);
            expect([...new Set(broken.map((each) => each.split(":")[0]))]).to.deep.equal([
                "backup-copy",
                "nat-gateways",
                "protected",
            ]);
        });

        it(`do not pass an empty stack (${form})`, () => {
            expect(found([]).broken).to.deep.equal(["complete: stack"]);
        });
    }

    const words = new KeptSentences();
    after(() => {
        words.write();
    });

    for (const [rule, cases] of Object.entries(CASES)) {
        describe(rule, () => {
            for (const [name, { edit, broken = [], untold = [], forms = FORMS }] of Object.entries(cases)) {
                for (const form of forms) {
                    it(`${name} (${form})`, () => {
                        const expected = Array.isArray(broken)
                            ? broken
                            : ((broken as Partial<Record<Form, readonly string[]>>)[form] ?? []);

                        const { sentences, ...rest } = judged(edit(planned("prod", form)));
                        expect(rest).to.deep.equal({
                            broken: [...expected].sort(),
                            untold: [...untold].sort(),
                        });
                        words.check(`${rule}, ${name}`, form, sentences);
                    });
                }
            }
        });
    }

    it("only tell what the stack cannot, where the VPC is adopted", () => {
        const { broken, untold } = found(stacks.get("adopted") ?? []);

        expect(broken).to.deep.equal([]);
        expect(untold).to.deep.equal(
            [
                `database-subnets: ${SUBNETS}`,
                ...TARGETS.slice(0, 2).map((target) => `mount-target-subnets: ${target}`),
                `node-subnets-private: ${NODES}`,
                `subnet-tags: ${BALANCER}`,
                `subnet-tags: ${NODES}`,
            ].sort(),
        );
    });
});
