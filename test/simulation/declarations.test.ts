import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resourceTypes } from "../../catalog";
import type { Graph } from "../../graph/graph";
import { GET_OBJECT, invokes } from "../../simulation/invokes";
import { secret, UNKNOWN_SENTINEL } from "../../lib/wire";
import { simulateBootstrap } from "../bootstrap/program";
import { exampleAccess } from "../bootstrap/stacks";
import { type Changes, simulateStack } from "../program";
import { World } from "../cloud/world";
import { type SimulatedValue, undeclared } from "./declarations";

const subnets = (kind: string): object[] =>
    ["a", "b"].map((zone, i) => ({
        id: `subnet-${kind === "public" ? "0000000a" : "0000000b"}${String(i)}`,
        availabilityZone: `us-east-1${zone}`,
    }));

/** Optional features, each on top of prod. */
const FEATURES: Record<string, Changes> = {
    "a runner": {
        sections: {
            runner: {
                repository: "example/connect",
                connectionArn:
                    "arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef",
            },
        },
    },
    "an adopted VPC": {
        sections: {
            network: {
                adopt: {
                    vpcId: "vpc-00000001",
                    cidrBlock: "10.1.0.0/16",
                    publicSubnets: subnets("public"),
                    privateSubnets: subnets("private"),
                },
            },
        },
    },
    "interface endpoints, a single NAT gateway": {
        sections: {
            network: {
                availabilityZones: ["us-east-1a", "us-east-1b"],
                natGateways: "Single",
                interfaceEndpoints: true,
            },
        },
    },
    "a self-signed certificate": {
        sections: { loadBalancer: { selfSignedCertificate: true, allowedCidrs: ["198.51.100.0/24"] } },
    },
    "administrators, node groups with labels and taints": {
        sections: {
            cluster: {
                privateAccessCidrs: ["10.0.0.0/16"],
                administratorRoleArns: ["arn:aws:iam::123456789012:role/deployer"],
                nodeGroups: {
                    general: { labels: { team: "data" } },
                    spare: { minSize: 1, taints: [{ key: "spare", effect: "NO_SCHEDULE" }] },
                },
            },
        },
    },
    "locked backups, their copies, tests and notices": {
        sections: {
            backup: {
                copyRegion: "us-west-2",
                restoreTests: true,
                notifyEmail: "operations@example.com",
                vaultLock: "governance",
                manifestLockDays: 30,
            },
        },
    },
    "nodes of content that Karpenter starts": {
        sections: {
            cluster: {
                privateAccessCidrs: ["192.0.2.0/24"],
                administratorRoleArns: ["arn:aws:iam::123456789012:role/deployer"],
                autoscaling: "karpenter",
                nodeReleaseVersion: "1.35.3-20260415",
                nodeGroups: { servers: {}, content: {} },
            },
        },
    },
    "mail and a private registry": {
        sections: {
            connect: {
                smtp: { host: "mail.example.com", user: "connect", senderEmail: "connect@example.com" },
            },
        },
        secrets: ["license", "smtpPassword", "registryCredentials"],
    },
};

const MOMENT = "2026-11-20T09:00:00Z";
const FILES = { adopt: "fs-0123456789abcdef0", takenAt: MOMENT };

const RESTORES = [
    {
        database: { pointInTime: MOMENT },
        fileSystem: { ...FILES, subPath: "aws-backup-restore_1" },
    },
    // Files that a job moves to the root.
    { database: { snapshot: "awsbackup:job-1", takenAt: MOMENT }, fileSystem: FILES },
];

