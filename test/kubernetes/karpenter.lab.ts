import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { Graph } from "../../graph/graph";
import { edit } from "../policy/mutations";
import { CLUSTER_ACCESS, simulateStack } from "../program";
import { ApiError, type KubernetesObject } from "./api";
import { ControlPlane } from "./controlPlane";

const NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool";

/** Groups of content that use every setting of a group. */
const GROUPS: Record<string, { groups: object; others?: object }> = {
    "one group": { groups: { content: {} } },
    "Spot nodes in two zones, with labels and taints": {
        groups: {
            content: { maxSize: 30 },
            batch: {
                capacity: "spot",
                instanceTypes: ["m6i.2xlarge", "m5.2xlarge"],
                availabilityZones: ["us-east-1a", "us-east-1c"],
                diskGiB: 16384,
                labels: { team: "data", "example.com/cost-center": "a.b_c-1" },
                taints: [
                    { key: "batch", effect: "NO_SCHEDULE" },
                    { key: "team", value: "data", effect: "NO_EXECUTE" },
                    { key: "team", value: "", effect: "PREFER_NO_SCHEDULE" },
                ],
            },
        },
    },
    "arm64 nodes that are older than the control plane, and a day for content": {
        groups: { content: { instanceTypes: ["m7g.2xlarge"] } },
        others: {
            nodeVersion: "1.34",
            nodeReleaseVersion: "1.34.6-20260415",
            contentDrainTimeoutMinutes: 1440,
        },
    },
    "nodes with GPUs next to others": {
        groups: { content: {}, gpu: { instanceTypes: ["g6.2xlarge"], maxSize: 2 } },
    },
    "no time for content": { groups: { content: {} }, others: { contentDrainTimeoutMinutes: 0 } },
};

/** Changes that Karpenter's definitions reject, each of a type's object. */
const WRONG: [of: string, type: string, path: string[], value: unknown][] = [
    ["a role next to the instance profile", NODE_CLASS, ["spec", "role"], "nodes"],
    ["no image", NODE_CLASS, ["spec", "amiSelectorTerms"], []],
    ["a tag that Karpenter sets", NODE_CLASS, ["spec", "tags", "karpenter.sh/nodepool"], "content"],
    ["a label of Karpenter", NODE_POOL, ["spec", "template", "metadata", "labels", "karpenter.sh/team"], "x"],
    [
        "a taint in EKS's spelling",
        NODE_POOL,
        ["spec", "template", "spec", "taints"],
        [{ key: "a", effect: "NO_SCHEDULE" }],
    ],
    [
        "an end of content that is no duration",
        NODE_POOL,
        ["spec", "template", "spec", "terminationGracePeriod"],
        "Never",
    ],
    ["a field that does not exist", NODE_POOL, ["spec", "limit"], { nodes: "6" }],
];

