import { expect } from "chai";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { drillPlan } from "../../recovery/drillPlan";
import { withManifestFile } from "../../recovery/manifestFile";
import { performDrill } from "../../recovery/performDrill";
import { pulumiStacks } from "../../recovery/pulumiStacks";
import type { Unit } from "../../recovery/units";
import { parseRecoveryManifest } from "../../stacks/recoveryManifest";
import { inEnvironment } from "../recovery/command";
import { LocalAws } from "../recovery/localAws";
import { decided } from "../recovery/prodStack";
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
import { manifestOf, objectOf, objectsOf, restoreFiles, write } from "./backups";
import { EngineStack, engineSuite, type Moment } from "./harness";
import { succeeded } from "./lifecycle";

const INSTANCE = "aws:rds/instance:Instance";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const BUCKET_OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const RECORD = "aws:route53/record:Record";

const BACKED_UP = "2026-11-20T09:00:00Z";
const NOW = Date.parse("2026-11-20T12:00:00Z");
const DRILL = "prod-drill-20261120";
const JOB = "job-1";
/** The one that the example of prod lists among the cluster's administrators. */
const DEPLOYER = "arn:aws:iam::123456789012:role/deployer";
const DEPLOYER_SESSION = "arn:aws:sts::123456789012:assumed-role/deployer/session";

engineSuite("a drill of a stack, with AWS Backup's restore and EFS's deletion played over HTTP", () => {
    let old: EngineStack;
    let deployed: Moment;

    before(async () => {
        old = await EngineStack.start("prod", { checkpoints: true });
        succeeded(await old.up());
        write(old.cloud, "prod", "2026-11-20T08:00:00Z", "before the backup");
        write(old.cloud, "prod", "2026-11-20T10:00:00Z", "after the backup");
        deployed = old.moment();
    });

    beforeEach(() => {
        old.goBack(deployed);
    });

    after(() => {
        old.stop();
    });

    /** @returns what it printed, what Connect had been restored from when it was pinged, and what it refused with. */
    async function drill(): Promise<{ out: string; restored: unknown[]; error: string }> {
        const { cloud } = old;
        const manifest = parseRecoveryManifest(manifestOf(cloud, "prod").text, "manifest.json");
        const at = Date.parse(BACKED_UP);
        const keyArn = manifest.fileSystem.keyArn;
        const unit: Unit = {
            files: { arn: "arn:aws:backup:us-east-1::point", at, bytes: 1, status: "completed", keyArn },
            database: { kind: "pointInTime", at, resourceId: "db-1", living: true, keyArn },
            apart: 0,
            restoreKeyArn: keyArn,
            usable: true,
            faults: [],
        };
        let made: string | undefined;
        /** Ids of instances whose automated backups were kept: the old stack's lives. */
        const keptOf = (asked: string[]): string[] =>
            asked.includes(`posit-connect-${DRILL}`)
                ? cloud.leftovers.filter(({ kind }) => kind === "automated backups").map(({ id }) => id)
                : [];
        const aws = await LocalAws.start({
            "sts:GetCallerIdentity": () => callerIdentity(manifest.account, DEPLOYER_SESSION),
            "iam:GetRole": () => role(DEPLOYER),
            "iam:SimulatePrincipalPolicy": decided(() => ({ decision: "allowed" })),
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
                    made = id;
                });
                return startedRestoreJob(JOB);
            },
            "backup:DescribeRestoreJob": () =>
                restoreJob(JOB, made === undefined ? "RUNNING" : "COMPLETED", made),
            "elasticfilesystem:UpdateFileSystem": () => updatedFileSystem(made ?? ""),
            "elasticfilesystem:DescribeFileSystems": () => fileSystem(made ?? "", 1),
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
                    ...keptOf(Object.values(body).map(String)).map((resourceId) => ({
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
        const told = { out: "", restored: [] as unknown[], error: "" };
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
                    const plan = await drillPlan(manifest, unit, choices, program, NOW);
                    const { workDir, options } = old.project;
                    const surroundings = {
                        stacks: await pulumiStacks(workDir, options),
                        ping: () => {
                            told.restored = (objectOf(cloud, DRILL, INSTANCE).written ?? []).map(
                                ({ text }) => text,
                            );
                            return Promise.resolve("200");
                        },
                        now: Date.now,
                        sleep: () => new Promise<void>((resolve) => setTimeout(resolve, 10)),
                        interrupted: new AbortController().signal,
                    };
                    await performDrill(
                        manifest,
                        plan,
                        surroundings,
                        (text) => {
                            told.out += text;
                        },
                        () => undefined,
                    );
                }),
            );
        } catch (error) {
            told.error = error instanceof Error ? error.message : String(error);
        } finally {
            await aws.stop();
        }
        return told;
    }

    /** Whatever there is of a drill, and the old stack as it is. */
    async function traces(): Promise<object> {
        const { workDir, options } = old.project;
        const stacks = await pulumiStacks(workDir, options);
        return {
            // The proof for ACM is one record, and the old stack's too.
            drill: objectsOf(old.cloud, DRILL).filter(({ type }) => type !== RECORD),
            fileSystems: old.cloud.all(FILE_SYSTEM).map(({ urn }) => urn),
            // A key is scheduled for deletion: AWS deletes none at once.
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

    it("restores, and leaves the old stack untouched by its up and by its teardown", async () => {
        const before = await traces();
        const { out, restored, error } = await drill();

        expect({ error, restored }).to.deep.equal({ error: "", restored: ["before the backup"] });
        expect(out).to.match(/RTO measured: \d+ s/);
        expect(await traces()).to.deep.equal(before);
        expect(succeeded(await old.preview({ expectNoChanges: true })).steps).to.deep.equal([]);
    });

    it("leaves nothing behind where its up fails midway", async () => {
        const before = await traces();
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
        expect(await traces()).to.deep.equal(before);
    });
});
