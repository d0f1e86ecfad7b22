import { expect } from "chai";
import { type AddOn, kubernetesVersions } from "../../../catalog/kubernetesVersions";
import { differenceText } from "../../../commands/upgrade/differenceText";
import {
    type Difference,
    liveDifferences,
    liveSources,
    type LiveSources,
} from "../../../commands/upgrade/live";
import type { CurrentStack, Targets, UpgradePlan, UpgradeStep } from "../../../graph/upgrade/upgradePlan";
import { inEnvironment } from "../../recovery/command";
import { type AwsHandlers, type AwsResponse, LocalAws } from "../../recovery/localAws";
import { dbInstance, engineVersions } from "../../recovery/wireShapes";

const SUPPORT_ENDS: Record<string, string> = { "1.36": "2027-08-02" };

/** Answers that agree with the catalog. */
const AGREEING: LiveSources = {
    cluster: () => Promise.resolve({ version: "1.35" }),
    kubernetesVersion: (version) =>
        Promise.resolve({ status: "STANDARD_SUPPORT", standardSupportEnds: SUPPORT_ENDS[version] ?? "" }),
    addOnBuilds: (addOn, version) =>
        Promise.resolve([kubernetesVersions[version as "1.36"].addOns[addOn as AddOn], "v9.9.9-eksbuild.1"]),
    insights: () => Promise.resolve([{ name: "Deprecated APIs", status: "PASSING", reason: "" }]),
    database: () => Promise.resolve({ engineVersion: "15.18" }),
    postgresVersion: (version) =>
        Promise.resolve({
            version: version === "17" ? "17.10" : version,
            targets: version === "15.18" ? ["16.14", "17.10"] : [],
        }),
};

/** A plan from Kubernetes 1.35 and PostgreSQL 15. */
function plan(targets: Targets): UpgradePlan {
    const step = { kind: "controlPlane", from: "1.35", to: "1.36" } as UpgradeStep;
    return {
        current: {
            kubernetes: "1.35",
            postgres: "15",
            cluster: "posit-connect-prod",
            database: "posit-connect-prod",
        } as CurrentStack,
        targets,
        steps: targets.kubernetes === undefined ? [] : [step],
        obstacles: [],
        ends: "2026-12-31",
    };
}

function ask(targets: Targets, sources: Partial<LiveSources> = {}): Promise<Difference[]> {
    return liveDifferences(plan(targets), "us-east-1", { ...AGREEING, ...sources });
}

