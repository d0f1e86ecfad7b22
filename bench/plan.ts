import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { measure, type Measurement, type Subject } from "./measure";
import { median, RUNS } from "./statistics";

/** Exit status 3: the stack must not be deployed. Its plan and its policy findings are complete. */
const PLANNED = [0, 3];

/** Writes a stack file of prod with 20 node groups in four zones. */
function writeLargeStack(root: string, folder: string): string {
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

/** Measures plans of prod, with and without policies and the page, and an empty program with the same packages. */
export function benchPlan(root: string, folder: string): void {
    const plan = (stack: string): string[] => [join(root, "commands", "run.cjs"), "plan", "--stack", stack];
    const subjects: Subject[] = [
        {
            name: "empty Pulumi program, same packages (floor)",
            args: [join(root, "bench", "floor.cjs")],
            successStatuses: PLANNED,
        },
        {
            name: "plan of prod, without policies",
            args: [...plan("prod"), "--json"],
            successStatuses: PLANNED,
        },
        { name: "plan of prod", args: plan("prod"), successStatuses: PLANNED },
        {
            name: "plan of prod, with its page",
            args: [...plan("prod"), "--html", join(folder, "prod.html")],
            successStatuses: PLANNED,
        },
        {
            name: "plan of prod, 20 node groups, 4 zones",
            args: plan(writeLargeStack(root, folder)),
            successStatuses: PLANNED,
        },
    ];
    const results = subjects.map((): Measurement[] => []);
    // In turn, so that a slowdown of the machine affects all of them.
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
    const [, withoutPolicies, prod, large] = medians;
    process.stdout.write(
        `\n20 node groups and 4 zones: ${((large?.seconds ?? NaN) / (prod?.seconds ?? NaN)).toFixed(2)} × prod\n` +
            `policies: ${((prod?.seconds ?? NaN) - (withoutPolicies?.seconds ?? NaN)).toFixed(2)} s more than a plan without policies\n`,
    );
}
