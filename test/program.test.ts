import { expect } from "chai";
import { databaseRoots } from "../components/databaseRoots";
import type { Graph, Resource } from "../graph/graph";
import { timeline } from "../graph/timeline";
import { blocksBackupStart, formatSpan, parseWindow, startSpan, weeklyStarts } from "../lib/weekSpan";
import { untagged } from "./components/treeQuestions";
import { type Changes, CLUSTER_ACCESS, SECRET_TEXTS, SINGLE_SECRETS, simulateStack } from "./program";
import { requirementFindings } from "./policy/requirementFindings";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";

const zones = (count: number): string[] =>
    ["a", "b", "c", "d"].slice(0, count).map((zone) => `us-east-1${zone}`);

const subnets = (kind: string): { id: string; availabilityZone: string }[] =>
    zones(3).map((availabilityZone, i) => ({
        id: `subnet-${kind === "public" ? "0000000a" : "0000000b"}${i}`,
        availabilityZone,
    }));

const adopted = {
    adopt: {
        vpcId: "vpc-00000001",
        cidrBlock: "10.1.0.0/16",
        publicSubnets: subnets("public"),
        privateSubnets: subnets("private"),
    },
};

const noDomain = { selfSignedCertificate: true, allowedCidrs: ["198.51.100.0/24"] };

const airGapped = {
    chart: { name: "oci://mirror.example.com/rstudio-connect", repository: "", version: "0.21.0" },
    images: { connect: "mirror.example.com/connect", contentInit: "mirror.example.com/connect-content-init" },
    executionEnvironments: [
        {
            name: "mirror.example.com/content:1",
            python: [{ version: "3.14.4", path: "/opt/python/3.14.4/bin/python3" }],
        },
    ],
    packageManagerUrl: "https://packages.example.com",
};

/** Settings that affect many parts of the program, each in addition to the example of prod. */
const MATRIX: Record<string, Changes> = {
    "2 zones": { sections: { network: { availabilityZones: zones(2) } } },
    "3 zones": { sections: { network: { availabilityZones: zones(3) } } },
    "4 zones": { sections: { network: { availabilityZones: zones(4) }, cluster: CLUSTER_ACCESS } },
    "one NAT gateway, endpoints": {
        sections: {
            network: { availabilityZones: zones(3), natGateways: "Single", interfaceEndpoints: true },
        },
    },
    "an adopted VPC": { sections: { network: adopted } },
    "no domain": { sections: { loadBalancer: noDomain } },
    "an internal load balancer": {
        sections: { loadBalancer: { ...noDomain, internal: true, allowedCidrs: ["10.0.0.0/8"] } },
    },
    "an internal load balancer in an adopted VPC without public subnets": {
        sections: {
            network: { adopt: { ...adopted.adopt, publicSubnets: undefined } },
            loadBalancer: { ...noDomain, internal: true, allowedCidrs: ["10.0.0.0/8"] },
        },
    },
    "an existing certificate": {
        sections: {
            loadBalancer: {
                domainName: "connect.example.com",
                certificateArn:
                    "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000",
            },
        },
    },
    "a runner, the only way to the API": {
        sections: {
            cluster: { ...CLUSTER_ACCESS, privateAccessCidrs: [], sessionManager: true },
            runner: {
                repository: "example/connect",
                connectionArn:
                    "arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef",
            },
        },
    },
    "a private-only API": { sections: { cluster: CLUSTER_ACCESS } },
    "an API open to one network": {
        sections: { cluster: { ...CLUSTER_ACCESS, publicAccessCidrs: ["198.51.100.0/24"] } },
    },
    "more node groups": {
        sections: {
            cluster: {
                ...CLUSTER_ACCESS,
                nodeGroups: {
                    general: {},
                    memory: { instanceTypes: ["r6i.4xlarge"], minSize: 0, maxSize: 4 },
                    spare: { minSize: 1, maxSize: 2, taints: [{ key: "spare", effect: "NO_SCHEDULE" }] },
                },
            },
        },
    },
    "nodes with GPUs next to shared ones": {
        sections: {
            cluster: { ...CLUSTER_ACCESS, nodeGroups: { gpu: { instanceTypes: ["g5.xlarge"] } } },
        },
    },
    "air-gapped images": {
        sections: {
            connect: airGapped,
            cluster: {
                ...CLUSTER_ACCESS,
                controller: {
                    chart: "oci://mirror.example.com/aws-load-balancer-controller",
                    repository: "",
                    imageRepository: "mirror.example.com/aws-load-balancer-controller",
                },
            },
        },
        secrets: ["license", "registryCredentials"],
    },
    "a login to the charts' repository": {
        sections: {
            connect: { chart: { repository: "https://charts.example.com", user: "reader" } },
            cluster: {
                ...CLUSTER_ACCESS,
                controller: { repository: "https://charts.example.com", user: "reader" },
            },
        },
        secrets: ["license", "chartPassword"],
    },
    "e-mail and Connect's own accounts": {
        sections: {
            connect: {
                smtp: { host: "mail.example.com", user: "connect", senderEmail: "connect@example.com" },
            },
        },
        secrets: ["license", "smtpPassword"],
    },
    "logins with LDAP": {
        sections: {
            connect: {
                authentication: {
                    provider: "ldap",
                    host: "ldap.example.com",
                    bindDn: "CN=connect,DC=example,DC=com",
                    usersBaseDn: "OU=Users,DC=example,DC=com",
                },
                certificateAuthorities: databaseRoots("us-east-1"),
            },
        },
        secrets: ["license", "ldapBindPassword"],
    },
    "further settings of Connect": {
        sections: {
            connect: {
                config: { Applications: { BundleRetentionLimit: 5 } },
                environment: {
                    servers: {
                        HTTPS_PROXY: "http://proxy.example.com:3128",
                        CONNECT_SERVER_SIGNINGKEY: { secret: "signing-key" },
                    },
                    content: { DATA_TOKEN: { secret: "data.token" } },
                },
            },
        },
        secrets: ["license", "extraSecrets", "packageManagerToken"],
    },
};

