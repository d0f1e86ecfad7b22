import { expect } from "chai";
import { resourceTypes } from "../../catalog";
import { assess, type Acknowledgement } from "../../graph/assess";

import { changesOf, urnOf, type StepFields } from "./changesFixtures";

/** Types whose loss needs an acknowledgement. */
const STATEFUL_TYPES = Object.values(resourceTypes).flatMap(({ token, loses }) =>
    loses === undefined ? [] : [token],
);

const TODAY = "2026-11-23";
const DATABASE = urnOf("aws:rds/instance:Instance", "database");

function acknowledged(expires: string, urn = DATABASE): Acknowledgement {
    return { urn, reason: "moved by hand", expires };
}

/** Effects of an update to a property, as pairs of the interruption and the first words. */
function effects(
    type: string,
    changes: Record<string, [before: unknown, after: unknown]>,
): [string, string][] {
    const side = (i: 0 | 1) => ({
        inputs: Object.fromEntries(Object.entries(changes).map(([path, values]) => [path, values[i]])),
    });
    const { changes: assessed } = assess(
        changesOf({
            op: "update",
            type,
            oldState: side(0),
            newState: side(1),
            diffReasons: Object.keys(changes),
        }),
        [],
        TODAY,
    );
    return (assessed[0]?.effects ?? []).map(({ interruption, effect }) => [
        interruption,
        effect.split(" ").slice(0, 4).join(" "),
    ]);
}

function effectOf(fields: StepFields) {
    return assess(changesOf(fields), [], TODAY).changes[0]?.effects[0];
}

