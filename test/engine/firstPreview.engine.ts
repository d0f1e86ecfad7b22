import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Network } from "../../components/network";
import { program, ROOT } from "../program";
import { type EngineOptions, EngineStack, engineSuite, type Shape, violations, words } from "./harness";
import { succeeded } from "./lifecycle";

const ZONES = ["a", "b", "c", "d", "e"].map((letter) => `us-east-1${letter}`);

const policies = (shape: Shape): { policyPacks: string[]; policyPackConfigs: string[] } => ({
    policyPacks: [join(ROOT, "policy")],
    policyPackConfigs: [join(ROOT, "policy", `${shape}.json`)],
});

type Config = Record<string, unknown>;

/** Sets options of a section, and leaves the others. */
const set = (config: Config, section: string, options: Config): void => {
    const key = `posit-connect:${section}`;
    config[key] = { ...(config[key] as Config | undefined), ...options };
};

/** A stack over the first `count` zones, with a node in each. */
const zones =
    (count: number) =>
    (config: Config): void => {
        set(config, "network", { availabilityZones: ZONES.slice(0, count) });
        set(config, "cluster", {
            nodeGroups: { general: { instanceTypes: ["t3.2xlarge"], minSize: count, maxSize: 2 * count } },
        });
    };

/** A VPC of its owner's, over three zones. */
async function ownersVpc(): Promise<EngineStack> {
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
    succeeded(await stack.up());
    return stack;
}

/** Adopts the first `count` zones of its owner's VPC. */
const adopting =
    (owner: EngineStack, count: number) =>
    (config: Config): void => {
        const made = owner.cloud.all();
        const id = (type: string, name: string): string =>
            made.find((object) => object.type === type && object.name === name)?.id ?? "";
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
    /** One more zone. */
    more: (config: Config) => void;
    beside?: EngineStack;
    /** What adds the zone's own subnets and mount target; nothing of a living resource but its node group. */
    replaced: string[];
}

const REPLACED = ["replace aws:eks/nodeGroup:NodeGroup cluster-general"];

async function judgedWhole({ name, example, settings, more, beside, replaced }: ShapeCase): Promise<void> {
    const options: EngineOptions = { example, settings, ...(beside === undefined ? {} : { beside }) };
    const stack = await EngineStack.start(name, options);
    const pack = policies(example);
    const replacements = (steps: Parameters<typeof words>[0]): string[] =>
        words(steps.filter(({ op }) => op === "replace"));
    try {
        const first = succeeded(await stack.preview(pack));
        const update = succeeded(await stack.up(pack));
        stack.settings(more);
        const zonePreview = succeeded(await stack.preview(pack));
        const zoneUpdate = succeeded(await stack.up(pack));

        expect([first, update, zonePreview, zoneUpdate].map(violations)).to.deep.equal([[], [], [], []]);
        expect(replacements(zonePreview.steps)).to.deep.equal(replaced);
        expect(replacements(zoneUpdate.steps)).to.deep.equal(replaced);
    } finally {
        stack.stop();
    }
}

engineSuite("the policy pack, from the first preview to one more zone", () => {
    for (const shape of ["dev", "prod"] as const) {
        const count = shape === "dev" ? 2 : 3;
        it(`reports nothing of a correct stack: ${shape}`, async () => {
            await judgedWhole({
                name: shape,
                example: shape,
                settings: () => undefined,
                more: zones(count + 1),
                replaced: REPLACED,
            });
        });
    }

    it("reports nothing of a correct stack: four zones", async () => {
        await judgedWhole({
            name: "four-zones",
            example: "prod",
            settings: zones(4),
            more: zones(5),
            replaced: REPLACED,
        });
    });

    it("reports nothing of a correct stack: an adopted VPC", async () => {
        const owner = await ownersVpc();
        try {
            await judgedWhole({
                name: "adopt",
                example: "prod",
                beside: owner,
                settings: adopting(owner, 2),
                more: adopting(owner, 3),
                replaced: REPLACED,
            });
        } finally {
            owner.stop();
        }
    });
});

