import { expect } from "chai";
import fc from "fast-check";
import { setTimeout as pause } from "node:timers/promises";
import { connectValues } from "../../components/connect/values";
import { contentLimits } from "../../components/connect/contentLimits";
import { settings } from "../fixtures";
import { connectFacts } from "../components/connect/fixtures";
import { allAt, connectWith, isAccepted, type Pairs, pairs } from "../components/connect/contentPairs";
import { type Container, contentPod, type ContentPod, type Limits, rejections } from "./admission";
import { ApiError } from "./api";
import { ControlPlane } from "./controlPlane";

/** Fixed, so that each run draws the same samples. */
const SEED = 20261128;

const CASES: [string, Pairs][] = [
    ["the defaults", settings.connect.content],
    ["the minimum", allAt(0.1, 0.125)],
    ["1.3 cores and 1.3 GiB for every setting", allAt(1.3, 1.3)],
    ...fc
        .sample(pairs.filter(isAccepted), { numRuns: 5, seed: SEED })
        .map((content): [string, Pairs] => [JSON.stringify(content), content]),
];

describe("A real API server, in a dry run", function () {
    this.timeout(120_000);
    let controlPlane: ControlPlane;

    before(async () => {
        controlPlane = await ControlPlane.start(process.env.KUBERNETES_TOOLS ?? "");
    });

    after(async () => {
        await controlPlane.stop();
    });

    for (const [index, [name, content]] of CASES.entries()) {
        it(`admits the default and the largest content pod, and rejects larger pods: ${name}`, async () => {
            const connect = connectWith(content);
            const namespace = `content-${index}`;
            const limits = contentLimits(connect.content, 0);
            const values = connectValues<string>(
                { ...connect, content: { ...connect.content, namespace } },
                connectFacts,
            );
            await applyLimits(namespace, limits);

            const defaultPod = contentPod(values, "default");
            const largest = contentPod(values, "largest");
            const pods = {
                defaultPod,
                largest,
                oneMillicoreMore: withMore(largest, 1, 0),
                oneByteMore: withMore(largest, 0, 1),
                overTheQuota: overQuota(largest, limits),
                initContainerOverTheMaximum: withLargerInitContainer(largest),
            };
            const expected = Object.entries(pods).map(([pod, object]) => [
                pod,
                rejections(object, limits).length === 0,
            ]);
            const found = await Promise.all(
                Object.entries(pods).map(async ([pod, object]) => [pod, await admits(object)]),
            );

            expect(found).to.deep.equal(expected);
            expect(found.filter(([, admitted]) => admitted).map(([pod]) => pod)).to.deep.equal([
                "defaultPod",
                "largest",
            ]);
        });
    }

    /** Applies limits to a new namespace, and checks that the API server stores them in the same form. */
    async function applyLimits(namespace: string, { resourceQuota, limitRange }: Limits): Promise<void> {
        const { api } = controlPlane;
        const metadata = { name: "content", namespace };
        const own = { name: "default", namespace };
        await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
        await api.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: own });
        const quota = await api.apply({
            apiVersion: "v1",
            kind: "ResourceQuota",
            metadata,
            spec: resourceQuota,
        });
        const range = await api.apply({ apiVersion: "v1", kind: "LimitRange", metadata, spec: limitRange });
        expect([quota["spec"], range["spec"]]).to.deep.equal([resourceQuota, limitRange]);
        // The API server admits no pod until the quota controller has processed the quota.
        for (;;) {
            const [known] = await api.list("v1", "ResourceQuota", namespace);
            if ((known?.["status"] as { hard?: object } | undefined)?.hard !== undefined) {
                return;
            }
            await pause(100);
        }
    }

    async function admits(pod: ContentPod): Promise<boolean> {
        const path = `/api/v1/namespaces/${pod.metadata.namespace ?? ""}/pods?dryRun=All&fieldValidation=Strict`;
        try {
            await controlPlane.api.request("POST", path, pod);
            return true;
        } catch (error) {
            if (error instanceof ApiError && error.status === 403) {
                return false;
            }
            throw error;
        }
    }
});

/** The pod with higher limits for its process, by these millicores and bytes. */
function withMore(pod: ContentPod, millicores: number, bytes: number): ContentPod {
    const containers = pod.spec.containers.map((container): Container => {
        const { cpu, memory } = container.resources.limits;
        const amounts = {
            cpu: `${Math.round(Number(cpu) * 1000) + millicores}m`,
            memory: String(Number(memory) + bytes),
        };
        return { ...container, resources: { requests: amounts, limits: amounts } };
    });
    return { ...pod, spec: { ...pod.spec, containers } };
}

/** The pod with copies of its process, as many as exceed the namespace's quota. */
function overQuota(pod: ContentPod, limits: Limits): ContentPod {
    const containers = [...pod.spec.containers];
    const container = pod.spec.containers[0];
    while (
        container !== undefined &&
        rejections({ ...pod, spec: { ...pod.spec, containers } }, limits).length === 0
    ) {
        containers.push({ ...container, name: `${container.name}-${containers.length}` });
    }
    return { ...pod, spec: { ...pod.spec, containers } };
}

/** The pod with an init container over the maximum of its process. */
function withLargerInitContainer(pod: ContentPod): ContentPod {
    const [larger] = withMore(pod, 1, 1).spec.containers;
    const initContainers = pod.spec.initContainers.map((container) => ({
        ...container,
        resources: larger?.resources ?? container.resources,
    }));
    return { ...pod, spec: { ...pod.spec, initContainers } };
}
