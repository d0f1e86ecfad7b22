import { kubernetesVersions, ROLLBACK_DAYS } from "../../catalog/kubernetesVersions";
import { NEWEST_MINORS, postgresVersions } from "../../catalog/postgresVersions";
import { removedApis } from "../../catalog/removedApis";
import { isTested, testedVersions } from "../../catalog/testedVersions";
import { daysAfter } from "../../lib/days";
import { isOlder } from "../../lib/isOlder";
import { kubernetesMinor } from "../../lib/kubernetesMinor";
import type { Graph } from "../graph";
import { readPath } from "../path";
import { connectReleases } from "../releases";
import { ADD_ON, BUCKET_OBJECT, CLUSTER, DATABASE, NODE_GROUP } from "../types";
import { textOf } from "../value";
import { type RemovedUse, removedUses, unknownCharts } from "./usedApis";

/** Versions that an upgrade leads to, by component. */
export interface Targets {
    /** Minor version, such as `1.36`. */
    kubernetes?: string;
    /** Major version, such as `17`, or one with a minor version, such as `15.18`. */
    postgres?: string;
    connect?: string;
}

export type Component = keyof Targets;

/** Names and versions of a stack as it is planned. */
export interface CurrentStack {
    kubernetes: string;
    /** Oldest version of the nodes. */
    nodes: string;
    postgres: string;
    connect: string;
    /** Whether servers stop before new ones start. */
    isRecreate: boolean;
    /** Whether standard support ends with an automatic upgrade. */
    isStandardSupport: boolean;
    /** Release that the nodes' image is pinned to. */
    nodeRelease: string | undefined;
    cluster: string;
    database: string;
    namespace: string;
    release: string;
    replicas: number;
    /** Address of the recovery manifest. */
    manifest: string;
    /** Days in which the database can be restored to a point in time. */
    restoreDays: number;
}

/** A setting to write in the stack's file; without a value, to remove. */
export interface SettingChange {
    /** Path without the project's name, such as `cluster.version`. */
    key: string;
    value?: string | boolean;
}

export type StepKind =
    | "backup"
    | "nodesFirst"
    | "controlPlane"
    | "nodes"
    | "postgresMajor"
    | "postgresMinor"
    | "connect"
    | "strategy";

/** An update, and the time after it. */
export interface UpgradeStep {
    kind: StepKind;
    component: Component | "all";
    from: string;
    to: string;
    /** Earliest day, `YYYY-MM-DD`, if the first step is today. */
    day: string;
    settings: SettingChange[];
    /** Days to wait before the next step. */
    waitDays: number;
    /** Last day of the way back; absent if there is none, or no last day. */
    wayBackUntil?: string;
}

/** Something that stops an upgrade, or that nothing here can check. */
export type Obstacle =
    /** EKS does not skip minor versions: each is a step. */
    | { kind: "skippedMinors"; blocks: false; from: string; to: string; between: string[] }
    /** A build of an add-on that the stack chose for another Kubernetes version. */
    | { kind: "addOnBuild"; blocks: true; addOn: string; build: string; from: string; to: string }
    | ({ kind: "removedApi"; blocks: true } & RemovedUse)
    | { kind: "unknownChart"; blocks: false; release: string; chart: string }
    /** Standard support of a version ends before the step that leaves it, or within its way back. */
    | {
          kind: "supportEnds";
          blocks: boolean;
          of: "Kubernetes" | "PostgreSQL";
          version: string;
          ends: string;
          before: string;
      }
    | { kind: "untestedConnect"; blocks: false; version: string; from: string; before: string }
    /** RDS upgrades only to certain minor versions, by the present one, which is not known offline. */
    | { kind: "postgresTarget"; blocks: false; from: string; to: string }
    /** The catalog knows no such minor version. */
    | { kind: "unknownMinor"; blocks: false; version: string; newest: string };

export interface UpgradePlan {
    current: CurrentStack;
    targets: Targets;
    steps: UpgradeStep[];
    obstacles: Obstacle[];
    /** Last day of the plan. */
    ends: string;
}

