import { adoptedFileSystems } from "../../../graph/adoptedFileSystems";
import type { Graph, Resource } from "../../../graph/graph";
import {
    certainKeysOf,
    keysOf,
    leadsTo,
    linkOf,
    linkOfValue,
    linksOf,
    resourcesOf,
    type Link,
} from "../../../graph/links";
import { nodeGroups, nodeZones } from "../../../graph/nodes";
import { readPath } from "../../../graph/path";
import { uncovered, zoneOf } from "../../../graph/subnets";
import {
    CLUSTER,
    DATABASE,
    FILE_SYSTEM,
    KEY,
    KEY_ALIAS,
    MOUNT_TARGET,
    SUBNET,
    SUBNET_GROUP,
    VAULT,
} from "../../../graph/types";
import { isObject } from "../../../lib/isObject";
import { textOf } from "../../../graph/value";
import type { Finding, StackRule } from "../../rule";
import { nameOf, unknownFinding, subnetFindings } from "../../stackFindings";

const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";

const VOLUME = "kubernetes:core/v1:PersistentVolume";
const DRIVER = "efs.csi.aws.com";

const ENCRYPTED: readonly { type: string; path: readonly string[] }[] = [
    { type: DATABASE, path: ["kmsKeyId"] },
    { type: DATABASE, path: ["performanceInsightsKmsKeyId"] },
    { type: FILE_SYSTEM, path: ["kmsKeyId"] },
    { type: CLUSTER, path: ["encryptionConfig", "provider", "keyArn"] },
    { type: VAULT, path: ["kmsKeyArn"] },
    { type: "aws:cloudwatch/logGroup:LogGroup", path: ["kmsKeyId"] },
];

