import { expect } from "chai";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { planDrill } from "../../recovery/drillPlan";
import { runDrill } from "../../recovery/drill";
import { withManifestFile } from "../../recovery/manifest";
import { pulumiStacks } from "../../recovery/pulumiStacks";
import type { RecoverySet } from "../../recovery/recoverySets";
import { parseRecoveryManifest } from "../../stacks/recoveryManifest";
import { inEnvironment } from "../recovery/command";
import { LocalAws } from "../recovery/localAws";
import { decisions } from "../recovery/prodStack";
import {
    automatedBackups,
    callerIdentity,
    deletedAutomatedBackup,
    deletedFileSystem,
    deletedLogGroup,
    fileSystem,
    object,
    recoveryPoints,
    restoreJob,
    role,
    s3Error,
    startedRestoreJob,
    updatedFileSystem,
} from "../recovery/wireShapes";
import { program } from "../program";
import { manifestOf, objectOf, objectsOf, restoreFiles, writeData } from "./backups";
import { EngineStack, engineSuite, type SavedStack } from "./harness";
import { expectSuccess } from "./lifecycle";

const INSTANCE = "aws:rds/instance:Instance";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const BUCKET_OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const RECORD = "aws:route53/record:Record";

const BACKED_UP = "2026-11-20T09:00:00Z";
const NOW = Date.parse("2026-11-20T12:00:00Z");
const DRILL = "prod-drill-20261120";
const JOB = "job-1";
/** An administrator of the cluster in the example of prod. */
const DEPLOYER = "arn:aws:iam::123456789012:role/deployer";
const DEPLOYER_SESSION = "arn:aws:sts::123456789012:assumed-role/deployer/session";

