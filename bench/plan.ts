import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { measure, type Measurement, type Subject } from "./measure";
import { median, RUNS } from "./statistics";

/** A stack that is not to be deployed (3) is planned and judged like any other. */
const DONE = [0, 3];

/** The prod stack with twenty node groups in four zones. */
function largeStack(root: string, folder: string): string {
    const file = join(folder, "Pulumi.large.yaml");
    const { config } = parse(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8")) as {
        config: Record<string, Record<string, unknown>>;
    };
    const groups = Array.from({ length: 19 }, (_, i) => [`group-${i}`, { minSize: 0, maxSize: 4 }]);
    config["posit-connect:network"] = {
        ...config["posit-connect:network"],
        availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"],
    };
    config["posit-connect:cluster"] = {
        ...config["posit-connect:cluster"],
        nodeGroups: Object.fromEntries([["general", { minSize: 4, maxSize: 8 }], ...groups]),
    };
    writeFileSync(file, stringify({ config }));
    return file;
}

/** Plans of prod, judged and not, beside an empty program with the same packages. */
export function benchPlan(root: string, folder: string): void {
    const plan = (stack: string): string[] => [join(root, "commands", "run.cjs"), "plan", "--stack", stack];
    const subjects: Subject[] = [
        {
            name: "empty Pulumi program, same packages (floor)",
            args: [join(root, "bench", "floor.cjs")],
            done: DONE,
        },
        { name: "plan of prod, not judged by the policies", args: [...plan("prod"), "--json"], done: DONE },
        { name: "plan of prod", args: plan("prod"), done: DONE },
        { name: "plan of prod, 20 node groups, 4 zones", args: plan(largeStack(root, folder)), done: DONE },
    ];
    const results = subjects.map((): Measurement[] => []);
    // In turn, so that a machine that slows down does so for all of them.
    for (let run = 0; run <= RUNS; run++) {
        for (const [i, subject] of subjects.entries()) {
            const result = measure(root, subject);
            if (run > 0) {
                results[i]?.push(result);
            }
        }
    }
    const medians = results.map((runs) => ({
        seconds: median(runs.map(({ seconds }) => seconds)),
        peakMiB: median(runs.map(({ peakMiB }) => peakMiB)),
    }));
    const floor = medians[0]?.seconds ?? NaN;
    for (const [i, { name }] of subjects.entries()) {
        const { seconds, peakMiB } = medians[i] ?? { seconds: NaN, peakMiB: NaN };
        process.stdout.write(
            `${name.padEnd(46)} ${seconds.toFixed(2)} s  ${peakMiB.toFixed(0).padStart(4)} MiB  ${(seconds / floor).toFixed(2)} × floor\n`,
        );
    }
    const [, unjudged, prod, large] = medians;
    process.stdout.write(
        `\n20 node groups and 4 zones: ${((large?.seconds ?? NaN) / (prod?.seconds ?? NaN)).toFixed(2)} × prod\n` +
            `policies: ${((prod?.seconds ?? NaN) - (unjudged?.seconds ?? NaN)).toFixed(2)} s more than a plan that is not judged\n`,
    );
}
