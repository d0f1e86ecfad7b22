import { Cloud, type CloudObject, type CloudOptions } from "./cloud";

const PLACE = { account: "123456789012", region: "us-east-1", partition: "aws" };

/** Types by the names that the tests use. */
const TYPES = {
    accessEntry: "aws:eks/accessEntry:AccessEntry",
    accessPolicyAssociation: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    ingressRule: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    addOn: "aws:eks/addon:Addon",
    alias: "aws:kms/alias:Alias",
    association: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    backupPlan: "aws:backup/plan:Plan",
    backupSelection: "aws:backup/selection:Selection",
    binding: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
    bucket: "aws:s3/bucket:Bucket",
    bucketLogging: "aws:s3/bucketLogging:BucketLogging",
    bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
    certificate: "aws:acm/certificate:Certificate",
    claim: "kubernetes:core/v1:PersistentVolumeClaim",
    cluster: "aws:eks/cluster:Cluster",
    configMap: "kubernetes:core/v1:ConfigMap",
    database: "aws:rds/instance:Instance",
    egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    eip: "aws:ec2/eip:Eip",
    eventRule: "aws:cloudwatch/eventRule:EventRule",
    eventTarget: "aws:cloudwatch/eventTarget:EventTarget",
    fileSystem: "aws:efs/fileSystem:FileSystem",
    gateway: "aws:ec2/internetGateway:InternetGateway",
    identity: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    instanceProfile: "aws:iam/instanceProfile:InstanceProfile",
    job: "kubernetes:batch/v1:Job",
    key: "aws:kms/key:Key",
    launchTemplate: "aws:ec2/launchTemplate:LaunchTemplate",
    listener: "aws:lb/listener:Listener",
    loadBalancer: "aws:lb/loadBalancer:LoadBalancer",
    logGroup: "aws:cloudwatch/logGroup:LogGroup",
    mountTarget: "aws:efs/mountTarget:MountTarget",
    namespace: "kubernetes:core/v1:Namespace",
    nat: "aws:ec2/natGateway:NatGateway",
    nodeClass: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
    nodeGroup: "aws:eks/nodeGroup:NodeGroup",
    nodePool: "kubernetes:karpenter.sh/v1:NodePool",
    object: "aws:s3/bucketObjectv2:BucketObjectv2",
    parameterGroup: "aws:rds/parameterGroup:ParameterGroup",
    password: "random:index/randomPassword:RandomPassword",
    queue: "aws:sqs/queue:Queue",
    record: "aws:route53/record:Record",
    release: "kubernetes:helm.sh/v3:Release",
    restorePlan: "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    restoreSelection: "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    role: "aws:iam/role:Role",
    rolePolicy: "aws:iam/rolePolicy:RolePolicy",
    route: "aws:ec2/route:Route",
    routeTable: "aws:ec2/routeTable:RouteTable",
    securityGroup: "aws:ec2/securityGroup:SecurityGroup",
    subnet: "aws:ec2/subnet:Subnet",
    subnetGroup: "aws:rds/subnetGroup:SubnetGroup",
    targetGroup: "aws:lb/targetGroup:TargetGroup",
    topic: "aws:sns/topic:Topic",
    topicPolicy: "aws:sns/topicPolicy:TopicPolicy",
    validation: "aws:acm/certificateValidation:CertificateValidation",
    vault: "aws:backup/vault:Vault",
    volume: "kubernetes:core/v1:PersistentVolume",
    vpc: "aws:ec2/vpc:Vpc",
    webAcl: "aws:wafv2/webAcl:WebAcl",
    webAclAssociation: "aws:wafv2/webAclAssociation:WebAclAssociation",
    webAclLogging: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
};

export type Kind = keyof typeof TYPES;

/** A cloud for tests. */
export class World {
    readonly cloud: Cloud;

    constructor(options: Partial<CloudOptions> = {}) {
        this.cloud = new Cloud({ place: PLACE, patienceMs: 5, ...options });
    }

    async make(kind: Kind, name: string, inputs: Record<string, unknown> = {}): Promise<CloudObject> {
        return this.cloud.create(TYPES[kind], `urn:pulumi:test::test::${TYPES[kind]}::${name}`, inputs);
    }

    async change(object: CloudObject, inputs: Record<string, unknown>): Promise<CloudObject> {
        return this.cloud.update(object.type, object.urn, object.id, { ...object.inputs, ...inputs });
    }

    async drop(object: CloudObject): Promise<void> {
        await this.cloud.delete(object.type, object.urn, object.id);
    }