describe("Karpenter's own charts and definitions, on a real API server", function () {
    this.timeout(120_000);
    let controlPlane: ControlPlane;
    let planned: Graph;

    before(async () => {
        controlPlane = await ControlPlane.start(process.env.KUBERNETES_TOOLS ?? "");
        planned = await planOf({ content: {} });
        for (const definition of render(planned, "cluster-karpenter-crd")) {
            await controlPlane.api.apply(definition);
        }
        await waitForKinds();
    });

    after(async () => {
        await controlPlane.stop();
    });

    it("keep the definitions when the chart is removed", () => {
        const definitions = render(planned, "cluster-karpenter-crd");

        expect(definitions.map(({ kind }) => kind)).to.include("CustomResourceDefinition");
        expect(
            definitions.filter(
                ({ metadata }) => metadata.annotations?.["helm.sh/resource-policy"] !== "keep",
            ),
        ).to.deep.equal([]);
    });

    for (const [name, { groups, others }] of Object.entries(GROUPS)) {
        it(`accept the objects of ${name}`, async () => {
            const objects = objectsOf(await planOf(groups, others));

            expect(objects).to.have.length(2 * Object.keys(groups).length);
            for (const object of objects) {
                const applied = await controlPlane.api.apply(object);
                // Nothing is dropped, and Karpenter's defaults are only added.
                expect(applied["spec"]).to.deep.include(withoutDefaults(object));
            }
        });
    }

    for (const [of, type, path, value] of WRONG) {
        it(`reject ${of}`, async () => {
            const [object] = objectsOf(planned).filter(({ kind }) => type.endsWith(`:${kind}`));
            const wrong = edit(object, path, value) as KubernetesObject;

            const status = await controlPlane.api.apply({ ...wrong, metadata: { name: "wrong" } }).then(
                () => 200,
                (error: unknown) => (error instanceof ApiError ? error.status : String(error)),
            );
            // The typed form of an unknown field cannot be created at all.
            expect(status).to.equal(of === "a field that does not exist" ? 500 : 422);
        });
    }

    it("start two pods of Karpenter on the nodes of servers, with the queue and the region", () => {
        const deployment = render(planned, "cluster-karpenter").find(({ kind }) => kind === "Deployment");
        const { replicas, template } = deployment?.["spec"] as {
            replicas: number;
            template: { spec: PodSpec };
        };
        const { nodeSelector, tolerations, serviceAccountName, containers } = template.spec;
        const env = Object.fromEntries(containers[0].env.map((each) => [each.name, each.value]));

        expect({ replicas, nodeSelector, tolerations, serviceAccountName }).to.deep.equal({
            replicas: 2,
            nodeSelector: { "kubernetes.io/os": "linux", workload: "connect-server" },
            tolerations: [
                { key: "workload", operator: "Equal", value: "connect-server", effect: "NoSchedule" },
            ],
            serviceAccountName: "karpenter",
        });
        expect(env).to.include({
            AWS_REGION: "us-east-1",
            CLUSTER_NAME: "posit-connect-prod",
            EKS_CONTROL_PLANE: "true",
            ENABLE_ZONAL_SHIFT: "true",
            INTERRUPTION_QUEUE: "posit-connect-prod-interruptions",
            ISOLATED_VPC: "true",
        });
        expect(containers[0].resources).to.deep.equal({
            requests: { cpu: "250m", memory: "512Mi" },
            limits: { memory: "1Gi" },
        });
    });

    it("are accepted by the API server with the program's values", async () => {
        for (const object of render(planned, "cluster-karpenter")) {
            await controlPlane.api.apply(object);
        }
    });

    /** The API server serves a new kind some time after its definition. */
    async function waitForKinds(): Promise<void> {
        const limit = Date.now() + 60_000;
        for (const group of ["karpenter.sh", "karpenter.k8s.aws"]) {
            while (!(await isServed(group))) {
                if (Date.now() > limit) {
                    throw new Error(`the API server does not serve ${group}`);
                }
                await pause(200);
            }
        }
    }

    async function isServed(group: string): Promise<boolean> {
        const found = (await controlPlane.api.request("GET", `/apis/${group}/v1`).catch(() => undefined)) as
            { resources: unknown[] } | undefined;
        return (found?.resources.length ?? 0) > 0;
    }
});

interface PodSpec {
    nodeSelector: object;
    tolerations: object[];
    serviceAccountName: string;
    containers: [{ env: { name: string; value?: string }[]; resources: object }];
}

/** The plan of prod with these groups of content. */
function planOf(groups: object, others: object = {}): Promise<Graph> {
    const cluster = {
        ...CLUSTER_ACCESS,
        autoscaling: "karpenter",
        nodeReleaseVersion: "1.35.3-20260415",
        nodeGroups: { servers: {}, ...groups },
        ...others,
    };
    return simulateStack("prod", "update", { sections: { cluster } });
}

function objectsOf(graph: Graph): KubernetesObject[] {
    return graph.all(NODE_CLASS, NODE_POOL).map(({ inputs }) => inputs as unknown as KubernetesObject);
}

/** The parts of an object's `spec`, without those to which a definition adds defaults. */
function withoutDefaults({ spec }: KubernetesObject): object {
    return Object.fromEntries(Object.entries(spec as object).filter(([part]) => part !== "metadataOptions"));
}

/** The objects of Karpenter's chart, or of that with its definitions, with the planned values. */
function render(graph: Graph, name: string): KubernetesObject[] {
    const release = graph.all("kubernetes:helm.sh/v3:Release").find((each) => each.name === name);
    const { chart, values } = release?.inputs as { chart: string; values: object };
    const directory = join(process.env.KARPENTER_CHARTS ?? "", chart.split("/").at(-1) ?? "");
    const text = execFileSync(
        join(process.env.KUBERNETES_TOOLS ?? "", "helm"),
        [
            "template",
            "karpenter",
            directory,
            "--namespace=kube-system",
            "--values=-",
            "--skip-crds",
            "--kube-version=1.35",
            "--api-versions=policy/v1",
        ],
        { input: JSON.stringify(values), encoding: "utf8", maxBuffer: 64 * 2 ** 20 },
    );
    return parseAllDocuments(text)
        .map((document) => document.toJS() as KubernetesObject | null)
        .filter((object) => object !== null);
}
