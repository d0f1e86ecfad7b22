import { expect } from "chai";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { removeAtEnd } from "./child";
import { addOns, applyAll, contentJob, Nodes } from "./cluster";
import { ControlPlane } from "./controlPlane";
import { cordon, drain } from "./drain";
import { type Manifests, manifests } from "./manifests";
import { type Plan, plan } from "./plan";
import { type Pod, Servers } from "./servers";
import { Table } from "./table";

/** Generous: for a busy machine. What took how long is in the table, and nothing fails for it. */
const LIMIT_SECONDS = 300;

/** Processes of content: more than the nodes have room for beside the servers, and no more than the quota admits. */
const CONTENT = 100;

/** Longer than content takes to start: what is the same after it will stay so. */
const SETTLED_MS = 8000;

function describeServers(planned: Plan, render: Manifests["render"], tools: string): void {
    const { release, zones } = planned;
    const { replicas, podDisruptionBudget, backends } = release.values;
    const oneAZone = Object.fromEntries(zones.map((zone) => [zone, 1]));
    const [, lost = ""] = zones;
    const table = new Table("", "fewest ready", "most pods", "complete after", "by zone", "content");

    let controlPlane: ControlPlane;
    let nodes: Nodes;
    let servers: Servers;
    let updates = 0;

    /** Waits until every node takes pods, as EKS does before it calls a node group active: a closed zone counts as none. */
    async function open(): Promise<void> {
        await servers.until(
            "every node takes pods",
            () => nodes.names().every((name) => servers.nodeOpen(name)),
            LIMIT_SECONDS,
        );
    }

    /** As many serve as planned. */
    function allServe(): boolean {
        return servers.serving().length === replicas;
    }

    /** Exchanges all servers for ones of another version, as an update of the release does. */
    async function update(): Promise<void> {
        updates += 1;
        const values = { ...release.values, versionOverride: `${release.values.versionOverride}.${updates}` };
        await applyAll(controlPlane.api, render(values));
        await servers.until(
            "all servers are new, and none but them is left",
            () => allServe() && servers.all().every((pod) => runs(pod, values.versionOverride)),
            LIMIT_SECONDS,
        );
    }

    /** How many processes of content run. */
    async function runningContent(): Promise<number> {
        const pods = (await controlPlane.api.list("v1", "Pod", backends.kubernetes.namespace)) as Pod[];
        return pods.filter(
            ({ spec, status, metadata }) =>
                status.phase === "Running" &&
                metadata.deletionTimestamp === undefined &&
                servers.lives(spec.nodeName),
        ).length;
    }

    /** Adds more content than there is room for. @returns how much of it runs. */
    async function fillNodes(): Promise<number> {
        const jobs = Array.from({ length: CONTENT }, (_, number) => contentJob(planned, number));
        await Promise.all(jobs.map((job) => controlPlane.api.apply(job)));
        let running = 0;
        for (let before = -1; running === 0 || running !== before;) {
            before = running;
            await pause(SETTLED_MS);
            running = await runningContent();
        }
        return running;
    }

    async function note(what: string): Promise<void> {
        const seconds = servers.seconds();
        const spread = zones.map((zone) => servers.byZone()[zone] ?? 0);
        table.add(
            what,
            `${servers.lowest} of ${replicas}`,
            `${servers.most}`,
            `${seconds} s`,
            spread.join(" "),
            `${await runningContent()}`,
        );
    }

    before(async () => {
        controlPlane = await ControlPlane.start(tools);
        nodes = new Nodes(controlPlane, planned);
        await applyAll(controlPlane.api, [...addOns(), ...planned.objects]);
        await Promise.all(zones.map((zone) => nodes.start(zone)));
        servers = await Servers.watch(controlPlane.api, release.namespace, release.name);
        await open();
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
        servers.begin();
    });

    it("start one in each zone", async () => {
        await applyAll(controlPlane.api, render(release.values));
        await servers.until("all servers are ready", allServe, LIMIT_SECONDS);
        await note("first start");

        expect(servers.byZone()).to.deep.equal(oneAZone);
    });

    it("are updated beside the old ones, which serve until then", async () => {
        await update();
        await note("update");

        expect(servers.lowest).to.equal(replicas);
        expect(servers.most).to.equal(2 * replicas);
        expect(servers.byZone()).to.deep.equal(oneAZone);
    });

    it("are updated likewise where content fills the nodes: some of it makes room", async () => {
        const running = await fillNodes();
        servers.begin();
        await update();
        await note(`update, nodes full of content (${running})`);

        expect(running).to.be.lessThan(CONTENT);
        expect(servers.lowest).to.equal(replicas);
        expect(servers.byZone()).to.deep.equal(oneAZone);
    });

    it("are replaced in the other zones when one stops answering", async () => {
        servers.lose(lost);
        await nodes.lose(lost);
        await servers.until(
            "the nodes are NotReady",
            () => !nodes.names(lost).some((name) => servers.nodeReady(name)),
            LIMIT_SECONDS,
        );
        const seen = servers.seconds();
        await servers.until("all servers are ready elsewhere", allServe, LIMIT_SECONDS);
        await note(`${lost} stops answering (NotReady after ${seen} s)`);

        expect(servers.lowest).to.equal(replicas - 1);
        expect(Object.values(servers.byZone()).sort()).to.deep.equal([1, 2]);
        expect(servers.byZone()).not.to.have.property(lost);
    });

    it("stay as they are when the nodes of that zone are gone, and what hung on them goes too", async () => {
        await nodes.remove(lost);
        await servers.until(
            "nothing is left but them",
            () => servers.all().length === replicas,
            LIMIT_SECONDS,
        );
        await note(`the nodes of ${lost} are gone`);

        expect(servers.lowest).to.equal(replicas);
    });

    it("are updated while a zone is out", async () => {
        await update();
        await note(`update without ${lost}`);

        expect(servers.lowest).to.equal(replicas);
        expect(Object.values(servers.byZone()).sort()).to.deep.equal([1, 2]);
    });

    it("are one in each zone again after an update, not by the zone's return alone", async () => {
        await nodes.start(lost);
        servers.regain(lost);
        await open();
        const before = servers.byZone();
        await update();
        await note(`update after ${lost} is back`);

        expect(before).not.to.have.property(lost);
        expect(servers.lowest).to.equal(replicas);
        expect(servers.byZone()).to.deep.equal(oneAZone);
    });

    it("leave every node in turn, no more of them at a time than the disruption budget allows", async () => {
        let refused = 0;
        for (const node of nodes.names()) {
            refused += await drain(controlPlane.api, node, LIMIT_SECONDS);
            await cordon(controlPlane.api, node, false);
        }
        await servers.until("all servers are ready", allServe, LIMIT_SECONDS);
        await note(`drain of ${nodes.names().length} nodes (the budget said "not yet" ${refused} times)`);

        expect(servers.lowest).to.equal(replicas - podDisruptionBudget.maxUnavailable);
        expect(refused).to.be.greaterThan(0);
    });
}

/** Whether a server runs an image of the version. */
function runs(pod: Pod, version: string): boolean {
    return pod.spec.containers.some(({ image }) => image.includes(`:${version}-`));
}

async function main(): Promise<void> {
    const tools = process.env.KUBERNETES_TOOLS ?? "";
    const planned = await plan();
    const directory = mkdtempSync(join(tmpdir(), "chart-"));
    const remove = removeAtEnd(directory);
    const release = manifests(planned, join(tools, "helm"), directory);
    const { nodes, zones, instanceType } = planned;
    const place = `${nodes} nodes ${instanceType} in ${zones.length} zones`;
    describe(`Connect's servers on ${place}, from ${release.source}`, function () {
        this.timeout((3 * LIMIT_SECONDS + 60) * 1000);
        describeServers(planned, release.render, tools);
        after(remove);
    });
    run();
}

void main();
