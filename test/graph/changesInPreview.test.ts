import { expect } from "chai";
import fc from "fast-check";
import { changesInPreview } from "../../graph/changesInPreview";
import { changesOf, preview, step, urnOf, type StepFields } from "./changesFixtures";

/** Actions by name. */
function actions(...steps: StepFields[]): Record<string, string> {
    return Object.fromEntries(
        changesOf(...steps).changes.map(({ urn, action }) => [urn.split("::")[3] ?? "", action]),
    );
}

describe("the changes in a preview", () => {
    it("are one for each changed resource, with the provider's paths", () => {
        const diff = {
            engine: { kind: "update-replace", inputDiff: true },
            "tags.team": { kind: "add", inputDiff: true },
        };
        expect(
            changesOf({
                op: "replace",
                newState: { inputs: { engine: "mysql" } },
                diffReasons: ["engine", "tags"],
                replaceReasons: ["engine"],
                detailedDiff: diff,
            }),
        ).to.deep.equal({
            stack: "dev",
            changes: [
                {
                    action: "replace",
                    urn: urnOf("aws:rds/instance:Instance", "database"),
                    type: "aws:rds/instance:Instance",
                    properties: [
                        { path: "engine", kind: "update", forcesReplacement: true },
                        { path: "tags.team", kind: "add", forcesReplacement: false },
                    ],
                    modified: "2026-11-01",
                    notes: [],
                    before: { engine: "postgres" },
                    after: { engine: "mysql" },
                },
            ],
        });
    });

    it("have the names of properties if the provider reports no paths", () => {
        const [change] = changesOf({
            op: "replace",
            diffReasons: ["engine", "port"],
            replaceReasons: ["engine"],
        }).changes;

        expect(change?.properties).to.deep.equal([
            { path: "engine", kind: "update", forcesReplacement: true },
            { path: "port", kind: "update", forcesReplacement: false },
        ]);
    });

    for (const [op, action] of [
        ["create", "create"],
        ["import", "adopt"],
        ["update", "update"],
        ["delete", "delete"],
        ["replace", "replace"],
        ["create-replacement", "replace"],
        ["import-replacement", "replace"],
        ["delete-replaced", "delete"],
    ] as const) {
        it(`are ${action} for the operation ${op}`, () => {
            expect(actions({ op })).to.deep.equal({ database: action });
        });
    }

    for (const op of [
        "same",
        "read",
        "refresh",
        "discard",
        "discard-replaced",
        "remove-pending-replace",
        "diff",
    ]) {
        it(`are none for the operation ${op}`, () => {
            expect(actions({ op })).to.deep.equal({});
        });
    }

    it("are one replacement for any number of steps", () => {
        expect(
            actions({ op: "create-replacement" }, { op: "replace" }, { op: "delete-replaced" }),
        ).to.deep.equal({ database: "replace" });
    });

    it("are a replacement if a missing resource is created again", () => {
        const { changes } = changesOf({ op: "delete" }, { op: "create" });

        expect(changes.map(({ action, notes }) => [action, notes])).to.deep.equal([
            ["replace", [{ kind: "recreated" }]],
        ]);
    });

    it("are a removal from the state if the cloud keeps the resource", () => {
        expect(actions({ op: "delete", oldState: { retainOnDelete: true } })).to.deep.equal({
            database: "leave",
        });
    });

    it("include the removed protection of an unchanged resource", () => {
        const { changes } = changesOf({ op: "same", oldState: { protect: true } });

        expect(changes.map(({ action, properties }) => [action, properties])).to.deep.equal([
            ["update", [{ path: "protect", kind: "update", forcesReplacement: false }]],
        ]);
    });

    it("note a protected resource, and one that an earlier replacement did not delete", () => {
        const notes = (fields: StepFields) => changesOf(fields).changes[0]?.notes;

        expect(notes({ op: "delete", oldState: { protect: true } })).to.deep.equal([{ kind: "protected" }]);
        expect(notes({ op: "delete-replaced" })).to.deep.equal([{ kind: "leftover" }]);
    });

    it("leave out components and the providers that Pulumi creates itself", () => {
        const component = { op: "create", type: "posit-connect:index:Database", newState: { custom: false } };
        const provider = { op: "update", type: "pulumi:providers:aws", name: "default_7_48_0" };
        const explicit = { op: "update", type: "pulumi:providers:kubernetes", name: "cluster-kubernetes" };

        // The engine lists a provider that it creates, and does not count it.
        const counted = {
            ...preview(component, provider, explicit),
            changeSummary: { create: 1, update: 1 },
        };
        expect(
            changesInPreview(counted).changes.map(({ urn, action }) => [urn.split("::")[3], action]),
        ).to.deep.equal([["cluster-kubernetes", "update"]]);
    });

    it("have the type in the URN if a step has no states", () => {
        const stateless = preview(
            { op: "replace" },
            { op: "delete", type: "aws:efs/fileSystem:FileSystem", name: "files" },
            { op: "update", type: "posit-connect:index:Database", name: "component" },
        );
        for (const one of stateless.steps) {
            delete (one as { oldState?: unknown }).oldState;
            delete (one as { newState?: unknown }).newState;
        }

        expect(changesInPreview(stateless).changes.map(({ type, action }) => [type, action])).to.deep.equal([
            ["aws:rds/instance:Instance", "replace"],
            ["aws:efs/fileSystem:FileSystem", "delete"],
        ]);
    });

    it("are the inputs that differ if the provider names no property", () => {
        const [change] = changesOf({
            op: "update",
            oldState: { inputs: { engine: "postgres", port: 5432, old: 1 } },
            newState: { inputs: { engine: "postgres", port: 5433, new: 1 } },
        }).changes;

        expect(change?.properties).to.deep.equal([
            { path: "port", kind: "update", forcesReplacement: false },
            { path: "old", kind: "delete", forcesReplacement: false },
            { path: "new", kind: "add", forcesReplacement: false },
        ]);
        expect(change).to.not.have.property("isUnexplained");
    });

    it("are unexplained if a step lacks what they depend on", () => {
        const inputs = { engine: "postgres" };
        const without = { inputs: undefined };
        const unexplained = (fields: StepFields) => changesOf(fields).changes.map((one) => one.isUnexplained);
        const update = { op: "update", diffReasons: ["engine"] };

        expect(unexplained({ ...update, oldState: { inputs }, newState: { inputs } })).to.deep.equal([
            undefined,
        ]);
        expect(unexplained({ ...update, oldState: without })).to.deep.equal([true]);
        expect(unexplained({ ...update, newState: without })).to.deep.equal([true]);
        expect(unexplained({ op: "replace", oldState: without })).to.deep.equal([true]);
        expect(unexplained({ op: "delete", oldState: without })).to.deep.equal([true]);
        expect(unexplained({ op: "delete" })).to.deep.equal([undefined]);
        expect(unexplained({ op: "create", newState: without })).to.deep.equal([undefined]);
        expect(
            unexplained({ op: "same", oldState: { protect: true, ...without }, newState: without }),
        ).to.deep.equal([undefined]);
    });

    it("are rejected if any of the counted steps are missing", () => {
        const ops = ["create", "update", "delete", "replace", "import"];
        fc.assert(
            fc.property(
                fc.array(fc.constantFrom(...ops), { minLength: 1, maxLength: 12 }),
                fc.infiniteStream(fc.boolean()),
                (given, kept) => {
                    const complete = preview(...given.map((op, i) => ({ op, name: `resource-${i}` })));
                    const [stack, ...steps] = complete.steps;
                    const left = steps.filter(() => kept.next().value);
                    fc.pre(left.length < steps.length);

                    expect(() => changesInPreview({ ...complete, steps: [stack, ...left] })).to.throw(
                        "is incomplete",
                    );
                },
            ),
        );
    });

    it("are none if a preview has a summary and no steps", () => {
        expect(changesInPreview({ duration: 1, changeSummary: { same: 12 } })).to.deep.equal({
            stack: "",
            changes: [],
        });
    });

    describe("cannot be read from", () => {
        const other = step({ op: "update" });
        const cases: Record<string, [unknown, string | RegExp]> = {
            "a list": [[], "is not the output of `pulumi preview --json`, which is one object"],
            nothing: [null, "is not the output of `pulumi preview --json`, which is one object"],
            "another object": [
                {},
                "holds no summary of its changes, so it may be incomplete. Write it again with `pulumi preview --json > preview.json`",
            ],
            "steps without a summary": [
                { steps: preview({ op: "update" }).steps },
                "holds no summary of its changes, so it may be incomplete",
            ],
            "a summary that counts nothing": [
                { steps: [], changeSummary: { update: 0 } },
                "holds no summary of its changes, so it may be incomplete",
            ],
            "a summary with a number that counts nothing": [
                { steps: [], changeSummary: { same: 1, update: -1 } },
                /^is not the output of .*: changeSummary\.update: /,
            ],
            "fewer steps than it counts, and what is missing": [
                {
                    ...preview({ op: "create" }),
                    changeSummary: { same: 9, create: 65, replace: 3, delete: 1 },
                },
                'is incomplete, its steps are 1 of 65 "create", 0 of 3 "replace", 0 of 1 "delete"',
            ],
            "an exported state": [
                { version: 3, deployment: {} },
                "is an exported state, not a preview. Write a preview with `pulumi preview --json`",
            ],
            "an event log": [
                { sequence: 0, timestamp: 1, preludeEvent: {} },
                "is an event log, not a preview. Write one with `pulumi preview --json`",
            ],
            "steps of another form": [
                { steps: [{ op: 1 }] },
                /^is not the output of `pulumi preview --json` of Pulumi 3: steps\.0\.op: /,
            ],
            "an unknown kind of difference": [
                preview({ op: "update", detailedDiff: { a: { kind: "move", inputDiff: true } } }),
                /^is not the output of .*: steps\.1\.detailedDiff\.a\.kind: /,
            ],
            "an unknown operation": [
                preview({ op: "shuffle" }),
                `has an unknown operation, "shuffle" in step 2: ${other.urn}`,
            ],
            "steps of two stacks": [
                {
                    steps: [other, { ...other, urn: other.urn.replace(":dev:", ":prod:") }],
                    changeSummary: { update: 2 },
                },
                "holds steps of several stacks: dev, prod",
            ],
            "a preview that failed": [
                {
                    ...preview({ op: "create" }),
                    diagnostics: [
                        { message: "a warning", severity: "warning" },
                        { message: "error: no such zone\nsecond line", severity: "error" },
                    ],
                },
                "holds a preview that failed and lacks steps: error: no such zone",
            ],
        };
        for (const [name, [content, message]] of Object.entries(cases)) {
            it(name, () => {
                expect(() => changesInPreview(content)).to.throw(message);
            });
        }
    });
});
