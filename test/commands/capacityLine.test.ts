import { expect } from "chai";
import { capacityLine } from "../../commands/capacityLine";
import { capacityTable } from "../../commands/report/capacityTable";
import type { Graph } from "../../graph/graph";
import { graphOf, resource } from "../graph/resources";
import { simulateStack } from "../program";

/** A stack of the program, with other properties of its node group or database. */
async function stackWith(type: string, changes: Record<string, string | number>): Promise<Graph> {
    const { resources } = await simulateStack("dev");
    return graphOf(
        resources.map((each) =>
            each.type === type ? { ...each, properties: { ...each.properties, ...changes } } : each,
        ),
    );
}

const noRelease = graphOf([resource("aws:kinesis/stream:Stream", "queue")]);

describe("The capacity in a plan", () => {
    it("is the most users of Posit's test, and the limit that binds first", async () => {
        expect(capacityLine(await simulateStack("prod"))).to.equal(
            "Capacity: Posit's test fits, with up to 6,568 users (CPU that servers use). npm run capacity explains it.",
        );
    });

    it("counts the nodes that an autoscaler may start, and those before it does", async () => {
        const { resources } = await simulateStack("prod");
        const scaled = resources.map((each) =>
            each.name === "cluster-content" && each.type === "aws:eks/nodeGroup:NodeGroup"
                ? {
                      ...each,
                      properties: {
                          ...each.properties,
                          scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 6 },
                      },
                  }
                : each,
        );
        const autoscaler = resource("kubernetes:helm.sh/v3:Release", "autoscaler", {
            chart: "cluster-autoscaler",
        });

        expect(capacityLine(graphOf([...scaled, autoscaler]))).to.equal(
            "Capacity: Posit's test fits, with up to 6,568 users (CPU that servers use). npm run capacity explains it.\n" +
                "  Before the autoscaler starts nodes: 0 users.",
        );
    });

    it("is too small for a database with few connections", async () => {
        const graph = await stackWith("aws:rds/instance:Instance", { instanceClass: "db.t3.micro" });

        expect(capacityLine(graph)).to.equal(
            "Capacity: Posit's test of 3,000 users does not fit, at most 0 users (database connections). npm run capacity explains it.",
        );
        expect(capacityTable(graph).text).to.include('<span class="badge bad">✗ does not fit</span>');
        expect(capacityTable(graph).text).to.include('<span class="badge bad">✗ 200 of 103, 194 %</span>');
    });

    it("is not known if a limit is not, or if there are no servers", async () => {
        const graph = await stackWith("aws:rds/instance:Instance", { instanceClass: "db.x9.large" });

        expect(capacityLine(graph)).to.equal(
            "Capacity: not known, as the memory of db.x9.large is not known. npm run capacity lists what is.",
        );
        expect(capacityTable(graph).text).to.include('<span class="badge warn">○ not known</span>');
        expect(capacityLine(noRelease)).to.equal(
            "Capacity: not known, as the stack has no release of Connect.",
        );
        expect(capacityTable(noRelease).text).to.equal(
            '<p class="note">Not known, as the stack has no release of Connect.</p>\n',
        );
    });

    it("is a table in the page of a plan, the fullest limit first", async () => {
        const { text } = capacityTable(await simulateStack("prod"));

        expect(text).to.include('<span class="badge good">✓ fits</span>');
        expect(
            [...text.matchAll(/<tr><th scope="row">([^<]*)</g)].map(([, name]) => name).slice(0, 3),
        ).to.deep.equal([
            "places for servers on nodes",
            "CPU that servers use, cores",
            "database connections",
        ]);
    });
});