describe("the effect of a change", () => {
    const cases: [string, string, Record<string, [unknown, unknown]>, [string, string][]][] = [
        [
            "a major version of PostgreSQL",
            "aws:rds/instance:Instance",
            { engineVersion: ["15", "16"] },
            [["down", "PostgreSQL is upgraded to"]],
        ],
        [
            "a minor version of PostgreSQL",
            "aws:rds/instance:Instance",
            { engineVersion: ["15.7", "15.8"] },
            [["down", "A minor version of"]],
        ],
        [
            "an older PostgreSQL",
            "aws:rds/instance:Instance",
            { engineVersion: ["16.4", "15"] },
            [["rejected", "RDS rejects a lower"]],
        ],
        [
            "less storage",
            "aws:rds/instance:Instance",
            { allocatedStorage: [200, 50] },
            [["rejected", "RDS rejects smaller storage."]],
        ],
        [
            "storage whose size is unknown",
            "aws:rds/instance:Instance",
            { allocatedStorage: [200, "04da6b54-80e4-46f7-96ec-b56ff0331ba9"] },
            [["unknown", "The value before or"]],
        ],
        [
            "a chart's values that are a secret, which may lower the version",
            "kubernetes:helm.sh/v3:Release",
            { values: [{ versionOverride: "2026.08.0" }, "[secret]"] },
            [["unknown", "The value before or"]],
        ],
        [
            "a value that the provider reports, although the program's is the same",
            "aws:cloudwatch/logGroup:LogGroup",
            { retentionInDays: [30, 30] },
            [["unknown", "The value before or"]],
        ],
        [
            "another limit for growing storage",
            "aws:rds/instance:Instance",
            { maxAllocatedStorage: [200, 100] },
            [["none", "RDS enlarges the storage"]],
        ],
        [
            "Kubernetes two minor versions up",
            "aws:eks/cluster:Cluster",
            { version: ["1.34", "1.36"] },
            [["rejected", "EKS rejects this: it"]],
        ],
        [
            "Kubernetes two minor versions down",
            "aws:eks/cluster:Cluster",
            { version: ["1.36", "1.34"] },
            [["rejected", "EKS rejects this: it"]],
        ],
        [
            "an older Kubernetes of the nodes, with an older release",
            "aws:eks/nodeGroup:NodeGroup",
            { version: ["1.36", "1.35"], releaseVersion: ["1.36.0-20260801", "1.35.3-20260415"] },
            [
                ["rolling", "The nodes are replaced"],
                ["rolling", "The nodes are replaced:"],
            ],
        ],
        [
            "an older release of the nodes' image",
            "aws:eks/nodeGroup:NodeGroup",
            { releaseVersion: ["1.35.3-20260415", "1.35.0-20260101"] },
            [["rejected", "EKS rejects this: it"]],
        ],
        [
            "an older Kubernetes",
            "aws:eks/cluster:Cluster",
            { version: ["1.36", "1.35"] },
            [["rejected", "EKS rejects this: it"]],
        ],
        [
            "an older Connect",
            "kubernetes:helm.sh/v3:Release",
            { values: [{ versionOverride: "2026.08.0" }, { versionOverride: "2026.05.0" }] },
            [["rejected", "Connect rejects this: an"]],
        ],
        [
            "a newer Connect",
            "kubernetes:helm.sh/v3:Release",
            { values: [{ versionOverride: "2026.05.0" }, { versionOverride: "2026.08.0" }] },
            [["rejected", "New servers migrate the"]],
        ],
        [
            "a newer Connect, whose old servers stop first",
            "kubernetes:helm.sh/v3:Release",
            {
                values: [
                    { versionOverride: "2026.05.0", strategy: { type: "RollingUpdate" } },
                    { versionOverride: "2026.08.0", strategy: { type: "Recreate" } },
                ],
            },
            [
                ["down", "The servers stop before"],
                ["down", "The servers stop before"],
            ],
        ],
        [
            "another instance class together with more storage, worst first",
            "aws:rds/instance:Instance",
            { allocatedStorage: [20, 40], instanceClass: ["db.m5.large", "db.m5.xlarge"] },
            [
                ["down", "The database restarts on"],
                ["none", "RDS enlarges the storage"],
            ],
        ],
        [
            "backups that are disabled",
            "aws:rds/instance:Instance",
            { backupRetentionPeriod: [7, 0] },
            [["brief", "RDS disables automated backups"]],
        ],
        [
            "backups that are kept longer",
            "aws:rds/instance:Instance",
            { backupRetentionPeriod: [7, 35] },
            [["none", "RDS keeps existing and"]],
        ],
        [
            "another machine image of the nodes",
            "aws:eks/nodeGroup:NodeGroup",
            { launchTemplate: [{ version: "1" }, { version: "2" }] },
            [["rolling", "The nodes are replaced:"]],
        ],
        [
            "another release of the nodes' image",
            "aws:eks/nodeGroup:NodeGroup",
            { releaseVersion: ["1.35.0-20260101", "1.35.3-20260415"] },
            [["rolling", "The nodes are replaced:"]],
        ],
        [
            "more nodes",
            "aws:eks/nodeGroup:NodeGroup",
            { scalingConfig: [{ maxSize: 4 }, { maxSize: 6 }] },
            [["none", "The group may grow"]],
        ],
        [
            "another Kubernetes version",
            "aws:eks/cluster:Cluster",
            { version: ["1.34", "1.35"] },
            [["none", "The control plane is"]],
        ],
        [
            "servers that start before the old ones stop",
            "kubernetes:helm.sh/v3:Release",
            { values: [{}, { strategy: { type: "RollingUpdate" } }] },
            [["rolling", "Pods whose settings change"]],
        ],
        [
            "servers that stop first",
            "kubernetes:helm.sh/v3:Release",
            { values: [{}, { strategy: { type: "Recreate" } }] },
            [["down", "The servers stop before"]],
        ],
        [
            "several values of a chart that the provider reports as one property",
            "kubernetes:helm.sh/v3:Release",
            {
                values: [
                    { replicas: 3, versionOverride: "2026.08.0", image: { os: "a" } },
                    { replicas: 2, versionOverride: "2026.05.0", image: { os: "a" } },
                ],
            },
            [
                ["rejected", "Connect rejects this: an"],
                ["rolling", "Servers stop, after up"],
            ],
        ],
        ["tags", "aws:eks/addon:Addon", { "tags.team": ["a", "b"] }, [["none", "Changed in place, without"]]],
        [
            "a property without a record, which is unknown",
            "aws:rds/instance:Instance",
            { characterSetName: ["a", "b"] },
            [["unknown", "The effect on users"]],
        ],
    ];
    for (const [name, type, changes, expected] of cases) {
        it(`is reported: ${name}`, () => {
            expect(effects(type, changes)).to.deep.equal(expected);
        });
    }

    it("is reported with its source", () => {
        expect(effectOf({ op: "replace", type: "aws:lb/loadBalancer:LoadBalancer" })).to.deep.include({
            interruption: "down",
            source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        });
    });

    it("takes no time if only tags or the protection change", () => {
        const seconds = (...diffReasons: string[]) =>
            assess(changesOf({ op: "update", diffReasons }), [], TODAY).changes[0]?.seconds;

        expect(seconds("tags")).to.equal(0);
        expect(seconds("tags.team", "tagsAll", "protect")).to.equal(0);
        expect(seconds("tags", "instanceClass")).to.equal(600);
        expect(seconds()).to.equal(600);
    });

    it("is unknown for a type without a record", () => {
        for (const op of ["replace", "delete"]) {
            expect(effectOf({ op, type: "aws:kinesis/stream:Stream" })).to.include({
                interruption: "unknown",
            });
        }
    });

    it("is unknown for a replacement or deletion that depends on inputs, if the preview has none", () => {
        const withoutStates = { oldState: { inputs: undefined }, newState: { inputs: undefined } };
        const effectWithoutStates = (op: string, type: string) => effectOf({ op, type, ...withoutStates });

        expect(effectWithoutStates("delete", "aws:eks/addon:Addon")?.interruption).to.equal("unknown");
        expect(effectWithoutStates("replace", "kubernetes:helm.sh/v3:Release")?.interruption).to.equal(
            "unknown",
        );
        expect(effectWithoutStates("replace", "aws:rds/instance:Instance")?.interruption).to.equal("down");
    });

    it("is none if a resource is only created", () => {
        expect(effectOf({ op: "create" })).to.equal(undefined);
    });

    it("is unknown if a resource is created whose type the catalog does not know", () => {
        expect(effectOf({ op: "create", type: "aws:lb/listenerRule:ListenerRule" })).to.deep.equal({
            properties: [],
            effect: "The catalog does not know this type, so the effect on users is not known.",
            interruption: "unknown",
        });
    });

    it("is none for created resources of a stack whose Connect is created with them, as it has no users", () => {
        const create = (type: string, name: string, inputs: object) => ({
            op: "create",
            type,
            name,
            newState: { inputs },
        });
        const { changes } = assess(
            changesOf(
                create("aws:lb/listenerRule:ListenerRule", "rule", {}),
                create("kubernetes:helm.sh/v3:Release", "connect", { chart: "rstudio-connect" }),
            ),
            [],
            TODAY,
        );

        expect(changes.map(({ name, effects: found }) => [name, found])).to.deep.equal([
            ["rule", []],
            ["connect", []],
        ]);
    });
});