function findRelease(graph: Graph): Resource {
    const [found] = graph.all(RELEASE).filter(({ parent }) => parent?.endsWith("::connect"));
    if (found === undefined) {
        throw new Error("the graph has no release of Connect");
    }
    return found;
}

/** The findings that other settings cause on purpose. */
const NOT_MET: Record<string, string[]> = {
    "one NAT gateway, endpoints": ["us-east-1b", "us-east-1c"].map(
        (zone) =>
            `R11 stack-nat-gateways: No NAT gateway is in ${zone}. Its nodes lose internet access if another zone fails.`,
    ),
};

describe("the program", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`keeps every rule that checks the reference architecture in prod (${mode})`, async () => {
            expect(requirementFindings(await simulateStack("prod", mode))).to.deep.equal([]);
        });
    }

    for (const stack of ["dev", "prod"] as const) {
        it(`registers the same resources in a first preview of ${stack} as in its deployment`, async () => {
            const deployed = await simulateStack(stack);
            const preview = await simulateStack(stack, "preview");

            const shape = ({ resources }: Graph): unknown =>
                resources
                    .map(({ urn, parent, protect, ignoreChanges }) => ({
                        urn,
                        parent,
                        protect,
                        ignoreChanges,
                    }))
                    .sort((a, b) => a.urn.localeCompare(b.urn));
            expect(shape(preview)).to.deep.equal(shape(deployed));
        });
    }

    for (const stack of ["dev", "prod"] as const) {
        it(`names the IAM roles, the subnet group and the web ACL of ${stack} after the stack`, async () => {
            const graph = await simulateStack(stack, "preview");
            const names = (type: string, key = "name"): unknown[] =>
                graph.all(type).map(({ name, inputs }) => [name, inputs[key]]);
            const role = (purpose: string): string => `posit-connect-${stack}-${purpose}-us-east-1`;

            const roles = graph.all("aws:iam/role:Role");
            expect(roles.map(({ name, inputs }) => [name, inputs.name])).to.have.deep.members([
                ["cluster-eksRole-role", role("cluster")],
                ["network-flow-logs", role("flow-logs")],
                ["cluster-nodes", role("nodes")],
                ["cluster-load-balancer-controller", role("lb-controller")],
                ["database-monitoring", role("rds-monitoring")],
                ["backup", role("backup")],
                ["backup-restores", role("backup-restores")],
            ]);
            expect(names("aws:rds/subnetGroup:SubnetGroup")).to.deep.equal([
                ["database", `posit-connect-${stack}`],
            ]);
            expect(names("aws:wafv2/webAcl:WebAcl")).to.deep.equal([
                ["load-balancer-firewall", `posit-connect-${stack}`],
            ]);
        });
    }

    it("sets the permissions boundary of every role, also of the cluster's own", async () => {
        const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/teams/boundary";
        const connectionArn =
            "arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef";
        const sections = {
            iam: { permissionsBoundaryArn },
            backup: { restoreTests: true },
            runner: { repository: "example/connect", connectionArn },
        };
        const karpenter = { autoscaling: "karpenter", nodeReleaseVersion: "1.35.3-20260415" };
        const nodeGroups = { servers: {}, content: { maxSize: 6 } };
        const expected = [
            "backup",
            "backup-restores",
            "cluster-eksRole-role",
            "cluster-load-balancer-controller",
            "cluster-nodes",
            "database-monitoring",
            "network-flow-logs",
            "runner",
        ];
        for (const [cluster, more] of [
            [{}, []],
            [{ ...karpenter, nodeGroups, sessionManager: true }, ["cluster-karpenter"]],
            [{ autoscaling: "cluster-autoscaler", nodeGroups }, ["cluster-autoscaler"]],
        ] as const) {
            for (const mode of ["preview", "update"] as const) {
                const graph = await simulateStack("prod", mode, {
                    sections: { ...sections, cluster: { ...CLUSTER_ACCESS, ...cluster } },
                });

                expect(
                    graph
                        .all("aws:iam/role:Role")
                        .map(({ name, inputs }) => `${name} ${String(inputs.permissionsBoundary)}`)
                        .sort(),
                ).to.deep.equal(
                    [...expected, ...more].map((name) => `${name} ${permissionsBoundaryArn}`).sort(),
                );
            }
        }
        const unbounded = (await simulateStack("prod")).all("aws:iam/role:Role");
        expect(unbounded.filter(({ inputs }) => "permissionsBoundary" in inputs)).to.deep.equal([]);
    });

    it("creates keys whose ids the provider accepts", async () => {
        const ids = (await simulateStack("prod")).all("aws:kms/key:Key").map(({ id }) => id);

        // Source: hashicorp/terraform-provider-aws, internal/verify, UUIDRegexPattern.
        const acceptedId = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[ab89][0-9a-f]{3}-[0-9a-f]{12}$/;
        expect(ids).to.have.length.above(5);
        expect(ids.filter((id) => !acceptedId.test(id ?? ""))).to.deep.equal([]);
        expect(new Set(ids)).to.have.lengthOf(ids.length);
    });

    it("schedules database maintenance for a time at which no backup and no restore test can start", async () => {
        const graph = await simulateStack("prod", "preview", {
            sections: { backup: { restoreTests: true } },
        });

        const window = parseWindow(String(graph.only("aws:rds/instance:Instance").inputs.maintenanceWindow));
        const rules = graph.only("aws:backup/plan:Plan").inputs.rules as {
            schedule: string;
            startWindow: number;
        }[];
        const tests = graph.all("aws:backup/restoreTestingPlan:RestoreTestingPlan").map(({ inputs }) => ({
            schedule: String(inputs.scheduleExpression),
            // The default, in hours. Source: AWS Backup API reference, RestoreTestingPlanForCreate.
            startWindow: Number(inputs.startWindowHours ?? 24) * 60,
        }));
        const starts = [...rules, ...tests].flatMap(({ schedule, startWindow }) =>
            (weeklyStarts(schedule) ?? []).map((start) => startSpan(start, startWindow)),
        );
        expect(window).not.to.equal(undefined);
        // The daily backups, the backup on Sunday, and the restore test on Wednesday.
        expect(starts).to.have.length(7 + 1 + 1);
        expect(
            starts.filter((each) => window === undefined || blocksBackupStart(each, window)).map(formatSpan),
        ).to.deep.equal([]);
    });

    it("registers these resources for prod", async () => {
        expect((await simulateStack("prod")).count()).to.deep.equal({
            "posit-connect:index:EncryptionKey": 8,
            "aws:kms/key:Key": 8,
            "aws:kms/alias:Alias": 8,
            "posit-connect:index:Network": 1,
            "awsx:ec2:Vpc": 1,
            "aws:ec2/vpc:Vpc": 1,
            "aws:ec2/internetGateway:InternetGateway": 1,
            "aws:ec2/subnet:Subnet": 6,
            "aws:ec2/routeTable:RouteTable": 6,
            "aws:ec2/routeTableAssociation:RouteTableAssociation": 6,
            "aws:ec2/route:Route": 6,
            "aws:ec2/eip:Eip": 3,
            "aws:ec2/natGateway:NatGateway": 3,
            "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
            "aws:ec2/flowLog:FlowLog": 1,
            "aws:ec2/vpcEndpoint:VpcEndpoint": 1,
            "aws:cloudwatch/logGroup:LogGroup": 5,
            "aws:iam/role:Role": 7,
            "aws:iam/rolePolicy:RolePolicy": 3,
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 7,
            "posit-connect:index:Cluster": 1,
            "eks:index:Cluster": 1,
            "eks:index:ServiceRole": 1,
            "eks:index:VpcCniAddon": 1,
            "aws:eks/cluster:Cluster": 1,
            "aws:eks/addon:Addon": 5,
            "aws:eks/accessEntry:AccessEntry": 1,
            "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": 1,
            "aws:eks/nodeGroup:NodeGroup": 2,
            "aws:eks/podIdentityAssociation:PodIdentityAssociation": 1,
            "aws:ec2/launchTemplate:LaunchTemplate": 2,
            "pulumi:providers:kubernetes": 2,
            "posit-connect:index:LoadBalancerController": 1,
            [RELEASE]: 2,
            "posit-connect:index:Database": 1,
            "aws:rds/instance:Instance": 1,
            "aws:rds/subnetGroup:SubnetGroup": 1,
            "aws:rds/parameterGroup:ParameterGroup": 1,
            "random:index/randomPassword:RandomPassword": 1,
            "random:index/randomId:RandomId": 1,
            "aws:ec2/securityGroup:SecurityGroup": 5,
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 6,
            "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 1,
            "posit-connect:index:FileSystem": 1,
            "aws:efs/fileSystem:FileSystem": 1,
            "aws:efs/fileSystemPolicy:FileSystemPolicy": 1,
            "aws:efs/mountTarget:MountTarget": 3,
            "posit-connect:index:Backup": 1,
            "posit-connect:index:BackupVault": 2,
            "aws:backup/vault:Vault": 2,
            "aws:backup/vaultLockConfiguration:VaultLockConfiguration": 2,
            "posit-connect:index:BackupRole": 2,
            "aws:backup/plan:Plan": 1,
            "aws:backup/selection:Selection": 1,
            "posit-connect:index:RestoreTests": 1,
            "aws:backup/restoreTestingPlan:RestoreTestingPlan": 1,
            "aws:backup/restoreTestingSelection:RestoreTestingSelection": 2,
            "posit-connect:index:BackupFailureNotices": 1,
            "aws:sns/topic:Topic": 1,
            "aws:sns/topicPolicy:TopicPolicy": 1,
            "aws:cloudwatch/eventRule:EventRule": 1,
            "aws:cloudwatch/eventTarget:EventTarget": 1,
            "posit-connect:index:RecoveryManifest": 1,
            "posit-connect:index:RecoveryBucket": 2,
            "posit-connect:index:PrivateBucket": 4,
            "aws:s3/bucketObjectv2:BucketObjectv2": 6,
            "posit-connect:index:LoadBalancer": 1,
            "posit-connect:index:AccessLogBucket": 2,
            "posit-connect:index:DomainCertificate": 1,
            "posit-connect:index:WebFirewall": 1,
            "aws:s3/bucket:Bucket": 4,
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 4,
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 4,
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 4,
            "aws:s3/bucketVersioning:BucketVersioning": 4,
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 4,
            "aws:s3/bucketPolicy:BucketPolicy": 4,
            "aws:s3/bucketLogging:BucketLogging": 2,
            "aws:lb/loadBalancer:LoadBalancer": 1,
            "aws:lb/targetGroup:TargetGroup": 1,
            "aws:lb/listener:Listener": 2,
            "aws:acm/certificate:Certificate": 1,
            "aws:acm/certificateValidation:CertificateValidation": 1,
            "aws:route53/record:Record": 2,
            "aws:wafv2/webAcl:WebAcl": 1,
            "aws:wafv2/webAclAssociation:WebAclAssociation": 1,
            "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": 1,
            "posit-connect:index:ConnectRelease": 1,
            "kubernetes:core/v1:Namespace": 2,
            "kubernetes:core/v1:Secret": 3,
            "kubernetes:core/v1:ConfigMap": 2,
            "kubernetes:storage.k8s.io/v1:StorageClass": 1,
            "kubernetes:core/v1:PersistentVolume": 2,
            "kubernetes:core/v1:PersistentVolumeClaim": 2,
            "kubernetes:core/v1:ServiceAccount": 1,
            "kubernetes:core/v1:ResourceQuota": 1,
            "kubernetes:core/v1:LimitRange": 1,
            "kubernetes:networking.k8s.io/v1:NetworkPolicy": 3,
            "kubernetes:policy/v1:PodDisruptionBudget": 1,
            "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": 1,
        });
    });

    it("exports the outputs that an operator needs, and the kubeconfig as a secret", async () => {
        const graph = await simulateStack("prod");

        expect(graph.stack?.outputs).to.deep.equal({
            url: "https://connect.example.com",
            clusterName: "posit-connect-prod",
            vpcId: graph.only("aws:ec2/vpc:Vpc").id,
            databaseEndpoint: graph.only("aws:rds/instance:Instance").outputs.address,
            databaseArn: graph.only("aws:rds/instance:Instance").outputs.arn,
            fileSystemId: graph.only("aws:efs/fileSystem:FileSystem").id,
            fileSystemArn: graph.only("aws:efs/fileSystem:FileSystem").outputs.arn,
            backupVault: "posit-connect-prod",
            backupRole: graph.all("aws:iam/role:Role").find(({ name }) => name === "backup")?.outputs.arn,
            recoveryManifests: ["us-east-1", "us-west-2"].map(
                (region) => `s3://posit-connect-prod-recovery-123456789012-${region}/manifest.json`,
            ),
            backupFailuresTopic: graph.only("aws:sns/topic:Topic").outputs.arn,
            loadBalancerDnsName: graph.only("aws:lb/loadBalancer:LoadBalancer").outputs.dnsName,
            namespace: "posit-connect",
            kubeconfig: { "4dabf18193072939515e22adb298388d": SECRET_MARK, ciphertext: "" },
        });
    });

    it("tags every resource that supports tags with its stack", async () => {
        const graph = await simulateStack("prod");

        const tags = { environment: "prod", "pulumi:project": "posit-connect", "pulumi:stack": "prod" };
        const stack = graph.stack;
        expect(stack === undefined ? ["no stack"] : untagged(graph, stack, tags)).to.deep.equal([]);
    });

    it("opens only these network paths between components", async () => {
        const graph = await simulateStack("prod");

        const name = (id: unknown): string =>
            graph.all("aws:ec2/securityGroup:SecurityGroup").find((group) => group.id === id)?.name ??
            "cluster";
        const rules = graph
            .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
            .map(({ inputs }) => ({
                from: inputs.cidrIpv4 ?? name(inputs.referencedSecurityGroupId),
                to: name(inputs.securityGroupId),
                ports: [inputs.fromPort, inputs.toPort],
            }));
        expect(rules).to.have.deep.members([
            { from: "0.0.0.0/0", to: "load-balancer", ports: [443, 443] },
            { from: "0.0.0.0/0", to: "load-balancer-http", ports: [80, 80] },
            { from: "192.0.2.0/24", to: "cluster", ports: [443, 443] },
            { from: "load-balancer", to: "cluster", ports: [3939, 3939] },
            { from: "cluster", to: "database", ports: [5432, 5432] },
            { from: "cluster", to: "file-system", ports: [2049, 2049] },
        ]);
    });

    it("creates the release after the controller, the database and every mount target", async () => {
        const graph = await simulateStack("prod");

        const [controller] = graph.all(RELEASE).filter(({ parent }) => !parent?.endsWith("::connect"));
        const first = [
            controller,
            graph.only("aws:rds/instance:Instance"),
            ...graph.all("aws:efs/mountTarget:MountTarget"),
        ];
        expect(first).to.have.lengthOf(5);
        for (const resource of first) {
            expect(resource !== undefined && graph.dependsOn(findRelease(graph), resource)).to.equal(true);
        }
    });

    it("starts nodes only after their routes to the internet exist", async () => {
        const graph = await simulateStack("prod");

        const routes = graph.all("aws:ec2/route:Route");
        expect(routes).to.have.lengthOf(6);
        for (const nodes of graph.all("aws:eks/nodeGroup:NodeGroup")) {
            expect(routes.every((route) => graph.dependsOn(nodes, route))).to.equal(true);
        }
    });

    it("creates the database, the mount targets and the load balancer without waiting for the cluster", async () => {
        const graph = await simulateStack("prod");

        const cluster = graph.only("aws:eks/cluster:Cluster");
        for (const type of [
            "aws:rds/instance:Instance",
            "aws:efs/mountTarget:MountTarget",
            "aws:lb/loadBalancer:LoadBalancer",
            "aws:lb/listener:Listener",
        ]) {
            expect(graph.all(type).some((resource) => graph.dependsOn(resource, cluster))).to.equal(false);
        }
    });

    it("deletes the database before the vaults, so that no backup is deleted while the database is still creating it", async () => {
        const slow = ["aws:rds/instance:Instance", "aws:backup/vault:Vault"];
        for (const stack of ["dev", "prod"] as const) {
            const { destroy } = timeline(await simulateStack(stack), ({ type }) => ({
                seconds: slow.includes(type) ? 1 : 0,
                source: "",
            }));

            expect(destroy.rounds.map(({ slowest }) => slowest.type)).to.deep.equal(slow);
        }
    });

    it("protects the resources with data in prod, and no resource in dev", async () => {
        const names = async (stack: "dev" | "prod"): Promise<string[]> =>
            (await simulateStack(stack)).resources
                .filter(({ protect }) => protect)
                .map(({ name }) => name)
                .sort();

        expect(await names("prod")).to.deep.equal([
            "backup",
            "backup-copies",
            "backup-copies-key",
            "backup-key",
            "cluster-secrets",
            "database",
            "database-key",
            "file-system",
            "file-system-key",
            "recovery",
            "recovery-copy",
            "recovery-copy-key",
            "recovery-key",
        ]);
        expect(await names("dev")).to.deep.equal([]);
    });

    it("encrypts each kind of data with a separate key", async () => {
        const graph = await simulateStack("prod");

        const encrypted: Record<string, unknown> = {
            database: graph.only("aws:rds/instance:Instance").inputs.kmsKeyId,
            "file system": graph.only("aws:efs/fileSystem:FileSystem").inputs.kmsKeyId,
            "Kubernetes secrets": (
                graph.only("aws:eks/cluster:Cluster").inputs.encryptionConfig as {
                    provider: { keyArn: string };
                }
            ).provider.keyArn,
        };
        for (const group of graph.all("aws:cloudwatch/logGroup:LogGroup")) {
            encrypted[group.name] = group.inputs.kmsKeyId;
        }
        for (const vault of graph.all("aws:backup/vault:Vault")) {
            encrypted[vault.name] = vault.inputs.kmsKeyArn;
        }
        encrypted["messages about backups"] = graph.only("aws:sns/topic:Topic").inputs.kmsMasterKeyId;
        const arn = (name: string): unknown =>
            graph.all("aws:kms/key:Key").find((key) => key.name === name)?.outputs.arn;
        expect(encrypted).to.deep.equal({
            database: arn("database-key"),
            "file system": arn("file-system-key"),
            "Kubernetes secrets": arn("cluster-secrets"),
            "network-flow-logs": arn("logs"),
            "cluster-control-plane": arn("logs"),
            "load-balancer-firewall": arn("logs"),
            "database-postgresql": arn("database-key"),
            "database-upgrade": arn("database-key"),
            backup: arn("backup-key"),
            "backup-copies": arn("backup-copies-key"),
            "messages about backups": arn("backup-key"),
        });
    });

    it("stores the credentials of a private registry in each namespace that pulls images from it", async () => {
        const graph = await simulateStack("prod", "update", MATRIX["air-gapped images"]);

        const places = graph
            .all("kubernetes:core/v1:Secret")
            .filter(({ inputs }) => inputs.type === "kubernetes.io/dockerconfigjson")
            .map(({ inputs }) => inputs.metadata as { namespace: string; name: string })
            .map(({ namespace, name }) => `${namespace}/${name}`);
        expect(places).to.have.members([
            "kube-system/aws-load-balancer-controller-registry",
            "posit-connect/posit-connect-registry",
            "posit-connect-content/posit-connect-registry",
        ]);
    });

    it("lets CloudWatch Logs use the key of each log group, which it needs for writing", async () => {
        const graph = await simulateStack("prod");

        const admitted = graph.all("aws:cloudwatch/logGroup:LogGroup").map(({ inputs, outputs }) => {
            const key = graph.all("aws:kms/key:Key").find(({ outputs: { arn } }) => arn === inputs.kmsKeyId);
            const { Statement } = JSON.parse(String(key?.inputs.policy)) as {
                Statement: { Sid: string; Condition?: { ArnLike: Record<string, string[]> } }[];
            };
            const patterns = Statement.filter(({ Sid }) => Sid === "EncryptLogs").flatMap(
                ({ Condition }) => Condition?.ArnLike["kms:EncryptionContext:aws:logs:arn"] ?? [],
            );
            const matches = (pattern: string): boolean =>
                new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(String(outputs.arn));
            return [String(inputs.name), patterns.some(matches)] as const;
        });
        expect(Object.fromEntries(admitted)).to.deep.equal({
            "/aws/vpc/posit-connect-prod/flow-logs": true,
            "/aws/eks/posit-connect-prod/cluster": true,
            "/aws/rds/instance/posit-connect-prod/postgresql": true,
            "/aws/rds/instance/posit-connect-prod/upgrade": true,
            "aws-waf-logs-posit-connect-prod": true,
        });
    });

    describe("contains no secret in its graph", () => {
        for (const [name, changes] of Object.entries(MATRIX)) {
            it(`with ${name}`, async () => {
                const defaults =
                    changes.sections?.connect === undefined ? ["license", "oidcClientSecret"] : ["license"];
                const secrets = changes.secrets ?? defaults;
                for (const mode of ["preview", "update"] as const) {
                    const graphText = JSON.stringify(
                        (await simulateStack("prod", mode, { ...changes, secrets })).resources,
                    );

                    for (const text of [...Object.values(SECRET_TEXTS), ...SINGLE_SECRETS]) {
                        expect(graphText).to.not.include(text);
                        expect(graphText).to.not.include(Buffer.from(text).toString("base64"));
                    }
                    expect(graphText).to.not.match(/simulated[0-9a-f]{8}|BEGIN SIMULATED KEY/);
                }
            });
        }

        it("but contains the values of Connect's chart in plain text", async () => {
            expect(JSON.stringify(findRelease(await simulateStack("prod")).inputs.values)).to.not.include(
                SECRET_MARK,
            );
        });
    });

    describe("meets the reference architecture with other settings", () => {
        for (const [name, changes] of Object.entries(MATRIX)) {
            it(`with ${name}`, async () => {
                const graph = await simulateStack("prod", "update", changes);

                expect(requirementFindings(graph)).to.deep.equal(NOT_MET[name] ?? []);
                expect(graph.only("aws:lb/targetGroup:TargetGroup").inputs.protocol).to.equal("HTTP");
                expect(
                    graph
                        .all("aws:lb/listener:Listener")
                        .filter(({ inputs }) => inputs.protocol === "HTTP")
                        .map(({ inputs }) =>
                            (inputs.defaultActions as { type: string }[]).map(({ type }) => type),
                        ),
                ).to.deep.equal([["redirect"]]);
            });
        }
    });

    it("creates no network resources in an adopted VPC", async () => {
        const graph = await simulateStack("prod", "update", MATRIX["an adopted VPC"]);

        const network = graph.only("posit-connect:index:Network");
        expect(graph.tree(network)).to.deep.equal([network]);
        expect(graph.only("aws:rds/subnetGroup:SubnetGroup").inputs.subnetIds).to.deep.equal(
            subnets("private").map(({ id }) => id),
        );
    });

    it("restarts the servers if and only if a secret changes", async () => {
        const annotations = async (license: string): Promise<unknown> => {
            const kept = SECRET_TEXTS["posit-connect:license"];
            SECRET_TEXTS["posit-connect:license"] = license;
            try {
                const values = findRelease(await simulateStack("dev", "update", {})).inputs.values as {
                    pod: { annotations: unknown };
                };
                return values.pod.annotations;
            } finally {
                SECRET_TEXTS["posit-connect:license"] = kept ?? "";
            }
        };

        expect(await annotations("one")).to.deep.equal(await annotations("one"));
        expect(await annotations("one")).to.not.deep.equal(await annotations("two"));
    });
});
