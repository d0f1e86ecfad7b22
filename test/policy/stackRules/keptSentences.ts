import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Form, FORMS } from "./stack";

/** Sentences by case: for every form, or by form if forms differ. */
type Kept = Record<string, string[] | Partial<Record<Form, string[]>>>;

/**
 * The sentences that rules about the complete stack report for each broken stack, recorded in a file for review. To
 * update it: `WRITE_SENTENCES=1 npx mocha "test/policy/stackRules/*.test.ts"`, then review the difference.
 */
export class KeptSentences {
    private readonly file: string;
    private readonly kept: Kept;
    private readonly said = new Map<string, Partial<Record<Form, string[]>>>();
    private readonly writing = process.env["WRITE_SENTENCES"] === "1";

    /** @param theme name of the file. */
    constructor(theme: string) {
        this.file = join(__dirname, `${theme}.json`);
        this.kept = JSON.parse(readFileSync(this.file, "utf8")) as Kept;
    }

    check(name: string, form: Form, sentences: string[]): void {
        if (this.writing) {
            this.said.set(name, { ...this.said.get(name), [form]: sentences });
            return;
        }
        const kept = this.kept[name];
        expect(sentences).to.deep.equal(Array.isArray(kept) ? kept : kept?.[form]);
    }

    write(): void {
        if (this.writing) {
            const kept = Object.fromEntries(
                [...this.said].map(([name, byForm]) => [name, shortened(byForm)]),
            );
            writeFileSync(this.file, `${JSON.stringify(kept, null, 4)}\n`);
        }
    }
}

function shortened(byForm: Partial<Record<Form, string[]>>): Kept[string] {
    const [first = [], ...others] = FORMS.flatMap((form) => {
        const sentences = byForm[form];
        return sentences === undefined ? [] : [sentences];
    });
    return others.every((each) => JSON.stringify(each) === JSON.stringify(first)) ? first : byForm;
}
