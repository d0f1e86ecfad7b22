import { expect } from "chai";
import { FileSystem, type FileSystemArgs } from "../../components/fileSystem";
import type { Graph } from "../../graph/graph";
import { account, network, settings, tags } from "../fixtures";
import { type Mode, record } from "../record";
import { countIn, untagged } from "./treeQuestions";

const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";
const POLICY = "aws:efs/fileSystemPolicy:FileSystemPolicy";
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";

const args: Omit<FileSystemArgs, "network"> = {
    ...settings.fileSystem,
    account,
    tags,
    mountRoleArn: "arn:aws:iam::123456789012:role/nodes",
    protect: true,
};

interface Recorded {
    graph: Graph;
    /** Zones of the network's private subnets. */
    zones: string[];
}

async function recordFileSystem(
    mode: Mode,
    changes: Partial<FileSystemArgs> = {},
    then: (fileSystem: FileSystem) => void = () => undefined,
): Promise<Recorded> {
    let zones: string[] = [];
    const graph = await record(mode, () => {
        const net = network();
        zones = net.privateSubnets.map(({ availabilityZone }) => availabilityZone);
        then(new FileSystem("files", { network: net, ...args, ...changes }));
    });
    return { graph, zones };
}

describe("FileSystem", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`is one file system with a mount target in each zone, and no inbound rule (${mode})`, async () => {
            const { graph, zones } = await recordFileSystem(mode);

            const component = graph.only("posit-connect:index:FileSystem");
            expect(countIn(graph, component)).to.deep.equal({
                "posit-connect:index:FileSystem": 1,
                "posit-connect:index:EncryptionKey": 1,
                "aws:kms/key:Key": 1,
                "aws:kms/alias:Alias": 1,
                [FILE_SYSTEM]: 1,
                [POLICY]: 1,
                [SECURITY_GROUP]: 1,
                [MOUNT_TARGET]: zones.length,
            });
            expect(zones).to.have.length.of.at.least(2);
            expect(untagged(graph, component, tags)).to.deep.equal([]);
        });

        it(`names its mount targets after their zones and puts them in its own group (${mode})`, async () => {
            const { graph, zones } = await recordFileSystem(mode);

            const targets = graph.all(MOUNT_TARGET);
            expect(targets.map(({ name }) => name)).to.have.members(zones.map((zone) => `files-${zone}`));
            for (const target of targets) {
                expect(graph.references(target, "fileSystemId")).to.deep.equal([graph.only(FILE_SYSTEM)]);
                expect(graph.references(target, "securityGroups")).to.deep.equal([
                    graph.only(SECURITY_GROUP),
                ]);
            }
        });

        it(`cannot be mounted before its policy allows a role (${mode})`, async () => {
            const { graph } = await recordFileSystem(mode);

            for (const target of graph.all(MOUNT_TARGET)) {
                expect(graph.dependsOn(target, graph.only(POLICY))).to.equal(true);
            }
        });
    }

    it("allows one role, through a mount target, as root, and rejects plain NFS", async () => {
        const { graph } = await recordFileSystem("update");

        const { arn } = graph.only(FILE_SYSTEM).outputs;
        expect(JSON.parse(String(graph.only(POLICY).inputs.policy))).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "MountByNodes",
                    Effect: "Allow",
                    Principal: { AWS: "arn:aws:iam::123456789012:role/nodes" },
                    Action: [
                        "elasticfilesystem:ClientMount",
                        "elasticfilesystem:ClientWrite",
                        "elasticfilesystem:ClientRootAccess",
                    ],
                    Resource: arn,
                    Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
                },
                {
                    Sid: "RefusePlainNfs",
                    Effect: "Deny",
                    Principal: { AWS: "*" },
                    Action: "*",
                    Resource: arn,
                    Condition: { Bool: { "aws:SecureTransport": "false" } },
                },
            ],
        });
    });

    for (const [days, period] of [
        [1, "AFTER_1_DAY"],
        [7, "AFTER_7_DAYS"],
        [365, "AFTER_365_DAYS"],
    ] as const) {
        it(`moves a file after ${days} days without reads (${period})`, async () => {
            const { graph } = await recordFileSystem("update", { infrequentAccessAfterDays: days });

            expect(graph.only(FILE_SYSTEM).inputs.lifecyclePolicies).to.deep.include({
                transitionToIa: period,
            });
        });
    }

    for (const protect of [true, false]) {
        it(`protects the file system and its key: ${protect}`, async () => {
            const { graph } = await recordFileSystem("update", { protect });

            expect(
                graph.resources.filter((resource) => resource.protect).map(({ type }) => type),
            ).to.have.members(protect ? ["aws:kms/key:Key", FILE_SYSTEM] : []);
        });
    }

    it("opens its port to one security group for each caller", async () => {
        const { graph } = await recordFileSystem("update", {}, (fileSystem) => {
            fileSystem.allowFrom("cluster", "sg-of-the-cluster");
        });

        const rule = graph.only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        expect(rule.name).to.equal("files-from-cluster");
        expect(rule.inputs).to.deep.equal({
            securityGroupId: graph.only(SECURITY_GROUP).id,
            description: "NFS from cluster",
            referencedSecurityGroupId: "sg-of-the-cluster",
            ipProtocol: "tcp",
            fromPort: 2049,
            toPort: 2049,
            tags,
        });
    });
});