/**
 * Days between the upgrade of a control plane and of its nodes: long enough to see problems, with two days left of those in which
 * EKS rolls it back.
 */
const BAKE_DAYS = ROLLBACK_DAYS - 2;

const MANIFEST = "manifest.json";

/** The versions and names of a stack that an upgrade reads. */
export function currentStack(graph: Graph): CurrentStack {
    const cluster = graph.only(CLUSTER).properties;
    const database = graph.only(DATABASE).properties;
    const [release] = connectReleases(graph);
    const values = release?.properties.values;
    const versionOfNodes = graph.all(NODE_GROUP).map(({ properties }) => textOf(properties.version));
    const kubernetes = textOf(cluster.version);
    const manifest = graph.all(BUCKET_OBJECT).find(({ properties }) => properties.key === MANIFEST);
    const replicas = readPath(values, ["replicas"]);
    const nodeRelease = graph
        .all(NODE_GROUP)
        .map(({ properties }) => textOf(properties.releaseVersion))
        .find((pinned) => pinned !== "");
    return {
        kubernetes,
        nodes: versionOfNodes.filter((version) => version !== "").sort(byVersion)[0] ?? kubernetes,
        postgres: textOf(database.engineVersion),
        connect: textOf(readPath(values, ["versionOverride"])),
        isRecreate: readPath(values, ["strategy", "type"]) === "Recreate",
        isStandardSupport: readPath(cluster, ["upgradePolicy", "supportType"]) === "STANDARD",
        nodeRelease,
        cluster: textOf(cluster.name),
        database: textOf(database.identifier),
        namespace: textOf(release?.properties.namespace),
        release: textOf(release?.properties.name),
        replicas: typeof replicas === "number" ? replicas : 1,
        manifest: `s3://${textOf(manifest?.properties.bucket)}/${MANIFEST}`,
        restoreDays: typeof database.backupRetentionPeriod === "number" ? database.backupRetentionPeriod : 0,
    };
}

/**
 * The steps from a stack's versions to others, in order: Kubernetes first, as its way back is the only one with an end, then
 * PostgreSQL, then Connect. One component changes at a time, so that a failure has one cause.
 *
 * @param today as `YYYY-MM-DD`, in UTC.
 */
export function upgradePlan(graph: Graph, targets: Targets, today: string): UpgradePlan {
    const current = currentStack(graph);
    const drafts = [
        draft({ kind: "backup", component: "all", from: "", to: "" }),
        ...kubernetesSteps(current, targets.kubernetes),
        ...postgresSteps(current, targets.postgres),
        ...connectSteps(current, targets.connect),
    ];
    const { steps, day } = drafts.reduce<{ steps: UpgradeStep[]; day: string }>(
        ({ steps: before, day: from }, next) => ({
            steps: [...before, withDates(next, from, current)],
            day: daysAfter(from, next.waitDays),
        }),
        { steps: [], day: today },
    );
    return {
        current,
        targets,
        steps,
        obstacles: obstacles(graph, current, { targets, steps, ends: day }),
        ends: day,
    };
}

type Draft = Omit<UpgradeStep, "day" | "wayBackUntil">;

function draft({
    settings = [],
    waitDays = 0,
    ...rest
}: Omit<Draft, "settings" | "waitDays"> & Partial<Draft>): Draft {
    return { ...rest, settings, waitDays };
}

function withDates(step: Draft, day: string, { restoreDays }: CurrentStack): UpgradeStep {
    const days: Partial<Record<StepKind, number>> = {
        controlPlane: ROLLBACK_DAYS,
        // The control plane's seven days have begun before.
        nodes: ROLLBACK_DAYS - BAKE_DAYS,
        postgresMajor: restoreDays,
        postgresMinor: restoreDays,
        connect: restoreDays,
    };
    const wayBack = days[step.kind];
    return { ...step, day, ...(wayBack === undefined ? {} : { wayBackUntil: daysAfter(day, wayBack) }) };
}

