import { expect } from "chai";
import type { Place } from "../../simulation/place";
import type { Cloud } from "../cloud/cloud";
import { invokes } from "../../simulation/invokes";
import { World } from "../cloud/world";

const PLACE = { account: "123456789012", region: "us-east-1", partition: "aws" };

function ask(name: string, args: Record<string, unknown>, cloud?: Cloud): Record<string, unknown> {
    return askAt(PLACE, name, args, cloud);
}

function askAt(
    place: Place,
    name: string,
    args: Record<string, unknown>,
    cloud?: Cloud,
): Record<string, unknown> {
    const token = Object.keys(invokes).find((each) => each.endsWith(`:${name}`)) ?? "";
    return invokes[token]?.(args, place, cloud) ?? {};
}

describe("an invoke before a restore", () => {
    it("returns healthy resources offline", () => {
        expect(ask("getKey", { keyId: "key" })).to.include({ keyState: "Enabled" });
        expect(ask("getFileSystem", { fileSystemId: "fs-1" })).to.include({
            arn: "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1",
            encrypted: true,
        });
        // A key id that the provider accepts: hashicorp/terraform-provider-aws, internal/verify, UUIDRegexPattern.
        expect(ask("getFileSystem", { fileSystemId: "fs-1" })["kmsKeyId"]).to.match(
            /:key\/[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[ab89][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        expect(ask("getInstances", { filters: [{ values: ["d"] }] })).to.deep.include({
            instanceIdentifiers: [],
        });
        expect(ask("getInstance", { dbInstanceIdentifier: "d" })).to.deep.equal({
            id: "d",
            allocatedStorage: 0,
            tags: {},
        });
        expect(ask("getSnapshot", { dbSnapshotIdentifier: "s" })).to.deep.equal({
            id: "s",
            status: "available",
            allocatedStorage: 0,
            encrypted: true,
            kmsKeyId: "",
            originalSnapshotCreateTime: "",
            snapshotCreateTime: "",
        });
    });

    it("finds a snapshot by its name, and one of AWS Backup also by its type", () => {
        const { cloud } = new World();
        const takenAt = "2026-11-20T09:00:00Z";
        cloud.leftovers.push(
            { kind: "snapshot", id: "by-hand", status: "creating" },
            { kind: "snapshot", id: "rds:posit-connect-1", status: "deleting" },
            {
                kind: "snapshot",
                id: "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1",
                keyArn: "key",
                takenAt,
            },
        );
        const moments = { originalSnapshotCreateTime: takenAt, snapshotCreateTime: takenAt };

        expect(ask("getSnapshot", { dbSnapshotIdentifier: "by-hand" }, cloud)).to.include({
            status: "creating",
            encrypted: false,
        });
        const own = { dbSnapshotIdentifier: "rds:posit-connect-1" };
        expect(ask("getSnapshot", { ...own, snapshotType: "automated" }, cloud)).to.include({
            status: "deleting",
        });
        const args = { dbSnapshotIdentifier: "awsbackup:job-1" };
        expect(ask("getSnapshot", { ...args, snapshotType: "awsbackup" }, cloud)).to.deep.equal({
            id: "awsbackup:job-1",
            status: "available",
            allocatedStorage: 0,
            encrypted: true,
            kmsKeyId: "key",
            ...moments,
        });
        for (const absent of [args, own, { dbSnapshotIdentifier: "another" }]) {
            expect(() => ask("getSnapshot", absent, cloud)).to.throw(
                `DBSnapshotNotFound: DBSnapshot ${absent.dbSnapshotIdentifier} not found.`,
            );
        }
    });

    it("finds a key that exists or is scheduled for deletion, and no other", async () => {
        const world = new World();
        const key = await world.make("key", "key");
        const keyId = key.outputs["arn"];
        expect(ask("getKey", { keyId }, world.cloud)).to.include({ keyState: "Enabled" });
        await world.drop(key);
        expect(ask("getKey", { keyId }, world.cloud)).to.include({ keyState: "PendingDeletion" });
        expect(() => ask("getKey", { keyId: "another" }, world.cloud)).to.throw(
            "NotFoundException: Key 'another' does not exist",
        );
    });

    it("returns file systems and databases as they were created", async () => {
        const world = new World();
        const plain = await world.make("fileSystem", "plain");
        const own = await world.make("fileSystem", "own", { encrypted: true, kmsKeyId: "key" });
        await world.make("database", "database", { identifier: "d", tags: { from: "s" } });
        const { cloud } = world;

        expect(ask("getFileSystem", { fileSystemId: plain.id }, cloud)).to.include({ encrypted: false });
        expect(ask("getFileSystem", { fileSystemId: own.id }, cloud)).to.include({
            encrypted: true,
            kmsKeyId: "key",
        });
        expect(() => ask("getFileSystem", { fileSystemId: "fs-none" }, cloud)).to.throw(
            "FileSystemNotFound: File system 'fs-none' does not exist.",
        );
        expect(ask("getInstances", { filters: [{ values: ["d"] }] }, cloud)).to.deep.include({
            instanceIdentifiers: ["d"],
        });
        expect(ask("getInstance", { dbInstanceIdentifier: "d" }, cloud)).to.deep.include({
            tags: { from: "s" },
        });
        expect(() => ask("getInstance", { dbInstanceIdentifier: "e" }, cloud)).to.throw(
            "DBInstanceNotFound: DBInstance e not found.",
        );
    });

    it("returns the content of an S3 object", async () => {
        const world = new World();
        const inputs = { bucket: "b", key: "manifest.json", content: "{}", contentType: "application/json" };
        await world.make("object", "object", inputs);
        expect(ask("getObject", { bucket: "b", key: "manifest.json" }, world.cloud)).to.deep.equal({
            id: "b/manifest.json",
            contentType: "application/json",
            body: "{}",
        });
        expect(() => ask("getObject", { bucket: "b", key: "none.json" }, world.cloud)).to.throw(
            "NotFound: s3://b/none.json does not exist",
        );
    });
});

describe("the deployer", () => {
    const asked = (place: Place): unknown => {
        const { arn } = askAt(place, "getCallerIdentity", {});
        const { issuerArn } = askAt(place, "getSessionContext", { arn });
        return [arn, issuerArn];
    };

    it("is a role's session, and the role in IAM", () => {
        expect(asked(PLACE)).to.deep.equal([
            "arn:aws:sts::123456789012:assumed-role/deployer/simulation",
            "arn:aws:iam::123456789012:role/deployer",
        ]);
    });

    it("is the configured one, whose session has no path", () => {
        const deployer = "arn:aws:iam::123456789012:role/teams/data/admin";
        expect(asked({ ...PLACE, deployer })).to.deep.equal([
            "arn:aws:sts::123456789012:assumed-role/admin/simulation",
            deployer,
        ]);
    });

    it("can be a user", () => {
        const deployer = "arn:aws:iam::123456789012:user/me";
        expect(asked({ ...PLACE, deployer })).to.deep.equal([deployer, deployer]);
    });
});
