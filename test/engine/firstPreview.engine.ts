import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Network } from "../../components/network";
import { program, ROOT } from "../program";
import { type EngineOptions, EngineStack, engineSuite, type Shape, violations, formatSteps } from "./harness";
import { expectSuccess } from "./lifecycle";

const ZONES = ["a", "b", "c", "d", "e"].map((letter) => `us-east-1${letter}`);

const policies = (shape: Shape): string[] => [
    ...["--policy-pack", join(ROOT, "policy")],
    ...["--policy-pack-config", join(ROOT, "policy", `${shape}.json`)],
];

type Config = Record<string, unknown>;

/** Sets options of a section and keeps its other options. */
const setOptions = (config: Config, section: string, options: Config): void => {
    const key = `posit-connect:${section}`;
    config[key] = { ...(config[key] as Config | undefined), ...options };
};

/** Uses the first `count` zones, with a node in each. */
const useZones =
    (count: number) =>
    (config: Config): void => {
        setOptions(config, "network", { availabilityZones: ZONES.slice(0, count) });
        const nodes = { instanceTypes: ["t3.2xlarge"], minSize: count, maxSize: 2 * count };
        setOptions(config, "cluster", { nodeGroups: { servers: nodes, content: nodes } });
    };

/** Deploys a VPC over three zones, for another stack to adopt. */
async function deployVpc(): Promise<EngineStack> {
    const stack = await EngineStack.start("owner", {
        program: () => {
            const network = new Network("network", {
                account: { id: "123456789012", region: "us-east-1", partition: "aws" },
                tags: {},
                physicalName: "owner",
                availabilityZones: ZONES.slice(0, 3),
                cidrBlock: "10.0.0.0/16",
                natGateways: "Single",
                interfaceEndpoints: false,
                flowLogRetentionDays: 30,
                logKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            });
            return Promise.resolve({ vpcId: network.vpcId });
        },
    });
    expectSuccess(await stack.up());
    return stack;
}

/** Adopts the first `count` zones of the owner's VPC. */
const adoptZones =
    (owner: EngineStack, count: number) =>
    (config: Config): void => {
        const objects = owner.cloud.all();
        const id = (type: string, name: string): string =>
            objects.find((object) => object.type === type && object.name === name)?.id ?? "";
        const subnets = (kind: string): Config[] =>
            ZONES.slice(0, count).map((availabilityZone, i) => ({
                id: id("aws:ec2/subnet:Subnet", `network-${kind}-${i + 1}`),
                availabilityZone,
            }));
        config["posit-connect:network"] = {
            adopt: {
                vpcId: id("aws:ec2/vpc:Vpc", "network"),
                cidrBlock: "10.0.0.0/16",
                publicSubnets: subnets("public"),
                privateSubnets: subnets("private"),
            },
        };
    };

interface ShapeCase {
    name: string;
    example: Shape;
    settings: (config: Config) => void;
    /** Adds one zone. */
    addZone: (config: Config) => void;
    cloudOf?: EngineStack;
    /** Replacements when the zone is added. */
    replaced: string[];
}

const REPLACED = ["content", "servers"].map(
    (group) => `replace aws:eks/nodeGroup:NodeGroup cluster-${group}`,
);

async function expectNoViolations({
    name,
    example,
    settings,
    addZone,
    cloudOf,
    replaced,
}: ShapeCase): Promise<void> {
    const options: EngineOptions = { example, settings, ...(cloudOf === undefined ? {} : { cloudOf }) };
    const stack = await EngineStack.start(name, options);
    const pack = policies(example);
    const replacements = (steps: Parameters<typeof formatSteps>[0]): string[] =>
        formatSteps(steps.filter(({ op }) => op === "replace"));
    try {
        const first = expectSuccess(await stack.preview(...pack));
        const update = expectSuccess(await stack.up(...pack));
        stack.settings(addZone);
        const zonePreview = expectSuccess(await stack.preview(...pack));
        const zoneUpdate = expectSuccess(await stack.up(...pack));

        expect([first, update, zonePreview, zoneUpdate].map(violations)).to.deep.equal([[], [], [], []]);
        expect(replacements(zonePreview.steps)).to.deep.equal(replaced);
        expect(replacements(zoneUpdate.steps)).to.deep.equal(replaced);
    } finally {
        stack.stop();
    }
}

engineSuite("the policy pack, from the first preview to the update that adds a zone", () => {
    for (const shape of ["dev", "prod"] as const) {
        const count = shape === "dev" ? 2 : 3;
        it(`reports no violation of a correct stack: ${shape}`, async () => {
            await expectNoViolations({
                name: shape,
                example: shape,
                settings: useZones(count),
                addZone: useZones(count + 1),
                replaced: REPLACED,
            });
        });
    }

    it("reports no violation of a correct stack: four zones", async () => {
        await expectNoViolations({
            name: "four-zones",
            example: "prod",
            settings: useZones(4),
            addZone: useZones(5),
            replaced: REPLACED,
        });
    });

    it("reports no violation of a correct stack: an adopted VPC", async () => {
        const owner = await deployVpc();
        try {
            await expectNoViolations({
                name: "adopt",
                example: "prod",
                cloudOf: owner,
                settings: adoptZones(owner, 2),
                addZone: adoptZones(owner, 3),
                replaced: REPLACED,
            });
        } finally {
            owner.stop();
        }
    });
});

