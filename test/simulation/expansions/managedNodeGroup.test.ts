import { expect } from "chai";
import { expandManagedNodeGroup } from "../../../simulation/expansions/managedNodeGroup";
import { byTypeAndName, expand, type Outputs, type RecordedExpansion } from "./notation";
import { recording } from "./recordings";

type Inputs = Record<string, unknown>;

/** What the references in the recordings lead to. */
const outputs: Outputs = {
    "${resource Cluster.cluster}": {
        "core.cluster.name": {
            value: "${Cluster.cluster-eksCluster.name}",
            of: "Cluster.cluster-eksCluster",
        },
        "core.cluster.version": { value: "1.34", of: "Cluster.cluster-eksCluster" },
    },
    "${resource Role.node-role}": { arn: { value: "${Role.node-role.arn}", of: "Role.node-role" } },
};

function run(name: string, inputs: Inputs): RecordedExpansion {
    return expand(expandManagedNodeGroup, "eks:index:ManagedNodeGroup", name, inputs, outputs);
}

function ownLaunchTemplate(): Inputs {
    return structuredClone(recording("eks.ManagedNodeGroup-ownLaunchTemplate").construct.inputs);
}

describe("expandManagedNodeGroup", () => {
    for (const file of ["eks.ManagedNodeGroup-ownLaunchTemplate", "eks.ManagedNodeGroup"]) {
        it(`registers what eks does (${file})`, () => {
            const { name, construct, children, childCount } = recording(file);

            const expansion = run(name, construct.inputs);

            expect(expansion.children).to.deep.equal(byTypeAndName(children));
            expect(expansion.children).to.have.length(childCount);
            expect(expansion.state).to.deep.equal(construct.state);
        });
    }

    it("leaves the version to a launch template, and the number of nodes to Pulumi unless told otherwise", () => {
        const { version, ignoreScalingChanges, ...inputs } = ownLaunchTemplate();
        expect([version, ignoreScalingChanges]).to.deep.equal(["1.35", true]);

        const [group] = run("content", inputs).children;

        expect(group?.inputs).to.not.have.property("version");
        expect(group).to.not.have.property("ignoreChanges");
    });

    it("refuses options that it does not know, each by its name", () => {
        expect(() => run("content", { ...ownLaunchTemplate(), enableIMDSv2: true, diskSize: 100 })).to.throw(
            "the simulation does not know eks:index:ManagedNodeGroup with enableIMDSv2, diskSize",
        );
    });

    it("refuses a group without a role, with two, without subnets or with half a size", () => {
        const { nodeRoleArn, subnetIds, ...rest } = ownLaunchTemplate();

        expect(() => run("content", { ...rest, subnetIds })).to.throw(
            "nodeRoleArn (eks wants either it or nodeRole)",
        );
        expect(() =>
            run("content", { ...rest, subnetIds, nodeRoleArn, nodeRole: "${resource Role.node-role}" }),
        ).to.throw("nodeRoleArn (eks wants either it or nodeRole)");
        expect(() => run("content", { ...rest, nodeRoleArn })).to.throw("subnetIds (has to be given)");
        expect(() =>
            run("content", { ...rest, subnetIds, nodeRoleArn, scalingConfig: { minSize: 1 } }),
        ).to.throw("scalingConfig.desiredSize (has to be given), scalingConfig.maxSize (has to be given)");
    });
});
