import { expect } from "chai";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { plan, PROD } from "../commands/plan";
import { inEnvironment, recovery, type Outcome } from "./command";
import type { LocalAws } from "./localAws";
import { findMoto, Moto } from "./moto";
import { MANIFEST } from "../recoveryManifest";
import { filesPoint, pointPages, snapshotPoint, startProd } from "./prodStack";

const found = findMoto();
const BUCKET = "posit-connect-prod-recovery-123456789012-us-east-1";
const VALUES = "replicas: 3\n";

/** Id of a key: moto changes no key by its ARN. */
function keyIdOf(keyArn: string): string | undefined {
    return keyArn.split("/").at(-1);
}

/** moto 5.2.1 simulates neither recovery points nor point-in-time recovery: the former are documented responses. */
describe(`npm run recovery with moto, and documented responses of AWS Backup${"missing" in found ? ` (skipped: ${found.missing})` : ""}`, function () {
    let moto: Moto | undefined;
    let endpoint: string;
    let backup: LocalAws;
    let environment: Record<string, string>;
    let keys: { database: string; files: string; vault: string; bucket: string };
    let manifest: typeof MANIFEST;
    let folder: string;

    before(async function () {
        if ("missing" in found) {
            this.skip();
        }
        moto = await Moto.start(found.python);
        ({ endpoint } = moto);
    });

    after(() => moto?.stop());

    beforeEach(async () => {
        folder = mkdtempSync(join(tmpdir(), "recovery-"));
        // Deletes everything that an earlier test created.
        await fetch(`${endpoint}/moto-api/reset`, { method: "POST" });
        environment = { AWS_ENDPOINT_URL: endpoint };
        keys = {
            database: await createKey(),
            files: await createKey(),
            vault: await createKey(),
            bucket: await createKey(),
        };
        backup = await startProd({
            "backup:ListRecoveryPointsByBackupVault": pointPages([
                filesPoint("2026-11-23T11:50:00Z", { keyArn: keys.vault }),
                snapshotPoint("2026-11-23T11:57:00Z", { keyArn: keys.database }),
            ]),
        });
        environment["AWS_ENDPOINT_URL_BACKUP"] = backup.endpoint;
        manifest = await createStack();
    });

    afterEach(async () => {
        rmSync(folder, { recursive: true, force: true });
        await backup.stop();
    });

    function createKey(): Promise<string> {
        return inEnvironment(environment, async () => {
            const { KMSClient, CreateKeyCommand } = await import("@aws-sdk/client-kms");
            const { KeyMetadata: key } = await new KMSClient({ region: "us-east-1" }).send(
                new CreateKeyCommand(),
            );
            return key?.Arn ?? "";
        });
    }

    /** Creates the stack's database, files and manifest. */
    function createStack(): Promise<typeof MANIFEST> {
        return inEnvironment(environment, async () => {
            const { EFSClient, CreateFileSystemCommand } = await import("@aws-sdk/client-efs");
            const { RDSClient, CreateDBInstanceCommand } = await import("@aws-sdk/client-rds");
            const { S3Client, CreateBucketCommand } = await import("@aws-sdk/client-s3");
            const region = "us-east-1";
            await new RDSClient({ region }).send(
                new CreateDBInstanceCommand({
                    DBInstanceIdentifier: MANIFEST.database.identifier,
                    DBInstanceClass: "db.m5.large",
                    Engine: "postgres",
                    BackupRetentionPeriod: 14,
                    StorageEncrypted: true,
                    KmsKeyId: keys.database,
                }),
            );
            const { FileSystemId: id = "" } = await new EFSClient({ region }).send(
                new CreateFileSystemCommand({ CreationToken: "files" }),
            );
            await new S3Client({ region }).send(new CreateBucketCommand({ Bucket: BUCKET }));
            const created = {
                ...MANIFEST,
                database: { ...MANIFEST.database, keyArn: keys.database },
                fileSystem: { ...MANIFEST.fileSystem, id, keyArn: keys.files },
                vaults: MANIFEST.vaults.slice(0, 1),
                buckets: [{ name: BUCKET, region, keyArn: keys.bucket }],
            };
            await put("manifest.json", JSON.stringify(created));
            await put("values.yaml", VALUES);
            await put("license.lic", "text-of-the-license");
            return created;
        });
    }

    function put(key: string, text: string): Promise<void> {
        return inEnvironment(environment, async () => {
            const { S3Client, PutObjectCommand } = await import("@aws-sdk/client-s3");
            await new S3Client({ region: "us-east-1" }).send(
                new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: text }),
            );
        });
    }

    const run = (...args: string[]): Promise<Outcome> => recovery(environment, args);
    const S3 = `s3://${BUCKET}/manifest.json`;

    describe("status", () => {
        const report = (database: string, files: string, verdict: string[], bucket = "✓"): string =>
            [
                "Recovery · posit-connect · prod · 123456789012 · 2026-11-23 12:00 UTC",
                "",
                "us-east-1 · vault posit-connect-prod",
                `  database     ${database}`,
                `  file system  ${files}`,
                `  bucket       manifest.json, values.yaml, license.lic  ${bucket}`,
                "",
                ...verdict,
                "",
            ].join("\n");

        const { databaseMinutes, fileSystemHours } = MANIFEST.backup.rpo;
        const NO_WINDOW = `without point-in-time recovery  – no restorable time in the last ${databaseMinutes} min`;
        const summary = (meeting: number): string =>
            `1 recovery set, ${meeting} within the RPO of ${fileSystemHours} h; database not within its RPO of ${databaseMinutes} min`;
        const RESTORABLE = [
            "  recovery set, UTC     age      files  database                         RPO",
            "  2026-11-23 11:50   10 min  210.5 GiB  snapshot, 7 min apart, 20.0 GiB  ✓",
            "",
            `${summary(1)}: recoverable, with more data lost than the RPO allows`,
        ];

        it("reads the manifest in S3, and checks the database, the files and the keys", async () => {
            expect(await run("status", "--manifest", S3)).to.deep.equal({
                status: 5,
                err: "",
                out: report(`available, ${NO_WINDOW}`, "available, 0.0 GiB", RESTORABLE),
            });
        });

        it("lists the backups of a deleted database and deleted files", async () => {
            await inEnvironment(environment, async () => {
                const { EFSClient, DeleteFileSystemCommand } = await import("@aws-sdk/client-efs");
                const { RDSClient, DeleteDBInstanceCommand } = await import("@aws-sdk/client-rds");
                await new EFSClient({ region: "us-east-1" }).send(
                    new DeleteFileSystemCommand({ FileSystemId: manifest.fileSystem.id }),
                );
                await new RDSClient({ region: "us-east-1" }).send(
                    new DeleteDBInstanceCommand({
                        DBInstanceIdentifier: manifest.database.identifier,
                        SkipFinalSnapshot: true,
                    }),
                );
            });

            expect(await run("status", "--manifest", S3)).to.deep.equal({
                status: 5,
                err: "",
                out: report(`deleted, ${NO_WINDOW}`, "deleted", RESTORABLE),
            });
        });

        it("reports a license that is missing from the bucket", async () => {
            await inEnvironment(environment, async () => {
                const { S3Client, DeleteObjectCommand } = await import("@aws-sdk/client-s3");
                await new S3Client({ region: "us-east-1" }).send(
                    new DeleteObjectCommand({ Bucket: BUCKET, Key: "license.lic" }),
                );
            });

            expect(await run("status", "--manifest", S3)).to.deep.equal({
                status: 5,
                err: "",
                out: report(
                    `available, ${NO_WINDOW}`,
                    "available, 0.0 GiB",
                    RESTORABLE,
                    `✗ no license.lic in ${BUCKET}`,
                ),
            });
        });

        it("reports a disabled key, and one that is scheduled for deletion", async () => {
            await inEnvironment(environment, async () => {
                const { KMSClient, DisableKeyCommand, ScheduleKeyDeletionCommand } =
                    await import("@aws-sdk/client-kms");
                const client = new KMSClient({ region: "us-east-1" });
                await client.send(new DisableKeyCommand({ KeyId: keyIdOf(keys.vault) }));
                await client.send(
                    new ScheduleKeyDeletionCommand({
                        KeyId: keyIdOf(keys.database),
                        PendingWindowInDays: 30,
                    }),
                );
            });

            expect(await run("status", "--manifest", S3)).to.deep.equal({
                status: 5,
                err: "",
                out: report(`available, ${NO_WINDOW}`, "available, 0.0 GiB", [
                    "  recovery set, UTC     age      files  database                         RPO",
                    "  2026-11-23 11:50   10 min  210.5 GiB  snapshot, 7 min apart, 20.0 GiB  " +
                        "✗ not usable: key of the files is Disabled; not usable: key of the database is PendingDeletion",
                    "",
                    `${summary(0)}: not recoverable`,
                ]),
            });
        });
    });

    describe("npm run plan of a restore", () => {
        function planOf(from: string): Promise<Outcome> {
            const stackFile = join(folder, "Pulumi.restored.yaml");
            const recovery = {
                from,
                database: { pointInTime: "2026-11-23T11:50:00Z" },
                fileSystem: { adopt: "fs-fedcba98765432100", takenAt: "2026-11-23T11:50:00Z" },
            };
            const { config } = parse(readFileSync(PROD, "utf8")) as { config: object };
            writeFileSync(
                stackFile,
                stringify(
                    { config: { ...config, "posit-connect:recovery": recovery } },
                    { defaultStringType: "QUOTE_DOUBLE" },
                ),
            );
            return inEnvironment(environment, () => plan("--stack", stackFile));
        }

        it("reads the manifest in S3, and names it in the title", async () => {
            const { status, out, err } = await planOf(S3);

            expect({ status, err, title: out.split("\n")[0] }).to.deep.equal({
                status: 0,
                err: "",
                title: `Posit Connect on AWS · restored · us-east-1 · offline plan, no network access except to S3, for ${S3}`,
            });
        });

        it("reports a manifest that cannot be read as an error of the settings", async () => {
            const from = `s3://${BUCKET}/other.json`;
            const { status, out, err } = await planOf(from);

            expect({ status, out }).to.deep.equal({ status: 1, out: "" });
            expect(err).to.include(
                `s3:GetObject: ${from} does not exist. ` +
                    "`pulumi stack output recoveryManifests` prints the manifests' addresses.\n",
            );
        });
    });

    describe("fetch", () => {
        it("writes the manifest, and the Helm values next to it", async () => {
            const file = join(folder, "prod.json");

            expect(await run("fetch", S3, file)).to.deep.equal({
                status: 0,
                err: "",
                out: `${file}\n${join(folder, "values.yaml")}\n`,
            });
            expect(readFileSync(file, "utf8")).to.equal(JSON.stringify(manifest));
            expect(readFileSync(join(folder, "values.yaml"), "utf8")).to.equal(VALUES);
        });

        it("writes to the user's folder if no file is named", async () => {
            const { INIT_CWD } = process.env;
            environment["INIT_CWD"] = folder;

            expect((await run("fetch", S3)).status).to.equal(0);
            expect(readdirSync(folder)).to.deep.equal(["manifest.json", "values.yaml"]);
            expect(process.env["INIT_CWD"]).to.equal(INIT_CWD);
        });
    });

    describe("rejects in one line, with exit status 1, and writes nothing:", () => {
        async function errorOf(...args: string[]): Promise<string> {
            const before = readdirSync(folder);
            const { status, out, err } = await run(...args);

            expect({ status, out, folder: readdirSync(folder) }).to.deep.equal({
                status: 1,
                out: "",
                folder: before,
            });
            return err;
        }

        /** The error of both commands. */
        const errorOfBoth = async (uri = S3): Promise<string> => {
            const err = await errorOf("status", "--manifest", uri);
            expect(await errorOf("fetch", uri, join(folder, "manifest.json"))).to.equal(err);
            return err;
        };

        for (const [name, uri] of [
            ["a bucket that does not exist", "s3://posit-connect-other/manifest.json"],
            ["an object that does not exist", `s3://${BUCKET}/other.json`],
        ] as const) {
            it(name, async () => {
                expect(await errorOfBoth(uri)).to.equal(
                    `s3:GetObject: ${uri} does not exist. \`pulumi stack output recoveryManifests\` prints the manifests' addresses.\n`,
                );
            });
        }

        it("a manifest of a newer program", async () => {
            await put("manifest.json", JSON.stringify({ ...manifest, schemaVersion: 3, more: true }));

            expect(await errorOfBoth()).to.equal(
                `${S3} has schemaVersion 3, and this program reads 2. Update the program.\n`,
            );
        });

        const AGAIN =
            "`pulumi up` writes it again, and `pulumi stack output recoveryManifests` prints the addresses of its copies";

        it("a truncated manifest", async () => {
            await put("manifest.json", JSON.stringify(manifest).slice(0, 100));

            expect(await errorOfBoth()).to.equal(
                `${S3} is not JSON: it is no recovery manifest, or incomplete. ${AGAIN}.\n`,
            );
        });

        it("credentials of another account", async () => {
            await put("manifest.json", JSON.stringify({ ...manifest, account: "999999999999" }));

            expect(await errorOfBoth()).to.match(
                /^The credentials belong to account 123456789012 \(arn:aws:\S+\), but the manifest's stack, posit-connect prod, is in 999999999999\. Name a profile of that account in AWS_PROFILE, or assume a role there\.\n$/,
            );
        });

        it("no credentials", async () => {
            Object.assign(environment, { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });

            expect(await errorOfBoth()).to.equal(
                "s3:GetObject: found no AWS credentials (Could not load credentials from any providers). " +
                    "Set AWS_PROFILE, or sign in with `aws sso login`.\n",
            );
        });

        it("Helm values that do not exist", async () => {
            await put(
                "manifest.json",
                JSON.stringify({ ...manifest, connect: { ...manifest.connect, values: "v.yaml" } }),
            );

            expect(await errorOf("fetch", S3, join(folder, "manifest.json"))).to.equal(
                `s3:GetObject: s3://${BUCKET}/v.yaml does not exist. \`pulumi stack output recoveryManifests\` prints the manifests' addresses.\n`,
            );
        });

        it("Helm values outside of the folder", async () => {
            const values = "../values.yaml";
            await put(
                "manifest.json",
                JSON.stringify({ ...manifest, connect: { ...manifest.connect, values } }),
            );

            expect(await errorOfBoth()).to.equal(
                `${S3} is not a recovery manifest. ${AGAIN}:\n` +
                    '  connect.values: must be the name of a file next to the manifest, got "../values.yaml"\n',
            );
        });

        it("an existing file, for the manifest or for the values", async () => {
            const [file, values] = ["manifest.json", "values.yaml"].map((name) => join(folder, name)) as [
                string,
                string,
            ];
            for (const existing of [values, file]) {
                writeFileSync(existing, "mine");

                expect(await errorOf("fetch", S3, file)).to.equal(
                    `${existing}: already exists. Name another file, or remove it.\n`,
                );
                expect(readFileSync(existing, "utf8")).to.equal("mine");
            }
        });

        it("the path of the values for the manifest, and a folder that does not exist", async () => {
            const values = join(folder, "values.yaml");
            expect(await errorOf("fetch", S3, values)).to.equal(
                `${values}: is the file of the Helm values. Name another file for the manifest.\n`,
            );
            const none = join(folder, "none", "manifest.json");
            expect(await errorOf("fetch", S3, none)).to.equal(
                `${none}: the folder ${join(folder, "none")} does not exist.\n`,
            );
            expect(existsSync(join(folder, "none"))).to.equal(false);
        });
    });
});

describe("findMoto", () => {
    it("names a Python that does not exist, and the variable that names it", () => {
        expect(findMoto({ MOTO_PYTHON: "/none/python" })).to.deep.equal({
            missing: "/none/python does not exist. Install Python 3, or name it in MOTO_PYTHON.",
        });
    });

    it("reports how to install moto for a program that cannot import it", () => {
        expect(findMoto({ MOTO_PYTHON: process.execPath })).to.deep.equal({
            missing: `${process.execPath} has no moto. Install .ci/moto/requirements.txt, or name another Python in MOTO_PYTHON.`,
        });
    });
});
