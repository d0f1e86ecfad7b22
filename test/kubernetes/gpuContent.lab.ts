import { expect } from "chai";
import { setTimeout as pause } from "node:timers/promises";
import { contentGpus } from "../../components/connect/contentGpus";
import { contentLimits } from "../../components/connect/contentLimits";
import { connectValues } from "../../components/connect/values";
import { GPU_TAINT, placeContent } from "../../components/podPlacement";
import { GPU_LABELS, GPU_RESOURCE } from "../../catalog/nodePools";
import { connectFacts } from "../components/connect/fixtures";
import { LEAST_CLUSTER, settingsOf } from "../stacks/config";
import { contentPod } from "./admission";
import { ApiError, type KubernetesObject } from "./api";
import { ControlPlane } from "./controlPlane";

const { connect, cluster } = settingsOf({
    "posit-connect:cluster": {
        ...LEAST_CLUSTER,
        nodeGroups: {
            servers: {},
            content: {},
            gpu: { instanceTypes: ["g5.xlarge"], minSize: 1, maxSize: 1 },
        },
    },
});

const NAMESPACE = connect.content.namespace;

/** Labels of all nodes of content. */
const CONTENT = { workload: "connect-content" };

describe("Content on a real API server and scheduler, with a node that has a GPU", function () {
    this.timeout(120_000);
    let controlPlane: ControlPlane;

    before(async () => {
        controlPlane = await ControlPlane.start(process.env.KUBERNETES_TOOLS ?? "");
        const { api } = controlPlane;
        await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
        await api.apply({
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: { name: connectFacts.contentServiceAccountName, namespace: NAMESPACE },
        });
        await api.apply({
            apiVersion: "v1",
            kind: "ResourceQuota",
            metadata: { name: "content", namespace: NAMESPACE },
            spec: contentLimits(connect.content, contentGpus(cluster.nodeGroups).together).resourceQuota,
        });
        await createNode("plain", CONTENT, [], {});
        await createNode(
            "gpu",
            { ...CONTENT, ...GPU_LABELS },
            [{ key: GPU_TAINT.key, effect: "NoSchedule" }],
            {
                [GPU_RESOURCE]: "1",
            },
        );
    });

    // The API server admits no pod until the quota controller has processed the quota.
    before(async () => {
        const hardOf = async (): Promise<object | undefined> => {
            const [quota] = await controlPlane.api.list("v1", "ResourceQuota", NAMESPACE);
            return (quota?.["status"] as { hard?: object } | undefined)?.hard;
        };
        while ((await hardOf()) === undefined) {
            await pause(100);
        }
    });

    after(async () => {
        await controlPlane.stop();
    });

    it("runs there only if it requests a GPU, for which Kubernetes adds the toleration, and within the quota", async () => {
        const plain = await start("plain", {});
        const gpu = await start("gpu", { [GPU_RESOURCE]: "1" });

        expect([plain, gpu]).to.deep.equal([
            { node: "plain", tolerates: false },
            { node: "gpu", tolerates: true },
        ]);
        expect(await rejection("more", { [GPU_RESOURCE]: "1" })).to.include(
            `requested: requests.${GPU_RESOURCE}=1, used: requests.${GPU_RESOURCE}=1, limited: requests.${GPU_RESOURCE}=1`,
        );
    });

    /** Creates a node that is ready, with the size of an ordinary one. */
    async function createNode(name: string, labels: object, taints: object[], more: object): Promise<void> {
        const { api } = controlPlane;
        const allocatable = { cpu: "4", memory: "16Gi", pods: "50", ...more };
        await api.request("POST", "/api/v1/nodes", {
            apiVersion: "v1",
            kind: "Node",
            metadata: { name, labels },
            spec: { taints },
        });
        await api.request(
            "PATCH",
            `/api/v1/nodes/${name}/status`,
            {
                status: {
                    allocatable,
                    capacity: allocatable,
                    conditions: [{ type: "Ready", status: "True" }],
                },
            },
            "application/merge-patch+json",
        );
    }

    /** A content pod as Connect creates it from its Job, with the limits that a publisher has set. */
    function podOf(name: string, limits: object): KubernetesObject {
        const values = connectValues<string>(connect, {
            ...connectFacts,
            gpusPerProcess: contentGpus(cluster.nodeGroups).perProcess,
            placement: { servers: {}, content: placeContent(cluster.nodeGroups) },
        });
        const { metadata, spec } = values.backends.kubernetes.defaultResourceJobBase.spec.template;
        const [container] = contentPod(values, "default").spec.containers;
        return {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { ...metadata, name, namespace: NAMESPACE },
            spec: {
                ...spec,
                containers: [
                    {
                        ...container,
                        resources: {
                            ...container?.resources,
                            limits: { ...container?.resources.limits, ...limits },
                        },
                    },
                ],
            },
        };
    }

    /** Starts a content pod, and waits until the scheduler has found a node. */
    async function start(name: string, limits: object): Promise<{ node: string; tolerates: boolean }> {
        const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
        await controlPlane.api.request("POST", path, podOf(name, limits));
        for (;;) {
            const { spec } = (await controlPlane.api.request("GET", `${path}/${name}`)) as {
                spec: { nodeName?: string; tolerations?: { key?: string }[] };
            };
            if (spec.nodeName !== undefined) {
                const tolerates = (spec.tolerations ?? []).some(({ key }) => key === GPU_RESOURCE);
                return { node: spec.nodeName, tolerates };
            }
            await pause(100);
        }
    }

    /** The reason why the API server rejects a content pod. */
    async function rejection(name: string, limits: object): Promise<string> {
        try {
            await controlPlane.api.request(
                "POST",
                `/api/v1/namespaces/${NAMESPACE}/pods`,
                podOf(name, limits),
            );
            return "none";
        } catch (error) {
            if (error instanceof ApiError) {
                return error.message;
            }
            throw error;
        }
    }
});
