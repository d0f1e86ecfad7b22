import { expect } from "chai";
import { EngineStack, engineSuite, formatSteps, type SavedStack, type Shape, type Step } from "./harness";
import { expectSuccess } from "./lifecycle";

/** The settings of a stack file, by key. */
type Config = Record<string, unknown>;

interface Change {
    name: string;
    shapes: Shape[];
    settings?: (config: Config) => void;
    secrets?: Record<string, string>;
    /** The operator's steps in AWS before the change, described in docs/operate.md. */
    before?: (stack: EngineStack) => void;
    /** All steps except those of the recovery manifest, or a check of the steps. */
    steps: string[] | ((steps: string[]) => void);
    /** Files that are updated in the recovery buckets. Default: only the manifest, which contains the settings. */
    /** Settings of further updates, the last of which undoes the change. None loses a resource with data. */
    back?: ((config: Config) => void)[];
    manifestFiles?: string[];
}

/** Sets options of a section. */
function section(key: string, parts: Record<string, unknown>): (config: Config) => void {
    return (config) => {
        config[`posit-connect:${key}`] = {
            ...(config[`posit-connect:${key}`] as Record<string, unknown> | undefined),
            ...parts,
        };
    };
}

/** Resources with data, and those that all others depend on. No change of settings may replace or delete them. */
const IRREPLACEABLE = [
    "aws:rds/instance:Instance",
    "aws:efs/fileSystem:FileSystem",
    "aws:kms/key:Key",
    "aws:ec2/vpc:Vpc",
    "aws:eks/cluster:Cluster",
];

/** The steps that update the recovery buckets, in each of their regions. */
function manifestSteps({ manifestFiles = ["manifest.json"] }: Change, shape: Shape): string[] {
    const buckets = shape === "prod" ? ["recovery", "recovery-copy"] : ["recovery"];
    return buckets.flatMap((bucket) =>
        manifestFiles.map((file) => `update aws:s3/bucketObjectv2:BucketObjectv2 ${bucket}-${file}`),
    );
}

function findLosses(steps: Step[]): Step[] {
    return steps.filter(({ op, type }) => IRREPLACEABLE.includes(type) && !["create", "update"].includes(op));
}

const PROD_GROUPS = { servers: { minSize: 3, maxSize: 3 }, content: { minSize: 3, maxSize: 6 } };

