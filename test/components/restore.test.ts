import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { restoreSource } from "../../components/restoreSource";
import type { Graph } from "../../graph/graph";
import { referenceArchitecture } from "../../graph/referenceArchitecture";
import { play } from "../program";

const FILES = "fs-0123456789abcdef0";
const MOMENT = "2026-11-20T09:00:00Z";

describe("a stack that is restored", () => {
    const folder = mkdtempSync(join(tmpdir(), "restore-"));
    const from = join(folder, "manifest.json");
    let old: Graph;

    before(async () => {
        old = await play("prod");
        const [kept] = old
            .all("aws:s3/bucketObjectv2:BucketObjectv2")
            .filter(({ inputs }) => inputs.key === "manifest.json");
        writeFileSync(from, String(kept?.inputs.content).replace('"stack": "prod"', '"stack": "old"'));
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    function restored(changes: object = {}): Promise<Graph> {
        const recovery = {
            from,
            database: { pointInTime: MOMENT },
            fileSystem: { adopt: FILES, subPath: "aws-backup-restore_1", takenAt: MOMENT },
            ...changes,
        };
        return play("prod", "update", { sections: { recovery } });
    }

    it("has the old database's data under its key, in the size that it has", async () => {
        const graph = await restored();

        const { kmsKeyId } = old.only("aws:rds/instance:Instance").inputs;
        const { inputs } = graph.only("aws:rds/instance:Instance");
        expect(inputs).to.deep.include({
            restoreToPointInTime: { restoreTime: MOMENT, sourceDbInstanceIdentifier: "posit-connect-prod" },
            kmsKeyId,
            storageEncrypted: true,
            multiAz: true,
        });
        expect(inputs).to.not.have.any.keys("allocatedStorage", "snapshotIdentifier");
        expect((inputs.tags as Record<string, string>)["posit-connect:restored-from"]).to.equal(
            `posit-connect-prod@${MOMENT}`,
        );
    });

    it("is of a snapshot, or of a deleted instance's automated backups, where that is said", async () => {
        const snapshot = await restored({ database: { snapshot: "awsbackup:job-1", takenAt: MOMENT } });
        const deleted = await restored({ database: { pointInTime: MOMENT, resourceId: "db-ABC" } });

        const [one, other] = [snapshot, deleted].map(
            (graph) => graph.only("aws:rds/instance:Instance").inputs,
        );
        expect(one?.snapshotIdentifier).to.equal("awsbackup:job-1");
        expect(one).to.not.have.any.keys("restoreToPointInTime");
        expect(other?.restoreToPointInTime).to.deep.equal({
            restoreTime: MOMENT,
            sourceDbiResourceId: "db-ABC",
        });
    });

    it("mounts the files where AWS Backup has put them, and makes no file system", async () => {
        const graph = await restored();

        expect(graph.all("aws:efs/fileSystem:FileSystem")).to.deep.equal([]);
        const [targets, policies] = [
            "aws:efs/mountTarget:MountTarget",
            "aws:efs/fileSystemPolicy:FileSystemPolicy",
        ].map((type) => graph.all(type).map(({ inputs }) => inputs.fileSystemId));
        expect(targets).to.deep.equal([FILES, FILES, FILES]);
        expect(policies).to.deep.equal([FILES]);
        const handles = graph
            .all("kubernetes:core/v1:PersistentVolume")
            .map(({ inputs }) => (inputs.spec as { csi: { volumeHandle: string } }).csi.volumeHandle);
        expect(handles.sort()).to.deep.equal([
            `${FILES}:/aws-backup-restore_1`,
            `${FILES}:/aws-backup-restore_1/`,
        ]);
        const selection = graph.only("aws:backup/selection:Selection").inputs.resources as string[];
        expect(selection.filter((arn) => arn.endsWith(`/${FILES}`))).to.have.length(1);
    });

    it("moves them to the root before Connect starts, where no directory is named", async () => {
        const JOB = "kubernetes:batch/v1:Job";
        const graph = await restored({ fileSystem: { adopt: FILES, takenAt: MOMENT } });

        const job = graph.only(JOB);
        const { containers, volumes } = (
            job.inputs.spec as { template: { spec: { containers: { image: string }[]; volumes: unknown[] } } }
        ).template.spec;
        expect(containers.map(({ image }) => image)).to.deep.equal(["posit/connect:2026.08.0-ubuntu-24.04"]);
        expect(volumes).to.deep.equal([
            { name: "files", persistentVolumeClaim: { claimName: "posit-connect-files" } },
        ]);
        expect(job.ignoreChanges).to.deep.equal(["spec"]);
        const release = graph.all("kubernetes:helm.sh/v3:Release").find(({ name }) => name === "connect");
        expect(release !== undefined && graph.dependsOn(release, job)).to.equal(true);
        const handles = graph
            .all("kubernetes:core/v1:PersistentVolume")
            .map(({ inputs }) => (inputs.spec as { csi: { volumeHandle: string } }).csi.volumeHandle);
        expect(handles.sort()).to.deep.equal([FILES, `${FILES}:/`]);
        expect((await restored()).all(JOB)).to.deep.equal([]);
        expect(old.all(JOB)).to.deep.equal([]);
    });

    it("leaves the domain to the old stack until it is live", async () => {
        const records = (graph: Graph): unknown[] =>
            graph.all("aws:route53/record:Record").map(({ inputs }) => inputs.type);

        expect(records(old)).to.have.members(["A", "CNAME"]);
        expect(records(await restored())).to.deep.equal(["CNAME"]);
        expect(records(await restored({ live: true }))).to.have.members(["A", "CNAME"]);
    });

    it("keeps a manifest of its own, with the place of the files", async () => {
        const graph = await restored();
        const [kept] = graph
            .all("aws:s3/bucketObjectv2:BucketObjectv2")
            .filter(({ inputs }) => inputs.key === "manifest.json");
        const { fileSystem } = JSON.parse(String(kept?.inputs.content)) as Record<string, unknown>;
        expect(fileSystem).to.deep.include({ id: FILES, subPath: "aws-backup-restore_1" });
    });

    it("meets the reference architecture as any other", async () => {
        const rows = referenceArchitecture(await restored());

        expect(rows.filter(({ met }) => !met)).to.deep.equal([]);
        expect(Object.fromEntries(rows.map(({ id, by }) => [id, by]))).to.deep.include({
            R5: "database › PostgreSQL 15, db.m5.large, as many GiB as its backup, gp3",
            R6: 'database › database "connect", restored',
            R9: `${FILES} › adopted, refused unless encrypted, mounted by servers and content`,
        });
    });

    /** What stops a restore for which AWS answers so. */
    async function refusal(answers: Record<string, () => object>): Promise<string> {
        await pulumi.runtime.setMocks(
            {
                newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
                call: ({ token }) => answers[token.split(":").at(-1) ?? ""]?.() ?? {},
            },
            "posit-connect",
            "new",
        );
        const error = await restoreSource({
            identifier: "posit-connect-new",
            database: { keyArn: "key-1", snapshot: "s" },
            fileSystem: { id: FILES, subPath: "" },
        }).catch((thrown: unknown) => thrown);
        expect(pulumi.RunError.isInstance(error)).to.equal(true);
        return (error as Error).message;
    }

    it("stands on keys, files and a free name: all that is wrong is told at once", async () => {
        expect(
            await refusal({
                getInstances: () => ({ instanceIdentifiers: ["posit-connect-new"] }),
                getInstance: () => ({ tags: {} }),
                getKey: () => ({ keyState: "Disabled" }),
                getFileSystem: () => ({ arn: "arn", encrypted: false }),
            }),
        ).to.equal(
            [
                "The stack cannot be restored like this; nothing was made.",
                "",
                "  database posit-connect-new is there already, and was not restored: a restore from s would lose what it holds; make a new stack for it.",
                "  key of the database, key-1, is Disabled and must be Enabled: call it back with aws kms cancel-key-deletion and aws kms enable-key.",
                `  file system ${FILES} is not encrypted: restore the backup into one that is.`,
            ].join("\n"),
        );
    });

    it("does not take what AWS does not show for what is there", async () => {
        const hidden = (): never => {
            throw new Error("AccessDenied");
        };
        const message = await refusal({
            getInstances: () => ({ instanceIdentifiers: [] }),
            getKey: hidden,
            getFileSystem: hidden,
        });

        expect(
            message
                .split("\n")
                .slice(2)
                .map((line) => line.slice(0, line.indexOf("cannot be read"))),
        ).to.deep.equal(["  key of the database, key-1, ", `  file system ${FILES} `]);
    });
});
