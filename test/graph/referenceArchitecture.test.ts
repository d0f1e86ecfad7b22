import { expect } from "chai";
import { Graph, type Resource } from "../../graph/graph";
import { referenceArchitecture } from "../../graph/referenceArchitecture";
import { simulateStack } from "../program";

/** An edit of a planned graph; it may change resources in place, and returns those that stay. */
type Edit = (resources: Resource[]) => Resource[];

function change(type: string, edit: (resource: Resource) => void): Edit {
    return (resources) => {
        const [first] = resources.filter((resource) => resource.type === type);
        if (first === undefined) {
            throw new Error(`no ${type} to change`);
        }
        edit(first);
        return resources;
    };
}

function input(type: string, property: string, value: unknown): Edit {
    return change(type, ({ inputs }) => {
        inputs[property] = value;
    });
}

/** Changes a value of Connect's chart. */
function value(property: string, changed: unknown): Edit {
    return (resources) => {
        for (const { inputs } of resources) {
            const values = inputs.values as Record<string, unknown> | undefined;
            if (values?.executionEnvironments !== undefined) {
                values[property] = changed;
            }
        }
        return resources;
    };
}

function without(type: string): Edit {
    return (resources) => resources.filter((resource) => resource.type !== type);
}

/** A node group that is cut to one of its subnets. */
function inOneZone(type: string, property: string): Edit {
    return (resources) => {
        const first = resources.find(
            (resource) => resource.type === "aws:ec2/subnet:Subnet" && resource.name.includes("private"),
        );
        return change(type, (resource) => {
            resource.propertyDependencies[property] = first === undefined ? [] : [first.urn];
        })(resources);
    };
}

const INSTANCE = "aws:rds/instance:Instance";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const BINDING = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

/** Row, what is wrong, the edit, and what the row then says. */
const GAPS: [string, string, Edit, string][] = [
    ["R1", "content in the servers' pods", value("backends", {}), "backends.kubernetes is not enabled"],
    [
        "R1",
        "no execution environment",
        value("executionEnvironments", []),
        "no execution environment: no content would run",
    ],
    ["R2", "no cluster", without("aws:eks/cluster:Cluster"), "there is no cluster"],
    [
        "R3",
        "one node",
        input(NODE_GROUP, "scalingConfig", { minSize: 1, maxSize: 3 }),
        "cluster-general › 1–3 × t3.2xlarge, fewer than two nodes",
    ],
    [
        "R3",
        "small nodes",
        input(NODE_GROUP, "instanceTypes", ["t3.xlarge"]),
        "cluster-general › 3–6 × t3.xlarge, smaller than 2xlarge",
    ],
    ["R4", "nodes in one zone", inOneZone(NODE_GROUP, "subnetIds"), "cluster-general is in 1 zone"],
    [
        "R4",
        "a way from the internet",
        (resources) =>
            resources.map((resource) =>
                resource.type === "aws:ec2/route:Route" && resource.name === "network-us-east-1b"
                    ? { ...resource, inputs: { ...resource.inputs, gatewayId: "igw-1" } }
                    : resource,
            ),
        "cluster-general has a subnet with a route to an internet gateway",
    ],
    ["R5", "another engine", input(INSTANCE, "engine", "mysql"), "database runs mysql"],
    ["R5", "too little storage", input(INSTANCE, "allocatedStorage", 10), "database has 10 GiB"],
    [
        "R5",
        "too small a class",
        input(INSTANCE, "instanceClass", "db.t3.medium"),
        "db.t3.medium is smaller than db.m5.large",
    ],
    ["R6", "no database in it", input(INSTANCE, "dbName", undefined), "database creates no database"],
    ["R7", "one zone", input(INSTANCE, "multiAz", false), "database is in one zone"],
    [
        "R7",
        "a subnet group that lacks nodes' subnets",
        inOneZone("aws:rds/subnetGroup:SubnetGroup", "subnetIds"),
        "database lacks the nodes' subnets in us-east-1b, us-east-1c",
    ],
    [
        "R8",
        "an internal load balancer",
        input("aws:lb/loadBalancer:LoadBalancer", "internal", true),
        "load-balancer is internal",
    ],
    [
        "R8",
        "no HTTPS",
        (resources) => resources.filter(({ inputs }) => inputs.protocol !== "HTTPS"),
        "load-balancer has no HTTPS listener",
    ],
    ["R8", "pods that nothing binds", without(BINDING), "there is no target group binding"],
    [
        "R8",
        "pods bound to something else",
        change(BINDING, (binding) => {
            binding.dependencies = [];
        }),
        "connect does not bind load-balancer",
    ],
    [
        "R9",
        "plain files",
        input("aws:efs/fileSystem:FileSystem", "encrypted", false),
        "file-system is not encrypted",
    ],
    [
        "R9",
        "a volume elsewhere",
        change("kubernetes:core/v1:PersistentVolume", (volume) => {
            volume.dependencies = [];
        }),
        "connect-servers is not on file-system",
    ],
    [
        "R9",
        "files that no server mounts",
        value("sharedStorage", { mount: false }),
        "the servers do not mount it",
    ],
    [
        "R10",
        "a zone without a mount target",
        (resources) => resources.filter(({ name }) => name !== "file-system-us-east-1b"),
        "no mount target in us-east-1b",
    ],
    ["R11", "one server", value("replicas", 1), "connect has 1 server"],
    [
        "R11",
        "servers side by side",
        value("topologySpreadConstraints", []),
        "connect does not spread its servers over zones",
    ],
    [
        "R11",
        "no disruption budget",
        value("podDisruptionBudget", undefined),
        "connect has no disruption budget",
    ],
    [
        "R12",
        "files that nothing backs up",
        change("aws:backup/selection:Selection", (selection) => {
            const [database = ""] = selection.propertyDependencies.resources ?? [];
            selection.propertyDependencies.resources = [database];
        }),
        "no backup plan selects file-system",
    ],
    ["R12", "no manifest", without("aws:s3/bucketObjectv2:BucketObjectv2"), "no bucket keeps manifest.json"],
    [
        "R12",
        "no licence",
        (resources) => resources.filter(({ inputs }) => inputs.key !== "license.lic"),
        "no bucket keeps license.lic",
    ],
];

describe("referenceArchitecture", () => {
    for (const mode of ["preview", "update"] as const) {
        describe(`judges a graph (${mode})`, () => {
            let planned: Graph;

            before(async () => {
                planned = await simulateStack("prod", mode);
            });

            it("that is as it should be", () => {
                expect(referenceArchitecture(planned).filter(({ met }) => !met)).to.deep.equal([]);
            });

            for (const [row, wrong, edit, by] of GAPS) {
                it(`${row}: ${wrong}`, () => {
                    const resources = edit(
                        structuredClone(
                            planned.resources.map((resource) => ({ ...resource, properties: {} })),
                        ),
                    );

                    const judged = referenceArchitecture(
                        new Graph({ version: 3, deployment: { resources } }),
                    );
                    expect(judged.find(({ id }) => id === row)).to.include({ met: false, by });
                });
            }
        });
    }

    it("finds nothing met in an empty stack", () => {
        const rows = referenceArchitecture(new Graph({ version: 3, deployment: { resources: [] } }));

        expect(rows.filter(({ met }) => met)).to.deep.equal([]);
        expect(rows).to.have.lengthOf(12);
    });
});