const CHANGES: Change[] = [
    {
        name: "scale nodes: the group is updated in place, and the quota of content follows",
        shapes: ["dev"],
        settings: section("cluster", {
            nodeGroups: { general: { instanceTypes: ["t3.2xlarge"], minSize: 3, maxSize: 9 } },
        }),
        before: ({ cloud }) => {
            cloud.drift("aws:eks/nodeGroup:NodeGroup", ({ scalingConfig }) => ({
                scalingConfig: { ...(scalingConfig as object), desiredSize: 3 },
            }));
        },
        steps: [
            "update aws:eks/nodeGroup:NodeGroup cluster-general",
            "update kubernetes:core/v1:ResourceQuota connect-content",
        ],
    },
    {
        name: "scale the nodes of content, and leave those of servers",
        shapes: ["prod"],
        settings: section("cluster", {
            nodeGroups: { servers: { minSize: 3, maxSize: 3 }, content: { minSize: 3, maxSize: 9 } },
        }),
        steps: [
            "update aws:eks/nodeGroup:NodeGroup cluster-content",
            "update kubernetes:core/v1:ResourceQuota connect-content",
        ],
    },
    {
        name: "change instance types",
        shapes: ["prod"],
        settings: section("cluster", {
            version: "1.35",
            nodeGroups: {
                servers: { minSize: 3, maxSize: 3 },
                content: { instanceTypes: ["m6i.2xlarge"], minSize: 3, maxSize: 6 },
            },
        }),
        steps: [
            "create-replacement aws:eks/nodeGroup:NodeGroup cluster-content",
            "delete-replaced aws:eks/nodeGroup:NodeGroup cluster-content",
            "replace aws:eks/nodeGroup:NodeGroup cluster-content",
        ],
    },
    {
        name: "add a node group for content: servers avoid it",
        shapes: ["dev"],
        settings: section("cluster", {
            nodeGroups: {
                general: { instanceTypes: ["t3.2xlarge"] },
                more: { instanceTypes: ["t3.2xlarge"] },
            },
        }),
        steps: [
            "create aws:ec2/launchTemplate:LaunchTemplate cluster-more",
            "create aws:eks/nodeGroup:NodeGroup cluster-more",
            "update kubernetes:core/v1:ResourceQuota connect-content",
            "update kubernetes:helm.sh/v3:Release connect",
        ],
        manifestFiles: ["manifest.json", "values.yaml"],
    },
    {
        name: "separate servers and content: new nodes first, then the shared ones are deleted",
        shapes: ["dev"],
        settings: section("cluster", { nodeGroups: { servers: {}, content: {} } }),
        steps: [
            "create aws:ec2/launchTemplate:LaunchTemplate cluster-content",
            "create aws:ec2/launchTemplate:LaunchTemplate cluster-servers",
            "create aws:eks/nodeGroup:NodeGroup cluster-content",
            "create aws:eks/nodeGroup:NodeGroup cluster-servers",
            "create kubernetes:policy/v1:PodDisruptionBudget connect-content",
            "delete aws:ec2/launchTemplate:LaunchTemplate cluster-general",
            "delete aws:eks/nodeGroup:NodeGroup cluster-general",
            "update aws:eks/addon:Addon cluster-aws-efs-csi-driver",
            "update aws:eks/addon:Addon cluster-coredns",
            "update kubernetes:core/v1:ResourceQuota connect-content",
            "update kubernetes:helm.sh/v3:Release cluster-load-balancer-controller",
            "update kubernetes:helm.sh/v3:Release connect",
        ],
        manifestFiles: ["manifest.json", "values.yaml"],
    },
    {
        name: "stop waiting for content on drained nodes, and wait again",
        shapes: ["prod"],
        settings: section("cluster", { contentDrainTimeoutMinutes: 0 }),
        steps: [
            "delete kubernetes:policy/v1:PodDisruptionBudget connect-content",
            "update aws:eks/nodeGroup:NodeGroup cluster-content",
        ],
        back: [section("cluster", { contentDrainTimeoutMinutes: 15 })],
    },
    {
        name: "switch the autoscaler of content on and off",
        shapes: ["prod"],
        settings: section("cluster", { autoscaling: "cluster-autoscaler" }),
        steps: [
            "create aws:eks/podIdentityAssociation:PodIdentityAssociation cluster-autoscaler",
            "create aws:iam/role:Role cluster-autoscaler",
            "create aws:iam/rolePolicy:RolePolicy cluster-autoscaler",
            "create kubernetes:helm.sh/v3:Release cluster-autoscaler",
            "create posit-connect:index:ClusterAutoscaler cluster-autoscaler",
            "update aws:eks/nodeGroup:NodeGroup cluster-content",
            "update kubernetes:helm.sh/v3:Release connect",
        ],
        manifestFiles: ["manifest.json", "values.yaml"],
        back: [section("cluster", { autoscaling: "none" })],
    },
    {
        name: "add nodes with GPUs for content, rename and remove them",
        shapes: ["prod"],
        settings: section("cluster", {
            nodeGroups: { ...PROD_GROUPS, gpu: { instanceTypes: ["g5.xlarge"] } },
        }),
        steps: [
            "create aws:ec2/launchTemplate:LaunchTemplate cluster-gpu",
            "create aws:eks/nodeGroup:NodeGroup cluster-gpu",
            "create kubernetes:helm.sh/v3:Release cluster-device-plugin",
            "create posit-connect:index:DevicePlugin cluster-device-plugin",
            "update kubernetes:core/v1:ResourceQuota connect-content",
            "update kubernetes:helm.sh/v3:Release connect",
        ],
        manifestFiles: ["manifest.json", "values.yaml"],
        back: [
            section("cluster", { nodeGroups: { ...PROD_GROUPS, large: { instanceTypes: ["g5.12xlarge"] } } }),
            section("cluster", { nodeGroups: PROD_GROUPS }),
        ],
    },
    {
        name: "rename the group of content",
        shapes: ["prod"],
        settings: section("cluster", {
            nodeGroups: { servers: { minSize: 3, maxSize: 3 }, jobs: { minSize: 3, maxSize: 6 } },
        }),
        steps: [
            "create aws:ec2/launchTemplate:LaunchTemplate cluster-jobs",
            "create aws:eks/nodeGroup:NodeGroup cluster-jobs",
            "delete aws:ec2/launchTemplate:LaunchTemplate cluster-content",
            "delete aws:eks/nodeGroup:NodeGroup cluster-content",
        ],
    },
    {
        name: "add a zone",
        shapes: ["dev"],
        settings: (config) => {
            const network = config["posit-connect:network"] as { availabilityZones: string[] };
            const next = `us-east-1${"abcd"[network.availabilityZones.length] ?? ""}`;
            section("network", { availabilityZones: [...network.availabilityZones, next] })(config);
        },
        steps: [
            "create aws:ec2/route:Route network-public-3",
            "create aws:ec2/route:Route network-us-east-1c",
            "create aws:ec2/routeTable:RouteTable network-private-3",
            "create aws:ec2/routeTable:RouteTable network-public-3",
            "create aws:ec2/routeTableAssociation:RouteTableAssociation network-private-3",
            "create aws:ec2/routeTableAssociation:RouteTableAssociation network-public-3",
            "create aws:ec2/subnet:Subnet network-private-3",
            "create aws:ec2/subnet:Subnet network-public-3",
            "create aws:efs/mountTarget:MountTarget file-system-us-east-1c",
            "create-replacement aws:eks/nodeGroup:NodeGroup cluster-general",
            "delete-replaced aws:eks/nodeGroup:NodeGroup cluster-general",
            "replace aws:eks/nodeGroup:NodeGroup cluster-general",
            "update aws:ec2/vpcEndpoint:VpcEndpoint network-s3",
            "update aws:lb/loadBalancer:LoadBalancer load-balancer",
            "update aws:rds/subnetGroup:SubnetGroup database",
            "update kubernetes:core/v1:ResourceQuota connect-content",
        ],
    },
    {
        name: "raise the storage",
        shapes: ["prod"],
        settings: section("database", { storageGiB: 60 }),
        steps: ["update aws:rds/instance:Instance database"],
    },
    {
        name: "rotate the license",
        shapes: ["dev"],
        secrets: { "posit-connect:license": "another" },
        steps: [
            "update kubernetes:core/v1:Secret connect-license",
            "update kubernetes:helm.sh/v3:Release connect",
        ],
        manifestFiles: ["license.lic", "values.yaml"],
    },
    {
        name: "rotate the client secret",
        shapes: ["prod"],
        secrets: { "posit-connect:oidcClientSecret": "another" },
        steps: [
            "update kubernetes:core/v1:Secret connect-oidc",
            "update kubernetes:helm.sh/v3:Release connect",
        ],
        manifestFiles: ["values.yaml"],
    },
    {
        name: "upgrade the chart",
        shapes: ["dev"],
        settings: section("connect", { allowUntestedVersions: true, chart: { version: "99.0.0" } }),
        steps: ["update kubernetes:helm.sh/v3:Release connect"],
    },
    {
        name: "upgrade Kubernetes",
        shapes: ["prod"],
        settings: section("cluster", { version: "1.36" }),
        steps: [
            "update aws:eks/addon:Addon cluster-coredns",
            "update aws:eks/addon:Addon cluster-kube-proxy",
            "update aws:eks/cluster:Cluster cluster-eksCluster",
            "update aws:eks/nodeGroup:NodeGroup cluster-content",
            "update aws:eks/nodeGroup:NodeGroup cluster-servers",
        ],
    },
    {
        name: "patch the nodes",
        shapes: ["dev"],
        settings: section("cluster", { nodeReleaseVersion: "1.35.3-20260415" }),
        steps: ["update aws:eks/nodeGroup:NodeGroup cluster-general"],
    },
    {
        name: "list another administrator and another network: the deployer keeps access",
        shapes: ["dev"],
        settings: section("cluster", {
            administratorRoleArns: [
                "arn:aws:iam::123456789012:role/teams/operators",
                "arn:aws:iam::123456789012:role/deployer",
            ],
            privateAccessCidrs: ["10.0.0.0/16"],
        }),
        steps: [
            "create aws:eks/accessEntry:AccessEntry cluster-123456789012/role/teams/operators",
            "create aws:eks/accessPolicyAssociation:AccessPolicyAssociation cluster-123456789012/role/teams/operators",
            "create aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule cluster-api-from-10-0-0-0-16",
        ],
    },
    {
        name: "upgrade PostgreSQL",
        shapes: ["prod"],
        settings: section("database", { engineVersion: "16" }),
        steps: [
            "create aws:rds/parameterGroup:ParameterGroup database-postgres16",
            "delete aws:rds/parameterGroup:ParameterGroup database-postgres15",
            "update aws:rds/instance:Instance database",
        ],
    },
    {
        name: "turn deletion protection on",
        shapes: ["dev"],
        settings: (config) => {
            section("database", { deletionProtection: true })(config);
            section("cluster", { deletionProtection: true })(config);
            section("loadBalancer", { deletionProtection: true })(config);
        },
        steps: [
            "update aws:eks/cluster:Cluster cluster-eksCluster",
            "update aws:lb/loadBalancer:LoadBalancer load-balancer",
            "update aws:rds/instance:Instance database",
            "update aws:s3/bucket:Bucket load-balancer-logs",
        ],
    },
    {
        name: "move from a self-signed certificate to a domain",
        shapes: ["dev"],
        settings: (config) => {
            config["posit-connect:loadBalancer"] = {
                domainName: "connect.example.com",
                hostedZoneId: "Z0123456789EXAMPLE",
                allowedCidrs: ["203.0.113.0/24"],
                deletionProtection: false,
                accessLogRetentionDays: 7,
                wafLogRetentionDays: 7,
            };
        },
        steps: [
            "create aws:acm/certificate:Certificate load-balancer-certificate",
            "create aws:acm/certificateValidation:CertificateValidation load-balancer-certificate",
            "create aws:route53/record:Record load-balancer",
            "create aws:route53/record:Record load-balancer-certificate-proof",
            "create posit-connect:index:DomainCertificate load-balancer-certificate",
            "delete aws:acm/certificate:Certificate load-balancer-self-signed",
            "delete posit-connect:index:SelfSignedCertificate load-balancer-self-signed",
            "delete tls:index/privateKey:PrivateKey load-balancer-self-signed",
            "delete tls:index/selfSignedCert:SelfSignedCert load-balancer-self-signed",
            "update aws:lb/listener:Listener load-balancer-https",
            "update kubernetes:helm.sh/v3:Release connect",
        ],
        manifestFiles: ["manifest.json", "values.yaml"],
    },
    {
        name: "add a runner, and remove it",
        shapes: ["dev"],
        settings: section("runner", {
            repository: "example/connect",
            connectionArn:
                "arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef",
        }),
        steps: [
            "create aws:cloudwatch/logGroup:LogGroup runner",
            "create aws:codebuild/project:Project runner",
            "create aws:codebuild/webhook:Webhook runner",
            "create aws:ec2/securityGroup:SecurityGroup runner",
            "create aws:iam/role:Role runner",
            "create aws:iam/rolePolicy:RolePolicy runner",
            "create aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule runner-to-internet",
            "create aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule cluster-api-from-runner",
            "create posit-connect:index:Runner runner",
        ],
        back: [
            (config) => {
                delete config["posit-connect:runner"];
            },
        ],
    },
    {
        name: "change tags",
        shapes: ["dev"],
        settings: (config) => {
            config["posit-connect:tags"] = { environment: "dev", owner: "data" };
        },
        steps: (steps) => {
            expect(steps.filter((step) => !step.startsWith("update aws:"))).to.deep.equal([]);
            // A new version of the launch template replaces the nodes.
            expect(steps).to.include.members([
                "update aws:ec2/launchTemplate:LaunchTemplate cluster-general",
                "update aws:eks/nodeGroup:NodeGroup cluster-general",
            ]);
        },
    },
];

