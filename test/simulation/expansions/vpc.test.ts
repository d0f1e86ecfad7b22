import { expect } from "chai";
import { expandVpc } from "../../../simulation/expansions/vpc";
import { expand } from "./notation";
import { recording } from "./recordings";

type Inputs = Record<string, unknown>;

/** The recorded inputs with one change. */
function run(change: Inputs): void {
    const { inputs } = recording("update/awsx.ec2.Vpc-prod").construct;
    expand(expandVpc, "awsx:ec2:Vpc", "network", { ...structuredClone(inputs), ...change });
}

describe("expandVpc", () => {
    it("rejects options that it does not know, each by its name", () => {
        expect(() => {
            run({ numberOfAvailabilityZones: 3, vpcEndpointSpecs: [] });
        }).to.throw(
            "the simulation does not know awsx:ec2:Vpc with numberOfAvailabilityZones, vpcEndpointSpecs",
        );
    });

    for (const [option, change] of Object.entries<Inputs>({
        subnetStrategy: { subnetStrategy: "Exact" },
        "natGateways.strategy": { natGateways: { strategy: "Single" } },
        // Recorded: awsx rejects it ("No subnets specified").
        subnetSpecs: { subnetSpecs: [] },
        "subnetSpecs.0.type": { subnetSpecs: [{ type: "Public", cidrBlocks: ["10.0.0.0/24"] }] },
    })) {
        it(`rejects another ${option} than the recorded one`, () => {
            expect(() => {
                run(change);
            }).to.throw(option);
        });
    }

    it("rejects another number of blocks than of zones", () => {
        expect(() => {
            run({ availabilityZoneNames: ["us-east-1a"] });
        }).to.throw("awsx:ec2:Vpc rejects subnetSpecs.0.cidrBlocks: must be one for each of 1 zones, got 3");
    });
});
