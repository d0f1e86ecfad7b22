import { expect } from "chai";
import { setTimeout as pause } from "node:timers/promises";
import type { KubernetesObject } from "./api";
import { addOns, applyAll, contentJob, nodeTemplate, Nodes } from "./cluster";
import { ControlPlane } from "./controlPlane";
import { derivedObjects } from "./derivedObjects";
import { endContent, listContent } from "./content";
import { type AutoscalerValues, plan, type Plan, type Pool } from "./plan";
import type { Pod } from "./servers";
import { Table } from "./table";
import { waitFor } from "./waitFor";

/** Long enough for a busy machine. The table shows durations, and no test depends on them. */
const LIMIT_SECONDS = 300;

/** Content for two nodes of the planned type, and more than one can run. */
const CONTENT_JOBS = 40;

/**
 * Used instead of the ten minutes that a node must be unneeded before the autoscaler removes it, and of the five minutes after which it
 * checks a node again that it could not remove.
 */
const UNNEEDED_SECONDS = 10;

/** Time in which the autoscaler would have removed an unneeded node. */
const KEPT_SECONDS = 4 * UNNEEDED_SECONDS;

const NAMESPACE = "kube-system";

/** Label of EKS on the nodes of a group. */
const GROUP = "eks.amazonaws.com/nodegroup";

