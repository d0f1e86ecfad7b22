import { UNKNOWN } from "../../../graph/value";
import { describeCases } from "./describeCases";
import {
    API_RULE,
    ASSOCIATION,
    BALANCER,
    BINDING,
    CLUSTER,
    CONTROLLER,
    DATABASE,
    GATEWAY,
    IDENTITY,
    KUBE_PROXY,
    NODES,
    PRIVATE,
    PUBLIC,
    RELEASE,
    SUBNETS,
    TABLE,
    TARGET,
    VPC,
    another,
    cut,
    dependencies,
    ofEither,
    publicRoute,
    route,
    withoutCluster,
} from "./edits";
import { add, all, drop, patch, refer, set, setPart } from "./stack";

describeCases("workloads", {
    "tested-versions": {
        "a newer chart than the values are written for": {
            edit: setPart(RELEASE, ["version"], "0.22.0"),
            unverified: [`tested-versions: ${RELEASE}`],
        },
        "a newer Connect than the values are written for": {
            edit: setPart(RELEASE, ["values", "versionOverride"], "2027.01.0"),
            unverified: [`tested-versions: ${RELEASE}`],
        },
        "a chart in a folder, whose version is not known": {
            edit: setPart(RELEASE, ["chart"], "./charts/rstudio-connect"),
            unverified: [`tested-versions: ${RELEASE}`],
        },
        "an archive of the chart in a tested version": {
            edit: setPart(RELEASE, ["chart"], "./charts/rstudio-connect-0.21.0.tgz"),
        },
        "no version of Connect but the chart's": {
            edit: setPart(RELEASE, ["values", "versionOverride"], ""),
        },
    },
    "node-versions": {
        "nodes and kube-proxy one minor version older": {
            edit: setPart(CLUSTER, ["version"], "1.36"),
        },
        "nodes and kube-proxy three minor versions older": {
            edit: setPart(CLUSTER, ["version"], "1.38"),
        },
        "nodes and kube-proxy four minor versions older": {
            edit: setPart(CLUSTER, ["version"], "1.39"),
            broken: [`node-versions: ${KUBE_PROXY}`, `node-versions: ${NODES}`],
        },
        "a control plane older than nodes and kube-proxy": {
            edit: setPart(CLUSTER, ["version"], "1.34"),
            broken: [`node-versions: ${KUBE_PROXY}`, `node-versions: ${NODES}`],
        },
        "nodes of the control plane's version, whatever it is": {
            edit: setPart(NODES, ["version"], undefined),
        },
        "an unknown version of the nodes": {
            edit: setPart(NODES, ["version"], UNKNOWN),
            broken: [`node-versions: ${NODES}`],
        },
        "an unknown version of the control plane": {
            edit: setPart(CLUSTER, ["version"], UNKNOWN),
            broken: [`node-versions: ${KUBE_PROXY}`, `node-versions: ${NODES}`],
        },
    },
    "node-size": {
        "types that are too small": {
            edit: setPart(NODES, ["instanceTypes"], ["t3.2xlarge", "t3.xlarge"]),
            broken: ["node-size: stack"],
        },
        "larger types": {
            edit: setPart(NODES, ["instanceTypes"], ["m6i.4xlarge", "m6i.12xlarge", "m7i.metal-24xl"]),
        },
        "unknown types": {
            edit: setPart(NODES, ["instanceTypes"], UNKNOWN),
            broken: ["node-size: stack"],
        },
        "no types": { edit: setPart(NODES, ["instanceTypes"], []), broken: ["node-size: stack"] },
        "one large node and small ones": {
            edit: all(
                another(NODES),
                setPart(`${NODES}-2`, ["instanceTypes"], ["t3.xlarge"]),
                setPart(NODES, ["scalingConfig", "minSize"], 1),
            ),
            broken: ["node-size: stack"],
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
        "an additional database cluster": {
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
        "a release of another chart": {
            edit: setPart(RELEASE, ["chart"], "rstudio-workbench"),
            broken: ["complete: stack"],
        },
        "a release of an unknown chart": {
            edit: setPart(RELEASE, ["chart"], UNKNOWN),
            broken: ["complete: stack"],
        },
    },
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
        "a separate route in a private table": { edit: route(TABLE), broken: publicRoute },
        "a route to a gateway that is managed outside the stack": {
            edit: set(TABLE, ["routes"], [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }]),
            broken: publicRoute,
        },
        "routes to other destinations": {
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
        "unknown routes": { edit: set(TABLE, ["routes"], UNKNOWN), broken: publicRoute },
        "the main table, without a route to the internet": { edit: drop(ASSOCIATION) },
        "the main table, with a separate route": {
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
        "a table that is managed outside the stack": {
            edit: set(ASSOCIATION, ["routeTableId"], "rtb-1"),
            unverified: [
                `database-subnets: ${SUBNETS}`,
                `mount-target-subnets: ${TARGET}`,
                `node-subnets-private: ${NODES}`,
            ],
            forms: ["update", "literal ids"],
        },
        "a subnet that is unknown": {
            edit: set(NODES, ["subnetIds", 0], UNKNOWN),
            broken: [
                `database-subnets: ${NODES}`,
                `mount-targets: ${NODES}`,
                `node-subnets-private: ${NODES}`,
            ],
            forms: ["update", "literal ids"],
        },
        "an association of one of two subnets, which one is unknown": {
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
        "subnets with unknown routes": {
            edit: ofEither(NODES, "subnetIds", [PRIVATE, PUBLIC]),
            broken: [
                `database-subnets: ${SUBNETS}`,
                `node-subnets-private: ${NODES}`,
                `node-zones: ${NODES}`,
                `subnet-tags: ${PUBLIC}`,
            ],
            forms: ["first preview"],
        },
        "subnets that are managed outside the stack": {
            edit: set(NODES, ["subnetIds"], ["subnet-1", "subnet-2"]),
            broken: [`database-subnets: ${SUBNETS}`],
            unverified: [
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
        "a zone that is unknown": {
            edit: setPart(PRIVATE, ["availabilityZone"], undefined),
            broken: [`mount-targets: ${TARGET}`, `mount-targets: ${NODES}`],
        },
        "a list that is completely unknown": {
            edit: setPart(NODES, ["subnetIds"], UNKNOWN),
            broken: [`mount-targets: ${NODES}`, `node-zones: ${NODES}`],
            forms: ["first preview"],
        },
        "no subnet": {
            edit: set(NODES, ["subnetIds"], []),
            broken: [`node-zones: ${NODES}`],
        },
        "one known zone, and one outside the stack": {
            edit: all(
                set(NODES, ["subnetIds"], ["subnet-1", "subnet-2"]),
                setPart(
                    "Network::network",
                    ["privateSubnets"],
                    [{ id: "subnet-1", availabilityZone: "us-east-1a" }],
                ),
            ),
            broken: [`database-subnets: ${SUBNETS}`],
            unverified: [
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
            unverified: [`node-subnets-private: ${NODES}`, `subnet-tags: ${NODES}`],
        },
    },
    "node-count": {
        "fewer nodes than zones": {
            edit: setPart(NODES, ["scalingConfig", "minSize"], 2),
            broken: [`node-count: ${NODES}`],
        },
        "a number that is unknown": {
            edit: setPart(NODES, ["scalingConfig", "minSize"], UNKNOWN),
            broken: [`node-count: ${NODES}`, "node-size: stack"],
        },
        "no number": {
            edit: setPart(NODES, ["scalingConfig", "minSize"], undefined),
            broken: [`node-count: ${NODES}`, "node-size: stack"],
        },
        "one node in one zone": {
            edit: all(setPart(NODES, ["scalingConfig", "minSize"], 1), set(NODES, ["subnetIds"], [])),
            broken: [`node-count: ${NODES}`, "node-size: stack", `node-zones: ${NODES}`],
        },
        "a second group with fewer nodes": {
            edit: all(another(NODES), setPart(`${NODES}-2`, ["scalingConfig", "minSize"], 0)),
        },
        "taints on every node": {
            edit: setPart(NODES, ["taints"], [{ key: "spare", effect: "NO_SCHEDULE" }]),
            broken: ["content-nodes: stack", "node-count: stack"],
        },
        "two nodes for three subnets of two zones": {
            edit: all(
                setPart(NODES, ["scalingConfig", "minSize"], 2),
                set("Subnet::network-private-3", ["availabilityZone"], "us-east-1b"),
            ),
            broken: ["mount-targets: MountTarget::file-system-us-east-1c"],
        },
        "no taints property": { edit: setPart(NODES, ["taints"], undefined) },
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
        "a controller that does not wait for its permissions": {
            edit: dependencies(CONTROLLER, [IDENTITY]),
            broken: [`release-order: ${CONTROLLER}`],
        },
        "permissions of another service account": {
            edit: all(dependencies(CONTROLLER, [IDENTITY]), setPart(IDENTITY, ["serviceAccount"], "other")),
        },
        "permissions of a service account in another namespace": {
            edit: all(dependencies(CONTROLLER, [IDENTITY]), setPart(IDENTITY, ["namespace"], "other")),
        },
        "a binding that does not wait for the controller": {
            edit: patch(BINDING, { dependencies: [] }),
            broken: ["load-balancer: TargetGroup::load-balancer", `release-order: ${BINDING}`],
        },
    },
});