function kubernetesSteps(current: CurrentStack, target: string | undefined): Draft[] {
    if (target === undefined) {
        return [];
    }
    const minors = minorsFrom(current.kubernetes, target);
    const areBehind = current.nodes !== current.kubernetes;
    return [
        ...(areBehind
            ? [
                  draft({
                      kind: "nodesFirst",
                      component: "kubernetes",
                      from: current.nodes,
                      to: current.kubernetes,
                      settings: nodeSettings(current, current.kubernetes),
                      waitDays: 1,
                  }),
              ]
            : []),
        ...minors.flatMap((to, i) => {
            const from = minors[i - 1] ?? current.kubernetes;
            return [
                draft({
                    kind: "controlPlane",
                    component: "kubernetes",
                    from,
                    to,
                    settings: [
                        { key: "cluster.version", value: to },
                        { key: "cluster.nodeVersion", value: from },
                    ],
                    waitDays: BAKE_DAYS,
                }),
                draft({
                    kind: "nodes",
                    component: "kubernetes",
                    from,
                    to,
                    settings: nodeSettings(current, to),
                    waitDays: 1,
                }),
            ];
        }),
    ];
}

/** Nodes that follow the control plane again; a pinned release must be one of the new version. */
function nodeSettings({ nodeRelease }: CurrentStack, to: string): SettingChange[] {
    return [
        { key: "cluster.nodeVersion" },
        ...(nodeRelease === undefined
            ? []
            : [{ key: "cluster.nodeReleaseVersion", value: `<a release of ${to}>` }]),
    ];
}

function postgresSteps({ postgres }: CurrentStack, target: string | undefined): Draft[] {
    if (target === undefined) {
        return [];
    }
    const [from, to] = [majorOf(postgres), majorOf(target)];
    return [
        ...(from === to
            ? []
            : [
                  draft({
                      kind: "postgresMajor",
                      component: "postgres",
                      from,
                      to,
                      settings: [{ key: "database.engineVersion", value: to }],
                      waitDays: 1,
                  }),
              ]),
        // A minor version is not a setting: RDS raises it, and would reject it later as a downgrade.
        ...(target === to
            ? []
            : [
                  draft({
                      kind: "postgresMinor",
                      component: "postgres",
                      from: to,
                      to: target,
                      waitDays: 1,
                  }),
              ]),
    ];
}

function connectSteps({ connect, isRecreate }: CurrentStack, target: string | undefined): Draft[] {
    if (target === undefined) {
        return [];
    }
    return [
        draft({
            kind: "connect",
            component: "connect",
            from: connect,
            to: target,
            settings: [
                { key: "connect.version", value: target },
                ...(isRecreate ? [] : [{ key: "connect.strategy", value: "Recreate" }]),
                ...(isTested(target, testedVersions.connect)
                    ? []
                    : [{ key: "connect.allowUntestedVersions", value: true }]),
            ],
            waitDays: 1,
        }),
        ...(isRecreate
            ? []
            : [
                  draft({
                      kind: "strategy",
                      component: "connect",
                      from: "Recreate",
                      to: "RollingUpdate",
                      settings: [{ key: "connect.strategy" }],
                  }),
              ]),
    ];
}

function obstacles(
    graph: Graph,
    current: CurrentStack,
    { targets, steps, ends }: Pick<UpgradePlan, "targets" | "steps" | "ends">,
): Obstacle[] {
    return [
        ...kubernetesObstacles(graph, current, targets.kubernetes),
        ...postgresObstacles(current, targets.postgres),
        ...(targets.connect === undefined || isTested(targets.connect, testedVersions.connect)
            ? []
            : [
                  {
                      kind: "untestedConnect" as const,
                      blocks: false as const,
                      version: targets.connect,
                      ...testedVersions.connect,
                  },
              ]),
        ...supportEnds(current, targets, steps, ends),
    ];
}

