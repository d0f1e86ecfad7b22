/** Measures previews of prod and of an empty program on the engine, in turn, and prints the seconds of each as JSON. */
import { findCli } from "./cli";
import { EngineStack } from "./harness";
import { expectSuccess } from "./lifecycle";

const RUNS = Number(process.argv[2]);

async function timePreview(stack: EngineStack): Promise<number> {
    const start = performance.now();
    expectSuccess(await stack.preview());
    return (performance.now() - start) / 1000;
}

async function main(): Promise<void> {
    const cli = findCli();
    if ("missing" in cli) {
        process.stderr.write(cli.missing);
        process.exitCode = 1;
        return;
    }
    const empty = await EngineStack.start("empty", {
        program: () => Promise.resolve({}),
        settings: (config) => {
            config["aws:region"] = "us-east-1";
        },
    });
    const prod = await EngineStack.start("prod");
    const times: Record<"empty" | "prod", number[]> = { empty: [], prod: [] };
    // The first run is not counted, because it loads the program. The comparison is of the engine's own work.
    for (let run = 0; run <= RUNS; run++) {
        const pair = { empty: await timePreview(empty), prod: await timePreview(prod) };
        if (run > 0) {
            times.empty.push(pair.empty);
            times.prod.push(pair.prod);
        }
    }
    empty.stop();
    prod.stop();
    process.stdout.write(`${JSON.stringify(times)}\n`);
}

void main();
