import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { recoveryCommand } from "../recovery/recoveryCommand";

// A reader that has seen enough, such as `head`, is no fault.
const end = (error: NodeJS.ErrnoException): void => {
    process.exit(error.code === "EPIPE" ? 0 : 1);
};
process.stdout.on("error", end);

void recoveryCommand(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colour: process.stdout.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
    now: Date.now(),
    root: dirname(__dirname),
    program: async () => (await import("../index")).default(),
    drill: async () => {
        const { drillSurroundings } = await import("../recovery/drillSurroundings");
        const surroundings = await drillSurroundings(dirname(__dirname));
        // It has to take away what it makes, whoever listens.
        process.stdout.off("error", end);
        return surroundings;
    },
    restore: () => {
        // It writes what it was begun for, whoever listens.
        process.stdout.off("error", end).on("error", () => undefined);
        return { root: dirname(__dirname), now: Date.now, sleep: setTimeout };
    },
}).then((status) => {
    process.exitCode = status;
});
