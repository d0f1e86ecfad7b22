import { spawnSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Starts the machine's Chromium, from CHROMIUM or PATH. @throws an `Error` if there is none. */
export async function startChromium(): Promise<Browser> {
    const found =
        process.env.CHROMIUM ??
        NAMES.find((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0);
    if (found === undefined) {
        throw new Error(
            "No Chromium in PATH. Install it (apt-get install chromium), or set CHROMIUM to its path.",
        );
    }
    const path = spawnSync("sh", ["-c", `command -v ${found}`], { encoding: "utf8" }).stdout.trim();
    return chromium.launch({
        executablePath: path,
        // Chromium's sandbox does not start as root, which is the user in most containers.
        args: process.getuid?.() === 0 ? ["--no-sandbox", "--disable-gpu"] : ["--disable-gpu"],
    });
}
