import { expect } from "chai";
import fc from "fast-check";
import { setTimeout as pause } from "node:timers/promises";
import { connectValues } from "../../components/connect/values";
import { contentLimits } from "../../components/connect/contentLimits";
import { settings } from "../fixtures";
import { connectFacts } from "../components/connect/fixtures";
import { allAt, connectWith, isAccepted, type Pairs, pairs } from "../components/connect/contentPairs";
import { type Container, contentPod, type ContentPod, type Limits, rejections } from "./admission";
import { Refusal } from "./api";
import { ControlPlane } from "./controlPlane";

/** Drawn at random, but the same ones each time. */
const SEED = 20261128;

const CASES: [string, Pairs][] = [
    ["the defaults", settings.connect.content],
    ["the least that is allowed", allAt(0.1, 0.125)],
    ["1.3 cores and 1.3 GiB throughout", allAt(1.3, 1.3)],
    ...fc
        .sample(pairs.filter(isAccepted), { numRuns: 5, seed: SEED })
        .map((content): [string, Pairs] => [JSON.stringify(content), content]),
];

describe("A real API server, asked by a dry run", function () {
    this.timeout(120_000);
    let controlPlane: ControlPlane;

    before(async () => {
        controlPlane = await ControlPlane.start(process.env.KUBERNETES_TOOLS ?? "");
    });

    after(async () => {
        await controlPlane.stop();
    });

    for (const [index, [name, content]] of CASES.entries()) {
        it(`admits the default pod of content and the largest, and none that is larger: ${name}`, async () => {
            const connect = connectWith(content);
            const namespace = `content-${index}`;
            const limits = contentLimits(connect.content);
            const values = connectValues<string>(
                { ...connect, content: { ...connect.content, namespace } },
                connectFacts,
            );
            await applyLimits(namespace, limits);

            const usual = contentPod(values, "default");
            const largest = contentPod(values, "largest");
            const pods = {
                usual,
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
                "usual",
                "largest",
            ]);
        });
    }

    /** Applies limits to a new namespace, as they are and in the form that the API server has them in. */
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
        // Until the quota controller has seen it, the API server admits no pod.
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
            if (error instanceof Refusal && error.status === 403) {
                return false;
            }
            throw error;
        }
    }
});

/** The pod with more for its process, in millicores and bytes. */
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

/** The pod with its process so many times that the namespace's quota has no room for it. */
function overQuota(pod: ContentPod, limits: Limits): ContentPod {
    const containers = [...pod.spec.containers];
    const one = pod.spec.containers[0];
    while (
        one !== undefined &&
        rejections({ ...pod, spec: { ...pod.spec, containers } }, limits).length === 0
    ) {
        containers.push({ ...one, name: `${one.name}-${containers.length}` });
    }
    return { ...pod, spec: { ...pod.spec, containers } };
}

/** The pod with an init container that has more than its process may have. */
function withLargerInitContainer(pod: ContentPod): ContentPod {
    const [larger] = withMore(pod, 1, 1).spec.containers;
    const initContainers = pod.spec.initContainers.map((container) => ({
        ...container,
        resources: larger?.resources ?? container.resources,
    }));
    return { ...pod, spec: { ...pod.spec, initContainers } };
}
