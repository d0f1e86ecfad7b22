import { expect } from "chai";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parse } from "yaml";
import type { KubernetesObject } from "./api";
import { addOns, applyAll, contentJob, Nodes } from "./cluster";
import { endContent, listContent } from "./content";
import { ControlPlane } from "./controlPlane";
import { derivedObjects } from "./derivedObjects";
import { plan, type Plan } from "./plan";
import type { Pod } from "./servers";
import { Table } from "./table";
import { waitFor } from "./waitFor";

/** Long enough for a busy machine. The table shows durations, and no test depends on them. */
const LIMIT_SECONDS = 240;

/** Content for two nodes of the planned type, and more than one can run. */
const CONTENT_JOBS = 40;

/** Used instead of the planned time after which an empty node is removed. */
const IDLE_SECONDS = 10;

/** Used instead of the planned time that content has to end on a node that is to be replaced. */
const CONTENT_SECONDS = 60;

/** The grace period of a pod, which is part of this time. */
const GRACE_SECONDS = 30;

const POOL = "karpenter.sh/nodepool";

/** Karpenter with the planned NodePool, and a cloud provider that creates simulated nodes. */
describe("Karpenter, with the planned NodePool", function () {
    this.timeout((2 * LIMIT_SECONDS + 60) * 1000);
    const build = process.env.KARPENTER_CONTROLLER ?? "";
    const table = new Table("", "after", "nodes of content", "content");
    let controlPlane: ControlPlane;
    let planned: Plan;
    let pool: KubernetesObject;
    let servers: string[];
    let namespace: string;
    let began = 0;

    before(async () => {
        planned = await plan({
            autoscaling: "karpenter",
            nodeReleaseVersion: "1.35.3-20260415",
            nodeGroups: {
                servers: { instanceTypes: ["t3.2xlarge"] },
                content: { instanceTypes: ["t3.2xlarge"], maxSize: 3 },
            },
        });
        namespace = planned.release.values.backends.kubernetes.namespace;
        controlPlane = await ControlPlane.start(process.env.KUBERNETES_TOOLS ?? "");
        const { api } = controlPlane;
        const definitions = join(build, "definitions");
        for (const file of readdirSync(definitions)) {
            await api.apply(parse(readFileSync(join(definitions, file), "utf8")) as KubernetesObject);
        }
        const nodes = new Nodes(controlPlane, planned);
        servers = nodes.names();
        const { release, objects, zones } = planned;
        await applyAll(api, [...addOns(), ...objects]);
        await Promise.all(zones.map((zone) => nodes.start(zone)));
        await applyAll(api, derivedObjects(release, release.values));
        const types = join(controlPlane.directory, "instance-types.json");
        writeFileSync(types, JSON.stringify([instanceType(zones)]));
        controlPlane.startController("karpenter", [join(build, "karpenter")], {
            INSTANCE_TYPES_FILE_PATH: types,
            DISABLE_LEADER_ELECTION: "true",
            METRICS_PORT: "0",
            HEALTH_PROBE_PORT: "0",
        });
        pool = poolOf(planned);
        await waitFor("Karpenter's definitions are established", LIMIT_SECONDS, async () => {
            await api.apply({
                apiVersion: "karpenter.kwok.sh/v1alpha1",
                kind: "KWOKNodeClass",
                metadata: { name: "content" },
                spec: {},
            });
            await api.apply(pool);
            return true;
        });
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
            .filter(({ metadata }) => metadata.labels?.[POOL] !== undefined)
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

        const nodes = (await contentNodes()).length;
        expect(nodes).to.be.within(2, 3);
    });

    it("keeps nodes on which a little content is left, which would fit on one", async () => {
        const kept = new Map((await running()).map((pod) => [pod.spec.nodeName, pod]));
        const left = new Set([...kept.values()].map(({ metadata }) => metadata.name));
        const ending = (await running()).filter(({ metadata }) => !left.has(metadata.name));
        await Promise.all(ending.map((pod) => endContent(controlPlane.api, pod)));
        await waitFor(
            "only nodes with content are left",
            LIMIT_SECONDS,
            async () => (await contentNodes()).length === left.size,
        );
        await pause(2 * IDLE_SECONDS * 1000);
        await addRow("all but one process on each node end, and time passes");

        expect(left.size).to.be.within(2, 3);
        expect((await running()).map(({ metadata }) => metadata.name)).to.have.members([...left]);
        expect(await contentNodes()).to.have.length(left.size);
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

    it("replaces a node after a change of its settings, on which content has the planned time to end", async () => {
        await addContent(CONTENT_JOBS, 1);
        await waitFor("the content runs", LIMIT_SECONDS, async () => (await running()).length === 1);
        const [old] = await running();
        const changed = Date.now();
        await controlPlane.api.apply(withLabel(pool));
        await waitFor("the content is stopped", LIMIT_SECONDS, async () =>
            (await running()).every(({ metadata }) => metadata.uid !== old?.metadata.uid),
        );
        const seconds = Math.round((Date.now() - changed) / 1000);
        await waitFor(
            "the Job's next process runs",
            LIMIT_SECONDS,
            async () => (await running()).length === 1,
        );
        await addRow(`a setting changes, content that does not end is stopped after ${seconds} s`);

        expect(seconds).to.be.at.least(CONTENT_SECONDS - GRACE_SECONDS);
        expect((await running()).map(({ spec }) => spec.nodeName)).to.not.include(old?.spec.nodeName);
    });
});

/** The planned pool, with the class of simulated nodes and shorter times. */
function poolOf({ nodePools }: Plan): KubernetesObject {
    const [pool] = nodePools;
    if (pool === undefined) {
        throw new Error("no NodePool is planned");
    }
    const { template, disruption, ...spec } = pool["spec"] as {
        template: { spec: object };
        disruption: object;
    };
    const nodeClassRef = { group: "karpenter.kwok.sh", kind: "KWOKNodeClass", name: "content" };
    return {
        apiVersion: pool.apiVersion,
        kind: pool.kind,
        metadata: { name: pool.metadata.name },
        spec: {
            ...spec,
            template: {
                ...template,
                spec: { ...template.spec, nodeClassRef, terminationGracePeriod: `${CONTENT_SECONDS}s` },
            },
            disruption: { ...disruption, consolidateAfter: `${IDLE_SECONDS}s` },
        },
    };
}

function withLabel(pool: KubernetesObject): KubernetesObject {
    const spec = pool["spec"] as { template: { metadata: { labels: object } } };
    const { template } = spec;
    const metadata = { ...template.metadata, labels: { ...template.metadata.labels, changed: "true" } };
    return { ...pool, spec: { ...spec, template: { ...template, metadata } } };
}

/** The planned type of the nodes, offered in every zone. */
function instanceType(zones: string[]): object {
    return {
        name: "t3.2xlarge",
        architecture: "amd64",
        operatingSystems: ["linux"],
        resources: { cpu: "8", memory: "32Gi", pods: "58" },
        offerings: zones.map((zone) => ({
            Price: 0.3328,
            Available: true,
            Requirements: [
                { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
                { key: "topology.kubernetes.io/zone", operator: "In", values: [zone] },
            ],
        })),
    };
}