describe("a plan that AWS is asked about", () => {
    it("does not differ if AWS answers as the catalog has it", async () => {
        expect(await ask({ kubernetes: "1.36", postgres: "17", connect: "2026.09.0" })).to.deep.equal([]);
        expect(await ask({ postgres: "15.18" })).to.deep.equal([]);
        expect(await ask({ connect: "2026.09.0" })).to.deep.equal([]);
    });

    const cases: [string, Targets, Partial<LiveSources>, Difference[], string][] = [
        [
            "a cluster that does not exist",
            { kubernetes: "1.36" },
            { cluster: () => Promise.resolve(undefined) },
            [{ kind: "notDeployed", blocks: true, name: "posit-connect-prod" }],
            "AWS has no posit-connect-prod: the stack is not deployed, or in another account or region.",
        ],
        [
            "a cluster of another version",
            { kubernetes: "1.36" },
            { cluster: () => Promise.resolve({ version: "1.36" }) },
            [{ kind: "deployedVersion", blocks: true, of: "Kubernetes", planned: "1.35", deployed: "1.36" }],
            "Kubernetes: the settings have 1.35, and AWS has 1.36. Set the deployed version, and run pulumi up --refresh first.",
        ],
        [
            "insights, of which only an error stops EKS",
            { kubernetes: "1.36" },
            {
                insights: () =>
                    Promise.resolve([
                        { name: "Kubelet version skew", status: "ERROR", reason: "2 nodes are too old." },
                        { name: "Deprecated APIs", status: "UNKNOWN", reason: "" },
                    ]),
            },
            [
                {
                    kind: "insight",
                    blocks: true,
                    name: "Kubelet version skew",
                    status: "ERROR",
                    reason: "2 nodes are too old.",
                    version: "1.36",
                },
                {
                    kind: "insight",
                    blocks: false,
                    name: "Deprecated APIs",
                    status: "UNKNOWN",
                    reason: "",
                    version: "1.36",
                },
            ],
            "EKS's insight for 1.36, Kubelet version skew: ERROR. 2 nodes are too old.",
        ],
        [
            "a version that EKS does not have",
            { kubernetes: "1.36" },
            { kubernetesVersion: () => Promise.resolve(undefined) },
            [
                {
                    kind: "notOffered",
                    blocks: true,
                    of: "Kubernetes",
                    version: "1.36",
                    status: "not known to EKS",
                },
            ],
            "Kubernetes 1.36: not known to EKS. Choose another version.",
        ],
        [
            "another end of support",
            { kubernetes: "1.36" },
            {
                kubernetesVersion: () =>
                    Promise.resolve({ status: "standard_support", standardSupportEnds: "2027-09-01" }),
            },
            [{ kind: "supportEnds", blocks: false, version: "1.36", here: "2027-08-02", aws: "2027-09-01" }],
            "Kubernetes 1.36: standard support ends on 2027-09-01, and not on 2027-08-02 as the catalog has it.",
        ],
        [
            "a build that was withdrawn",
            { kubernetes: "1.36" },
            {
                addOnBuilds: (addOn, version, region) =>
                    addOn === "coredns"
                        ? Promise.resolve(["v1.14.4-eksbuild.1"])
                        : AGREEING.addOnBuilds(addOn, version, region),
            },
            [
                {
                    kind: "addOnBuild",
                    blocks: true,
                    addOn: "coredns",
                    build: "v1.14.3-eksbuild.14",
                    version: "1.36",
                    offered: ["v1.14.4-eksbuild.1"],
                },
            ],
            "coredns: EKS does not offer the build v1.14.3-eksbuild.14 for 1.36. Set `cluster.addOnVersions` to one of v1.14.4-eksbuild.1.",
        ],
        [
            "a database that does not exist",
            { postgres: "17" },
            { database: () => Promise.resolve(undefined) },
            [{ kind: "notDeployed", blocks: true, name: "posit-connect-prod" }],
            "AWS has no posit-connect-prod: the stack is not deployed, or in another account or region.",
        ],
        [
            "a database of another major version",
            { postgres: "17" },
            {
                database: () => Promise.resolve({ engineVersion: "16.14" }),
                postgresVersion: (version) =>
                    Promise.resolve({ version: version === "17" ? "17.10" : version, targets: ["17.10"] }),
            },
            [{ kind: "deployedVersion", blocks: true, of: "PostgreSQL", planned: "15", deployed: "16.14" }],
            "PostgreSQL: the settings have 15, and AWS has 16.14. Set the deployed version, and run pulumi up --refresh first.",
        ],
        [
            "a default minor version that RDS does not upgrade to",
            { postgres: "17" },
            {
                postgresVersion: (version) =>
                    Promise.resolve({
                        version: version === "17" ? "17.6" : version,
                        targets: ["17.9", "17.10"],
                    }),
            },
            [
                {
                    kind: "postgresTarget",
                    blocks: true,
                    from: "15.18",
                    to: "17.6",
                    targets: ["17.9", "17.10"],
                },
            ],
            "PostgreSQL: RDS does not upgrade 15.18 to 17.6, the version that the setting leads to. It upgrades to 17.9, 17.10: docs/upgrades.md has the commands.",
        ],
        [
            "a minor version that RDS does not have",
            { postgres: "15.99" },
            {
                postgresVersion: (version, region) =>
                    version === "15.99"
                        ? Promise.resolve(undefined)
                        : AGREEING.postgresVersion(version, region),
            },
            [
                {
                    kind: "notOffered",
                    blocks: true,
                    of: "PostgreSQL",
                    version: "15.99",
                    status: "not known to RDS",
                },
            ],
            "PostgreSQL 15.99: not known to RDS. Choose another version.",
        ],
        [
            "a newer minor version than the catalog has",
            { postgres: "17.10" },
            {
                postgresVersion: (version) =>
                    Promise.resolve({
                        version: version === "17" ? "17.10" : version,
                        targets: version === "15.18" ? ["17.11", "17.10", "16.15"] : [],
                    }),
            },
            [{ kind: "newestMinor", blocks: false, here: "17.10", aws: "17.11" }],
            "PostgreSQL: the newest minor version is 17.11, and not 17.10 as the catalog has it.",
        ],
        [
            "a question that AWS does not answer",
            { postgres: "17" },
            { database: () => Promise.reject(new Error("access denied")) },
            [
                {
                    kind: "notAnswered",
                    blocks: false,
                    question: "the database's upgrade targets",
                    reason: "access denied",
                },
            ],
            "No answer about the database's upgrade targets: access denied",
        ],
    ];
    for (const [name, targets, sources, differences, text] of cases) {
        it(`differs by ${name}`, async () => {
            const found = await ask(targets, sources);

            expect(found).to.deep.equal(differences);
            expect(found.map(differenceText)[0]).to.equal(text);
        });
    }
});

