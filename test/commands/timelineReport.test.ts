import { expect } from "chai";
import { timelineReport } from "../../commands/timelineReport";
import { Graph } from "../../graph/graph";
import { timeline } from "../../graph/timeline";
import { play } from "../program";
import { DEV, plan } from "./plan";

describe("the report of a timeline", () => {
    it("says how long `up` and `destroy` take, and what they wait for", async () => {
        const report = timelineReport(timeline(await play("prod")), { colour: false });

        expect(report).to.match(
            /^Expected time: about \d+ minutes for `pulumi up` from nothing, about \d+ minutes for `pulumi destroy`\n\n/,
        );
        expect(report).to.match(/\n {3}0:00 {2}VPC network +0:22\n/);
        expect(report).to.match(/\n {2}\d\d:\d\d {2}Helm release connect +4:00\n/);
        expect(report).to.match(/\n {2}\d\d:\d\d {2}done\n/);
        expect(report).to.match(/\nAWS and Kubernetes impose \d\d:\d\d of it: 1\.0\d times as long\.\n/);
        expect(report).to.match(/\n {2}cluster cluster-eksCluster +4:00\n/);
        expect(report.split("\n").filter((line) => line.length > 120)).to.deep.equal([]);
    });

    it("follows the plan with --timeline, and goes with no data", async () => {
        const { status, out } = await plan("--stack", DEV, "--timeline");

        expect(status).to.equal(0);
        expect(out).to.match(/^Posit Connect on AWS · dev · [^]*\n\nExpected time: about \d+ minutes/);
        expect((await plan("--stack", DEV, "--timeline", "--json")).status).to.equal(2);
    });

    it("says what waits without need, and what nobody has timed", () => {
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
        const report = timelineReport(timeline(graph), { colour: false });

        expect(report).to.include("impose 0:05 of it: 2.00 times as long.\n");
        expect(report).to.include("  t:index:T b waits 0:05 for t:index:T a, which AWS does not ask for\n");
        expect(report).to.include("Nobody has timed, and 5 seconds are assumed: t:index:T.\n");
    });

    it("says that a stack without resources takes no time", () => {
        const graph = new Graph({ version: 3, deployment: {} });

        expect(timelineReport(timeline(graph), { colour: false })).to.equal(
            "Nothing is made, so nothing takes time.\n",
        );
    });
});
