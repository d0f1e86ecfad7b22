import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ChangesAnswer } from "../changesAnswer";
import { findJsonObject } from "../findJsonObject";
import type { CostChange } from "../../graph/costChange";
import type { PlanSummary } from "../planSummary";
import { UserError } from "../../lib/userError";

/** The answer of a command: its data, or the text of its error. */
export type Answer<Data> = Data | { error: string };

/** The answers about a stack. One that is absent was not asked, or its command did not run. */
export interface StackAnswers {
    stack: string;
    /** `npm run plan -- --format json` */
    plan?: Answer<PlanSummary>;
    /** `npm run changes -- --against … --json` */
    changes?: Answer<ChangesAnswer>;
    /** `npm run changes -- --preview … --json` */
    preview?: Answer<ChangesAnswer>;
    /** `npm run cost -- --against … --json` */
    cost?: Answer<CostChange>;
}

/** The files of a stack's folder, each with a key that its data has. */
const FILES = { plan: "policies", changes: "changes", preview: "changes", cost: "differenceUsd" } as const;

/**
 * Reads the answers in a folder: `<stack>/plan.json`, `<stack>/changes.json`, `<stack>/preview.json` and
 * `<stack>/cost.json`.
 *
 * @throws {@link UserError} with everything that is wrong.
 */
export function readAnswers(folder: string): StackAnswers[] {
    const root = resolve(process.env["INIT_CWD"] ?? process.cwd(), folder);
    if (!existsSync(root) || !statSync(root).isDirectory()) {
        throw new UserError([`${folder}: must be a folder with one folder for each stack. ${HOW}`]);
    }
    const stacks = readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    const mistakes: string[] = [];
    const read = (stack: string, name: keyof typeof FILES): unknown => {
        const file = join(stack, `${name}.json`);
        if (!existsSync(join(root, file))) {
            return undefined;
        }
        const text = readFileSync(join(root, file), "utf8");
        // The command that writes the file was interrupted, or could not be started.
        if (text.trim() === "") {
            return undefined;
        }
        const answer = findJsonObject(text);
        if (!hasKey(answer, "error") && !hasKey(answer, FILES[name])) {
            mistakes.push(`${join(folder, file)}: must be ${EXPECTED[name]}. Write it again.`);
        }
        return answer;
    };
    const answers = stacks.map((stack) => ({
        stack,
        ...Object.fromEntries(
            (Object.keys(FILES) as (keyof typeof FILES)[]).flatMap((name) => {
                const answer = read(stack, name);
                return answer === undefined ? [] : [[name, answer]];
            }),
        ),
    }));
    if (answers.length === 0) {
        mistakes.push(`${folder}: has no folder of a stack. ${HOW}`);
    }
    if (mistakes.length > 0) {
        throw new UserError(mistakes);
    }
    return answers;
}

const EXPECTED = {
    plan: "the output of `npm run -s plan -- --format json`",
    changes: "the output of `npm run -s changes -- --against REVISION --json`",
    preview: "the output of `npm run -s changes -- --preview FILE --json`",
    cost: "the output of `npm run -s cost -- --against REVISION --json`",
};

const HOW = "See docs/delivery.md.";

function hasKey(answer: unknown, key: string): boolean {
    return typeof answer === "object" && answer !== null && key in answer;
}
