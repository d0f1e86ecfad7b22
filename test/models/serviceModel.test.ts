import { expect } from "chai";
import type { Graph } from "../../graph/graph";
import { findMoto } from "../recovery/moto";
import { CLUSTER_ACCESS, simulateStack } from "../program";
import { findFaults, modelFolder, serviceModel, type ServiceModel } from "./serviceModel";

/** The operation that creates each type of resource, and botocore's name of its service. */
const CREATED_BY: Record<string, [service: string, operation: string]> = {
    "aws:acm/certificate:Certificate": ["acm", "RequestCertificate"],
    "aws:backup/plan:Plan": ["backup", "CreateBackupPlan"],
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": ["backup", "CreateRestoreTestingPlan"],
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": ["backup", "CreateRestoreTestingSelection"],
    "aws:backup/selection:Selection": ["backup", "CreateBackupSelection"],
    "aws:backup/vault:Vault": ["backup", "CreateBackupVault"],
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": ["backup", "PutBackupVaultLockConfiguration"],
    "aws:codebuild/project:Project": ["codebuild", "CreateProject"],
    "aws:codebuild/webhook:Webhook": ["codebuild", "CreateWebhook"],
    "aws:cloudwatch/eventRule:EventRule": ["events", "PutRule"],
    "aws:cloudwatch/eventTarget:EventTarget": ["events", "PutTargets"],
    "aws:cloudwatch/logGroup:LogGroup": ["logs", "CreateLogGroup"],
    "aws:ec2/eip:Eip": ["ec2", "AllocateAddress"],
    "aws:ec2/flowLog:FlowLog": ["ec2", "CreateFlowLogs"],
    "aws:ec2/launchTemplate:LaunchTemplate": ["ec2", "CreateLaunchTemplate"],
    "aws:ec2/natGateway:NatGateway": ["ec2", "CreateNatGateway"],
    "aws:ec2/securityGroup:SecurityGroup": ["ec2", "CreateSecurityGroup"],
    "aws:ec2/subnet:Subnet": ["ec2", "CreateSubnet"],
    "aws:ec2/vpc:Vpc": ["ec2", "CreateVpc"],
    "aws:ec2/vpcEndpoint:VpcEndpoint": ["ec2", "CreateVpcEndpoint"],
    "aws:efs/fileSystem:FileSystem": ["efs", "CreateFileSystem"],
    "aws:efs/fileSystemPolicy:FileSystemPolicy": ["efs", "PutFileSystemPolicy"],
    "aws:efs/mountTarget:MountTarget": ["efs", "CreateMountTarget"],
    "aws:eks/accessEntry:AccessEntry": ["eks", "CreateAccessEntry"],
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": ["eks", "AssociateAccessPolicy"],
    "aws:eks/addon:Addon": ["eks", "CreateAddon"],
    "aws:eks/cluster:Cluster": ["eks", "CreateCluster"],
    "aws:eks/nodeGroup:NodeGroup": ["eks", "CreateNodegroup"],
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["eks", "CreatePodIdentityAssociation"],
    "aws:iam/instanceProfile:InstanceProfile": ["iam", "CreateInstanceProfile"],
    "aws:iam/role:Role": ["iam", "CreateRole"],
    "aws:iam/rolePolicy:RolePolicy": ["iam", "PutRolePolicy"],
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["iam", "AttachRolePolicy"],
    "aws:kms/alias:Alias": ["kms", "CreateAlias"],
    "aws:kms/key:Key": ["kms", "CreateKey"],
    "aws:lb/listener:Listener": ["elbv2", "CreateListener"],
    "aws:lb/loadBalancer:LoadBalancer": ["elbv2", "CreateLoadBalancer"],
    "aws:lb/targetGroup:TargetGroup": ["elbv2", "CreateTargetGroup"],
    "aws:rds/instance:Instance": ["rds", "CreateDBInstance"],
    "aws:rds/parameterGroup:ParameterGroup": ["rds", "CreateDBParameterGroup"],
    "aws:rds/subnetGroup:SubnetGroup": ["rds", "CreateDBSubnetGroup"],
    "aws:route53/record:Record": ["route53", "ChangeResourceRecordSets"],
    "aws:s3/bucket:Bucket": ["s3", "CreateBucket"],
    "aws:sns/topic:Topic": ["sns", "CreateTopic"],
    "aws:sqs/queue:Queue": ["sqs", "CreateQueue"],
    "aws:sns/topicSubscription:TopicSubscription": ["sns", "Subscribe"],
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["ec2", "AuthorizeSecurityGroupEgress"],
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["ec2", "AuthorizeSecurityGroupIngress"],
    "aws:wafv2/webAcl:WebAcl": ["wafv2", "CreateWebACL"],
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": ["wafv2", "PutLoggingConfiguration"],
};

