import type { Cloud, CloudObject, Leftover } from "../cloud";
import type { Attempt, Constraints } from "../constraint";
import { ApiError } from "../../../simulation/apiError";
import { list, listNames, rejectTakenName, part, rejectWhen, text } from "./common";

const INSTANCE = "aws:rds/instance:Instance";
const SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup";
const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";

function major(version: string): number {
    return Number.parseInt(version, 10);
}

export const rds: Record<string, Constraints> = {
    [SUBNET_GROUP]: {
        create: [
            rejectTakenName("DBSubnetGroupAlreadyExists", "the DB subnet group", ({ id }) => id),
            rejectWhen("DBSubnetGroupDoesNotCoverEnoughAZs", ({ object, cloud }) => {
                const zones = new Set(
                    list(object, "subnetIds").map(
                        // An adopted subnet counts as a zone of its own.
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
            rejectWhen("InvalidDBSubnetGroupStateFault", ({ object, cloud }) => {
                const found = listNames(
                    cloud,
                    INSTANCE,
                    (instance) => text(instance, "dbSubnetGroupName") === object.id,
                );
                return [found && `cannot delete the subnet group '${object.id}': in use by ${found}`];
            }),
        ],
    },
    [PARAMETER_GROUP]: {
        create: [rejectTakenName("DBParameterGroupAlreadyExists", "the parameter group", ({ id }) => id)],
        delete: [
            rejectWhen(
                "InvalidDBParameterGroupState",
                ({ object, cloud }) => {
                    const found = listNames(
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
            rejectTakenName("DBInstanceAlreadyExists", "the DB instance", (object) =>
                text(object, "identifier"),
            ),
            familyFits,
            restorable,
        ],
        update: [
            rejectWhen("InvalidParameterCombination", ({ object, before }) => {
                const [from, to] = [text(before, "engineVersion"), text(object, "engineVersion")];
                return [
                    major(to) < major(from) && `cannot upgrade postgres from ${from} to ${to}`,
                    major(to) > major(from) &&
                        object.inputs["allowMajorVersionUpgrade"] !== true &&
                        "the AllowMajorVersionUpgrade flag must be present when upgrading to a new major version",
                ];
            }),
            rejectWhen("InvalidParameterCombination", ({ object, before }) => {
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
            rejectWhen("InvalidParameterCombination", ({ object }) => [
                object.inputs["deletionProtection"] === true &&
                    `cannot delete protected DB Instance ${text(object, "identifier")}: disable deletion protection`,
            ]),
            rejectWhen("DBSnapshotAlreadyExists", ({ object, cloud }) => {
                const snapshot = text(object, "finalSnapshotIdentifier");
                return [
                    object.inputs["skipFinalSnapshot"] !== true &&
                        cloud.leftovers.some(({ kind, id }) => kind === "snapshot" && id === snapshot) &&
                        `cannot create the snapshot because one with the identifier ${snapshot} already exists`,
                ];
            }),
            // The provider itself reports this.
            rejectWhen("InvalidParameterValue", ({ object }) => [
                object.inputs["skipFinalSnapshot"] !== true &&
                    text(object, "finalSnapshotIdentifier") === "" &&
                    "final_snapshot_identifier is required when skip_final_snapshot is false",
            ]),
        ],
        created: ({ object, cloud }) => {
            const backup = backupFor(object, cloud);
            if (backup !== undefined) {
                // RDS ignores the requested key.
                object.inputs = { ...object.inputs, kmsKeyId: backup.keyArn };
                object.outputs = { ...object.outputs, kmsKeyId: backup.keyArn };
                object.written = structuredClone(backup.written);
            }
        },
        deleted: ({ object, cloud }) => {
            if (object.inputs["skipFinalSnapshot"] !== true) {
                cloud.leftovers.push({
                    ...backupOf(object),
                    kind: "snapshot",
                    id: text(object, "finalSnapshotIdentifier"),
                });
            }
            if (object.inputs["deleteAutomatedBackups"] === false) {
                cloud.leftovers.push({ ...backupOf(object), kind: "automated backups", id: object.id });
            }
        },
    },
};

/** The key and data in a backup of an instance. */
export function backupOf(object: CloudObject): Pick<Leftover, "keyArn" | "written"> {
    return { keyArn: text(object, "kmsKeyId"), written: structuredClone(object.written ?? []) };
}

/** The backup that an instance is created from; `undefined` if it is created empty, or there is no such backup. */
function backupFor(object: CloudObject, cloud: Cloud): Pick<Leftover, "keyArn" | "written"> | undefined {
    const snapshot = text(object, "snapshotIdentifier");
    if (snapshot !== "") {
        return cloud.leftovers.find(({ kind, id }) => kind === "snapshot" && id === snapshot);
    }
    const source = part(object, "restoreToPointInTime", "sourceDbInstanceIdentifier");
    const resourceId = part(object, "restoreToPointInTime", "sourceDbiResourceId");
    const living = cloud
        .all(INSTANCE)
        .find((other) => other !== object && text(other, "identifier") === source);
    const backup =
        living === undefined
            ? cloud.leftovers.find(({ kind, id }) => kind === "automated backups" && id === resourceId)
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
            ? new ApiError("DBInstanceNotFound", "the source of the point in time does not exist")
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