export const data: readonly StackRule[] = [
    {
        name: "stack-database-subnet-group",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R7", "Pulumi database-subnet-group"],
        description: "The database uses a subnet group of this stack.",
        remedy: "Set dbSubnetGroupName to the name of the stack's subnet group.",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        *check(graph) {
            for (const database of graph.all(DATABASE)) {
                const group = linkOf(graph, database, ["dbSubnetGroupName"], [SUBNET_GROUP]);
                if (group === undefined) {
                    yield {
                        urn: database.urn,
                        sentence: `${database.name} has no subnet group and is in the default VPC.`,
                    };
                } else if (group.is === "unknown") {
                    yield unknownFinding(database, "dbSubnetGroupName");
                } else if (group.is === "outside") {
                    yield {
                        urn: database.urn,
                        sentence: `The subnet group ${group.value} of ${database.name} is managed outside the stack. It must contain the subnets of the nodes.`,
                        unverified: true,
                    };
                }
            }
        },
    },
    {
        name: "stack-database-subnets",
        level: "mandatory",
        severity: "high",
        controls: ["FSBP RDS.2", "FSBP RDS.46", "CIS AWS 3.2.3", "Posit R7"],
        description:
            "The database's subnet group contains every subnet of the nodes, and only private subnets.",
        remedy: "Set subnetIds of the subnet group to the private subnets of the node groups.",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        *check(graph) {
            const groups = graph
                .all(DATABASE)
                .flatMap((database) => linkOf(graph, database, ["dbSubnetGroupName"], [SUBNET_GROUP]) ?? [])
                .flatMap(resourcesOf);
            for (const group of new Set(groups)) {
                yield* subnetGroupFindings(graph, group);
            }
        },
    },
    {
        name: "stack-parameter-group",
        level: "mandatory",
        severity: "high",
        controls: ["Security Hub RDS.38", "Posit R5"],
        description:
            "The database uses a parameter group of this stack that forces TLS and is for the database's major version.",
        remedy: "Set parameterGroupName to the stack's group. In the group, set rds.force_ssl to 1 and family to postgres and the major version.",
        url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
        *check(graph) {
            for (const database of graph.all(DATABASE)) {
                const group = linkOf(graph, database, ["parameterGroupName"], [PARAMETER_GROUP]);
                if (group === undefined) {
                    yield {
                        urn: database.urn,
                        sentence: `${database.name} has no parameter group and uses AWS's default.`,
                    };
                } else if (group.is === "unknown") {
                    yield unknownFinding(database, "parameterGroupName");
                } else if (group.is === "outside") {
                    yield group.value.startsWith("default.")
                        ? {
                              urn: database.urn,
                              sentence: `${database.name} uses AWS's default parameter group ${group.value}, which cannot be changed.`,
                          }
                        : {
                              urn: database.urn,
                              sentence: `The parameter group ${group.value} of ${database.name} is managed outside the stack. It must force TLS.`,
                              unverified: true,
                          };
                }
                for (const resource of group === undefined ? [] : resourcesOf(group)) {
                    yield* parameterGroupFindings(database, resource);
                }
            }
        },
    },
    {
        name: "stack-mount-targets",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R10", "Posit R11"],
        description: "The file system has exactly one mount target in each availability zone with nodes.",
        remedy: "Create one mount target for each availability zone of the node groups, in the zone's private subnet.",
        url: "https://docs.aws.amazon.com/efs/latest/ug/accessing-fs.html",
        *check(graph) {
            for (const target of graph.all(MOUNT_TARGET)) {
                const fileSystem = linkOf(graph, target, ["fileSystemId"], [FILE_SYSTEM]);
                if (fileSystem?.is === "unknown" || fileSystem?.is === "one of") {
                    yield unknownFinding(target, "fileSystemId");
                }
            }
            for (const { resource, zones } of nodeGroups(graph)) {
                if (zones.includes("unknown")) {
                    yield unknownFinding(resource, "An availability zone");
                }
            }
            if (nodeGroups(graph).some(({ zones }) => zones.includes("external"))) {
                yield {
                    sentence:
                        "The availability zones of the nodes cannot be read from the stack. Each must have a mount target.",
                    unverified: true,
                };
            }
            for (const fileSystem of graph.all(FILE_SYSTEM)) {
                yield* mountTargetFindings(graph, fileSystem, (link) => leadsTo(link, fileSystem));
            }
            for (const id of adoptedFileSystems(graph)) {
                yield* mountTargetFindings(
                    graph,
                    { name: id },
                    (link) => link?.is === "outside" && link.value === id,
                );
            }
        },
    },
    {
        name: "stack-mount-target-subnets",
        level: "mandatory",
        severity: "high",
        controls: ["FSBP EFS.6", "Posit R10"],
        description: "A mount target is in a private subnet.",
        remedy: "Set subnetId to a private subnet.",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-6",
        *check(graph) {
            for (const target of graph.all(MOUNT_TARGET)) {
                const subnet = linkOf(graph, target, ["subnetId"], [SUBNET]) ?? { is: "unknown" };
                yield* subnetFindings(graph, target, "subnetId", [subnet], {
                    route: false,
                    sentence: (name) =>
                        `${target.name} is in ${name}, which has a route to an internet gateway.`,
                });
            }
        },
    },
    {
        name: "stack-volume-file-system",
        level: "mandatory",
        severity: "high",
        controls: ["Posit R9"],
        description:
            "The volumes of the servers and of content are on a file system of this stack, or on one that it has adopted.",
        remedy: "Set spec.csi.volumeHandle of the persistent volume to the ID of the stack's file system.",
        url: "https://github.com/kubernetes-sigs/aws-efs-csi-driver/tree/master/examples/kubernetes/static_provisioning",
        *check(graph) {
            const volumes = graph
                .all(VOLUME)
                .filter(({ properties }) => readPath(properties, ["spec", "csi", "driver"]) === DRIVER)
                .map((volume) => {
                    const handle = readPath(volume.properties, ["spec", "csi", "volumeHandle"]);
                    // The folder and the access point follow a colon.
                    const id = typeof handle === "string" ? handle.split(":")[0] : handle;
                    return { volume, link: linkOfValue(graph, volume, "spec", id, [FILE_SYSTEM]) };
                });
            const adopted = adoptedFileSystems(graph);
            for (const { volume, link } of volumes) {
                if (link === undefined || link.is === "unknown") {
                    yield unknownFinding(volume, "spec.csi.volumeHandle");
                } else if (link.is === "outside" && adopted.includes(link.value)) {
                    yield {
                        urn: volume.urn,
                        sentence: `${volume.name} is on ${link.value}, which is managed outside the stack. It must be encrypted.`,
                        unverified: true,
                    };
                } else if (link.is === "outside") {
                    yield {
                        urn: volume.urn,
                        sentence: `${volume.name} is on ${link.value}, which is not a file system of this stack.`,
                    };
                }
            }
            for (const fileSystem of graph.all(FILE_SYSTEM)) {
                if (!volumes.some(({ link }) => leadsTo(link, fileSystem))) {
                    yield { urn: fileSystem.urn, sentence: `No persistent volume uses ${fileSystem.name}.` };
                }
            }
        },
    },
    {
        name: "stack-own-keys",
        level: "production",
        severity: "medium",
        controls: ["FSBP EKS.3", "Checkov CKV_AWS_184", "Checkov CKV_AWS_158"],
        description: "Data and logs are encrypted with keys of this stack.",
        remedy: "Set the property to the ARN of an aws.kms.Key of the stack.",
        url: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#customer-cmk",
        *check(graph) {
            for (const { type, path } of ENCRYPTED) {
                for (const resource of graph.all(type)) {
                    const key = linkOf(graph, resource, path, [KEY, KEY_ALIAS]);
                    const property = path.join(".");
                    if (key?.is === "unknown") {
                        yield unknownFinding(resource, property);
                    } else if (key?.is === "outside" && /(^|:)alias\/aws\//.test(key.value)) {
                        yield {
                            urn: resource.urn,
                            sentence: `${property} of ${resource.name} is ${key.value}, a key that AWS manages.`,
                        };
                    } else if (key?.is === "outside") {
                        yield {
                            urn: resource.urn,
                            sentence: `${property} of ${resource.name} is ${key.value}, which is managed outside the stack. Check its rotation and its policy.`,
                            unverified: true,
                        };
                    }
                }
            }
        },
    },
];

