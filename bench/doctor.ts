import { doctorIn, DEPLOYER, writeStack } from "../test/commands/doctor/doctor";
import { onThisMachine, serveAws } from "../test/commands/doctor/serveAws";
import { inEnvironment } from "../test/recovery/command";
import { findMoto } from "../test/recovery/moto";
import { median, printRow, RUNS } from "./statistics";

/**
 * Measures the checks of an account before the first update, against moto, if there is one. The first run
 * also loads the program and the AWS SDK, as the command does.
 */
export async function benchDoctor(folder: string): Promise<void> {
    const found = findMoto();
    process.stdout.write("\n");
    if ("missing" in found) {
        process.stdout.write(`doctor: not measured: ${found.missing}\n`);
        return;
    }
    const served = await serveAws(found.python);
    const stack = writeStack(folder, { "aws:assumeRoles": [{ roleArn: DEPLOYER }] });
    const seconds: number[] = [];
    let first = 0;
    for (let run = 0; run <= RUNS; run++) {
        const start = performance.now();
        const { status, err } = await inEnvironment(served.environment, () =>
            doctorIn({ sources: onThisMachine }, "--stack", stack, "--license", "license.lic", "--json"),
        );
        if (![0, 6, 7].includes(status)) {
            throw new Error(`doctor exited with ${status}:\n${err}`);
        }
        const took = (performance.now() - start) / 1000;
        if (run === 0) {
            first = took;
        } else {
            seconds.push(took);
        }
    }
    await served.stop();
    printRow("doctor against moto, with its loading, once", first, "(at most 10 s)");
    printRow("doctor against moto, loaded", median(seconds));
}