/** Tests of the changes that operators make. */
export function changes(shape: Shape): void {
    engineSuite(`changes to the ${shape} stack`, () => {
        let stack: EngineStack;
        let deployed: SavedStack;

        before(async () => {
            stack = await EngineStack.start(shape);
            expectSuccess(await stack.up());
            deployed = stack.save();
        });

        after(() => {
            stack.stop();
        });

        for (const change of CHANGES.filter(({ shapes }) => shapes.includes(shape))) {
            it(change.name, async () => {
                stack.reset(deployed);
                if (change.settings !== undefined) {
                    stack.settings(change.settings);
                }
                for (const [key, text] of Object.entries(change.secrets ?? {})) {
                    await stack.secret(key, text);
                }
                change.before?.(stack);
                const { steps } = expectSuccess(
                    await stack.up(...(change.before === undefined ? [] : ["--refresh"])),
                );

                expect(formatSteps(findLosses(steps))).to.deep.equal([]);
                if (typeof change.steps === "function") {
                    change.steps(formatSteps(steps));
                } else {
                    expect(formatSteps(steps)).to.deep.equal(
                        [...change.steps, ...manifestSteps(change, shape)].sort(),
                    );
                }
                expect(expectSuccess(await stack.up()).steps).to.deep.equal([]);
                for (const settings of change.back ?? []) {
                    stack.settings(settings);
                    const reverted = expectSuccess(await stack.up()).steps;
                    expect(reverted.length).to.be.greaterThan(0);
                    expect(formatSteps(findLosses(reverted))).to.deep.equal([]);
                    expect(expectSuccess(await stack.up()).steps).to.deep.equal([]);
                }
            });
        }
    });
}
