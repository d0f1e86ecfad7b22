import { kubernetesVersions } from "../../catalog/kubernetesVersions";
import { NEWEST_MINORS } from "../../catalog/postgresVersions";
import type { UpgradePlan } from "../../graph/upgrade/upgradePlan";
import { isOlder } from "../../lib/isOlder";
import type { DeployedCluster, Insight, OfferedVersion } from "../doctor/aws/eks";
import type { DeployedDatabase, PostgresVersion } from "../doctor/aws/rds";

/** AWS's answers about versions. None of the requests changes anything. */
export interface LiveSources {
    cluster: (name: string, region: string) => Promise<Pick<DeployedCluster, "version"> | undefined>;
    kubernetesVersion: (version: string, region: string) => Promise<OfferedVersion | undefined>;
    addOnBuilds: (addOn: string, version: string, region: string) => Promise<string[]>;
    insights: (cluster: string, version: string, region: string) => Promise<Insight[]>;
    database: (identifier: string, region: string) => Promise<DeployedDatabase | undefined>;
    /** `undefined` if RDS does not have the version; for a major version, its default minor version. */
    postgresVersion: (version: string, region: string) => Promise<PostgresVersion | undefined>;
}

/** A difference between a plan and AWS's answers. */
export type Difference =
    | { kind: "notDeployed"; blocks: true; name: string }
    | { kind: "deployedVersion"; blocks: true; of: string; planned: string; deployed: string }
    | { kind: "notOffered"; blocks: true; of: string; version: string; status: string }
    | { kind: "supportEnds"; blocks: false; version: string; here: string; aws: string }
    | { kind: "addOnBuild"; blocks: true; addOn: string; build: string; version: string; offered: string[] }
    | { kind: "insight"; blocks: boolean; name: string; status: string; reason: string; version: string }
    | { kind: "postgresTarget"; blocks: true; from: string; to: string; targets: string[] }
    | { kind: "newestMinor"; blocks: false; here: string; aws: string }
    | { kind: "notAnswered"; blocks: false; question: string; reason: string };

/** Differences between a plan and the answers of AWS, in the order of the questions. */
export async function liveDifferences(
    plan: UpgradePlan,
    region: string,
    sources: LiveSources,
): Promise<Difference[]> {
    const questions: [string, () => Promise<Difference[]>][] = [
        ...(plan.targets.kubernetes === undefined
            ? []
            : kubernetesQuestions(plan, region, sources, plan.targets.kubernetes)),
        ...(plan.targets.postgres === undefined
            ? []
            : [
                  [
                      "the database's upgrade targets",
                      () => postgresDifferences(plan, region, sources, plan.targets.postgres ?? ""),
                  ] as [string, () => Promise<Difference[]>],
              ]),
    ];
    const answers = await Promise.all(
        questions.map(([question, ask]) =>
            ask().catch((error: unknown): Difference[] => [
                {
                    kind: "notAnswered",
                    blocks: false,
                    question,
                    reason: error instanceof Error ? error.message : String(error),
                },
            ]),
        ),
    );
    return answers.flat();
}

function kubernetesQuestions(
    plan: UpgradePlan,
    region: string,
    sources: LiveSources,
    target: string,
): [string, () => Promise<Difference[]>][] {
    const { current, steps } = plan;
    const minors = steps.filter(({ kind }) => kind === "controlPlane").map(({ to }) => to);
    const [next = target] = minors;
    return [
        [
            "the cluster's version",
            async () => {
                const cluster = await sources.cluster(current.cluster, region);
                return cluster === undefined
                    ? [{ kind: "notDeployed", blocks: true, name: current.cluster }]
                    : differing("Kubernetes", current.kubernetes, cluster.version);
            },
        ],
        [
            `EKS's insights for ${next}`,
            async () =>
                (await sources.insights(current.cluster, next, region))
                    .filter(({ status }) => status !== "PASSING")
                    .map((insight) => ({
                        kind: "insight",
                        ...insight,
                        version: next,
                        // EKS rejects nothing for a warning, or if it does not know.
                        blocks: insight.status === "ERROR",
                    })),
        ],
        ...minors.flatMap((version): [string, () => Promise<Difference[]>][] => [
            [
                `Kubernetes ${version}`,
                async () => versionDifferences(version, await sources.kubernetesVersion(version, region)),
            ],
            ...Object.entries(addOnsOf(version)).map(
                ([addOn, build]): [string, () => Promise<Difference[]>] => [
                    `the builds of ${addOn} for ${version}`,
                    async () => {
                        const offered = await sources.addOnBuilds(addOn, version, region);
                        return offered.includes(build)
                            ? []
                            : [{ kind: "addOnBuild", blocks: true, addOn, build, version, offered }];
                    },
                ],
            ),
        ]),
    ];
}