describe("a change that loses data", () => {
    it("replaces or deletes a stateful resource, and is no other", () => {
        const blocked = (op: string) =>
            assess(
                changesOf(...STATEFUL_TYPES.map((type) => ({ op, type, diffReasons: ["tags"] }))),
                [],
                TODAY,
            ).blocked.map(({ type }) => type);

        expect(blocked("replace")).to.deep.equal(STATEFUL_TYPES);
        expect(blocked("delete")).to.deep.equal(STATEFUL_TYPES);
        expect(blocked("update")).to.deep.equal([]);
        expect(blocked("create")).to.deep.equal([]);
    });

    it("is not the replacement of a resource without data, nor the removal of one that the cloud keeps", () => {
        const { blocked } = assess(
            changesOf(
                { op: "replace", type: "aws:lb/loadBalancer:LoadBalancer" },
                { op: "delete", oldState: { retainOnDelete: true } },
            ),
            [],
            TODAY,
        );

        expect(blocked).to.deep.equal([]);
    });

    it("is accepted with an acknowledgement, on its last day too", () => {
        const assessment = assess(changesOf({ op: "replace" }), [acknowledged(TODAY)], TODAY);

        expect(assessment.blocked).to.deep.equal([]);
        expect(assessment.changes[0]?.acknowledgement).to.deep.equal(acknowledged(TODAY));
        expect([assessment.expired, assessment.unused]).to.deep.equal([[], []]);
    });

    it("is blocked with an expired acknowledgement, which is reported", () => {
        const old = acknowledged("2026-11-22");
        const { blocked, expired, unused } = assess(changesOf({ op: "delete" }), [old], TODAY);

        expect([blocked.length, expired, unused]).to.deep.equal([1, [old], []]);
    });

    it("is blocked with an acknowledgement of another resource, which is reported as unused", () => {
        const other = acknowledged("2027-01-01", urnOf("aws:rds/instance:Instance", "other"));
        const { blocked, expired, unused } = assess(changesOf({ op: "delete" }), [other], TODAY);

        expect([blocked.length, expired, unused]).to.deep.equal([1, [], [other]]);
    });

    it("is no update, which leaves an acknowledgement unused", () => {
        const early = acknowledged("2027-01-01");

        const update = changesOf({ op: "update", diffReasons: ["tags"] });
        expect(assess(update, [early], TODAY).unused).to.deep.equal([early]);
    });

    it("is an update of a stateful resource whose changed properties the preview does not report", () => {
        const { changes, blocked } = assess(
            changesOf(
                { op: "update" },
                { op: "update", type: "aws:lb/loadBalancer:LoadBalancer", name: "load-balancer" },
            ),
            [],
            TODAY,
        );

        expect(blocked.map(({ name, loss }) => [name, loss?.split(": ")[0]])).to.deep.equal([
            ["database", "not known, as the preview does not report what changes. Data that may be lost"],
        ]);
        expect(changes.map(({ effects }) => effects.map(({ interruption }) => interruption))).to.deep.equal([
            ["unknown"],
            ["unknown"],
        ]);
    });

    it("is an update of a stateful resource whose values the preview does not report", () => {
        const { blocked } = assess(
            changesOf({
                op: "update",
                oldState: { inputs: undefined },
                newState: { inputs: undefined },
                detailedDiff: { allocatedStorage: { kind: "update", inputDiff: true } },
            }),
            [],
            TODAY,
        );

        expect(blocked.map(({ name, effects: found }) => [name, found])).to.deep.equal([
            [
                "database",
                [
                    {
                        properties: [],
                        effect: "The preview does not report what changes, so the effect is not known.",
                        interruption: "unknown",
                    },
                ],
            ],
        ]);
    });

    it("is the replacement or deletion of a type that the catalog does not know, but for providers", () => {
        const { blocked } = assess(
            changesOf(
                { op: "delete", type: "aws:dynamodb/table:Table", name: "table" },
                { op: "replace", type: "aws:ebs/volume:Volume", name: "volume" },
                { op: "update", type: "aws:sfn/activity:Activity", name: "activity", diffReasons: ["name"] },
                { op: "replace", type: "pulumi:providers:kubernetes", name: "cluster" },
                { op: "delete", type: "pulumi:providers:vault", name: "vault" },
            ),
            [],
            TODAY,
        );

        expect(blocked.map(({ name, loss }) => [name, loss])).to.deep.equal(
            ["table", "volume"].map((name) => [
                name,
                "not known, as the catalog does not know this type. Check that it holds no data.",
            ]),
        );
    });
});
