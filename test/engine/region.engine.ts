import { expect } from "chai";
import { listFiles, manifestOf, objectOf, objectsOf, restoreFiles, takeSnapshot, writeData } from "./backups";
import { EngineStack, engineSuite } from "./harness";
import { expectSuccess } from "./lifecycle";

const INSTANCE = "aws:rds/instance:Instance";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const VOLUME = "kubernetes:core/v1:PersistentVolume";
const KEY = "aws:kms/key:Key";

const BACKED_UP = "2026-11-20T09:00:00Z";
const COPY = "arn:aws:rds:us-west-2:123456789012:snapshot:awsbackup:copyjob-1";

/** The simulated cloud names objects after one region. Two regions differ only in settings, vaults and buckets. */
engineSuite("a stack that is restored in the region of the backup copies", () => {
    it("has the data and the files of the copies, encrypted with their vault's key", async () => {
        const old = await EngineStack.start("prod");
        expectSuccess(await old.up());
        const { cloud } = old;
        writeData(cloud, "prod", "2026-11-20T08:00:00Z", "before the backup");
        const [copies] = objectsOf(cloud, "prod").filter(
            ({ type, name }) => type === KEY && name === "backup-copies-key",
        );
        const keyArn = String(copies?.outputs["arn"]);
        takeSnapshot(cloud, "prod", COPY, BACKED_UP, keyArn);
        const files = await restoreFiles(cloud, "prod", BACKED_UP, "aws-backup-restore_1", keyArn);
        const restored = await EngineStack.start("restored", {
            cloudOf: old,
            example: "prod",
            settings: (config) => {
                Object.assign(config, {
                    "aws:region": "us-west-2",
                    "posit-connect:recovery": {
                        from: manifestOf(cloud, "prod").uri.replace("us-east-1", "us-west-2"),
                        database: { snapshot: COPY, takenAt: BACKED_UP },
                        fileSystem: { adopt: files, takenAt: BACKED_UP },
                    },
                });
                Object.assign(config["posit-connect:network"] as object, {
                    availabilityZones: ["us-west-2a", "us-west-2b", "us-west-2c"],
                });
                Object.assign(config["posit-connect:backup"] as object, { copyRegion: "us-east-1" });
            },
        });
        expectSuccess(await restored.up());

        const database = objectOf(cloud, "restored", INSTANCE);
        const [volume] = objectsOf(cloud, "restored").filter(({ type }) => type === VOLUME);
        const { volumeHandle } = (volume?.inputs["spec"] as { csi: { volumeHandle: string } }).csi;
        expect({
            data: database.written?.map(({ text }) => text),
            keys: [database.inputs["kmsKeyId"], cloud.find(FILE_SYSTEM, files)?.inputs["kmsKeyId"]],
            files: listFiles(cloud, volumeHandle).map(({ path }) => path),
        }).to.deep.equal({
            data: ["before the backup"],
            keys: [keyArn, keyArn],
            files: ["bundles/1.tar.gz"],
        });
        expect(expectSuccess(await restored.preview("--expect-no-changes")).steps).to.deep.equal([]);
        restored.stop();
        old.stop();
    });
});