const json = (body: object): AwsResponse => ({ status: 200, body: JSON.stringify(body) });

const HANDLERS: AwsHandlers = {
    "eks:DescribeCluster": () => json({ cluster: { name: "posit-connect-prod", version: "1.35" } }),
    "eks:DescribeClusterVersions": () =>
        json({
            clusterVersions: [
                {
                    clusterVersion: "1.36",
                    endOfStandardSupportDate: Date.UTC(2027, 7, 2) / 1000,
                    versionStatus: "STANDARD_SUPPORT",
                },
            ],
        }),
    "eks:DescribeAddonVersions": ({ url }) => {
        const addonName = url.searchParams.get("addonName") as AddOn;
        const addonVersion = kubernetesVersions["1.36"].addOns[addonName];
        return json({ addons: [{ addonName, addonVersions: [{ addonVersion }] }] });
    },
    "eks:ListInsights": ({ body }) =>
        json({
            insights: [
                {
                    name: `Filter ${JSON.stringify(body["filter"])}`,
                    insightStatus: { status: "WARNING", reason: "Some pods are old." },
                },
                { insightStatus: {} },
            ],
        }),
    "rds:DescribeDBInstances": () =>
        dbInstance(
            { identifier: "posit-connect-prod", resourceId: "db-1", keyArn: "key" },
            "2026-11-23T12:00:00Z",
            "available",
        ),
    "rds:DescribeDBEngineVersions": ({ body }) =>
        body["EngineVersion"] === "17" && body["DefaultOnly"] === "true"
            ? engineVersions({ version: "17.6", targets: [] })
            : body["EngineVersion"] === "15.14"
              ? engineVersions({ version: "15.14", targets: ["15.18", "17.9"] })
              : engineVersions(),
};

describe("AWS's answers about versions", () => {
    let aws: LocalAws;

    before(async () => {
        aws = await LocalAws.start(HANDLERS);
    });

    after(async () => {
        await aws.stop();
    });

    it("are read from its documented responses", async () => {
        const found = await inEnvironment({ AWS_ENDPOINT_URL: aws.endpoint }, () =>
            liveDifferences(plan({ kubernetes: "1.36", postgres: "17" }), "us-east-1", liveSources),
        );

        expect(found).to.deep.equal([
            {
                kind: "insight",
                blocks: false,
                name: 'Filter {"categories":["UPGRADE_READINESS"],"kubernetesVersions":["1.36"]}',
                status: "WARNING",
                reason: "Some pods are old.",
                version: "1.36",
            },
            { kind: "insight", blocks: false, name: "", status: "UNKNOWN", reason: "", version: "1.36" },
            { kind: "postgresTarget", blocks: true, from: "15.14", to: "17.6", targets: ["17.9"] },
        ]);
    });

    it("lack a version that RDS does not have", async () => {
        const found = await inEnvironment({ AWS_ENDPOINT_URL: aws.endpoint }, () =>
            liveSources.postgresVersion("15.99", "us-east-1"),
        );

        expect(found).to.equal(undefined);
    });
});
