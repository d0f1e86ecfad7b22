import { expect } from "chai";
import { assess } from "../../graph/assess";
import { changesBetween, type ReplacementRule } from "../../graph/changesBetween";
import { nameOf } from "../../graph/urn";
import { simulate } from "../../simulation/simulate";
import { configValue } from "../../stacks/configValue";
import { program, CLUSTER_ACCESS, readExample, SECRET_TEXTS } from "../program";
import { urnOf } from "./changesFixtures";

const secret = (text: string) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: `sha256:${text}`,
});
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A reference to a resource as states and plans hold it; a component has no id. */
function reference(name: string, id?: string) {
    return {
        "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
        urn: urnOf("t:index:T", name),
        ...(id === undefined ? {} : { id, packageVersion: "7.48.0" }),
    };
}

interface Fields {
    type?: string;
    id?: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
    [field: string]: unknown;
}

function state(name: string, { type = "t:index:T", ...fields }: Fields = {}) {
    return { urn: urnOf(type, name), custom: true, type, ...fields };
}

type State = ReturnType<typeof state>;

function deployment(...resources: State[]) {
    const stack = { ...state("posit-connect-dev", { type: "pulumi:pulumi:Stack" }), custom: false };
    return {
        version: 3,
        deployment: { manifest: { version: "offline plan" }, resources: [stack, ...resources] },
    };
}

/** Outcomes by path: `zone` replaces, `odd` is unknown. */
const replaces: ReplacementRule = (_, { path, kind }) =>
    path.startsWith("zone")
        ? "replace"
        : path === "odd"
          ? undefined
          : path === "computed" && kind === "delete"
            ? "none"
            : "update";

/** Changes as name, action and paths. */
function between(before: State[], after: State[]): string[] {
    return changesBetween(deployment(...before), deployment(...after), replaces).changes.map(
        ({ urn, action, properties }) =>
            [nameOf(urn), action, ...properties.map(({ path }) => path)].join(" "),
    );
}

/** The same for one resource with these inputs before and after. */
function inputs(before: Record<string, unknown>, after: Record<string, unknown>, fields: Fields = {}) {
    return between([state("a", { inputs: before })], [state("a", { inputs: after, ...fields })]);
}