engineSuite("a drill of a stack, with AWS Backup and EFS simulated over HTTP", () => {
    let old: EngineStack;
    let deployed: SavedStack;

    before(async () => {
        old = await EngineStack.start("prod");
        expectSuccess(await old.up());
        writeData(old.cloud, "prod", "2026-11-20T08:00:00Z", "before the backup");
        writeData(old.cloud, "prod", "2026-11-20T10:00:00Z", "after the backup");
        deployed = old.save();
    });

    beforeEach(() => {
        old.reset(deployed);
    });

    after(() => {
        old.stop();
    });

    /** @returns its output, the data of the restored database at the health check, and its error. */
    async function drill(): Promise<{ out: string; restored: unknown[]; error: string }> {
        const { cloud } = old;
        const manifest = parseRecoveryManifest(manifestOf(cloud, "prod").text, "manifest.json");
        const at = Date.parse(BACKED_UP);
        const keyArn = manifest.fileSystem.keyArn;
        const recoverySet: RecoverySet = {
            files: { arn: "arn:aws:backup:us-east-1::point", at, bytes: 1, status: "completed", keyArn },
            database: { kind: "pointInTime", at, resourceId: "db-1", exists: true, keyArn },
            skewMs: 0,
            restoreKeyArn: keyArn,
            usable: true,
            faults: [],
        };
        let restoredId: string | undefined;
        /** Ids of the drill's retained automated backups. */
        const findRetained = (values: string[]): string[] =>
            values.includes(`posit-connect-${DRILL}`)
                ? cloud.leftovers.filter(({ kind }) => kind === "automated backups").map(({ id }) => id)
                : [];
        const aws = await LocalAws.start({
            "sts:GetCallerIdentity": () => callerIdentity(manifest.account, DEPLOYER_SESSION),
            "iam:GetRole": () => role(DEPLOYER),
            "iam:SimulatePrincipalPolicy": decisions(() => ({ decision: "allowed" })),
            "s3:GetObject": ({ url }) => {
                const [, bucket, key] = url.pathname.split("/");
                const kept = old.cloud
                    .all(BUCKET_OBJECT)
                    .find(({ inputs }) => inputs["bucket"] === bucket && inputs["key"] === key);
                return kept === undefined
                    ? s3Error(404, "NoSuchKey", "The specified key does not exist.")
                    : object(String(kept.inputs["content"]));
            },
            "backup:StartRestoreJob": () => {
                void restoreFiles(cloud, "prod", BACKED_UP, "aws-backup-restore_1").then((id) => {
                    restoredId = id;
                });
                return startedRestoreJob(JOB);
            },
            "backup:DescribeRestoreJob": () =>
                restoreJob(JOB, restoredId === undefined ? "RUNNING" : "COMPLETED", restoredId),
            "elasticfilesystem:UpdateFileSystem": () => updatedFileSystem(restoredId ?? ""),
            "elasticfilesystem:DescribeFileSystems": () => fileSystem(restoredId ?? "", 1),
            "backup:ListRecoveryPointsByBackupVault": () => recoveryPoints({ name: "drill", arn: "arn" }, []),
            "elasticfilesystem:DeleteFileSystem": ({ url }) => {
                const object = cloud.find(FILE_SYSTEM, url.pathname.split("/").at(-1));
                if (object !== undefined) {
                    cloud.remove(object);
                }
                return deletedFileSystem();
            },
            "rds:DescribeDBInstanceAutomatedBackups": ({ body }) =>
                automatedBackups(
                    ...findRetained(Object.values(body).map(String)).map((resourceId) => ({
                        identifier: `posit-connect-${DRILL}`,
                        resourceId,
                        keyArn,
                        status: "retained" as const,
                    })),
                ),
            "logs:DeleteLogGroup": () => deletedLogGroup(),
            "rds:DeleteDBInstanceAutomatedBackup": ({ body }) => {
                cloud.leftovers = cloud.leftovers.filter(({ id }) => id !== body["DbiResourceId"]);
                return deletedAutomatedBackup();
            },
        });
        const result = { out: "", restored: [] as unknown[], error: "" };
        const environment = { ...old.env, AWS_ENDPOINT_URL: aws.endpoint };
        try {
            await inEnvironment(environment, () =>
                withManifestFile(manifest, async (from) => {
                    const choices = {
                        region: "us-east-1",
                        cidrBlock: "10.1.0.0/16",
                        apiCidrs: ["203.0.113.7/32"],
                        from,
                    };
                    const plan = await planDrill(manifest, recoverySet, choices, program, NOW);
                    const { workDir, options } = await old.project();
                    const context = {
                        stacks: await pulumiStacks(workDir, options),
                        ping: () => {
                            result.restored = (objectOf(cloud, DRILL, INSTANCE).written ?? []).map(
                                ({ text }) => text,
                            );
                            return Promise.resolve("200");
                        },
                        now: Date.now,
                        sleep: () => new Promise<void>((resolve) => setTimeout(resolve, 10)),
                        interrupted: new AbortController().signal,
                    };
                    await runDrill(
                        manifest,
                        plan,
                        context,
                        (text) => {
                            result.out += text;
                        },
                        () => undefined,
                    );
                }),
            );
        } catch (error) {
            result.error = error instanceof Error ? error.message : String(error);
        } finally {
            await aws.stop();
        }
        return result;
    }

    /** All traces of a drill, and the state of the old stack. */
    async function listTraces(): Promise<object> {
        const { workDir, options } = await old.project();
        const stacks = await pulumiStacks(workDir, options);
        return {
            // The validation record for ACM is shared with the old stack.
            drill: objectsOf(old.cloud, DRILL).filter(({ type }) => type !== RECORD),
            fileSystems: old.cloud.all(FILE_SYSTEM).map(({ urn }) => urn),
            // AWS only schedules the deletion of keys.
            leftovers: old.cloud.leftovers.filter(({ kind }) => kind !== "scheduled key"),
            stack: await stacks.checkFree(DRILL).then(
                () => "none",
                (error: unknown) => String(error),
            ),
            file: existsSync(join(workDir, `Pulumi.${DRILL}.yaml`)),
            old: structuredClone(objectsOf(old.cloud, "prod")),
            state: old.resources(),
        };
    }

    it("restores the stack, and changes nothing in the old stack during up and teardown", async () => {
        const before = await listTraces();
        const { out, restored, error } = await drill();

        expect({ error, restored }).to.deep.equal({ error: "", restored: ["before the backup"] });
        expect(out).to.match(/RTO measured: \d+ s/);
        expect(await listTraces()).to.deep.equal(before);
        expect(expectSuccess(await old.preview("--expect-no-changes")).steps).to.deep.equal([]);
    });

    it("leaves nothing behind if its up fails partway", async () => {
        const before = await listTraces();
        let failed = 0;
        old.cloud.options = {
            ...old.cloud.options,
            fail: (verb, { urn, type }) =>
                verb === "create" && urn.includes(DRILL) && type === INSTANCE && ++failed > 0
                    ? "no capacity left"
                    : undefined,
        };
        const { error } = await drill();

        expect(failed).to.be.greaterThan(0);
        expect(error).to.match(new RegExp(`^pulumi up of ${DRILL}: .*no capacity left`));
        expect(error).to.not.include("Left behind");
        expect(old.cloud.history.some(({ verb, urn }) => verb === "delete" && urn.includes(DRILL))).to.equal(
            true,
        );
        expect(await listTraces()).to.deep.equal(before);
    });
});