/** The program with one mistake in it: inputs of one resource are others. */
function mistaken(
    type: string,
    name: RegExp,
    change: (subnets: Record<string, pulumi.Output<string>>, props: Config) => Config,
): () => Promise<Record<string, unknown>> {
    return async () => {
        const made: Record<string, aws.ec2.Subnet> = {};
        pulumi.runtime.registerStackTransformation((args) => {
            if (args.resource instanceof aws.ec2.Subnet) {
                made[args.name] = args.resource;
            }
            const subnets = Object.fromEntries(Object.entries(made).map(([key, { id }]) => [key, id]));
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
        program: mistaken(LOAD_BALANCER, /./, (subnets) => ({
            subnets: [1, 2, 3].map((n) => subnets[`network-private-${n}`]),
        })),
        violations: [
            "stack-subnet-tags load-balancer",
            ...[1, 2, 3].map((n) => `stack-subnet-tags network-private-${n}`),
        ],
    },
    "a load balancer with one private subnet among three": {
        program: mistaken(LOAD_BALANCER, /./, (subnets) => ({
            subnets: ["private-1", "public-2", "public-3"].map((name) => subnets[`network-${name}`]),
        })),
        violations: ["stack-subnet-tags load-balancer", "stack-subnet-tags network-private-1"],
    },
    "a database in public subnets": {
        program: mistaken("aws:rds/subnetGroup:SubnetGroup", /./, (subnets) => ({
            subnetIds: [1, 2, 3].map((n) => subnets[`network-public-${n}`]),
        })),
        violations: ["stack-database-subnets database"],
    },
    "nodes in public subnets": {
        program: mistaken(NODE_GROUP, /./, (subnets) => ({
            subnetIds: [1, 2, 3].map((n) => subnets[`network-public-${n}`]),
        })),
        violations: [
            "stack-database-subnets database",
            "stack-node-subnets-private cluster-general",
            ...[1, 2, 3].map((n) => `stack-subnet-tags network-public-${n}`),
        ],
    },
    "nodes in one zone": {
        program: mistaken(NODE_GROUP, /./, (subnets) => ({ subnetIds: [subnets["network-private-1"]] })),
        violations: ["stack-node-zones cluster-general"],
    },
    "all NAT gateways in one zone": {
        program: mistaken("aws:ec2/natGateway:NatGateway", /./, (subnets) => ({
            subnetId: subnets["network-public-1"],
        })),
        violations: ["stack-nat-gateways posit-connect-prod"],
    },
    "a mount target missing": {
        // The third one stands in the first zone.
        program: mistaken("aws:efs/mountTarget:MountTarget", /us-east-1c$/, (subnets) => ({
            subnetId: subnets["network-private-1"],
        })),
        violations: ["stack-mount-targets file-system", "stack-mount-targets file-system-us-east-1c"],
    },
    "an open security group": {
        program: mistaken("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", /^database-/, () => ({
            referencedSecurityGroupId: undefined,
            cidrIpv4: "0.0.0.0/0",
        })),
        violations: [
            "ec2-no-open-ingress-rule database-from-cluster",
            "stack-database-paths database",
            "stack-database-paths database-from-cluster",
            "stack-exposure database-from-cluster",
            "stack-internet-ingress database-from-cluster",
        ],
    },
    "secrets of Kubernetes under no key": {
        program: mistaken("eks:index:Cluster", /./, () => ({ encryptionConfigKeyArn: undefined })),
        violations: ["eks-secrets-encryption cluster-eksCluster"],
    },
    "a database under no key of the stack": {
        program: mistaken("aws:rds/instance:Instance", /./, () => ({ kmsKeyId: undefined })),
        violations: ["rds-own-key database"],
    },
};

engineSuite("the policy pack stops a wrong program in its first preview", () => {
    for (const [mistake, { program: wrong, violations: expected }] of Object.entries(MISTAKES)) {
        it(mistake, async () => {
            const stack = await EngineStack.start("prod", { program: wrong });
            try {
                const outcome = await stack.preview(policies("prod"));

                expect([...new Set(violations(outcome))].sort()).to.deep.equal([...expected].sort());
                expect(outcome.error).to.not.equal(undefined);
            } finally {
                stack.stop();
            }
        });
    }
});