/** Runs if `CLUSTER_AUTOSCALER` names the program: one that has the cloud provider `kwok`, which creates simulated nodes. */
describe("The Cluster Autoscaler, with the planned arguments", function () {
    this.timeout((3 * LIMIT_SECONDS + 60) * 1000);
    const table = new Table("", "after", "nodes of content", "content");
    let controlPlane: ControlPlane;
    let planned: Plan;
    let servers: string[];
    let namespace: string;
    let began = 0;

    before(async () => {
        planned = await plan({
            autoscaling: "cluster-autoscaler",
            nodeGroups: {
                servers: { instanceTypes: ["t3.2xlarge"] },
                content: { instanceTypes: ["t3.2xlarge"], minSize: 0, maxSize: 3 },
            },
        });
        namespace = planned.release.values.backends.kubernetes.namespace;
        controlPlane = await ControlPlane.start(process.env.KUBERNETES_TOOLS ?? "");
        const nodes = new Nodes(controlPlane, planned);
        servers = nodes.names();
        const { release, objects, zones } = planned;
        await applyAll(controlPlane.api, [...addOns(), ...objects, ...providerConfig(planned)]);
        await Promise.all(zones.map((zone) => nodes.start(zone)));
        await applyAll(controlPlane.api, derivedObjects(release, release.values));
        controlPlane.startController(
            "cluster-autoscaler",
            [
                process.env.CLUSTER_AUTOSCALER ?? "",
                ...argumentsOf(planned.autoscaler),
                `--kubeconfig=${controlPlane.kubeconfig}`,
            ],
            { KWOK_PROVIDER_MODE: "local", POD_NAMESPACE: NAMESPACE },
        );
    });

    after(async () => {
        await controlPlane.stop();
        console.log(table.text());
    });

    afterEach(function () {
        if (this.currentTest?.state === "failed") {
            console.log(controlPlane.lastLines());
        }
    });

    beforeEach(() => {
        began = Date.now();
    });

    async function contentNodes(): Promise<string[]> {
        const nodes = await controlPlane.api.list("v1", "Node");
        return nodes
            .filter(({ metadata }) => metadata.labels?.[GROUP] === "content")
            .map(({ metadata }) => metadata.name);
    }

    async function running(): Promise<Pod[]> {
        return listContent(controlPlane.api, namespace);
    }

    async function addRow(event: string): Promise<void> {
        const seconds = Math.round((Date.now() - began) / 1000);
        table.add(event, `${seconds} s`, `${(await contentNodes()).length}`, `${(await running()).length}`);
    }

    async function addContent(first: number, number: number): Promise<void> {
        const jobs = Array.from({ length: number }, (_, index) => contentJob(planned, first + index));
        await Promise.all(jobs.map((job) => controlPlane.api.apply(job)));
    }

    it("starts nodes of content from none, as many as content needs", async () => {
        expect(await contentNodes()).to.deep.equal([]);
        await addContent(0, CONTENT_JOBS);
        await waitFor(
            "all content runs",
            LIMIT_SECONDS,
            async () => (await running()).length === CONTENT_JOBS,
        );
        await addRow(`${CONTENT_JOBS} processes start`);

        expect(await contentNodes()).to.have.length(2);
    });

    it("keeps nodes on which a little content is left, which would fit on one", async () => {
        const kept = new Map((await running()).map((pod) => [pod.spec.nodeName, pod]));
        const left = new Set([...kept.values()].map(({ metadata }) => metadata.name));
        const ending = (await running()).filter(({ metadata }) => !left.has(metadata.name));
        await Promise.all(ending.map((pod) => endContent(controlPlane.api, pod)));
        await pause(KEPT_SECONDS * 1000);
        await addRow(`all but one process on each node end, ${KEPT_SECONDS} s pass`);

        expect((await running()).map(({ metadata }) => metadata.name)).to.have.members([...left]);
        expect(await contentNodes()).to.have.length(2);
    });

    it("removes every node once no content runs, and none of servers", async () => {
        await Promise.all((await running()).map((pod) => endContent(controlPlane.api, pod)));
        await waitFor(
            "no node of content is left",
            LIMIT_SECONDS,
            async () => (await contentNodes()).length === 0,
        );
        await addRow("the last processes end");

        const left = (await controlPlane.api.list("v1", "Node")).map(({ metadata }) => metadata.name);
        expect(left).to.have.members(servers);
    });

    it("starts a node again", async () => {
        await addContent(CONTENT_JOBS, 1);
        await waitFor("the content runs", LIMIT_SECONDS, async () => (await running()).length === 1);
        await addRow("a process starts");

        expect(await contentNodes()).to.have.length(1);
    });

    it("moves content that is neither marked nor in a budget, so that the mark and the budget keep it", async () => {
        await addContent(CONTENT_JOBS + 1, CONTENT_JOBS);
        await waitFor(
            "all content runs",
            LIMIT_SECONDS,
            async () => (await running()).length === CONTENT_JOBS + 1,
        );
        const kept = new Map((await running()).map((pod) => [pod.spec.nodeName, pod]));
        const left = [...kept.values()];
        const names = new Set(left.map(({ metadata }) => metadata.name));
        const ending = (await running()).filter(({ metadata }) => !names.has(metadata.name));
        await Promise.all(ending.map((pod) => endContent(controlPlane.api, pod)));
        await controlPlane.api.delete("policy/v1", "PodDisruptionBudget", { name: "content", namespace });
        const annotations = { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" };
        for (const { metadata } of left) {
            await controlPlane.api.merge("v1", "Pod", metadata, { metadata: { annotations } });
        }
        await waitFor("one node is left", LIMIT_SECONDS, async () => (await contentNodes()).length === 1);
        await addRow("the same without annotation and budget");

        expect(left).to.have.length(2);
    });
});

/** The planned arguments, with a simulated cloud and shorter times. */
function argumentsOf(values: AutoscalerValues | undefined): string[] {
    if (values === undefined) {
        throw new Error("no Cluster Autoscaler is planned");
    }
    return [
        ...Object.entries(values.extraArgs).map(([name, value]) => `--${name}=${String(value)}`),
        "--cloud-provider=kwok",
        `--namespace=${NAMESPACE}`,
        "--leader-elect=false",
        "--address=127.0.0.1:0",
        `--scale-down-unneeded-time=${UNNEEDED_SECONDS}s`,
        `--scale-down-delay-after-add=${UNNEEDED_SECONDS}s`,
        `--unremovable-node-recheck-timeout=${UNNEEDED_SECONDS}s`,
    ];
}

/** The configuration of the cloud provider: the planned groups, with their sizes, as templates of nodes. */
function providerConfig({ autoscaler, pools, zones }: Plan): KubernetesObject[] {
    const scaled = pools.filter(({ name }) => name !== "servers");
    const templates = scaled.map((pool, index) =>
        template(pool, zones[0] ?? "", autoscaler?.autoscalingGroups[index]),
    );
    const config = {
        apiVersion: "v1alpha1",
        readNodesFrom: "configmap",
        nodegroups: { fromNodeLabelKey: GROUP },
        nodes: { skipTaint: true },
        configmap: { name: "kwok-provider-templates" },
    };
    const configMap = (name: string, data: Record<string, unknown>): KubernetesObject => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name, namespace: NAMESPACE },
        data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)])),
    });
    return [
        configMap("kwok-provider-config", { config }),
        configMap("kwok-provider-templates", {
            templates: { apiVersion: "v1", kind: "List", items: templates },
        }),
    ];
}

function template(pool: Pool, zone: string, sizes?: { minSize: number; maxSize: number }): KubernetesObject {
    const node = nodeTemplate(pool, zone);
    return {
        ...node,
        metadata: {
            ...node.metadata,
            labels: { ...node.metadata.labels, [GROUP]: pool.name },
            annotations: {
                "cluster-autoscaler.kwok.nodegroup/min-count": `${sizes?.minSize}`,
                "cluster-autoscaler.kwok.nodegroup/max-count": `${sizes?.maxSize}`,
            },
        },
    };
}
