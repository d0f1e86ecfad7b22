import type { Cloud, CloudObject, Remains } from "../cloud";
import type { Attempt, Laws } from "../law";
import { ApiError } from "../../../simulation/apiError";
import { list, named, nameTaken, part, standsInTheWay, text } from "./common";

const INSTANCE = "aws:rds/instance:Instance";
const SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup";
const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";

function major(version: string): number {
    return Number.parseInt(version, 10);
}

export const rds: Record<string, Laws> = {
    [SUBNET_GROUP]: {
        create: [
            nameTaken("DBSubnetGroupAlreadyExists", "the DB subnet group", ({ id }) => id),
            standsInTheWay("DBSubnetGroupDoesNotCoverEnoughAZs", ({ object, cloud }) => {
                const zones = new Set(
                    list(object, "subnetIds").map(
                        // A subnet of somebody else counts as a zone of its own.
                        (id) => cloud.find("aws:ec2/subnet:Subnet", id)?.inputs["availabilityZone"] ?? id,
                    ),
                );
                return [
                    zones.size < 2 &&
                        `the DB subnet group doesn't meet Availability Zone (AZ) coverage requirement: ${zones.size} of 2`,
                ];
            }),
        ],
        delete: [
            standsInTheWay("InvalidDBSubnetGroupStateFault", ({ object, cloud }) => {
                const found = named(
                    cloud,
                    INSTANCE,
                    (instance) => text(instance, "dbSubnetGroupName") === object.id,
                );
                return [found && `cannot delete the subnet group '${object.id}': in use by ${found}`];
            }),
        ],
    },
    [PARAMETER_GROUP]: {
        create: [nameTaken("DBParameterGroupAlreadyExists", "the parameter group", ({ id }) => id)],
        delete: [
            standsInTheWay(
                "InvalidDBParameterGroupState",
                ({ object, cloud }) => {
                    const found = named(
                        cloud,
                        INSTANCE,
                        (instance) => text(instance, "parameterGroupName") === object.id,
                    );
                    return [found && `one or more database instances use ${object.id}: ${found}`];
                },
                true,
            ),
        ],
    },
    [INSTANCE]: {
        create: [
            nameTaken("DBInstanceAlreadyExists", "the DB instance", (object) => text(object, "identifier")),
            familyFits,
            restorable,
        ],
        update: [
            standsInTheWay("InvalidParameterCombination", ({ object, before }) => {
                const [from, to] = [text(before, "engineVersion"), text(object, "engineVersion")];
                return [
                    major(to) < major(from) && `cannot upgrade postgres from ${from} to ${to}`,
                    major(to) > major(from) &&
                        object.inputs["allowMajorVersionUpgrade"] !== true &&
                        "the AllowMajorVersionUpgrade flag must be present when upgrading to a new major version",
                ];
            }),
            standsInTheWay("InvalidParameterCombination", ({ object, before }) => {
                const [from, to] = [
                    Number(before.inputs["allocatedStorage"]),
                    Number(object.inputs["allocatedStorage"]),
                ];
                return [
                    to < from && `requested storage size (${to}) cannot be less than the current (${from})`,
                ];
            }),
            familyFits,
        ],
        delete: [
            standsInTheWay("InvalidParameterCombination", ({ object }) => [
                object.inputs["deletionProtection"] === true &&
                    `cannot delete protected DB Instance ${text(object, "identifier")}: disable deletion protection`,
            ]),
            standsInTheWay("DBSnapshotAlreadyExists", ({ object, cloud }) => {
                const snapshot = text(object, "finalSnapshotIdentifier");
                return [
                    object.inputs["skipFinalSnapshot"] !== true &&
                        cloud.remains.some(({ kind, id }) => kind === "snapshot" && id === snapshot) &&
                        `cannot create the snapshot because one with the identifier ${snapshot} already exists`,
                ];
            }),
            // Said by the provider itself.
            standsInTheWay("InvalidParameterValue", ({ object }) => [
                object.inputs["skipFinalSnapshot"] !== true &&
                    text(object, "finalSnapshotIdentifier") === "" &&
                    "final_snapshot_identifier is required when skip_final_snapshot is false",
            ]),
        ],
        created: ({ object, cloud }) => {
            const backup = backupFor(object, cloud);
            if (backup !== undefined) {
                // Whatever key was asked for.
                object.inputs = { ...object.inputs, kmsKeyId: backup.keyArn };
                object.outputs = { ...object.outputs, kmsKeyId: backup.keyArn };
                object.written = structuredClone(backup.written);
            }
        },
        deleted: ({ object, cloud }) => {
            if (object.inputs["skipFinalSnapshot"] !== true) {
                cloud.remains.push({
                    ...backupOf(object),
                    kind: "snapshot",
                    id: text(object, "finalSnapshotIdentifier"),
                });
            }
            if (object.inputs["deleteAutomatedBackups"] === false) {
                cloud.remains.push({ ...backupOf(object), kind: "automated backups", id: object.id });
            }
        },
    },
};

/** What a backup of an instance keeps. */
export function backupOf(object: CloudObject): Pick<Remains, "keyArn" | "written"> {
    return { keyArn: text(object, "kmsKeyId"), written: structuredClone(object.written ?? []) };
}

/** What an instance is to be made from; `undefined` where it is to be empty, or where there is no such backup. */
function backupFor(object: CloudObject, cloud: Cloud): Pick<Remains, "keyArn" | "written"> | undefined {
    const snapshot = text(object, "snapshotIdentifier");
    if (snapshot !== "") {
        return cloud.remains.find(({ kind, id }) => kind === "snapshot" && id === snapshot);
    }
    const source = part(object, "restoreToPointInTime", "sourceDbInstanceIdentifier");
    const resourceId = part(object, "restoreToPointInTime", "sourceDbiResourceId");
    const living = cloud
        .all(INSTANCE)
        .find((other) => other !== object && text(other, "identifier") === source);
    const backup =
        living === undefined
            ? cloud.remains.find(({ kind, id }) => kind === "automated backups" && id === resourceId)
            : backupOf(living);
    const time = String(part(object, "restoreToPointInTime", "restoreTime"));
    return backup && { ...backup, written: backup.written?.filter(({ at }) => at <= time) };
}

function restorable({ object, cloud }: Attempt): ApiError | undefined {
    const isRestore =
        text(object, "snapshotIdentifier") !== "" || part(object, "restoreToPointInTime") !== undefined;
    const backup = backupFor(object, cloud);
    if (!isRestore) {
        return undefined;
    }
    if (backup === undefined) {
        return text(object, "snapshotIdentifier") === ""
            ? new ApiError("DBInstanceNotFound", "the source of the point in time is not there")
            : new ApiError(
                  "DBSnapshotNotFound",
                  `DBSnapshot ${text(object, "snapshotIdentifier")} not found`,
              );
    }
    return cloud.all("aws:kms/key:Key").some(({ outputs }) => outputs["arn"] === backup.keyArn)
        ? undefined
        : new ApiError("KMSKeyNotAccessibleFault", `the key ${backup.keyArn ?? ""} is not enabled`);
}

function familyFits({ object, cloud }: Attempt): ApiError | undefined {
    const group = cloud.find(PARAMETER_GROUP, object.inputs["parameterGroupName"]);
    const wanted = `postgres${text(object, "engineVersion")}`;
    return group === undefined || text(group, "family") === wanted
        ? undefined
        : new ApiError(
              "InvalidParameterCombination",
              `the parameter group ${group.id} with DBParameterGroupFamily ${text(group, "family")} ` +
                  `can't be used for this instance: use one with ${wanted}`,
          );
}
