import type * as aws from "@pulumi/aws";
import { arn } from "../lib/arn";
import { digest, uuid } from "../catalog/identifiers";
import { deployerIn, type Place } from "./place";
import { ApiError } from "./apiError";
import type { ResultOf } from "../catalog/declared";

/** A backup or key that outlives its resource. A later stack with the same name finds it. */
export interface Leftover {
    kind: "snapshot" | "scheduled key" | "automated backups";
    id: string;
    /** ARN of the key that encrypts it. */
    keyArn?: string;
    /** Time of a snapshot, ISO 8601 in UTC. */
    takenAt?: string;
    /**
     * Status of a snapshot, as RDS reports it.
     *
     * @default "available"
     */
    status?: string;
}

/** A resource that exists. */
interface ExistingResource {
    inputs: Record<string, unknown>;
    outputs: Record<string, unknown>;
}

/** The resources that exist. */
export interface ExistingCloud {
    readonly leftovers: readonly Leftover[];
    all(type: string): readonly ExistingResource[];
    find(type: string, id: string): ExistingResource | undefined;
}

/** @param cloud the existing resources; `undefined` in an offline plan, which assumes healthy ones. */
type Invoke = (
    args: Record<string, unknown>,
    place: Place,
    cloud: ExistingCloud | undefined,
) => Record<string, unknown>;

const KEY = "aws:kms/key:Key";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const INSTANCE = "aws:rds/instance:Instance";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

/** The content of an S3 object, which an offline plan cannot simulate. */
export const GET_OBJECT = "aws:s3/getObject:getObject";

/** Reads an S3 object. @throws an `Error` with the reason if it cannot. */
export type ReadObject = (object: { bucket: string; key: string; region?: string }) => Promise<string>;

/** Results of the functions that the program calls before it creates resources. */
export const invokes: Record<string, Invoke> = {
    "aws:index/getCallerIdentity:getCallerIdentity": (_, place): ResultOf<typeof aws.getCallerIdentity> => {
        const { account, partition } = place;
        const deployer = deployerIn(place);
        const [, role] = /:role\/(?:.*\/)?([^/]+)$/.exec(deployer) ?? [];
        return {
            id: account,
            accountId: account,
            // A session's ARN does not contain the path of its role.
            arn:
                role === undefined
                    ? deployer
                    : `arn:${partition}:sts::${account}:assumed-role/${role}/simulation`,
            userId: `AROA${digest(deployer, 17).toUpperCase()}:simulation`,
        };
    },
    "aws:iam/getSessionContext:getSessionContext": (
        { arn: session },
        place,
    ): ResultOf<typeof aws.iam.getSessionContext> => ({
        id: String(session),
        arn: String(session),
        issuerArn: deployerIn(place),
        issuerId: "",
        issuerName: "",
        sessionName: "",
    }),
    "aws:kms/getKey:getKey": ({ keyId }, _, cloud): ResultOf<typeof aws.kms.getKey> => {
        const key = cloud?.all(KEY).find(({ outputs }) => outputs["arn"] === keyId);
        const scheduled = cloud?.leftovers.some(
            ({ kind, id }) => kind === "scheduled key" && String(keyId).endsWith(`/${id}`),
        );
        if (cloud !== undefined && key === undefined && scheduled !== true) {
            throw new ApiError("NotFoundException", `Key '${String(keyId)}' does not exist`);
        }
        return {
            keyId: String(keyId),
            arn: String(keyId),
            keyState: scheduled === true ? "PendingDeletion" : "Enabled",
        };
    },
    "aws:efs/getFileSystem:getFileSystem": (
        { fileSystemId },
        place,
        cloud,
    ): ResultOf<typeof aws.efs.getFileSystem> => {
        const id = String(fileSystemId);
        const there =
            cloud === undefined
                ? { encrypted: true, kmsKeyId: arn(place, "kms", `key/${uuid(id)}`) }
                : cloud.find(FILE_SYSTEM, id)?.outputs;
        if (there === undefined) {
            throw new ApiError("FileSystemNotFound", `File system '${id}' does not exist.`);
        }
        return {
            id,
            fileSystemId: id,
            arn: arn(place, "elasticfilesystem", `file-system/${id}`),
            encrypted: there["encrypted"] === true,
            kmsKeyId: there["kmsKeyId"] as string | undefined,
        };
    },
    "aws:rds/getSnapshot:getSnapshot": (
        { dbSnapshotIdentifier, snapshotType },
        _,
        cloud,
    ): ResultOf<typeof aws.rds.getSnapshot> => {
        const name = String(dbSnapshotIdentifier);
        const type = { awsbackup: "awsbackup", rds: "automated" }[name.split(":")[0] ?? ""];
        const there =
            cloud === undefined
                ? { keyArn: "" }
                : cloud.leftovers.find(
                      ({ kind, id }) =>
                          kind === "snapshot" &&
                          id.split(":snapshot:").at(-1) === name &&
                          type === snapshotType,
                  );
        if (there === undefined) {
            throw new ApiError("DBSnapshotNotFound", `DBSnapshot ${name} not found.`);
        }
        const { keyArn, status = "available", takenAt = "" }: Partial<Leftover> = there;
        return {
            id: name,
            status,
            // Fits any `maxStorageGiB`.
            allocatedStorage: 0,
            encrypted: keyArn !== undefined,
            kmsKeyId: keyArn ?? "",
            originalSnapshotCreateTime: takenAt,
            snapshotCreateTime: takenAt,
        };
    },
    "aws:rds/getInstances:getInstances": ({ filters }, _, cloud): ResultOf<typeof aws.rds.getInstances> => {
        const [filter] = filters as { values: string[] }[];
        const there = (cloud?.all(INSTANCE) ?? []).filter(({ inputs }) =>
            filter?.values.includes(String(inputs["identifier"])),
        );
        return {
            id: "instances",
            instanceIdentifiers: there.map(({ inputs }) => String(inputs["identifier"])),
        };
    },
    "aws:rds/getInstance:getInstance": (
        { dbInstanceIdentifier },
        _,
        cloud,
    ): ResultOf<typeof aws.rds.getInstance> => {
        const instance = cloud
            ?.all(INSTANCE)
            .find(({ inputs }) => inputs["identifier"] === dbInstanceIdentifier);
        if (cloud !== undefined && instance === undefined) {
            throw new ApiError("DBInstanceNotFound", `DBInstance ${String(dbInstanceIdentifier)} not found.`);
        }
        return {
            id: String(dbInstanceIdentifier),
            allocatedStorage: Number(instance?.outputs["allocatedStorage"] ?? 0),
            tags: instance?.inputs["tags"] ?? {},
        };
    },
    [GET_OBJECT]: ({ bucket, key }, _, cloud): ResultOf<typeof aws.s3.getObject> => {
        const object = cloud
            ?.all(OBJECT)
            .find(({ inputs }) => inputs["bucket"] === bucket && inputs["key"] === key);
        if (object === undefined) {
            throw new ApiError("NotFound", `s3://${String(bucket)}/${String(key)} does not exist`);
        }
        const { content, contentType } = object.inputs as Record<string, string>;
        return { id: `${String(bucket)}/${String(key)}`, contentType, body: content };
    },
};
