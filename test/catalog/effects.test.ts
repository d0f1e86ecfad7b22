import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { resourceTypes } from "../../catalog";
import type { ResourceType } from "../../catalog/resourceType";
import { effectsOf } from "../../graph/effectsOf";
import { outcomeOf } from "../../graph/outcomeOf";
import { keysOf } from "../../graph/propertyPath";
import { groupBy } from "../../lib/groupBy";
import { UNKNOWN_SENTINEL } from "../../lib/wire";
import { SAMPLES, type Sample } from "./effectSamples";

const FILE = join(__dirname, "effects.json");

/** By property: the effect of each change, or one text if it is the same in all directions. */
type Approved = Record<string, Record<string, string | Record<string, string>>>;

const records = Object.values(resourceTypes);

/** Properties with an effect of their own, and those on which the effect of a replacement depends. */
function propertiesOf({ token, effects }: ResourceType): string[] {
    return [
        ...new Set([
            ...effects.flatMap(({ properties = [] }) => properties),
            ...Object.keys(SAMPLES[token] ?? {}),
        ]),
    ];
}

/** Whether all effects of a property are declared to be the same in every direction. */
function isSameInEveryDirection({ effects }: ResourceType, property: string): boolean {
    const own = effects.filter(({ properties = [] }) => properties.includes(property));
    return own[0]?.when === undefined;
}

function samplesOf({ token }: ResourceType, property: string): Sample[] {
    const { low, high, rest = {}, also = [] } = SAMPLES[token]?.[property] ?? { low: "a", high: "b" };
    return [
        { from: low, to: high, rest },
        { from: high, to: low, rest },
        { from: undefined, to: high, rest },
        { from: high, to: undefined, rest },
        ...also,
    ];
}

/** Changes of a property to and from a value that is not known. */
function unknownSamples({ token }: ResourceType, property: string, value: unknown): Sample[] {
    const { low, high, rest = {} } = SAMPLES[token]?.[property] ?? { low: "a", high: "b" };
    return [
        { from: low, to: value, rest },
        { from: high, to: value, rest },
        { from: value, to: low, rest },
        { from: value, to: high, rest },
        { from: undefined, to: value, rest },
    ];
}

/** Inputs with a value at a path, or without any there. */
function inputsWith(path: string | string[], value: unknown, rest: object): Record<string, unknown> {
    const [first = "", ...others] = typeof path === "string" ? keysOf(path) : path;
    const { [first]: given, ...beside } = rest as Record<string, unknown>;
    const inner = others.length === 0 ? value : inputsWith(others, value, given ?? {});
    return inner === undefined ? beside : { ...beside, [first]: inner };
}

function effectOf({ token }: ResourceType, path: string, { from, to, rest = {} }: Sample): string {
    const kind = from === undefined ? "add" : to === undefined ? "delete" : "update";
    const change = { before: inputsWith(path, from, rest), after: inputsWith(path, to, rest) };
    const outcome = outcomeOf(token, { path, kind, ...change });
    if (outcome === "none") {
        return "none: (the provider keeps the value)";
    }
    const effects = effectsOf({
        action: outcome === "replace" ? "replace" : "update",
        urn: "urn:pulumi:dev::posit-connect::type::name",
        type: token,
        properties: [{ path, kind }],
        notes: [],
        ...change,
    });
    expect(effects, `${token} ${path}`).to.have.length(1);
    return effects.map(({ interruption, effect }) => `${interruption}: ${effect}`).join("");
}

function nameOf({ from, to, rest = {} }: Sample): string {
    const text = (value: unknown) =>
        value === undefined ? "absent" : typeof value === "string" ? value : JSON.stringify(value);
    const others = Object.keys(rest).length === 0 ? "" : ` with ${JSON.stringify(rest)}`;
    return `${text(from)} → ${text(to)}${others}`;
}

