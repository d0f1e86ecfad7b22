import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Form, FORMS } from "./stack";

const FILE = join(__dirname, "stackSentences.json");

/** By case: what is said in every form, or by form where forms differ. */
type Kept = Record<string, string[] | Partial<Record<Form, string[]>>>;

/**
 * What whole-stack rules say of each broken stack, word for word, kept in a file that people read. After a change of
 * words: `WRITE_SENTENCES=1 npx mocha test/policy/stackRules.test.ts`, and look at the difference.
 */
export class KeptSentences {
    private readonly kept = JSON.parse(readFileSync(FILE, "utf8")) as Kept;
    private readonly said = new Map<string, Partial<Record<Form, string[]>>>();
    private readonly writing = process.env["WRITE_SENTENCES"] === "1";

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
            writeFileSync(FILE, `${JSON.stringify(kept, null, 4)}\n`);
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