const found = findMoto();

describe(`the inputs of AWS resources, compared with AWS's own models of its services${"missing" in found ? ` (skipped: ${found.missing})` : ""}`, function () {
    this.timeout(60_000);

    let folder: string;
    const models = new Map<string, ServiceModel>();

    before(function () {
        if ("missing" in found) {
            this.skip();
        }
        folder = modelFolder(found.python);
    });

    function faults(graph: Graph): string[] {
        return graph.resources.flatMap(({ type, name, inputs }) => {
            const [service, operation] = CREATED_BY[type] ?? [];
            if (service === undefined || operation === undefined) {
                return [];
            }
            const model = models.get(service) ?? serviceModel(folder, service);
            models.set(service, model);
            return findFaults(model, operation, inputs).map((fault) => `${type} ${name} ${fault}`);
        });
    }

    it("match the models in prod with every option on: names, descriptions, numbers and choices", async () => {
        const backup = {
            copyRegion: "us-west-2",
            manifestLockDays: 30,
            notifyEmail: "operations@example.com",
            restoreTests: true,
        };

        const runner = {
            repository: "example/connect",
            connectionArn:
                "arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef",
        };

        const cluster = {
            ...CLUSTER_ACCESS,
            autoscaling: "karpenter",
            nodeReleaseVersion: "1.35.3-20260415",
            nodeGroups: { servers: {}, content: {} },
        };

        expect(
            faults(await simulateStack("prod", "update", { sections: { backup, runner, cluster } })),
        ).to.deep.equal([]);
    });

    it("match the models in dev", async () => {
        expect(faults(await simulateStack("dev"))).to.deep.equal([]);
    });

    it("are checked for every type except references, switches and documents in another language", async () => {
        const graph = await simulateStack("prod", "update", {
            sections: { backup: { manifestLockDays: 30 } },
        });
        const types = graph.resources.map(({ type }) => type).filter((type) => type.startsWith("aws:"));

        expect([...new Set(types)].filter((type) => CREATED_BY[type] === undefined).sort()).to.deep.equal([
            "aws:acm/certificateValidation:CertificateValidation",
            "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
            "aws:ec2/internetGateway:InternetGateway",
            "aws:ec2/route:Route",
            "aws:ec2/routeTable:RouteTable",
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "aws:s3/bucketLogging:BucketLogging",
            "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
            "aws:s3/bucketObjectv2:BucketObjectv2",
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
            "aws:s3/bucketPolicy:BucketPolicy",
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "aws:s3/bucketVersioning:BucketVersioning",
            "aws:sns/topicPolicy:TopicPolicy",
            "aws:wafv2/webAclAssociation:WebAclAssociation",
        ]);
    });

    it("are reported if they do not match", () => {
        const waf = serviceModel(folder, "wafv2");
        const eks = serviceModel(folder, "eks");
        const inputs = {
            description: "In front of Posit Connect's load balancer",
            scope: "GLOBAL",
            rules: [{ priority: -1, visibilityConfig: { metricName: "a name" } }],
        };

        expect([
            ...findFaults(waf, "CreateWebACL", inputs),
            ...findFaults(eks, "CreateNodegroup", { scalingConfig: { minSize: -1, maxSize: 3 } }),
        ]).to.deep.equal([
            `description: "In front of Posit Connect's load balancer" does not match ^[\\w+=:#@/\\-,\\.][\\w+=:#@/\\-,\\.\\s]+[\\w+=:#@/\\-,\\.]$`,
            'scope: "GLOBAL" is not one of CLOUDFRONT, REGIONAL, or is not one of LABEL, NAMESPACE',
            "rules.priority: -1 is not from 0 to Infinity",
            'rules.visibilityConfig.metricName: "a name" does not match ^[\\w#:\\.\\-/]+$',
            "scalingConfig.minSize: -1 is not from 0 to Infinity",
        ]);
    });
});