describe("the simulation, compared with the SDKs' declarations", () => {
    const folder = mkdtempSync(join(tmpdir(), "declarations-"));
    const graphs: Graph[] = [];

    before(async function () {
        // Whole plans, one after the other.
        this.timeout(120_000);
        graphs.push(await simulateStack("dev"), await simulateStack("prod"));
        graphs.push(await simulateBootstrap(await exampleAccess()));
        for (const changes of Object.values(FEATURES)) {
            graphs.push(await simulateStack("prod", "update", changes));
        }
        const from = join(folder, "manifest.json");
        const manifest = graphs[1]
            ?.all("aws:s3/bucketObjectv2:BucketObjectv2")
            .find(({ inputs }) => inputs.key === "manifest.json")?.inputs.content;
        writeFileSync(from, String(manifest).replace('"stack": "prod"', '"stack": "old"'));
        for (const restore of RESTORES) {
            graphs.push(
                await simulateStack("prod", "update", { sections: { recovery: { from, ...restore } } }),
            );
        }
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    function resources(): Graph["resources"] {
        return graphs.flatMap(({ resources: all }) => all).filter(({ type }) => type in resourceTypes);
    }

    it("compares every type of the catalog: none is unused", () => {
        expect([...new Set(resources().map(({ type }) => type))].sort()).to.deep.equal(
            Object.keys(resourceTypes).sort(),
        );
    });

    it("accepts no undeclared input and returns no undeclared output, at any depth", function () {
        this.timeout(120_000);
        const values = resources()
            .filter(({ type }) => isDeclared(type))
            .flatMap(({ type, inputs, outputs }): SimulatedValue[] => [
                { type, is: "inputs", value: inputs },
                { type, is: "outputs", value: withoutCompat(outputs) },
            ]);

        expect(undeclared(values)).to.deep.equal([]);
    });

    it("returns no undeclared result of an invoke", async function () {
        this.timeout(120_000);
        const world = new World();
        await world.make("object", "object", { bucket: "b", key: "k", content: "{}", contentType: "text" });
        const calls: Record<string, Record<string, unknown>> = {
            "aws:efs/getFileSystem:getFileSystem": { fileSystemId: "fs-1" },
            "aws:iam/getSessionContext:getSessionContext": { arn: "arn" },
            "aws:index/getCallerIdentity:getCallerIdentity": {},
            "aws:kms/getKey:getKey": { keyId: "key" },
            "aws:rds/getInstance:getInstance": { dbInstanceIdentifier: "d" },
            "aws:rds/getInstances:getInstances": { filters: [{ values: ["d"] }] },
            "aws:rds/getSnapshot:getSnapshot": { dbSnapshotIdentifier: "s" },
            "aws:s3/getObject:getObject": { bucket: "b", key: "k" },
        };
        const place = { account: "123456789012", region: "us-east-1", partition: "aws" };
        const results = Object.entries(invokes).map(([type, invoke]): SimulatedValue => ({
            type,
            is: "result",
            value: invoke(calls[type] ?? {}, place, type === GET_OBJECT ? world.cloud : undefined),
        }));

        expect(Object.keys(calls).sort()).to.deep.equal(Object.keys(invokes).sort());
        expect(undeclared(results)).to.deep.equal([]);
    });
});

describe("a comparison with the SDKs' declarations", () => {
    it("reports an undeclared output, input or result, a missing input and a wrong type, at any depth", function () {
        this.timeout(120_000);
        const cluster = "aws:eks/cluster:Cluster";
        expect(
            undeclared([
                { type: cluster, is: "outputs", value: { certificateAuthorities: [{ data: "text" }] } },
                { type: cluster, is: "outputs", value: { arn: "arn", vpcConfig: { vpc: "vpc-1" } } },
                { type: "aws:ec2/natGateway:NatGateway", is: "outputs", value: { arn: "arn" } },
                { type: "random:index/randomId:RandomId", is: "outputs", value: { hex: 1 } },
                { type: "aws:kms/key:Key", is: "inputs", value: { purpose: "none" } },
                { type: "aws:kms/alias:Alias", is: "inputs", value: { name: secret("alias/a") } },
                {
                    type: "kubernetes:core/v1:Secret",
                    is: "inputs",
                    value: { metadata: { names: UNKNOWN_SENTINEL } },
                },
                { type: "aws:kms/getKey:getKey", is: "result", value: { keyArn: "arn" } },
            ]),
        ).to.deep.equal([
            "aws:eks/cluster:Cluster outputs › certificateAuthorities: is not declared",
            "aws:eks/cluster:Cluster outputs › vpcConfig › vpc: is not declared",
            "aws:ec2/natGateway:NatGateway outputs › arn: is not declared",
            "random:index/randomId:RandomId outputs › hex: Type 'number' is not assignable to type 'string'.",
            "aws:kms/key:Key inputs › purpose: is not declared",
            "aws:kms/alias:Alias inputs: Type '{ name: any; }' does not satisfy the expected type 'AliasArgs'.\n" +
                "  Property 'targetKeyId' is missing in type '{ name: any; }' but required in type 'AliasArgs'.",
            "kubernetes:core/v1:Secret inputs › metadata › names: is not declared",
            "aws:kms/getKey:getKey result › keyArn: is not declared",
        ]);
    });
});

/** The provider's settings have no class in a module of their own; a custom resource is declared by its chart alone. */
function isDeclared(type: string): boolean {
    return !/^(pulumi:|kubernetes:(elbv2\.k8s\.aws|karpenter\.k8s\.aws|karpenter\.sh)\/)/.test(type);
}

/** An input that the SDK adds to a release, and that is returned. Source: `@pulumi/kubernetes`, helm/v3/release.js. */
function withoutCompat({ ...outputs }: Record<string, unknown>): Record<string, unknown> {
    delete outputs["compat"];
    return outputs;
}
