import { UNKNOWN } from "../../../graph/value";
import { type Case, describeCases } from "./describeCases";
import {
    CLUSTER,
    DATABASE,
    FILES,
    NODES,
    PRIVATE,
    PUBLIC,
    RELEASE,
    SUBNETS,
    TARGET,
    TARGETS,
    VPC,
    another,
    ofEither,
    adoptFileSystem,
    ADOPTED_FINDINGS,
} from "./edits";
import { add, all, drop, find, patch, refer, set, setPart } from "./stack";

describeCases("data", {
    "database-subnets": {
        "a subnet of the nodes that is missing": {
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
        "unknown subnets": {
            edit: set(SUBNETS, ["subnetIds"], [UNKNOWN]),
            broken: [`database-subnets: ${SUBNETS}`],
        },
        "subnets that are managed outside the stack": {
            edit: set(SUBNETS, ["subnetIds"], ["subnet-1"]),
            broken: [`database-subnets: ${SUBNETS}`],
            unverified: [`database-subnets: ${SUBNETS}`],
        },
        "a subnet of the nodes that is one of two, one of which is missing": {
            edit: all(
                add("aws:ec2/subnet:Subnet", "fourth", { availabilityZone: "us-east-1a", id: "subnet-4" }),
                ofEither(NODES, "subnetIds", [PRIVATE, "Subnet::fourth"]),
            ),
            broken: [
                `database-subnets: ${SUBNETS}`,
                `node-subnets-private: ${NODES}`,
                `node-zones: ${NODES}`,
                "subnet-tags: Subnet::fourth",
            ],
            forms: ["first preview", "update"],
        },
        "the subnets as one unknown value": {
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
        "a group that is unknown": {
            edit: set(DATABASE, ["dbSubnetGroupName"], UNKNOWN),
            broken: [`database-subnet-group: ${DATABASE}`],
        },
        "a group that is managed outside the stack": {
            edit: set(DATABASE, ["dbSubnetGroupName"], "default"),
            unverified: [`database-subnet-group: ${DATABASE}`],
        },
    },
    "parameter-group": {
        "a minor version of two digits": { edit: setPart(DATABASE, ["engineVersion"], "15.10") },
        "no group": {
            edit: set(DATABASE, ["parameterGroupName"], undefined),
            broken: [`parameter-group: ${DATABASE}`],
        },
        "a group that is unknown": {
            edit: set(DATABASE, ["parameterGroupName"], UNKNOWN),
            broken: [`parameter-group: ${DATABASE}`],
        },
        "AWS's own group": {
            edit: set(DATABASE, ["parameterGroupName"], "default.postgres15"),
            broken: [`parameter-group: ${DATABASE}`],
        },
        "a group that is managed outside the stack": {
            edit: set(DATABASE, ["parameterGroupName"], "my.default.postgres15"),
            unverified: [`parameter-group: ${DATABASE}`],
        },
        "a group without the parameter": {
            edit: setPart(
                "ParameterGroup::database-postgres15",
                ["parameters"],
                [{ name: "ssl", value: "1" }],
            ),
            broken: ["parameter-group: ParameterGroup::database-postgres15"],
        },
        "a group that has it at 0": {
            edit: setPart(
                "ParameterGroup::database-postgres15",
                ["parameters"],
                [{ name: "rds.force_ssl", value: "0" }],
            ),
            broken: ["parameter-group: ParameterGroup::database-postgres15"],
        },
        "a group whose parameters are unknown": {
            edit: setPart("ParameterGroup::database-postgres15", ["parameters"], UNKNOWN),
            broken: ["parameter-group: ParameterGroup::database-postgres15"],
        },
        "a group with a parameter that is unknown, and the one": {
            edit: setPart(
                "ParameterGroup::database-postgres15",
                ["parameters"],
                [UNKNOWN, { name: "rds.force_ssl", value: "1" }],
            ),
        },
        "a group of another version": {
            edit: setPart("ParameterGroup::database-postgres15", ["family"], "postgres16"),
            broken: ["parameter-group: ParameterGroup::database-postgres15"],
        },
        "a group of another engine": {
            edit: setPart("ParameterGroup::database-postgres15", ["family"], "mysql15"),
            broken: ["parameter-group: ParameterGroup::database-postgres15"],
        },
        "a group of an unknown family": {
            edit: setPart("ParameterGroup::database-postgres15", ["family"], UNKNOWN),
            broken: ["parameter-group: ParameterGroup::database-postgres15"],
        },
        "a minor version": { edit: setPart(DATABASE, ["engineVersion"], "15.7") },
        "a version that is unknown": {
            edit: setPart(DATABASE, ["engineVersion"], UNKNOWN),
            broken: [`parameter-group: ${DATABASE}`],
        },
    },
    "volume-file-system": {
        "a volume on another file system": {
            edit: set("PersistentVolume::connect-content", ["spec", "csi", "volumeHandle"], "fs-1:/content"),
            broken: ["volume-file-system: PersistentVolume::connect-content"],
        },
        "a volume on a file system that is unknown": {
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
        "a file system that is adopted": {
            edit: adoptFileSystem("fs-0123456789abcdef0"),
            unverified: [
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
        "no mount target of an adopted file system in a zone": {
            edit: all(adoptFileSystem("fs-1"), drop(TARGET)),
            broken: ["mount-targets: stack"],
            unverified: ADOPTED_FINDINGS,
        },
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
        "one of another file system, of an adopted one": {
            edit: all(adoptFileSystem("fs-1"), set(TARGET, ["fileSystemId"], "fs-2")),
            broken: ["backup: stack", "complete: stack", "mount-targets: stack"],
            unverified: ADOPTED_FINDINGS,
        },
        "one of two file systems, which one is unknown": {
            edit: all(
                add("aws:efs/fileSystem:FileSystem", "second", { id: "fs-2" }),
                ofEither(TARGET, "fileSystemId", [FILES, "FileSystem::second"]),
            ),
            broken: [
                "backup: FileSystem::second",
                "complete: stack",
                `mount-targets: ${FILES}`,
                "mount-targets: FileSystem::second",
                `mount-targets: ${TARGET}`,
                "protected: FileSystem::second",
                "volume-file-system: FileSystem::second",
            ],
            forms: ["first preview", "update"],
        },
        "a second in a zone, which the program creates first": {
            edit: all(another(TARGET), (resources) => [...resources].reverse()),
            broken: [`mount-targets: ${TARGET}-2`, `release-order: ${RELEASE}`],
        },
        "one of a file system that is unknown": {
            edit: set(TARGET, ["fileSystemId"], UNKNOWN),
            broken: [`mount-targets: ${TARGET}`, `mount-targets: ${FILES}`],
        },
        "a subnet that is unknown": {
            edit: set(TARGET, ["subnetId"], UNKNOWN),
            broken: [`mount-target-subnets: ${TARGET}`, `mount-targets: ${TARGET}`],
        },
        "no subnet": {
            edit: set(TARGET, ["subnetId"], undefined),
            broken: [`mount-target-subnets: ${TARGET}`, `mount-targets: ${TARGET}`],
        },
        "a subnet that is managed outside the stack": {
            edit: set(TARGET, ["subnetId"], "subnet-1"),
            unverified: [`mount-target-subnets: ${TARGET}`, `mount-targets: ${TARGET}`],
        },
        "a public subnet": {
            edit: refer(TARGET, ["subnetId"], PUBLIC),
            broken: [`mount-target-subnets: ${TARGET}`],
        },
        "one in one of two zones, which one is unknown": {
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
                    `${path.join(".")} of ${name} under a key that is managed outside the stack`,
                    {
                        edit: set(
                            name,
                            path,
                            "arn:aws:kms:us-east-1:123456789012:key/77777777-7777-4777-8777-777777777777",
                        ),
                        unverified: [`own-keys: ${name}`],
                    },
                ],
                [
                    `${path.join(".")} of ${name} under a key that is unknown`,
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
            unverified: [`own-keys: ${DATABASE}`],
        },
        "an encryption that is completely unknown, with no key of the stack behind it": {
            edit: set(CLUSTER, ["encryptionConfig"], UNKNOWN),
            broken: [`own-keys: ${CLUSTER}`],
        },
        "an encryption that is completely unknown, with a key of the stack behind it": {
            edit: setPart(CLUSTER, ["encryptionConfig"], UNKNOWN),
            forms: ["first preview", "update"],
        },
        "no key": { edit: set(DATABASE, ["kmsKeyId"], undefined) },
        "an alias of a key": { edit: refer(DATABASE, ["kmsKeyId"], "Alias::database-key") },
    },
});