/** All effects of a type: of its properties in each direction, of any other property, of its replacement and deletion. */
function sentencesOf(record: ResourceType): Approved[string] {
    const ofProperties = propertiesOf(record).map((property) => {
        const byChange = Object.fromEntries(
            samplesOf(record, property).map((sample) => [nameOf(sample), effectOf(record, property, sample)]),
        );
        const [first = "", ...others] = Object.values(byChange);
        return [property, others.every((each) => each === first) ? first : byChange] as const;
    });
    const ofType = groupBy(
        record.effects.filter(({ properties }) => properties === undefined),
        ({ on, when }) =>
            `(${[on].flat().join(", ")}${when === undefined ? "" : ", depending on its inputs"})`,
    );
    const sentences = [...ofType].flatMap(([key, effects]) =>
        effects.map(({ effect, interruption }, i): [string, string] => [
            i === 0 ? key : `${key} ${i + 1}`,
            `${interruption}: ${typeof effect === "string" ? effect : "(computed)"}`,
        ]),
    );
    return Object.fromEntries<Approved[string][string]>([...ofProperties, ...sentences]);
}

/**
 * Each sentence that the catalog gives for a change, kept in a file that people read. After a change of effects:
 * `WRITE_EFFECTS=1 npx mocha test/catalog/effects.test.ts`, and check each changed line against what the service does.
 */
describe("the effect of a changed property", () => {
    if (process.env["WRITE_EFFECTS"] === "1") {
        const all = Object.fromEntries(
            records.map((record) => [record.token, sentencesOf(record)] satisfies [string, unknown]),
        );
        writeFileSync(FILE, `${JSON.stringify(all, null, 4)}\n`);
    }
    const approved = JSON.parse(readFileSync(FILE, "utf8")) as Approved;

    for (const record of records) {
        it(`is an approved sentence if it rises, falls, appears or disappears: ${record.token}`, () => {
            expect(sentencesOf(record)).to.deep.equal(approved[record.token]);
        });
    }

    it("is approved for types and properties of the catalog only", () => {
        expect(Object.keys(approved)).to.have.members(records.map(({ token }) => token));
    });

    it("depends on the direction only if the samples show it", () => {
        const withoutSamples = records.flatMap((record) =>
            propertiesOf(record)
                .filter((property) => !isSameInEveryDirection(record, property))
                .filter((property) => SAMPLES[record.token]?.[property] === undefined)
                .map((property) => `${record.token} ${property}`),
        );

        expect(withoutSamples).to.deep.equal([]);
    });

    it("is unknown if it depends on a value that is not known", () => {
        const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "x" };
        const judged = records.flatMap((record) =>
            propertiesOf(record)
                .filter((property) => !isSameInEveryDirection(record, property))
                .flatMap((property) =>
                    [UNKNOWN_SENTINEL, "[secret]", secret]
                        .flatMap((value) => unknownSamples(record, property, value))
                        .filter((sample) => !effectOf(record, property, sample).startsWith("unknown: "))
                        .map((sample) => `${record.token} ${property} ${nameOf(sample)}`),
                ),
        );

        expect(judged).to.deep.equal([]);
    });

    it("is declared for no property in vain", () => {
        const unreached = records.flatMap((record) => {
            const sentences = JSON.stringify(sentencesOf(record));
            return record.effects.flatMap(({ effect }) =>
                typeof effect === "string" && !sentences.includes(JSON.stringify(effect).slice(1, -1))
                    ? [`${record.token}: ${effect}`]
                    : [],
            );
        });

        expect(unreached).to.deep.equal([]);
    });

    it("has a sentence for the replacement and the deletion of each type", () => {
        const generic = records.flatMap((record) =>
            (["replace", "delete"] as const).flatMap((action) => {
                const outcome = effectsOf({
                    action,
                    urn: "urn:pulumi:dev::posit-connect::type::name",
                    type: record.token,
                    properties: [],
                    notes: [],
                    before: {},
                    after: {},
                });
                return outcome.some(({ effect }) => effect.includes("The effect on users is not known"))
                    ? [`${action} ${record.token}`]
                    : [];
            }),
        );

        expect(generic).to.deep.equal([]);
    });

    it("is never unknown without a sentence of its own", () => {
        const generic = records.flatMap((record) =>
            JSON.stringify(sentencesOf(record)).includes("The effect on users is not known")
                ? [record.token]
                : [],
        );

        expect(generic).to.deep.equal([]);
    });
});
