import { expect } from "chai";
import { expandVpc } from "../../../simulation/expansions/vpc";
import { byTypeAndName, expand, type RecordedChild, type RecordedExpansion } from "./notation";
import { recording } from "./recordings";

interface Spec {
    name: string;
    type: string;
    cidrMask?: number;
    cidrBlocks?: string[];
    tags?: Record<string, string>;
}

interface Inputs extends Record<string, unknown> {
    availabilityZoneNames: string[];
    natGateways: { strategy: string };
    subnetSpecs: Spec[];
}

function run(inputs: Inputs): RecordedExpansion {
    return expand(expandVpc, "awsx:ec2:Vpc", "vpc", inputs);
}

function explicit(): Inputs {
    return structuredClone(recording("awsx.ec2.Vpc-explicit-OnePerAz-4zones").construct.inputs) as Inputs;
}

/** The program's inputs for the first `count` zones. */
function withZones(count: number, strategy: string): Inputs {
    const inputs = explicit();
    return {
        ...inputs,
        availabilityZoneNames: inputs.availabilityZoneNames.slice(0, count),
        natGateways: { strategy },
        subnetSpecs: inputs.subnetSpecs.map((spec) => ({
            ...spec,
            cidrBlocks: spec.cidrBlocks?.slice(0, count),
        })),
    };
}

/** The blocks that awsx laid out for a spec, in the order of the zones. */
function blocksOf(children: RecordedChild[], spec: Spec): string[] {
    return children
        .filter(({ type, name }) => type === "aws:ec2/subnet:Subnet" && name.includes(`-${spec.name}-`))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ inputs }) => String(inputs["cidrBlock"]));
}

function named(children: RecordedChild[], type: string): Record<string, RecordedChild> {
    return Object.fromEntries(
        children.filter((child) => child.type.endsWith(`:${type}`)).map((child) => [child.name, child]),
    );
}

describe("expandVpc", () => {
    for (const file of ["awsx.ec2.Vpc-explicit-OnePerAz-4zones", "awsx.ec2.Vpc-explicit-Single-2zones"]) {
        it(`registers what awsx does (${file})`, () => {
            const { construct, children, childCount } = recording(file);

            const expansion = run(construct.inputs as Inputs);

            expect(expansion.children).to.deep.equal(byTypeAndName(children));
            expect(expansion.children).to.have.length(childCount);
            expect(expansion.state).to.deep.equal(construct.state);
        });
    }

    // In these awsx lays the subnets out by masks: they are compared with the blocks that it chose given to it.
    for (const strategy of ["None", "Single", "OnePerAz"]) {
        it(`registers what awsx does on the engine, the blocks given (${strategy})`, () => {
            const { construct, children, childCount } = recording(`awsx.ec2.Vpc-${strategy}`);
            const inputs = construct.inputs as Inputs;
            const subnetSpecs = inputs.subnetSpecs.map(({ name, type, tags }) => ({
                name,
                type,
                tags,
                cidrBlocks: blocksOf(children, { name, type }),
            }));

            const expansion = run({ ...inputs, subnetSpecs });

            expect(expansion.children).to.deep.equal(byTypeAndName(children));
            expect(expansion.children).to.have.length(childCount);
            expect(expansion.state).to.deep.equal({
                ...construct.state,
                subnetLayout: subnetSpecs.map(({ name, type, cidrBlocks }) => ({ name, type, cidrBlocks })),
            });
        });
    }

    for (const zones of [2, 3, 4, 6]) {
        it(`gives each of ${zones} zones its subnets, and a NAT gateway or the first zone's`, () => {
            const inputs = zones > 4 ? moreZones(zones) : withZones(zones, "OnePerAz");
            const own = run(inputs).children;
            const shared = run({ ...inputs, natGateways: { strategy: "Single" } }).children;
            const none = run({ ...inputs, natGateways: { strategy: "None" } }).children;

            // A VPC, its gateway, and for a subnet: itself, table, association and route; two more for a NAT gateway.
            expect(own).to.have.length(2 + zones * 8 + zones * 2);
            expect(shared).to.have.length(2 + zones * 8 + 2);
            expect(none).to.have.length(2 + zones * 8 - zones);
            for (let zone = 1; zone <= zones; zone++) {
                const gateway = (children: RecordedChild[]): unknown =>
                    named(children, "Route")[`vpc-private-${zone}`]?.inputs["natGatewayId"];
                expect(gateway(own)).to.equal(`\${NatGateway.vpc-${zone}.id}`);
                expect(gateway(shared)).to.equal("${NatGateway.vpc-1.id}");
                expect(gateway(none)).to.equal(undefined);
            }
        });
    }

    it("puts public subnets first, in whatever order they are asked for", () => {
        const inputs = explicit();
        const turned = { ...inputs, subnetSpecs: [...inputs.subnetSpecs].reverse() };

        expect(run(turned).children).to.deep.equal(run(inputs).children);
    });

    it("refuses options that it does not know, each by its name", () => {
        expect(() => run({ ...explicit(), numberOfAvailabilityZones: 3, vpcEndpointSpecs: [] })).to.throw(
            "the simulation does not know awsx:ec2:Vpc with numberOfAvailabilityZones, vpcEndpointSpecs",
        );
        const inputs = explicit();
        const subnetSpecs = inputs.subnetSpecs.map((spec) => ({ ...spec, cidrMask: 24 }));
        expect(() => run({ ...inputs, subnetSpecs })).to.throw(
            "subnetSpecs.0.cidrMask, subnetSpecs.1.cidrMask",
        );
    });

    it("refuses values that it does not know", () => {
        expect(() => run({ ...explicit(), subnetStrategy: "Exact" })).to.throw("subnetStrategy");
        expect(() => run({ ...explicit(), natGateways: { strategy: "Some" } })).to.throw(
            "natGateways.strategy",
        );
        expect(() => run({ ...explicit(), availabilityZoneNames: ["us-east-1a"] })).to.throw(
            "subnetSpecs.0.cidrBlocks (awsx wants one for each of 1 zones, got 4)",
        );
    });
});

function moreZones(count: number): Inputs {
    const inputs = explicit();
    const indexes = Array.from({ length: count }, (_, i) => i);
    return {
        ...inputs,
        availabilityZoneNames: indexes.map((i) => `us-east-1${"abcdef".charAt(i)}`),
        subnetSpecs: inputs.subnetSpecs.map((spec) => ({
            ...spec,
            cidrBlocks: indexes.map((i) =>
                spec.type === "Public" ? `10.0.${i}.0/24` : `10.0.${16 * (i + 1)}.0/20`,
            ),
        })),
    };
}
