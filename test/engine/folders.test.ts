import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { ROOT } from "../program";
import { makeFolder, removeFolder } from "./folders";

/** Starts a process that creates a folder and runs a child in it, as the harness runs the engine, and ends the process. */
async function endProcessWith(signal: NodeJS.Signals): Promise<{ folder: string; child: number }> {
    const code = `
        const { makeFolder } = require("./test/engine/folders");
        const { spawn } = require("node:child_process");
        const { writeFileSync } = require("node:fs");
        const folder = makeFolder();
        const { pid } = spawn("sleep", ["60"], { env: { FOLDER: folder, PATH: process.env.PATH }, stdio: "ignore" });
        writeFileSync(folder + "/processes", pid + "\\n");
        process.stdout.write(folder + " " + pid + "\\n");
        setInterval(() => undefined, 1000);`;
    const owner = spawn(process.execPath, ["--import", "tsx", "--eval", code], {
        cwd: ROOT,
        stdio: ["ignore", "pipe", "inherit"],
    });
    const [text] = (await once(owner.stdout, "data")) as [Buffer];
    const [folder = "", child = ""] = text.toString().trim().split(" ");
    owner.kill(signal);
    await once(owner, "exit");
    return { folder, child: Number(child) };
}

function isRunning(id: number): boolean {
    try {
        // A zombie process has ended, but its parent has not read its status yet.
        return !/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, "utf8"));
    } catch {
        return false;
    }
}

/** The kernel ends a killed process some time after the signal. */
async function waitForEnd(id: number): Promise<void> {
    while (isRunning(id)) {
        await setTimeout(10);
    }
}

describe("the engine harness's folders", () => {
    const shared = process.env["TMPDIR"];
    let own: string;

    // Another run of the harness would delete the folders of a killed process in the shared one.
    before(() => {
        own = mkdtempSync(join(tmpdir(), "harness-"));
        process.env["TMPDIR"] = own;
    });

    after(() => {
        rmSync(own, { recursive: true });
        if (shared === undefined) {
            delete process.env["TMPDIR"];
        } else {
            process.env["TMPDIR"] = shared;
        }
    });

    it("are deleted, with the engine's processes, when the tests are terminated", async () => {
        const { folder, child } = await endProcessWith("SIGTERM");
        await waitForEnd(child);

        expect({ folder: existsSync(folder), child: isRunning(child) }).to.deep.equal({
            folder: false,
            child: false,
        });
    });

    it("are deleted by the next run, with the engine's processes, when the tests were killed", async () => {
        const { folder, child } = await endProcessWith("SIGKILL");
        expect({ folder: existsSync(folder), child: isRunning(child) }).to.deep.equal({
            folder: true,
            child: true,
        });

        removeFolder(makeFolder());
        await waitForEnd(child);

        expect({ folder: existsSync(folder), child: isRunning(child) }).to.deep.equal({
            folder: false,
            child: false,
        });
    });

    it("do not end a process whose id is in use by another program", () => {
        const folder = makeFolder();
        writeFileSync(join(folder, "processes"), `${process.pid}\n`);

        removeFolder(folder);

        expect(existsSync(folder)).to.equal(false);
    });
});