describe("the changes between two offline plans", () => {
    it("are resources that are created, deleted or have other inputs", () => {
        expect(
            between(
                [state("old"), state("same", { inputs: { a: 1 } }), state("other", { inputs: { a: 1 } })],
                [state("same", { inputs: { a: 1 } }), state("other", { inputs: { a: 2 } }), state("new")],
            ),
        ).to.deep.equal(["other update a", "new create", "old delete"]);
    });

    it("are resources that are created if the stack does not exist yet", () => {
        const { stack, changes } = changesBetween(undefined, deployment(state("new")), replaces);

        expect([stack, ...changes.map(({ action, urn }) => `${action} ${nameOf(urn)}`)]).to.deep.equal([
            "dev",
            "create new",
        ]);
    });

    it("name the paths that differ", () => {
        expect(
            inputs(
                { same: [1], list: [1, 2], table: { a: 1, "b.c": 1 }, gone: true, shape: [1] },
                { same: [1], list: [1, 3], table: { a: 1, "b.c": 2 }, come: true, shape: [1, 2] },
            ),
        ).to.deep.equal(['a update list[1] table["b.c"] gone shape come']);
    });

    it("are a replacement if a property cannot be changed in place", () => {
        expect(inputs({ zone: "a" }, { zone: "b" })).to.deep.equal(["a replace zone"]);
        expect(
            inputs({ spec: { arn: "a" } }, { spec: { arn: "b" } }, { replaceOnChanges: ["spec.arn"] }),
        ).to.deep.equal(["a replace spec.arn"]);
    });

    it("are none if a provider keeps the value of a removed property", () => {
        expect(inputs({ computed: "a" }, {})).to.deep.equal([]);
        expect(inputs({ computed: "a", plain: 1 }, { plain: 2 })).to.deep.equal(["a update plain"]);
        expect(inputs({ computed: "a" }, { computed: "b" })).to.deep.equal(["a update computed"]);
    });

    it("note if it is unknown whether a property can", () => {
        const { changes } = changesBetween(
            deployment(state("a", { inputs: { odd: 1 } })),
            deployment(state("a", { inputs: { odd: 2 } })),
            replaces,
        );

        expect(changes.map(({ action, notes, properties }) => ({ action, notes, properties }))).to.deep.equal(
            [
                {
                    action: "update",
                    notes: [{ kind: "unclear", paths: ["odd"] }],
                    properties: [{ path: "odd", kind: "update" }],
                },
            ],
        );
    });

    it("compare secrets by their digest", () => {
        expect(
            inputs(
                { same: secret("1"), other: secret("1"), plain: "a", deep: { key: secret("1") } },
                { same: secret("1"), other: secret("2"), plain: secret("1"), deep: { key: secret("2") } },
            ),
        ).to.deep.equal(["a update other plain deep.key"]);
    });

    it("leave out properties that the program ignores", () => {
        expect(
            inputs({ size: { now: 1 } }, { size: { now: 2 } }, { ignoreChanges: ["size.now"] }),
        ).to.deep.equal([]);
    });

    it("have no value of a property that the program ignores, as no plan knows it", () => {
        const group = (sizes: object) =>
            state("a", { inputs: { sizes, zone: "z" }, ignoreChanges: ["sizes.now", "other.x", "zone.y"] });
        const { changes } = changesBetween(
            deployment(group({ now: 3, least: 3 })),
            deployment(group({ now: 4, least: 4 })),
            replaces,
        );

        expect(changes.map(({ before, after }) => [before, after])).to.deep.equal([
            [
                { sizes: { least: 3 }, zone: "z" },
                { sizes: { least: 4 }, zone: "z" },
            ],
        ]);
    });

    it("include properties that come from another resource", () => {
        const release = (replicas: number) =>
            state("release", {
                inputs: { values: { replicas, host: "database.example.com" } },
                propertyDependencies: { values: [urnOf("t:index:T", "database")] },
            });

        expect(between([state("database"), release(3)], [state("database"), release(4)])).to.deep.equal([
            "release update values.replicas",
        ]);
    });

    it("treat a reference to a resource as the id of that resource", () => {
        expect(inputs({ role: "role-1" }, { role: reference("role", "role-1") })).to.deep.equal([]);
        expect(inputs({ role: "role-2" }, { role: reference("role", "role-1") })).to.deep.equal([
            "a update role",
        ]);
        expect(inputs({ part: reference("a") }, { part: reference("b") })).to.deep.equal(["a update part"]);
    });

    it("include the uses of an output that each update changes", () => {
        const template = (disk: number) =>
            state("template", {
                type: "aws:ec2/launchTemplate:LaunchTemplate",
                inputs: { disk },
                outputs: { latestVersion: 1 },
            });
        const group = state("group", {
            inputs: { launchTemplate: { id: "lt-1", version: "1" }, minSize: 1 },
            propertyDependencies: { launchTemplate: [template(0).urn] },
        });

        expect(between([template(1), group], [template(2), group])).to.deep.equal([
            "template update disk",
            "group update launchTemplate.version",
        ]);
        expect(between([template(1), group], [template(1), group])).to.deep.equal([]);
    });

    it("include all consequences of a replaced resource", () => {
        const chain = (zone: string) => [
            state("a", { inputs: { zone } }),
            state("b", {
                inputs: { zoneOfA: "x" },
                propertyDependencies: { zoneOfA: [urnOf("t:index:T", "a")] },
            }),
            state("c", { inputs: { name: "x" }, propertyDependencies: { name: [urnOf("t:index:T", "b")] } }),
            state("d", { inputs: { name: "x" } }),
        ];

        expect(between(chain("1"), chain("2"))).to.deep.equal([
            "a replace zone",
            "b replace zoneOfA",
            "c update name",
        ]);
    });

    it("find a resource by its alias", () => {
        const aliases = [urnOf("t:index:T", "old")];

        expect(between([state("old")], [state("new", { aliases })])).to.deep.equal([]);
    });

    it("leave out components and the providers that Pulumi creates itself", () => {
        const own = state("default_7_48_0", { type: "pulumi:providers:aws" });

        expect(between([own], [state("part", { custom: false })])).to.deep.equal([]);
    });

    it("note retained and protected resources", () => {
        const notes = (fields: Fields, after: State[] = []) =>
            changesBetween(deployment(state("a", fields)), deployment(...after), replaces).changes.map(
                (change) => [change.action, ...change.notes],
            );

        expect(notes({ retainOnDelete: true })).to.deep.equal([["leave", { kind: "retained" }]]);
        expect(notes({ protect: true })).to.deep.equal([["delete", { kind: "protected" }]]);
        expect(notes({ protect: true }, [state("a")])).to.deep.equal([["update"]]);
    });

    describe("cannot be found for", () => {
        const cases: Record<string, [unknown, unknown, string | RegExp]> = {
            "a preview": [
                { steps: [] },
                deployment(),
                "--from is a preview, not an offline plan. Pass it with --preview",
            ],
            "another version": [
                deployment(),
                { version: 9, deployment: {} },
                /^--to is not the output of `npm run -s plan -- --json`: version: /,
            ],
            nothing: [null, deployment(), /^--from is not the output of /],
            "an exported state": [
                deployment(),
                { version: 3, deployment: { manifest: { version: "v3.259.0" }, resources: [state("a")] } },
                /^--to is an exported state, or a plan of another version\. .* pass it with --preview$/,
            ],
            "a first preview": [
                deployment(state("a", { inputs: { ids: [UNKNOWN] } })),
                deployment(state("a")),
                "--from was made with --first-preview, which leaves values unknown. Plan without it",
            ],
            "two stacks": [
                deployment(state("a")),
                JSON.parse(JSON.stringify(deployment(state("a"))).replaceAll(":dev:", ":prod:")),
                "--from belongs to stack dev of project posit-connect, --to to stack prod of project posit-connect. Compare two plans of one stack",
            ],
        };
        for (const [name, [from, to, message]] of Object.entries(cases)) {
            it(name, () => {
                expect(() => changesBetween(from, to, replaces)).to.throw(message);
            });
        }
    });

    describe("of the program", () => {
        const section = (name: string) =>
            configValue(readExample("prod").config[`posit-connect:${name}`] ?? "") as Record<string, unknown>;
        const [connect, cluster] = [section("connect"), section("cluster")];
        const groups = cluster["nodeGroups"] as Record<string, object>;

        type Sections = Record<string, unknown>;

        async function plan(sections: Sections = {}): Promise<unknown> {
            const { config } = readExample("prod");
            for (const [name, value] of Object.entries(sections)) {
                config[`posit-connect:${name}`] = JSON.stringify(value);
            }
            const secretKeys = ["posit-connect:license", "posit-connect:oidcClientSecret"];
            const secrets = Object.fromEntries(secretKeys.map((key) => [key, SECRET_TEXTS[key] ?? ""]));
            const deployed = await simulate(program, {
                project: "posit-connect",
                stack: "prod",
                config: { ...config, ...secrets },
                secretKeys,
                preview: false,
            });
            return JSON.parse(JSON.stringify(deployed));
        }

        it("are none if nothing has changed", async () => {
            expect(changesBetween(await plan(), await plan(), replaces).changes).to.deep.equal([]);
        });

        it("are the properties of the changed settings", async () => {
            const { changes } = changesBetween(
                await plan(),
                await plan({
                    database: { instanceClass: "db.m5.xlarge", backupRetentionDays: 35, maxStorageGiB: 200 },
                }),
                replaces,
            );

            expect(
                changes.map(({ type, action, properties }) => [
                    type,
                    action,
                    properties.map(({ path }) => path),
                ]),
            ).to.deep.equal([
                ["aws:rds/instance:Instance", "update", ["instanceClass", "maxAllocatedStorage"]],
                ["aws:s3/bucketObjectv2:BucketObjectv2", "update", ["content"]],
                ["aws:s3/bucketObjectv2:BucketObjectv2", "update", ["content"]],
            ]);
        });

        /** Losses that other settings cause. */
        async function lost(sections: Record<string, unknown>): Promise<string[]> {
            const changes = changesBetween(await plan(), await plan(sections));
            return assess(changes, [], "2026-11-23").blocked.map(
                ({ action, noun, name }) => `${action} ${noun} ${name}`,
            );
        }

        const network = {
            availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
            cidrBlock: "10.0.0.0/16",
            natGateways: "OnePerAz",
        };

        it("replace only the node group for another zone", async () => {
            const changes = changesBetween(
                await plan(),
                await plan({
                    network: { ...network, availabilityZones: [...network.availabilityZones, "us-east-1d"] },
                    cluster: {
                        ...cluster,
                        nodeGroups: {
                            servers: { minSize: 4, maxSize: 4 },
                            content: { minSize: 3, maxSize: 6 },
                        },
                    },
                }),
            );

            const living = assess(changes, [], "2026-11-23")
                .changes.filter(({ action }) => action !== "create")
                .map(({ action, noun, name, effects }) => [
                    `${action} ${noun} ${name}`,
                    ...effects.map(({ interruption }) => interruption),
                ]);
            expect(living).to.have.deep.members([
                ["replace node group cluster-content", "rolling"],
                // EKS rejects the new group if the old one has fewer nodes, which a plan does not know.
                ["replace node group cluster-servers", "unknown"],
                ["update VPC endpoint network-s3", "brief"],
                ["update load balancer load-balancer", "brief"],
                ["update database subnet group database", "none"],
                ["update bucket object recovery-manifest.json", "none"],
                ["update bucket object recovery-copy-manifest.json", "none"],
            ]);
        });

        /** Changes of settings that the guides describe, with their effects. A comparison of real states once found none of them. */
        const documented: Record<string, [from: Sections, to: Sections, changes: string[][]]> = {
            "another version of Connect": [
                { connect: { ...connect, version: "2026.07.0" } },
                {},
                [["update Helm release connect", "rejected"]],
            ],
            "more servers": [
                {},
                { connect: { ...connect, replicas: 5 } },
                [["update Helm release connect", "none"]],
            ],
            "fewer servers": [
                { connect: { ...connect, replicas: 5 } },
                {},
                [["update Helm release connect", "rolling"]],
            ],
            "backups that are kept for fewer days": [
                {},
                { database: { backupRetentionDays: 5 } },
                [
                    ["replace vault lock backup", "none"],
                    ["replace vault lock backup-copies", "none"],
                    ["update backup plan backup", "none"],
                ],
            ],
            "larger disks of nodes, whose launch template they follow": [
                {},
                {
                    cluster: {
                        ...cluster,
                        nodeGroups: { ...groups, content: { ...groups.content, diskGiB: 300 } },
                    },
                },
                [
                    ["update launch template cluster-content", "none"],
                    ["update node group cluster-content", "rolling"],
                ],
            ],
        };
        for (const [name, [from, to, expected]] of Object.entries(documented)) {
            it(`have their effects: ${name}`, async () => {
                const { changes } = assess(
                    changesBetween(await plan(from), await plan(to)),
                    [],
                    "2026-11-23",
                );

                expect(
                    changes
                        .filter(({ noun }) => noun !== "bucket object")
                        .map(({ action, noun, name: of, effects }) => [
                            `${action} ${noun} ${of}`,
                            ...effects.map(({ interruption }) => interruption),
                        ]),
                ).to.have.deep.members(expected);
            });
        }

        it("are unknown for a limit of nodes that the present number may exceed", async () => {
            const nodeGroups = (servers: object) => ({
                cluster: {
                    ...cluster,
                    nodeGroups: { servers, content: { minSize: 3, maxSize: 6 } },
                },
            });
            const effects = async (from: object, to: object) =>
                assess(
                    changesBetween(await plan(nodeGroups(from)), await plan(nodeGroups(to))),
                    [],
                    "2026-11-23",
                ).changes.flatMap(({ name, effects: found }) =>
                    name === "cluster-servers"
                        ? found.map(({ interruption, properties }) => [interruption, ...properties])
                        : [],
                );

            expect(await effects({ minSize: 3, maxSize: 3 }, { minSize: 4, maxSize: 5 })).to.deep.equal([
                ["unknown", "scalingConfig.maxSize", "scalingConfig.minSize"],
            ]);
            expect(await effects({ minSize: 3, maxSize: 6 }, { minSize: 3, maxSize: 5 })).to.deep.equal([
                ["unknown", "scalingConfig.maxSize"],
            ]);
            expect(await effects({ minSize: 4, maxSize: 5 }, { minSize: 3, maxSize: 6 })).to.deep.equal([
                ["none", "scalingConfig.maxSize"],
                ["none", "scalingConfig.minSize"],
            ]);
        });

        it("lose nothing if every size grows", async () => {
            expect(
                await lost({
                    network: { ...network, availabilityZones: [...network.availabilityZones, "us-east-1d"] },
                    cluster: {
                        ...CLUSTER_ACCESS,
                        version: "1.36",
                        nodeGroups: {
                            servers: { minSize: 4, maxSize: 8 },
                            content: { minSize: 3, maxSize: 12 },
                        },
                    },
                    database: { engineVersion: "16", storageGiB: 40 },
                    tags: { environment: "prod", team: "data" },
                }),
            ).to.deep.equal([]);
        });

        it("lose the VPC and everything in it with another CIDR block", async () => {
            expect(await lost({ network: { ...network, cidrBlock: "10.9.0.0/16" } })).to.include(
                "replace VPC network",
            );
        });
    });
});
