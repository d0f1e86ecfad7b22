import type { Stryker } from "@stryker-mutator/core";
import { readdirSync } from "node:fs";
import { basename, relative } from "node:path";

/** Percent of the mutants that a test must notice. */
const LEAST_SCORE = 95;

const RULES = "policy/rules/stack";
const TESTS = "test/policy/stackRules";

/** Tests of files whose rules are not all in the test of the file's name. */
const OTHER_TESTS: Readonly<Record<string, readonly string[]>> = {
    budget: ["test/policy/budget.test.ts"],
    workloads: ["workloads", "nodes", "karpenter"].map((theme) => `${TESTS}/${theme}.test.ts`),
};

type MutantResult = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

interface Group {
    readonly mutate: readonly string[];
    readonly tests: readonly string[];
}

/**
 * Files to weaken, with the tests that must notice. A mutant of a rule about the stack is tried with the tests of its file only: each
 * case judges all rules, so with all tests it would wait for those of the other files.
 */
function listGroups(): ReadonlyMap<string, Group> {
    const files = readdirSync(RULES).map((file) => basename(file, ".ts"));
    const stackRules = files.map((name): [string, Group] => [
        name,
        {
            mutate: [`${RULES}/${name}.ts`],
            tests: OTHER_TESTS[name] ?? [`${TESTS}/${name}.test.ts`],
        },
    ]);
    return new Map([
        [
            "resources",
            {
                mutate: ["policy/rules/*.ts", "policy/check.ts", "policy/policyDocument.ts"],
                tests: ["check", "rules", "versions"].map((name) => `test/policy/${name}.test.ts`),
            },
        ],
        [
            "findings",
            {
                mutate: ["policy/stackFindings.ts"],
                tests: ["data", "network"].map((theme) => `${TESTS}/${theme}.test.ts`),
            },
        ],
        ...stackRules,
    ]);
}

const ALL_TESTS = [
    "test/policy/budget.test.ts",
    "test/policy/{check,rules,versions}.test.ts",
    `${TESTS}/*.test.ts`,
];

const isUnnoticed = ({ status }: MutantResult): boolean => status === "Survived" || status === "NoCoverage";

/** A mutant's place and text, which are the same in each run. */
const keyOf = ({ fileName, location, replacement }: MutantResult): string =>
    JSON.stringify([fileName, location, replacement]);

/** In the form of Stryker's option `mutate`, whose columns count from 0. */
const rangeOf = ({ fileName, location: { start, end } }: MutantResult): string =>
    `${relative(process.cwd(), fileName)}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;

async function runMutants({ mutate, tests }: Group): Promise<readonly MutantResult[]> {
    const { Stryker } = await import("@stryker-mutator/core");
    return new Stryker({
        mutate: [...mutate],
        testRunner: "mocha",
        testRunnerNodeArgs: ["--import", "tsx"],
        mochaOptions: { spec: [...tests], require: ["test/fixedDay.cjs", "test/setup.ts"] },
        coverageAnalysis: "perTest",
        ignoreStatic: true,
        concurrency: 2,
        dryRunTimeoutMinutes: 30,
        timeoutMS: 60_000,
        reporters: ["progress-append-only"],
        thresholds: { high: 98, low: 96, break: null },
        tempDirName: "node_modules/.cache/stryker",
        cleanTempDir: "always",
    }).runMutationTest();
}

/** Tries mutants that the tests of their group do not notice again, with all tests. */
async function tryAgain(mutants: readonly MutantResult[]): Promise<readonly MutantResult[]> {
    const unnoticed = mutants.filter(isUnnoticed);
    if (unnoticed.length === 0) {
        return mutants;
    }
    const again = await runMutants({ mutate: unnoticed.map(rangeOf), tests: ALL_TESTS });
    const results = new Map(again.map((mutant) => [keyOf(mutant), mutant]));
    return mutants.map((mutant) => (isUnnoticed(mutant) ? (results.get(keyOf(mutant)) ?? mutant) : mutant));
}

function report(name: string, mutants: readonly MutantResult[]): boolean {
    const unnoticed = mutants.filter(isUnnoticed);
    for (const mutant of unnoticed) {
        console.log(`${rangeOf(mutant)}: ${mutant.mutatorName}: ${mutant.replacement}`);
    }
    const noticed = mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length;
    const tried = noticed + unnoticed.length;
    console.log(`${name}: ${noticed} of ${tried} mutants noticed, ${((100 * noticed) / tried).toFixed(1)} %`);
    return noticed >= (LEAST_SCORE / 100) * tried;
}

/** Runs the groups with these names, or all. */
async function run(names: readonly string[]): Promise<void> {
    const groups = listGroups();
    const unknown = names.filter((name) => !groups.has(name));
    if (unknown.length > 0) {
        console.error(`No group ${unknown.join(", ")}. The groups are ${[...groups.keys()].join(", ")}.`);
        process.exitCode = 1;
        return;
    }
    const mutants: MutantResult[] = [];
    for (const [name, group] of groups) {
        if (names.length === 0 || names.includes(name)) {
            const tried = await runMutants(group);
            report(`${name}, with its own tests`, tried);
            mutants.push(...tried);
        }
    }
    process.exitCode = report("with all tests", await tryAgain(mutants)) ? 0 : 1;
}

void run(process.argv.slice(2));