/** The program with a mistake: changed inputs of one resource. */
function withMistake(
    type: string,
    name: RegExp,
    change: (subnets: Record<string, pulumi.Output<string>>, props: Config) => Config,
): () => Promise<Record<string, unknown>> {
    return async () => {
        const created: Record<string, aws.ec2.Subnet> = {};
        pulumi.runtime.registerStackTransformation((args) => {
            if (args.resource instanceof aws.ec2.Subnet) {
                created[args.name] = args.resource;
            }
            const subnets = Object.fromEntries(Object.entries(created).map(([key, { id }]) => [key, id]));
            return args.type === type && name.test(args.name)
                ? { props: { ...args.props, ...change(subnets, args.props) }, opts: args.opts }
                : undefined;
        });
        return (await program()) as Record<string, unknown>;
    };
}

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

const MISTAKES: Record<string, { program: () => Promise<Record<string, unknown>>; violations: string[] }> = {
    "a load balancer in private subnets": {
        program: withMistake(LOAD_BALANCER, /./, (subnets) => ({
            subnets: [1, 2, 3].map((n) => subnets[`network-private-${n}`]),
        })),
        violations: [
            "stack-subnet-tags load-balancer",
            ...[1, 2, 3].map((n) => `stack-subnet-tags network-private-${n}`),
        ],
    },
    "a load balancer with one private subnet among three": {
        program: withMistake(LOAD_BALANCER, /./, (subnets) => ({
            subnets: ["private-1", "public-2", "public-3"].map((name) => subnets[`network-${name}`]),
        })),
        violations: ["stack-subnet-tags load-balancer", "stack-subnet-tags network-private-1"],
    },
    "a database in public subnets": {
        program: withMistake("aws:rds/subnetGroup:SubnetGroup", /./, (subnets) => ({
            subnetIds: [1, 2, 3].map((n) => subnets[`network-public-${n}`]),
        })),
        violations: ["stack-database-subnets database"],
    },
    "nodes in public subnets": {
        program: withMistake(NODE_GROUP, /./, (subnets) => ({
            subnetIds: [1, 2, 3].map((n) => subnets[`network-public-${n}`]),
        })),
        violations: [
            "stack-database-subnets database",
            "stack-node-subnets-private cluster-content",
            "stack-node-subnets-private cluster-servers",
            ...[1, 2, 3].map((n) => `stack-subnet-tags network-public-${n}`),
        ],
    },
    "nodes in one zone": {
        program: withMistake(NODE_GROUP, /./, (subnets) => ({ subnetIds: [subnets["network-private-1"]] })),
        violations: ["stack-node-zones cluster-content", "stack-node-zones cluster-servers"],
    },
    "all NAT gateways in one zone": {
        program: withMistake("aws:ec2/natGateway:NatGateway", /./, (subnets) => ({
            subnetId: subnets["network-public-1"],
        })),
        violations: ["stack-nat-gateways posit-connect-prod"],
    },
    "a missing mount target": {
        // The third one is in the first zone.
        program: withMistake("aws:efs/mountTarget:MountTarget", /us-east-1c$/, (subnets) => ({
            subnetId: subnets["network-private-1"],
        })),
        violations: ["stack-mount-targets file-system", "stack-mount-targets file-system-us-east-1c"],
    },
    "an open security group": {
        program: withMistake(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            /^database-/,
            () => ({
                referencedSecurityGroupId: undefined,
                cidrIpv4: "0.0.0.0/0",
            }),
        ),
        violations: [
            "ec2-no-open-ingress-rule database-from-cluster",
            "stack-database-paths database",
            "stack-database-paths database-from-cluster",
            "stack-exposure database-from-cluster",
            "stack-internet-ingress database-from-cluster",
        ],
    },
    "Kubernetes secrets without a key": {
        program: withMistake("eks:index:Cluster", /./, () => ({ encryptionConfigKeyArn: undefined })),
        violations: ["eks-secrets-encryption cluster-eksCluster"],
    },
    "a database without a key of the stack": {
        program: withMistake("aws:rds/instance:Instance", /./, () => ({ kmsKeyId: undefined })),
        violations: ["rds-own-key database"],
    },
};

engineSuite("the policy pack stops an incorrect program in its first preview", () => {
    for (const [mistake, { program: incorrect, violations: expected }] of Object.entries(MISTAKES)) {
        it(mistake, async () => {
            const stack = await EngineStack.start("prod", { program: incorrect });
            try {
                const outcome = await stack.preview(...policies("prod"));

                expect([...new Set(violations(outcome))].sort()).to.deep.equal([...expected].sort());
                expect(outcome.error).to.not.equal(undefined);
            } finally {
                stack.stop();
            }
        });
    }
});