function* subnetGroupFindings(graph: Graph, group: Resource): Iterable<Finding> {
    const subnets = linksOf(graph, group, ["subnetIds"], [SUBNET]);
    yield* subnetFindings(graph, group, "subnetIds", subnets, {
        route: false,
        sentence: (subnet) => `${group.name} contains ${subnet}, which has a route to an internet gateway.`,
    });
    const covered = new Set(subnets.flatMap(certainKeysOf));
    for (const { resource, placement, subnets: ofNodes } of nodeGroups(graph)) {
        for (const subnet of ofNodes) {
            if (subnet.is === "unknown") {
                yield unknownFinding(placement.resource, placement.property);
            } else if (!keysOf(subnet).every((key) => covered.has(key))) {
                yield {
                    urn: group.urn,
                    sentence: `${group.name} does not contain ${nameOf(graph, subnet)}, a subnet of the nodes of ${resource.name}.`,
                };
            }
        }
    }
}

function* parameterGroupFindings(database: Resource, group: Resource): Iterable<Finding> {
    const { parameters, family } = group.properties;
    const forced = (Array.isArray(parameters) ? parameters : []).some(
        (parameter) => isObject(parameter) && parameter.name === "rds.force_ssl" && parameter.value === "1",
    );
    if (!forced) {
        yield {
            urn: group.urn,
            sentence: `${group.name}, the parameter group of ${database.name}, does not set rds.force_ssl to 1.`,
        };
    }
    const { engine, engineVersion } = database.properties;
    if (typeof engineVersion !== "string") {
        yield unknownFinding(database, "engineVersion");
    } else if (typeof family !== "string") {
        yield unknownFinding(group, "family");
    } else if (family !== `${textOf(engine)}${engineVersion.replace(/\..*/, "")}`) {
        yield {
            urn: group.urn,
            sentence: `${group.name} is for ${family}, but ${database.name} uses ${textOf(engine)} ${engineVersion}.`,
        };
    }
}

function* mountTargetFindings(
    graph: Graph,
    fileSystem: { name: string; urn?: string },
    isOn: (link: Link | undefined) => boolean,
): Iterable<Finding> {
    const targets = graph
        .all(MOUNT_TARGET)
        .filter((target) => isOn(linkOf(graph, target, ["fileSystemId"], [FILE_SYSTEM])))
        // The engine registers mount targets in any order.
        .sort((one, other) => (one.name < other.name ? -1 : 1))
        .map((target) => ({
            target,
            zone: zoneOf(graph, linkOf(graph, target, ["subnetId"], [SUBNET]) ?? { is: "unknown" }),
        }));
    const taken = new Set<string>();
    for (const { target, zone } of targets) {
        if (zone === "unknown") {
            yield unknownFinding(target, "The availability zone");
        } else if (zone === "external") {
            yield {
                urn: target.urn,
                sentence: `The availability zone of ${target.name} cannot be read from the stack.`,
                unverified: true,
            };
        } else {
            if (taken.has(zone.name)) {
                yield {
                    urn: target.urn,
                    sentence: `${target.name} is the second mount target of ${fileSystem.name} in ${zone.name}.`,
                };
            }
            taken.add(zone.name);
        }
    }
    const left = uncovered(
        nodeZones(graph),
        targets.map(({ zone }) => zone),
    );
    for (const zone of left) {
        yield {
            ...(fileSystem.urn === undefined ? {} : { urn: fileSystem.urn }),
            sentence: `${fileSystem.name} has no mount target in ${zone}, which has nodes.`,
        };
    }
}
