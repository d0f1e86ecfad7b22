import { expect } from "chai";
import { timelineReport } from "../../commands/timelineReport";
import { Graph } from "../../graph/graph";
import { timeline } from "../../graph/timeline";
import { simulateStack } from "../program";
import { DEV, plan } from "./plan";

describe("the report of a timeline", () => {
    it("reports how long `up` and `destroy` take, with their longest steps", async () => {
        const report = timelineReport(timeline(await simulateStack("prod")), { color: false });

        expect(report).to.match(
            /^Expected time: about \d+ minutes for the first `pulumi up`, about \d+ minutes for `pulumi destroy`\n\n/,
        );
        expect(report).to.match(/\n {3}0:00 {2}VPC network +0:22\n/);
        expect(report).to.match(/\n {2}\d\d:\d\d {2}Helm release connect +4:00\n/);
        expect(report).to.match(/\n {2}\d\d:\d\d {2}done\n/);
        expect(report).to.match(/\n {2}cluster cluster-eksCluster +4:00\n/);
        expect(report.split("\n").filter((line) => line.length > 120)).to.deep.equal([]);
    });

    it("is printed after the plan with --timeline, and not with --json", async () => {
        const { status, out } = await plan("--stack", DEV, "--timeline");

        expect(status).to.equal(0);
        expect(out).to.match(/^Posit Connect on AWS · dev · [^]*\n\nExpected time: about \d+ minutes/);
        expect((await plan("--stack", DEV, "--timeline", "--json")).status).to.equal(2);
    });

    it("lists avoidable waits, and types without a known duration", () => {
        const urn = (name: string) => `urn:pulumi:s::p::t:index:T::${name}`;
        const graph = new Graph({
            version: 3,
            deployment: {
                resources: [
                    { urn: urn("a"), type: "t:index:T" },
                    { urn: urn("b"), type: "t:index:T", dependencies: [urn("a")] },
                ],
            },
        });
        const report = timelineReport(timeline(graph), { color: false });

        expect(report).to.include(
            "\nt:index:T b waits 0:05 for t:index:T a, which neither AWS nor Kubernetes requires.\n",
        );
        expect(report).to.include("Not in catalog/, assumed to take 5 seconds: t:index:T.\n");
    });

    it("reports a stack without resources", () => {
        const graph = new Graph({ version: 3, deployment: {} });

        expect(timelineReport(timeline(graph), { color: false })).to.equal("No resource is created.\n");
    });
});
