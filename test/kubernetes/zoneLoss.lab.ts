import { expect } from "chai";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { removeAtEnd } from "./child";
import { addOns, applyAll, contentJob, Nodes } from "./cluster";
import { endContent, listContent } from "./content";
import { ControlPlane } from "./controlPlane";
import { cordon, drain, tryEvict } from "./drain";
import { type Manifests, manifests } from "./manifests";
import { type Plan, plan } from "./plan";
import { type Pod, Servers } from "./servers";
import { Table } from "./table";

/** Long enough for a busy machine. The table shows durations, and no test depends on them. */
const LIMIT_SECONDS = 300;

/** Content processes: more than fit on the nodes in addition to the servers, and no more than the quota admits. */
const CONTENT_JOBS = 100;

/** Used instead of the 15 minutes that EKS waits for content on a node. */
const DRAIN_SECONDS = 20;

/** Time from the start of a drain until content ends by itself. */
const CONTENT_ENDS_MS = 5000;

/** Longer than content takes to start: a count that is unchanged after it is final. */
const SETTLED_MS = 8000;

function describeServers(planned: Plan, render: Manifests["render"], tools: string): void {
    const { release, zones } = planned;
    const { replicas, podDisruptionBudget, backends } = release.values;
    const onePerZone = Object.fromEntries(zones.map((zone) => [zone, 1]));
    const [, lost = ""] = zones;
    const table = new Table("", "fewest ready", "most pods", "complete after", "by zone", "content");

    let controlPlane: ControlPlane;
    let nodes: Nodes;
    let servers: Servers;
    let updates = 0;

    /**
     * Waits until pods can be scheduled on every node, as EKS does before a node group is active. Topology spread does not
     * count a zone without such nodes.
     */
    async function waitForNodes(): Promise<void> {
        await servers.waitUntil(
            "pods can be scheduled on every node",
            () => nodes.names().every((name) => servers.isNodeSchedulable(name)),
            LIMIT_SECONDS,
        );
    }

    /** Whether the planned number of servers is serving. */
    function areAllServing(): boolean {
        return servers.serving().length === replicas;
    }

    /** Replaces all servers with another version, as an update of the release does. */
    async function update(): Promise<void> {
        updates += 1;
        const values = { ...release.values, versionOverride: `${release.values.versionOverride}.${updates}` };
        await applyAll(controlPlane.api, render(values));
        await servers.waitUntil(
            "all servers have the new version, and no others are left",
            () => areAllServing() && servers.all().every((pod) => runsVersion(pod, values.versionOverride)),
            LIMIT_SECONDS,
        );
    }

    /** The content processes that run on nodes that are up. */
    async function listRunning(): Promise<Pod[]> {
        const content = await listContent(controlPlane.api, backends.kubernetes.namespace);
        return content.filter(({ spec }) => servers.isUp(spec.nodeName));
    }

    async function countContent(): Promise<number> {
        return (await listRunning()).length;
    }

    /** Waits until this many Jobs of content are complete. @returns their number at the latest after the time limit. */
    async function waitForCompleteJobs(number: number): Promise<number> {
        const limit = Date.now() + LIMIT_SECONDS * 1000;
        for (;;) {
            const jobs = await controlPlane.api.list("batch/v1", "Job", backends.kubernetes.namespace);
            const complete = jobs.filter(({ status }) => (status as { succeeded?: number }).succeeded === 1);
            if (complete.length >= number || Date.now() > limit) {
                return complete.length;
            }
            await pause(500);
        }
    }

    /** Adds more content than fits on the nodes. @returns the number of running processes. */
    async function fillNodes(): Promise<number> {
        const jobs = Array.from({ length: CONTENT_JOBS }, (_, number) => contentJob(planned, number));
        await Promise.all(jobs.map((job) => controlPlane.api.apply(job)));
        let running = 0;
        for (let before = -1; running === 0 || running !== before;) {
            before = running;
            await pause(SETTLED_MS);
            running = await countContent();
        }
        return running;
    }

    async function addRow(event: string): Promise<void> {
        const seconds = servers.seconds();
        const spread = zones.map((zone) => servers.byZone()[zone] ?? 0);
        table.add(
            event,
            `${servers.lowest} of ${replicas}`,
            `${servers.mostPods}`,
            `${seconds} s`,
            spread.join(" "),
            `${await countContent()}`,
        );
    }

    before(async () => {
        controlPlane = await ControlPlane.start(tools);
        nodes = new Nodes(controlPlane, planned);
        await applyAll(controlPlane.api, [...addOns(), ...planned.objects]);
        await Promise.all(zones.map((zone) => nodes.start(zone)));
        servers = await Servers.watch(controlPlane.api, release.namespace, release.name);
        await waitForNodes();
    });

    after(async () => {
        servers.stop();
        await controlPlane.stop();
        console.log(table.text());
    });

    afterEach(function () {
        if (this.currentTest?.state === "failed") {
            console.log(`${servers.describe()}\n${controlPlane.lastLines()}`);
        }
    });

    beforeEach(() => {
        servers.resetCounts();
    });

    it("start one in each zone", async () => {
        await applyAll(controlPlane.api, render(release.values));
        await servers.waitUntil("all servers are ready", areAllServing, LIMIT_SECONDS);
        await addRow("first start");

        expect(servers.byZone()).to.deep.equal(onePerZone);
    });

    it("are updated while the old servers keep serving", async () => {
        await update();
        await addRow("update");

        expect(servers.lowest).to.equal(replicas);
        expect(servers.mostPods).to.equal(2 * replicas);
        expect(servers.byZone()).to.deep.equal(onePerZone);
    });

    it("are updated in the same way when content fills its nodes, and no content is evicted", async () => {
        const running = await fillNodes();
        servers.resetCounts();
        await update();
        await addRow(`update, nodes full of content (${running})`);

        expect(running).to.be.lessThan(CONTENT_JOBS);
        expect(await countContent()).to.equal(running);
        expect(servers.lowest).to.equal(replicas);
        expect(servers.byZone()).to.deep.equal(onePerZone);
    });

    it("are replaced in the other zones when one zone stops responding", async () => {
        servers.markLost(lost);
        await nodes.powerOff(lost);
        await servers.waitUntil(
            "the nodes are NotReady",
            () => !nodes.names({ zone: lost }).some((name) => servers.isNodeReady(name)),
            LIMIT_SECONDS,
        );
        const detectedAfter = servers.seconds();
        await servers.waitUntil("all servers are ready elsewhere", areAllServing, LIMIT_SECONDS);
        await addRow(`${lost} stops responding (NotReady after ${detectedAfter} s)`);

        expect(servers.lowest).to.equal(replicas - 1);
        expect(Object.values(servers.byZone()).sort()).to.deep.equal([1, 2]);
        expect(servers.byZone()).not.to.have.property(lost);
    });

    it("do not wait for content on the lost nodes: it can be evicted there, and nowhere else", async () => {
        const running = await listContent(controlPlane.api, backends.kubernetes.namespace);
        const lostNodes = nodes.names({ zone: lost });
        const isLost = ({ spec }: Pod) => lostNodes.includes(spec.nodeName ?? "");
        const [onLost, onOther] = [running.filter(isLost), running.filter((pod) => !isLost(pod))];
        const evicted = await Promise.all(
            [...onLost.slice(0, 1), ...onOther.slice(0, 1)].map((pod) => tryEvict(controlPlane.api, pod)),
        );

        expect(evicted).to.deep.equal([true, false]);
    });

    it("stay unchanged when the nodes of that zone are deleted, and the pods of those nodes are deleted", async () => {
        await nodes.remove(lost);
        await servers.waitUntil(
            "only the planned servers are left",
            () => servers.all().length === replicas,
            LIMIT_SECONDS,
        );
        await addRow(`the nodes of ${lost} are deleted`);

        expect(servers.lowest).to.equal(replicas);
    });

    it("are updated while a zone is down", async () => {
        await update();
        await addRow(`update without ${lost}`);

        expect(servers.lowest).to.equal(replicas);
        expect(Object.values(servers.byZone()).sort()).to.deep.equal([1, 2]);
    });

    it("spread to one in each zone after an update, but not by the zone's recovery alone", async () => {
        await nodes.start(lost);
        servers.markAvailable(lost);
        await waitForNodes();
        const before = servers.byZone();
        await update();
        await addRow(`update after ${lost} has recovered`);

        expect(before).not.to.have.property(lost);
        expect(servers.lowest).to.equal(replicas);
        expect(servers.byZone()).to.deep.equal(onePerZone);
    });

    it("are drained from each of their nodes in turn, one at a time, and no content is evicted", async () => {
        const own = nodes.names({ pool: "servers" });
        const content = await listRunning();
        let rejected = 0;
        for (const node of own) {
            rejected += (await drain(controlPlane.api, node, LIMIT_SECONDS)).rejected;
            await cordon(controlPlane.api, node, false);
        }
        await servers.waitUntil("all servers are ready", areAllServing, LIMIT_SECONDS);
        await addRow(`drain of the servers' ${own.length} nodes (${rejected} rejected evictions)`);

        expect(servers.lowest).to.equal(replicas - podDisruptionBudget.maxUnavailable);
        expect(rejected).to.be.greaterThan(0);
        expect(servers.all().map(({ spec }) => own.includes(spec.nodeName ?? ""))).to.not.include(false);
        expect(await listRunning()).to.have.deep.members(content);
    });

    it("move one at a time to new nodes, one in each zone, while an update replaces their nodes", async () => {
        const old = nodes.names({ pool: "servers" });
        await nodes.startReplacements("servers");
        await waitForNodes();
        await Promise.all(old.map((node) => cordon(controlPlane.api, node, true)));
        let rejected = 0;
        for (const node of old) {
            rejected += (await drain(controlPlane.api, node, LIMIT_SECONDS)).rejected;
            await nodes.terminate(node);
        }
        await servers.waitUntil("all servers are ready", areAllServing, LIMIT_SECONDS);
        await addRow(`the servers' ${old.length} nodes are replaced (${rejected} rejected evictions)`);

        expect(servers.lowest).to.equal(replicas - podDisruptionBudget.maxUnavailable);
        expect(servers.byZone()).to.deep.equal(onePerZone);
    });

    it("all keep serving while content's nodes are replaced, which wait for content to end until a deadline", async () => {
        const old = nodes.names({ pool: "content" });
        const content = await listRunning();
        const [late] = old;
        const ending = content.filter(({ spec }) => spec.nodeName !== late);
        await nodes.startReplacements("content");
        await waitForNodes();
        await Promise.all(old.map((node) => cordon(controlPlane.api, node, true)));
        const drains = Promise.all(old.map((node) => drain(controlPlane.api, node, DRAIN_SECONDS, "delete")));
        await pause(CONTENT_ENDS_MS);
        const running = await listRunning();
        await Promise.all(ending.map((pod) => endContent(controlPlane.api, pod)));
        const drained = await drains;
        await Promise.all(old.map((node) => nodes.terminate(node)));
        await addRow(
            `content's ${old.length} nodes are replaced: ${ending.length} processes end, ${content.length - ending.length} do not`,
        );

        expect(servers.lowest).to.equal(replicas);
        expect(running).to.include.deep.members(content);
        // In that time, new content starts on the new nodes.
        expect(running.length).to.equal(CONTENT_JOBS);
        expect(drained.map(({ rejected }) => rejected > 0)).to.deep.equal(old.map(() => true));
        expect(drained.map(({ deleted }) => deleted)).to.deep.equal([content.length - ending.length, 0, 0]);
        expect(await waitForCompleteJobs(ending.length)).to.equal(ending.length);
    });

    it("all keep serving while the nodes of content are drained without its budget, which evicts content at once", async () => {
        const own = nodes.names({ pool: "content" });
        const running = await countContent();
        const metadata = { name: "content", namespace: backends.kubernetes.namespace };
        await controlPlane.api.delete("policy/v1", "PodDisruptionBudget", metadata);
        let rejected = 0;
        for (const node of own) {
            rejected += (await drain(controlPlane.api, node, LIMIT_SECONDS)).rejected;
        }
        await addRow(`drain of the ${own.length} nodes of content, without its budget`);

        expect(running).to.be.greaterThan(0);
        expect({ rejected, left: await countContent() }).to.deep.equal({ rejected: 0, left: 0 });
        expect(servers.lowest).to.equal(replicas);
    });
}

/** Whether a server runs an image of the version. */
function runsVersion(pod: Pod, version: string): boolean {
    return pod.spec.containers.some(({ image }) => image.includes(`:${version}-`));
}

async function main(): Promise<void> {
    const tools = process.env.KUBERNETES_TOOLS ?? "";
    const planned = await plan();
    const directory = mkdtempSync(join(tmpdir(), "chart-"));
    const remove = removeAtEnd(directory);
    const release = manifests(planned, join(tools, "helm"), directory);
    const { pools, zones } = planned;
    const poolsText = pools.map(({ name, nodes, instanceType }) => `${nodes} × ${instanceType} for ${name}`);
    const nodesText = `${poolsText.join(", ")}, in ${zones.length} zones`;
    describe(`Connect's servers on ${nodesText}, from ${release.source}`, function () {
        this.timeout((3 * LIMIT_SECONDS + 60) * 1000);
        describeServers(planned, release.render, tools);
        after(remove);
    });
    run();
}

void main();