function addOnsOf(version: string): Record<string, string> {
    return Object.entries(kubernetesVersions).find(([known]) => known === version)?.[1].addOns ?? {};
}

function versionDifferences(version: string, offered: OfferedVersion | undefined): Difference[] {
    const here =
        Object.entries(kubernetesVersions).find(([known]) => known === version)?.[1].standardSupportEnds ??
        "";
    if (offered?.status.toUpperCase() !== "STANDARD_SUPPORT") {
        const status = offered?.status ?? "not known to EKS";
        return [{ kind: "notOffered", blocks: true, of: "Kubernetes", version, status }];
    }
    return offered.standardSupportEnds === here
        ? []
        : [{ kind: "supportEnds", blocks: false, version, here, aws: offered.standardSupportEnds }];
}

function differing(of: string, planned: string, deployed: string): Difference[] {
    return planned === deployed ? [] : [{ kind: "deployedVersion", blocks: true, of, planned, deployed }];
}

async function postgresDifferences(
    { current }: UpgradePlan,
    region: string,
    sources: LiveSources,
    target: string,
): Promise<Difference[]> {
    const database = await sources.database(current.database, region);
    if (database === undefined) {
        return [{ kind: "notDeployed", blocks: true, name: current.database }];
    }
    const from = database.engineVersion;
    const [major = ""] = target.split(".");
    const [present, offered] = await Promise.all([
        sources.postgresVersion(from, region),
        sources.postgresVersion(target, region),
    ]);
    const targets = (present?.targets ?? []).filter((version) => version.startsWith(`${major}.`));
    const isSameMajor = from.startsWith(`${major}.`);
    // An update to another major version goes to its default minor version, and from there to the requested one.
    const first = isSameMajor || target === major ? offered : await sources.postgresVersion(major, region);
    const newest = [...targets, ...(isSameMajor ? [from] : [])].sort(byVersion).at(-1);
    const known = NEWEST_MINORS.get(major);
    return [
        ...(planOfMajor(current.postgres, from) ? [] : differing("PostgreSQL", current.postgres, from)),
        ...(offered === undefined
            ? [
                  {
                      kind: "notOffered" as const,
                      blocks: true as const,
                      of: "PostgreSQL",
                      version: target,
                      status: "not known to RDS",
                  },
              ]
            : first === undefined || first.version === from || targets.includes(first.version)
              ? []
              : [
                    {
                        kind: "postgresTarget" as const,
                        blocks: true as const,
                        from,
                        to: first.version,
                        targets,
                    },
                ]),
        ...(newest !== undefined && known !== undefined && isOlder(known, newest)
            ? [{ kind: "newestMinor" as const, blocks: false as const, here: known, aws: newest }]
            : []),
    ];
}

/** Whether a deployed version is one of the planned major version. */
function planOfMajor(planned: string, deployed: string): boolean {
    return deployed === planned || deployed.startsWith(`${planned}.`);
}

function byVersion(one: string, other: string): number {
    return one.localeCompare(other, "en", { numeric: true });
}

/** AWS. Each answer imports its client when it is asked. */
export const liveSources: LiveSources = {
    cluster: async (...args) => (await import("../doctor/aws/eks")).readCluster(...args),
    kubernetesVersion: async (...args) => (await import("../doctor/aws/eks")).readKubernetesVersion(...args),
    addOnBuilds: async (...args) => (await import("../doctor/aws/eks")).readAddOnBuilds(...args),
    insights: async (...args) => (await import("../doctor/aws/eks")).readInsights(...args),
    database: async (...args) => (await import("../doctor/aws/rds")).readDatabase(...args),
    postgresVersion: async (...args) => (await import("../doctor/aws/rds")).readPostgresVersion(...args),
};
