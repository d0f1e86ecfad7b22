import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MANIFEST } from "../recoveryManifest";
import { ROOT } from "../program";
import { RecordedCli } from "./cli";
import { inEnvironment } from "./command";
import type { LocalAws } from "./localAws";
import { JOB, RESTORED, SETTINGS, startProd } from "./prodStack";
import { deletedFileSystem, restoreJob, startedRestoreJob } from "./wireShapes";

describe("a drill in a process of its own deletes everything that it created, and exits with 1, if", () => {
    let folder: string;
    let cli: RecordedCli;
    let aws: LocalAws;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "recovery-"));
        cli = new RecordedCli();
        const secret = { value: "text", secret: true };
        cli.respond(
            "config",
            JSON.stringify({ "posit-connect:license": secret, "posit-connect:oidcClientSecret": secret }),
        );
    });

    afterEach(async () => {
        await aws.stop();
        cli.remove();
        rmSync(folder, { recursive: true });
    });

    const INTERRUPTED = "Interrupted: the drill has no result.\n";
    const ENDS: [name: string, end: (child: ChildProcess) => unknown, stderr: string][] = [
        ...(["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal): (typeof ENDS)[number] => [
            `it receives ${signal}`,
            (child) => child.kill(signal),
            INTERRUPTED,
        ]),
        ["its standard output is closed", ({ stdout }) => stdout?.destroy(), INTERRUPTED],
        [
            "its standard output and standard error are closed",
            (child) => [child.stdout?.destroy(), child.stderr?.destroy()],
            "",
        ],
    ];
    for (const [name, end, stderr] of ENDS) {
        it(`${name} while AWS Backup restores the files`, async () => {
            const manifest = join(folder, "manifest.json");
            writeFileSync(manifest, JSON.stringify({ ...MANIFEST, settings: SETTINGS }));
            let polls = 0;
            const deleted: unknown[] = [];
            aws = await startProd({
                "backup:StartRestoreJob": () => {
                    end(child);
                    return startedRestoreJob(JOB);
                },
                "backup:DescribeRestoreJob": () =>
                    ++polls === 1 ? restoreJob(JOB, "RUNNING") : restoreJob(JOB, "COMPLETED", RESTORED),
                "elasticfilesystem:DeleteFileSystem": ({ url }) => {
                    deleted.push(url.pathname.split("/").at(-1));
                    return deletedFileSystem();
                },
            });
            const child = await inEnvironment({ AWS_ENDPOINT_URL: aws.endpoint }, () =>
                Promise.resolve(
                    spawn(
                        process.execPath,
                        [
                            join(ROOT, "commands", "run.cjs"),
                            "recovery",
                            "drill",
                            "--yes",
                            "--manifest",
                            manifest,
                        ],
                        { stdio: ["ignore", "pipe", "pipe"] },
                    ),
                ),
            );
            let err = "";
            child.stdout.resume();
            child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
            const [status] = (await once(child, "close")) as [number | null];

            expect({ status, err, deleted }).to.deep.equal({ status: 1, err: stderr, deleted: [RESTORED] });
        });
    }
});