function kubernetesObstacles(graph: Graph, current: CurrentStack, target: string | undefined): Obstacle[] {
    if (target === undefined) {
        return [];
    }
    const between = minorsFrom(current.kubernetes, target).slice(0, -1);
    const skipped: Obstacle[] =
        between.length === 0
            ? []
            : [{ kind: "skippedMinors", blocks: false, from: current.kubernetes, to: target, between }];
    return [
        ...skipped,
        ...chosenBuilds(graph, current.nodes).map((chosen): Obstacle => ({
            kind: "addOnBuild",
            blocks: true,
            ...chosen,
            from: current.nodes,
            to: target,
        })),
        ...removedUses(graph, removedApis, current.kubernetes, target).map((use): Obstacle => ({
            kind: "removedApi",
            blocks: true,
            ...use,
        })),
        ...unknownCharts(graph).map((chart): Obstacle => ({ kind: "unknownChart", blocks: false, ...chart })),
    ];
}

/** Builds of add-ons that are not those pinned for a Kubernetes version: `cluster.addOnVersions` chose them. */
function chosenBuilds(graph: Graph, version: string): { addOn: string; build: string }[] {
    const pinned: Readonly<Record<string, string>> =
        Object.entries(kubernetesVersions).find(([known]) => known === version)?.[1].addOns ?? {};
    return graph
        .all(ADD_ON)
        .map(({ properties }) => ({
            addOn: textOf(properties.addonName),
            build: textOf(properties.addonVersion),
        }))
        .filter(({ addOn, build }) => build !== pinned[addOn]);
}

function postgresObstacles({ postgres }: CurrentStack, target: string | undefined): Obstacle[] {
    if (target === undefined) {
        return [];
    }
    const to = majorOf(target);
    const newest = NEWEST_MINORS.get(to) ?? to;
    return [
        ...(majorOf(postgres) === to
            ? []
            : [{ kind: "postgresTarget" as const, blocks: false as const, from: postgres, to }]),
        ...(target !== to && isOlder(newest, target)
            ? [{ kind: "unknownMinor" as const, blocks: false as const, version: target, newest }]
            : []),
    ];
}

/**
 * Ends of standard support that pass during the upgrade: before the step that leaves a version, within the seven days of a rollback to it,
 * and of a component that stays.
 */
function supportEnds(
    current: CurrentStack,
    targets: Targets,
    steps: UpgradeStep[],
    last: string,
): Obstacle[] {
    const staying: Leaving[] = [
        ...(targets.kubernetes === undefined
            ? [{ of: "Kubernetes" as const, version: current.kubernetes, leaves: last, before: last }]
            : []),
        ...(targets.postgres === undefined
            ? [{ of: "PostgreSQL" as const, version: majorOf(current.postgres), leaves: last, before: last }]
            : []),
    ];
    const leaving = steps.flatMap(({ kind, from, day, wayBackUntil }): Leaving[] =>
        kind === "controlPlane"
            ? [{ of: "Kubernetes", version: from, leaves: day, before: wayBackUntil ?? day }]
            : kind === "postgresMajor"
              ? [{ of: "PostgreSQL", version: from, leaves: day, before: day }]
              : [],
    );
    return [...leaving, ...staying].flatMap(({ of, version, leaves, before }): Obstacle[] => {
        const ends = of === "Kubernetes" ? kubernetesEnd(version) : postgresVersions.get(version);
        return ends === undefined || ends > before || (of === "Kubernetes" && !current.isStandardSupport)
            ? []
            : [{ kind: "supportEnds", blocks: ends <= leaves, of, version, ends, before }];
    });
}

/** A version, the day that the stack leaves it, and the last day on which its support matters. */
interface Leaving {
    of: "Kubernetes" | "PostgreSQL";
    version: string;
    leaves: string;
    before: string;
}

function kubernetesEnd(version: string): string | undefined {
    return Object.entries(kubernetesVersions).find(([known]) => known === version)?.[1].standardSupportEnds;
}

/** The minor versions after one, up to another. */
function minorsFrom(from: string, to: string): string[] {
    const [first, last] = [kubernetesMinor(from) ?? 0, kubernetesMinor(to) ?? 0];
    return Array.from({ length: Math.max(0, last - first) }, (_, i) => `1.${first + i + 1}`);
}

function majorOf(version: string): string {
    return version.split(".")[0] ?? "";
}

function byVersion(one: string, other: string): number {
    return one.localeCompare(other, "en", { numeric: true });
}