    /** A VPC with a route to the internet, and a public and a private subnet in each of two zones. */
    async network(): Promise<{ vpc: string; gateway: CloudObject; nat: CloudObject; subnets: string[] }> {
        const vpc = (await this.make("vpc", "vpc", { cidrBlock: "10.0.0.0/16" })).id;
        const gateway = await this.make("gateway", "gateway", { vpcId: vpc });
        const subnets = [];
        const address = await this.make("eip", "eip");
        const outside = await this.subnet("public", vpc, "us-east-1a", "10.0.0.0/24");
        const nat = await this.make("nat", "nat", { subnetId: outside, allocationId: address.id });
        for (const [i, zone] of ["us-east-1a", "us-east-1b"].entries()) {
            const subnet = await this.subnet(`private-${zone}`, vpc, zone, `10.0.${16 * (i + 1)}.0/20`);
            const table = (await this.make("routeTable", zone, { vpcId: vpc })).id;
            await this.make("association", zone, { subnetId: subnet, routeTableId: table });
            await this.make("route", zone, {
                routeTableId: table,
                destinationCidrBlock: "0.0.0.0/0",
                natGatewayId: nat.id,
            });
            subnets.push(subnet);
        }
        return { vpc, gateway, nat, subnets };
    }

    async subnet(name: string, vpc: string, zone: string, cidrBlock: string): Promise<string> {
        return (await this.make("subnet", name, { vpcId: vpc, availabilityZone: zone, cidrBlock })).id;
    }

    /** A cluster with a node in a network. */
    async cluster(): Promise<{ cluster: CloudObject; nodes: CloudObject; subnets: string[] }> {
        const { subnets } = await this.network();
        const cluster = await this.make("cluster", "cluster", {
            name: "c",
            version: "1.35",
            vpcConfig: { subnetIds: subnets },
        });
        const role = await this.nodeRole();
        const nodes = await this.make("nodeGroup", "nodes", {
            clusterName: "c",
            nodeRoleArn: role,
            subnetIds: subnets,
            version: "1.35",
            scalingConfig: { minSize: 2, maxSize: 4, desiredSize: 2 },
        });
        return { cluster, nodes, subnets };
    }

    /** A cluster whose control plane was upgraded from 1.35 to 1.36, before its node. */
    async upgradedCluster(): Promise<{ cluster: CloudObject; nodes: CloudObject }> {
        const { cluster, nodes } = await this.cluster();
        return { cluster: await this.change(cluster, { version: "1.36" }), nodes };
    }

    async nodeRole(): Promise<string> {
        const role = await this.make("role", "nodes", { name: "nodes" });
        for (const policy of [
            "AmazonEKSWorkerNodePolicy",
            "AmazonEKS_CNI_Policy",
            "AmazonEC2ContainerRegistryPullOnly",
        ]) {
            await this.make("attachment", policy, {
                role: role.id,
                policyArn: `arn:aws:iam::aws:policy/${policy}`,
            });
        }
        return String(role.outputs["arn"]);
    }

    /** Karpenter with its prerequisites, and a class and a pool of nodes. */
    async karpenter(): Promise<{ release: CloudObject; nodeClass: CloudObject; pool: CloudObject }> {
        const role = await this.make("role", "karpenter", { name: "karpenter" });
        await this.make("rolePolicy", "karpenter", { role: role.id, policy: "ec2:TerminateInstances" });
        await this.make("identity", "karpenter", {
            clusterName: "c",
            serviceAccount: "karpenter",
            roleArn: role.outputs["arn"],
        });
        await this.make("queue", "events", { name: "events" });
        await this.make("instanceProfile", "nodes", { name: "nodes", role: "nodes" });
        for (const name of ["karpenter-crd", "karpenter"]) {
            await this.make("release", name, { name, namespace: "kube-system" });
        }
        const release = this.cloud.all(TYPES.release).at(-1) as CloudObject;
        const nodeClass = await this.make("nodeClass", "content", {
            kind: "EC2NodeClass",
            metadata: { name: "content" },
            spec: { instanceProfile: "nodes" },
        });
        const pool = await this.make("nodePool", "content", {
            kind: "NodePool",
            metadata: { name: "content" },
            spec: { template: { spec: { nodeClassRef: { name: "content" } } } },
        });
        return { release, nodeClass, pool };
    }

    /** The load balancer controller with its prerequisites, and a binding in its own namespace. */
    async controller(): Promise<{ release: CloudObject; binding: CloudObject; namespace: CloudObject }> {
        const role = await this.make("role", "controller", { name: "controller" });
        await this.make("rolePolicy", "look", { role: role.id, policy: "DescribeTargetHealth" });
        await this.make("rolePolicy", "bind", { role: role.id, policy: "DeregisterTargets" });
        await this.make("identity", "controller", {
            clusterName: "c",
            serviceAccount: "aws-load-balancer-controller",
            roleArn: role.outputs["arn"],
        });
        const release = await this.make("release", "controller", {
            name: "aws-load-balancer-controller",
            namespace: "kube-system",
        });
        const target = await this.make("targetGroup", "target", { name: "target" });
        const namespace = await this.make("namespace", "servers", { metadata: { name: "servers" } });
        const binding = await this.make("binding", "binding", {
            metadata: { name: "binding", namespace: "servers" },
            spec: { targetGroupARN: target.id },
        });
        return { release, binding, namespace };
    }
}

/** The error of an attempt, as `Code: sentence`; an empty text if it succeeds. */
export async function rejection(attempt: Promise<unknown>): Promise<string> {
    try {
        await attempt;
        return "";
    } catch (error) {
        return (error as Error).message;
    }
}
