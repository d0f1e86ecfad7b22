import { expect } from "chai";
import { expandCluster } from "../../../simulation/expansions/cluster";
import { byTypeAndName, expand, type RecordedChild, type RecordedExpansion } from "./notation";
import { recording } from "./recordings";

type Inputs = Record<string, unknown>;

function run(inputs: Inputs): RecordedExpansion {
    return expand(expandCluster, "eks:index:Cluster", "cluster", inputs);
}

function pinned(): Inputs {
    return structuredClone(recording("eks.Cluster-pinned-privateEndpoint").construct.inputs);
}

function addOn(inputs: Inputs, name: string): RecordedChild | undefined {
    return run(inputs).children.find((child) => child.type === "aws:eks/addon:Addon" && child.name === name);
}

describe("expandCluster", () => {
    for (const file of ["eks.Cluster-pinned-privateEndpoint", "eks.Cluster-pinned-publicEndpoint-coredns"]) {
        it(`registers what eks does (${file})`, () => {
            const { construct, children, childCount } = recording(file);

            const expansion = run(construct.inputs);

            expect(expansion.children).to.deep.equal(byTypeAndName(children));
            expect(expansion.children).to.have.length(childCount);
            expect(expansion.state).to.deep.equal(construct.state);
        });
    }

    // There eks asks AWS for the add-ons' versions: it is compared with the answers given as the pinned versions.
    it("registers what eks does on the engine, the add-ons' versions given", () => {
        const { construct, children, childCount } = recording("eks.Cluster-noOidc-privateEndpoint-skipSGs");

        const expansion = run({
            ...construct.inputs,
            vpcCniOptions: { addonVersion: "${invoke getAddonVersion(vpc-cni).version}" },
            kubeProxyAddonOptions: { version: "${invoke getAddonVersion(kube-proxy).version}" },
        });

        expect(expansion.children).to.deep.equal(byTypeAndName(children).map(withoutVersionDependency));
        expect(expansion.children).to.have.length(childCount);
        expect(expansion.state).to.deep.equal(construct.state);
    });

    it("hands the pinned versions and the way conflicts are resolved to the add-ons", () => {
        const conflicts = { resolveConflictsOnCreate: "NONE", resolveConflictsOnUpdate: "PRESERVE" };
        const inputs = {
            ...pinned(),
            vpcCniOptions: { addonVersion: "v1.20.0-eksbuild.1", ...conflicts },
            kubeProxyAddonOptions: { version: "v1.34.0-eksbuild.2", ...conflicts },
            corednsAddonOptions: { enabled: true, version: "v1.12.1-eksbuild.2", ...conflicts },
        };

        expect(addOn(inputs, "cluster-vpc-cni")?.inputs).to.deep.include({
            addonVersion: "v1.20.0-eksbuild.1",
            ...conflicts,
        });
        expect(addOn(inputs, "cluster-kube-proxy")?.inputs).to.deep.include({
            addonVersion: "v1.34.0-eksbuild.2",
            ...conflicts,
        });
        expect(addOn(inputs, "cluster-coredns")?.inputs).to.deep.include({
            addonVersion: "v1.12.1-eksbuild.2",
            ...conflicts,
        });
    });

    it("says whether network policies hold, as text", () => {
        const configuration = (enableNetworkPolicy?: boolean): unknown => {
            const vpcCniOptions = {
                addonVersion: "v1",
                ...(enableNetworkPolicy === undefined ? {} : { enableNetworkPolicy }),
            };
            const values = addOn({ ...pinned(), vpcCniOptions }, "cluster-vpc-cni")?.inputs[
                "configurationValues"
            ];
            return (JSON.parse(String(values)) as Inputs)["enableNetworkPolicy"];
        };

        expect(configuration(true)).to.equal("true");
        expect(configuration(false)).to.equal("false");
        expect(configuration()).to.equal(undefined);
    });

    it("leaves out what is not given", () => {
        const { encryptionConfigKeyArn, accessEntries, tags, corednsAddonOptions, ...inputs } = pinned();
        expect([encryptionConfigKeyArn, accessEntries, tags, corednsAddonOptions]).to.not.include(undefined);

        const { children, state } = run(inputs);

        const cluster = children.find(({ type }) => type === "aws:eks/cluster:Cluster");
        expect(cluster?.inputs).to.not.have.property("encryptionConfig");
        expect(cluster?.inputs["tags"]).to.deep.equal({ Name: "cluster-eksCluster" });
        expect(state["core"]).to.deep.include({ accessEntries: [] });
        expect(state["core"]).to.not.have.any.keys("encryptionConfig", "tags", "publicSubnetIds");
        expect(children.map(({ name }) => name)).to.not.include("cluster-coredns");
    });

    it("rejects unknown options, each with its name", () => {
        expect(() => run({ ...pinned(), fargate: true, nodeAmiId: "ami-1" })).to.throw(
            "the simulation does not know eks:index:Cluster with fargate, nodeAmiId",
        );
        expect(() => run({ ...pinned(), vpcCniOptions: { addonVersion: "v1", logLevel: "INFO" } })).to.throw(
            "vpcCniOptions.logLevel",
        );
        expect(() =>
            run({ ...pinned(), accessEntries: { admin: { principalArn: "arn", kind: "?" } } }),
        ).to.throw("accessEntries.admin.kind");
    });

    for (const [option, value] of Object.entries({
        authenticationMode: "CONFIG_MAP",
        createOidcProvider: true,
        skipDefaultNodeGroup: false,
        skipDefaultSecurityGroups: false,
        privateSubnetIds: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        publicAccessCidrs: ["203.0.113.0/24"],
    })) {
        it(`rejects ${option} ${JSON.stringify(value)}`, () => {
            expect(() => run({ ...pinned(), [option]: value })).to.throw(option);
        });
    }

    it("rejects an add-on without a version, which AWS would have to report", () => {
        expect(() => run({ ...pinned(), vpcCniOptions: { enableNetworkPolicy: true } })).to.throw(
            "vpcCniOptions.addonVersion (has to be given)",
        );
        expect(() => run({ ...pinned(), kubeProxyAddonOptions: {} })).to.throw(
            "kubeProxyAddonOptions.version",
        );
        expect(() => run({ ...pinned(), corednsAddonOptions: { enabled: true } })).to.throw(
            "corednsAddonOptions.version",
        );
    });
});

function withoutVersionDependency(child: RecordedChild): RecordedChild {
    const { addonVersion, ...propertyDependencies } = child.propertyDependencies;
    return addonVersion === undefined ? child : { ...child, propertyDependencies };
}
