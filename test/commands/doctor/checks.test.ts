import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Check, type CheckContext, type Checked, runChecks } from "../../../commands/doctor/check";
import { CHECKS, CHECKS_AFTER } from "../../../commands/doctor/checks";
import { account } from "../../../commands/doctor/checks/account";
import { accountPlan } from "../../../commands/doctor/checks/accountPlan";
import { adoptedVpc } from "../../../commands/doctor/checks/adoptedVpc";
import { databaseNames } from "../../../commands/doctor/checks/databaseNames";
import { administrators, deployer } from "../../../commands/doctor/checks/deployer";
import { license, licenseTier, tools } from "../../../commands/doctor/checks/machine";
import { apiPath, charts, images, issuer } from "../../../commands/doctor/checks/network";
import { nodes } from "../../../commands/doctor/checks/nodes";
import { backups, certificate, drift } from "../../../commands/doctor/checks/operation";
import { permissions, serviceRoles } from "../../../commands/doctor/checks/permissions";
import { pulls } from "../../../commands/doctor/checks/pulls";
import { drillQuotas, stackQuotas } from "../../../commands/doctor/checks/quotas";
import { backupOptIn, delegation, diskKey, names } from "../../../commands/doctor/checks/services";
import { settings } from "../../../commands/doctor/checks/settings";
import { databaseSupport, kubernetesSupport } from "../../../commands/doctor/checks/support";
import { addOns, databaseClass, kubernetesVersion } from "../../../commands/doctor/checks/versions";
import { instanceTypes, zones } from "../../../commands/doctor/checks/zones";
import { planContext } from "../../../commands/doctor/planContext";
import type { Ec2Use, ExistingVpc } from "../../../commands/doctor/aws/ec2";
import type { Sources } from "../../../commands/doctor/sources";
import { AwsError, type AwsFault } from "../../../recovery/aws/callAws";
import { Graph } from "../../../graph/graph";
import { UserError } from "../../../lib/userError";
import { readStackFile } from "../../../stacks/stackFile";
import { program, PROJECT } from "../../program";
import { NOW } from "../../recovery/command";
import { MANIFEST } from "../../recoveryManifest";
import {
    ACCOUNT,
    DEPLOYER,
    IDENTITY,
    NO_USE,
    NODES,
    ONE_CHANGE,
    READY,
    RECOVERABLE,
    VERSIONS,
    writeStack,
    zonesWith,
} from "./doctor";

/** An answer that AWS does not give. */
const reject = (kind: AwsFault["kind"], action: string) => () =>
    Promise.reject(
        new AwsError({ kind, action, region: "us-east-1", error: kind, message: kind }, "it in us-east-1"),
    );
const denied = (action: string) => reject("denied", action);

/** The part of a finding that the text of {@link denied} is. */
const deniedDetail = (action: string): string =>
    `${action}: not allowed on it in us-east-1. Add the action to the policy of your role.`;

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;

const DEPLOYED = {
    endpoint: "https://1A2B.gr7.us-east-1.eks.amazonaws.com",
    version: "1.35",
    certificateAuthority: "Q0E=",
};

/** Removes a key of the stack's file. */
const REMOVED = undefined as unknown as object;

/** Other stacks' resources, and some of the stack itself. */
const BUSY: Ec2Use = {
    addresses: [{ tags: {} }, { tags: { "pulumi:project": "posit-connect", "pulumi:stack": "prod" } }],
    vpcs: [{ tags: { "pulumi:project": "posit-connect", "pulumi:stack": "dev" } }],
    internetGateways: [{ tags: {} }],
    natGateways: [
        { tags: {}, zone: "us-east-1b" },
        { tags: {}, zone: "us-east-1d" },
    ],
    instances: [
        { type: "t3.2xlarge", vCpus: 8, tags: { "eks:cluster-name": "posit-connect-prod" } },
        { type: "m5.large", vCpus: 2, tags: {} },
        { type: "p4d.24xlarge", vCpus: 96, tags: {} },
    ],
};

const subnet = (number: number, zone: string) => ({ id: `subnet-0000000${number}`, availabilityZone: zone });

/** A private API in an existing VPC. */
const ADOPTED = {
    "posit-connect:network": {
        adopt: {
            vpcId: "vpc-00000001",
            cidrBlock: "10.20.0.0/16",
            publicSubnets: [subnet(1, "us-east-1a"), subnet(2, "us-east-1b")],
            privateSubnets: [subnet(3, "us-east-1a"), subnet(4, "us-east-1b")],
        },
    },
    "posit-connect:cluster": { administratorRoleArns: [DEPLOYER] },
};

/** {@link ADOPTED} as EC2 reports it. */
const VPC: ExistingVpc = {
    cidrBlocks: ["10.20.0.0/16"],
    resolvesNames: true,
    subnets: ([1, 2, 3, 4] as const).map((number) => ({
        ...{ id: `subnet-0000000${number}`, zone: number % 2 === 1 ? "us-east-1a" : "us-east-1b" },
        ...{ freeAddresses: 200, internet: number < 3 ? "internetGateway" : "other" },
    })),
};

/** Content on Spot nodes that Karpenter starts. */
const SPOT_POOLS = {
    "posit-connect:cluster": {
        administratorRoleArns: [DEPLOYER],
        privateAccessCidrs: ["10.0.0.0/16"],
        autoscaling: "karpenter",
        nodeReleaseVersion: "1.35.3-20260415",
        nodeGroups: { servers: {}, content: { capacity: "spot" } },
    },
};

const SELF_SIGNED = {
    "posit-connect:loadBalancer": { selfSignedCertificate: true, allowedCidrs: ["198.18.0.0/24"] },
};

interface Case {
    check: Check;
    of: string;
    answers?: Partial<Sources>;
    license?: string;
    tier?: CheckContext["licenseTier"];
    /** Sections of the stack's file. */
    changes?: Record<string, object>;
    /** Inputs of the database instead of the planned ones. */
    inputs?: Record<string, unknown>;
    expected: Omit<Checked, "id" | "title">;
}

const CASES: Case[] = [
    {
        check: account,
        of: "the stack's account",
        expected: { verdict: "passed", detail: `${IDENTITY.arn} in ${ACCOUNT}` },
    },
    {
        check: account,
        of: "another account",
        answers: { caller: () => Promise.resolve({ ...IDENTITY, account: "111122223333" }) },
        expected: {
            verdict: "failed",
            detail: `${IDENTITY.arn} in 111122223333, but the stack belongs to ${ACCOUNT} (aws:allowedAccountIds)`,
            fix: `Name a profile of ${ACCOUNT} in AWS_PROFILE, or assume a role there.`,
        },
    },
    {
        check: account,
        of: "no credentials",
        answers: { caller: reject("noCredentials", "sts:GetCallerIdentity") },
        expected: {
            verdict: "unknown",
            detail: "sts:GetCallerIdentity: found no AWS credentials (noCredentials). Set AWS_PROFILE, or sign in with `aws sso login`.",
        },
    },
    {
        check: settings,
        of: "a complete stack's file",
        expected: { verdict: "passed", detail: "every required setting and secret is set" },
    },
    {
        check: settings,
        of: "an example's client",
        changes: {
            "posit-connect:connect": {
                authentication: {
                    provider: "oidc",
                    issuer: "https://login.acme.io",
                    clientId: "example-client-id",
                },
            },
        },
        expected: {
            verdict: "failed",
            detail: "1 value missing, or an example's",
            fix: "pulumi config set --path 'posit-connect:connect.authentication.clientId' '<client ID from your provider>'  # example-client-id is an example",
        },
    },
    {
        check: deployer,
        of: "an administrator",
        expected: { verdict: "passed", detail: `${DEPLOYER} administers the cluster` },
    },
    {
        check: deployer,
        of: "another role",
        answers: { principal: () => Promise.resolve(`arn:aws:iam::${ACCOUNT}:role/other`) },
        expected: {
            verdict: "failed",
            detail: `posit-connect:cluster.administratorRoleArns must be a list with arn:aws:iam::${ACCOUNT}:role/other, which deploys`,
            fix: `Run pulumi config set --path 'posit-connect:cluster.administratorRoleArns[1]' arn:aws:iam::${ACCOUNT}:role/other. If the cluster exists, a listed administrator must then run pulumi up.`,
        },
    },
    {
        check: deployer,
        of: "a role that cannot be read",
        answers: { principal: denied("iam:GetRole") },
        expected: { verdict: "unknown", detail: deniedDetail("iam:GetRole") },
    },
    {
        check: administrators,
        of: "roles that exist",
        expected: { verdict: "passed", detail: DEPLOYER },
    },
    {
        check: administrators,
        of: "a role that does not exist",
        answers: { principal: () => Promise.resolve(undefined) },
        expected: {
            verdict: "failed",
            detail: `${DEPLOYER} does not exist`,
            fix: "EKS rejects an access entry of a principal that does not exist. Create it, or correct posit-connect:cluster.administratorRoleArns or viewerRoleArns.",
        },
    },
    {
        check: administrators,
        of: "a role that cannot be read",
        answers: { principal: denied("iam:GetRole") },
        expected: { verdict: "unknown", detail: deniedDetail("iam:GetRole") },
    },
    {
        check: zones,
        of: "zones with EKS",
        expected: {
            verdict: "passed",
            detail: "us-east-1a (use1-az6), us-east-1b (use1-az1), us-east-1c (use1-az2)",
        },
    },
    {
        check: zones,
        of: "a zone without EKS",
        answers: { zones: () => Promise.resolve(zonesWith("available", "use1-az3")) },
        expected: {
            verdict: "failed",
            detail: "us-east-1c is use1-az3, which EKS rejects",
            fix: "Choose other zones in posit-connect:network: us-east-1a, us-east-1b, us-east-1d.",
        },
    },
    {
        check: zones,
        of: "a zone that is down, and one that the account lacks",
        answers: { zones: () => Promise.resolve(zonesWith("impaired").slice(1)) },
        expected: {
            verdict: "failed",
            detail: "us-east-1a is not offered to this account; us-east-1c is impaired",
            fix: "Choose other zones in posit-connect:network: us-east-1b, us-east-1d.",
        },
    },
    {
        check: zones,
        of: "zones that cannot be read",
        answers: { zones: denied("ec2:DescribeAvailabilityZones") },
        expected: { verdict: "unknown", detail: deniedDetail("ec2:DescribeAvailabilityZones") },
    },
    {
        check: instanceTypes,
        of: "a type in each zone",
        expected: { verdict: "passed", detail: "t3.2xlarge in each zone" },
    },
    {
        check: instanceTypes,
        of: "a type that a zone lacks",
        answers: {
            zonesOfTypes: () => Promise.resolve(new Map([["t3.2xlarge", ["us-east-1a", "us-east-1b"]]])),
        },
        expected: {
            verdict: "failed",
            detail: "t3.2xlarge is not offered in us-east-1c",
            fix: "Choose another type in posit-connect:cluster.nodeGroups, or other zones.",
        },
    },
    {
        check: instanceTypes,
        of: "offerings that AWS does not report in time",
        answers: { zonesOfTypes: reject("noResponse", "ec2:DescribeInstanceTypeOfferings") },
        expected: {
            verdict: "unknown",
            detail: "ec2:DescribeInstanceTypeOfferings: no response from us-east-1 (noResponse)",
            fix: "Check the network of this machine, and run the command again.",
        },
    },
    {
        check: permissions,
        of: "all actions",
        expected: {
            verdict: "passed",
            detail: "arn:aws:iam::210987654321:role/teams/deployer is allowed all actions; service control policies are simulated only in part",
        },
    },
    {
        check: permissions,
        of: "a denied action",
        answers: {
            simulate: () =>
                Promise.resolve({
                    principal: DEPLOYER,
                    missing: [{ action: "eks:CreateCluster", resource: "*" }],
                    unsure: [],
                }),
        },
        expected: {
            verdict: "failed",
            detail: "arn:aws:iam::210987654321:role/teams/deployer lacks 1 action: eks:CreateCluster on *",
            fix: "Add the actions to the policies of the role, and to its permissions boundary if it has one.",
        },
    },
    {
        check: permissions,
        of: "a condition on a tag",
        answers: {
            simulate: () =>
                Promise.resolve({
                    principal: DEPLOYER,
                    missing: [],
                    unsure: [
                        {
                            permission: { action: "ec2:CreateVpc", resource: "*" },
                            keys: ["aws:RequestTag/team"],
                        },
                    ],
                }),
        },
        expected: {
            verdict: "unknown",
            detail: "IAM does not decide on ec2:CreateVpc without values of aws:RequestTag/team",
            fix: "Compare the conditions of the role's policies with the tags and networks that you deploy with.",
        },
    },
    {
        check: permissions,
        of: "a simulation that is not allowed",
        answers: { simulate: denied("iam:SimulatePrincipalPolicy") },
        expected: {
            verdict: "unknown",
            detail: "iam:SimulatePrincipalPolicy: not allowed on it in us-east-1. Add the action to the policy of your role.",
        },
    },
    { check: serviceRoles, of: "existing roles", expected: { verdict: "passed", detail: "all 6 exist" } },
    {
        check: serviceRoles,
        of: "a missing role that may not be created",
        answers: {
            principal: (arn) => Promise.resolve(arn.endsWith("RDS") ? undefined : arn),
            simulate: (_, missing) =>
                Promise.resolve({ principal: DEPLOYER, missing: [...missing], unsure: [] }),
        },
        expected: {
            verdict: "failed",
            detail: "arn:aws:iam::210987654321:role/teams/deployer lacks 1 action: iam:CreateServiceLinkedRole on arn:aws:iam::210987654321:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS",
            fix: "Add the actions to the policies of the role, and to its permissions boundary if it has one.",
        },
    },
    {
        check: serviceRoles,
        of: "roles that cannot be read",
        answers: { principal: denied("iam:GetRole") },
        expected: {
            verdict: "unknown",
            detail: "iam:GetRole: not allowed on it in us-east-1. Add the action to the policy of your role.",
        },
    },
    {
        check: serviceRoles,
        of: "Spot nodes of Karpenter without the role of Spot",
        changes: SPOT_POOLS,
        answers: { principal: (arn) => Promise.resolve(arn.endsWith("EC2Spot") ? undefined : arn) },
        expected: {
            verdict: "failed",
            detail: "Karpenter cannot start Spot nodes without the role AWSServiceRoleForEC2Spot",
            fix: "Run: aws iam create-service-linked-role --aws-service-name spot.amazonaws.com",
        },
    },
    {
        check: serviceRoles,
        of: "Spot nodes of Karpenter with the role of Spot",
        changes: SPOT_POOLS,
        expected: { verdict: "passed", detail: "all 6 exist" },
    },
    {
        check: stackQuotas,
        of: "an empty account",
        expected: {
            verdict: "passed",
            detail: "Elastic IPs: 3 for prod, quota 100; VPCs: 1 for prod, quota 100; vCPUs of on-demand standard instances: 72 for prod, quota 100; internet gateways: 1 for prod, quota 100; NAT gateways in a zone: 1 for prod, quota 100",
        },
    },
    {
        check: stackQuotas,
        of: "default quotas, and other stacks",
        answers: { quota: () => Promise.resolve(5), ec2Use: () => Promise.resolve(BUSY) },
        expected: {
            verdict: "failed",
            detail: "vCPUs of on-demand standard instances: 72 for prod + 2 in use, quota 5",
            fix: "aws service-quotas request-service-quota-increase --region us-east-1 --service-code ec2 --quota-code L-1216C47A --desired-value 74",
        },
    },
    {
        check: stackQuotas,
        of: "default quotas, which allow no nodes with GPUs, and other instances with GPUs",
        changes: {
            "posit-connect:cluster": {
                privateAccessCidrs: ["10.0.0.0/16"],
                administratorRoleArns: [DEPLOYER],
                nodeGroups: {
                    gpu: { instanceTypes: ["g5.xlarge"], minSize: 1 },
                    large: { instanceTypes: ["p5.4xlarge"], minSize: 1 },
                },
            },
        },
        answers: {
            quota: ({ name }) =>
                Promise.resolve(name.includes("standard") ? 500 : name.startsWith("vCPUs") ? 0 : 100),
            ec2Use: () => Promise.resolve(BUSY),
        },
        expected: {
            verdict: "failed",
            detail: "vCPUs of on-demand G and VT instances: 28 for prod, quota 0; vCPUs of on-demand P instances: 112 for prod + 96 in use, quota 0",
            fix:
                "aws service-quotas request-service-quota-increase --region us-east-1 --service-code ec2 --quota-code L-DB2E81BA --desired-value 28\n" +
                "aws service-quotas request-service-quota-increase --region us-east-1 --service-code ec2 --quota-code L-417A185B --desired-value 208",
        },
    },
    {
        check: stackQuotas,
        of: "instances of an unknown size",
        answers: {
            ec2Use: () =>
                Promise.resolve({ ...NO_USE, instances: [{ type: "m9z.large", vCpus: 0, tags: {} }] }),
        },
        expected: {
            verdict: "unknown",
            detail: "vCPUs of on-demand standard instances: 72 for prod + an unknown number in use, quota 100",
            fix: "Compare the numbers with the console of Service Quotas in us-east-1.",
        },
    },
    {
        check: stackQuotas,
        of: "a quota that AWS does not report",
        answers: { quota: ({ name }) => Promise.resolve(name === "VPCs" ? undefined : 100) },
        expected: {
            verdict: "unknown",
            detail: "VPCs: 1 for prod, quota unknown",
            fix: "Compare the numbers with the console of Service Quotas in us-east-1.",
        },
    },
    {
        check: stackQuotas,
        of: "resources that cannot be read",
        answers: { ec2Use: denied("ec2:DescribeVpcs") },
        expected: {
            verdict: "unknown",
            detail: "ec2:DescribeVpcs: not allowed on it in us-east-1. Add the action to the policy of your role.",
        },
    },
    {
        check: stackQuotas,
        of: "node types of a family without a known quota",
        changes: {
            "posit-connect:cluster": {
                privateAccessCidrs: ["10.0.0.0/16"],
                administratorRoleArns: [DEPLOYER],
                nodeGroups: { big: { instanceTypes: ["x2iedn.metal"], minSize: 1 } },
            },
        },
        expected: {
            verdict: "unknown",
            detail: "vCPUs of on-demand instances of other families: 0 for prod + an unknown number in use, quota unknown, the vCPUs of x2iedn.metal are not known",
            fix: "Compare the numbers with the console of Service Quotas in us-east-1.",
        },
    },
    {
        check: drillQuotas,
        of: "an empty account",
        expected: {
            verdict: "passed",
            detail: "Elastic IPs: 4 for prod and a drill, quota 100; VPCs: 2 for prod and a drill, quota 100; vCPUs of on-demand standard instances: 96 for prod and a drill, quota 100; internet gateways: 2 for prod and a drill, quota 100; NAT gateways in a zone: 2 for prod and a drill, quota 100",
        },
    },
    {
        check: drillQuotas,
        of: "room for the stack alone",
        answers: { quota: ({ code }) => Promise.resolve(code === "L-1216C47A" ? 80 : 5) },
        expected: {
            verdict: "failed",
            detail: "vCPUs of on-demand standard instances: 96 for prod and a drill, quota 80",
            fix: "aws service-quotas request-service-quota-increase --region us-east-1 --service-code ec2 --quota-code L-1216C47A --desired-value 96",
        },
    },
    {
        check: drillQuotas,
        of: "quotas that cannot be read",
        answers: { quota: reject("throttled", "servicequotas:GetServiceQuota") },
        expected: {
            verdict: "unknown",
            detail: "servicequotas:GetServiceQuota: too many requests for it in us-east-1 (throttled). Try again in a few minutes.",
        },
    },
    {
        check: kubernetesVersion,
        of: "standard support",
        expected: { verdict: "passed", detail: "1.35, standard support until 2027-03-27" },
    },
    {
        check: kubernetesVersion,
        of: "extended support",
        answers: {
            kubernetesVersion: () =>
                Promise.resolve({ status: "EXTENDED_SUPPORT", standardSupportEnds: "2026-11-01" }),
        },
        expected: {
            verdict: "failed",
            detail: "1.35, standard support until 2026-11-01: EKS rejects it with upgradePolicy STANDARD",
            fix: "Choose a newer version in posit-connect:cluster.version.",
        },
    },
    {
        check: kubernetesVersion,
        of: "a version that EKS does not offer",
        answers: { kubernetesVersion: () => Promise.resolve(undefined) },
        expected: {
            verdict: "failed",
            detail: "EKS does not offer 1.35",
            fix: "Choose a newer version in posit-connect:cluster.version.",
        },
    },
    {
        check: kubernetesVersion,
        of: "versions that cannot be read",
        answers: { kubernetesVersion: denied("eks:DescribeClusterVersions") },
        expected: {
            verdict: "unknown",
            detail: "eks:DescribeClusterVersions: not allowed on it in us-east-1. Add the action to the policy of your role.",
        },
    },
    {
        check: addOns,
        of: "offered builds",
        expected: {
            verdict: "passed",
            detail: "kube-proxy v1.35.3-eksbuild.21, vpc-cni v1.22.4-eksbuild.3, coredns v1.13.2-eksbuild.21, aws-efs-csi-driver v3.3.0-eksbuild.1, eks-pod-identity-agent v1.3.10-eksbuild.3",
        },
    },
    {
        check: addOns,
        of: "a withdrawn build",
        answers: {
            addOnBuilds: (addOn, ...rest) =>
                addOn === "coredns"
                    ? Promise.resolve(["v1.14.0-eksbuild.1"])
                    : READY.addOnBuilds(addOn, ...rest),
        },
        expected: {
            verdict: "failed",
            detail: "not offered for Kubernetes 1.35: coredns v1.13.2-eksbuild.21",
            fix: "pulumi config set --path 'posit-connect:cluster.addOnVersions[\"coredns\"]' v1.14.0-eksbuild.1",
        },
    },
    {
        check: addOns,
        of: "builds that cannot be read",
        answers: { addOnBuilds: denied("eks:DescribeAddonVersions") },
        expected: {
            verdict: "unknown",
            detail: "eks:DescribeAddonVersions: not allowed on it in us-east-1. Add the action to the policy of your role.",
        },
    },
    {
        check: databaseClass,
        of: "two of three zones",
        expected: {
            verdict: "passed",
            detail: "db.m5.large with PostgreSQL 15 and gp3 in us-east-1a, us-east-1b",
        },
    },
    {
        check: databaseClass,
        of: "one zone",
        answers: { zonesOfClass: () => Promise.resolve(["us-east-1a", "us-east-1d"]) },
        expected: {
            verdict: "failed",
            detail: "db.m5.large with PostgreSQL 15 and gp3 is offered in us-east-1a of the stack's zones, and Multi-AZ needs two",
            fix: "Choose another posit-connect:database.instanceClass, or zones of us-east-1a, us-east-1d.",
        },
    },
    {
        check: databaseClass,
        of: "classes that cannot be read",
        answers: { zonesOfClass: denied("rds:DescribeOrderableDBInstanceOptions") },
        expected: {
            verdict: "unknown",
            detail: "rds:DescribeOrderableDBInstanceOptions: not allowed on it in us-east-1. Add the action to the policy of your role.",
        },
    },
    {
        check: diskKey,
        of: "AWS's key",
        expected: { verdict: "passed", detail: "disks are encrypted with AWS's own key by default" },
    },
    {
        check: diskKey,
        of: "a key whose policy names the role",
        answers: {
            diskKey: () => Promise.resolve(KEY),
            keyAccess: () =>
                Promise.resolve({
                    state: "Enabled",
                    isManaged: false,
                    policy: "…/AWSServiceRoleForAutoScaling",
                }),
        },
        expected: {
            verdict: "passed",
            detail: "disks are encrypted with arn:aws:kms:us-east-1:210987654321:key/1 by default, and its policy names AWSServiceRoleForAutoScaling",
        },
    },
    {
        check: diskKey,
        of: "a deleted key",
        answers: { diskKey: () => Promise.resolve(KEY), keyAccess: () => Promise.resolve(undefined) },
        expected: {
            verdict: "failed",
            detail: "disks are encrypted with arn:aws:kms:us-east-1:210987654321:key/1 by default, which is deleted",
            fix: "aws ec2 reset-ebs-default-kms-key-id --region us-east-1",
        },
    },
    {
        check: diskKey,
        of: "a key whose policy does not name the role",
        answers: { diskKey: () => Promise.resolve(KEY) },
        expected: {
            verdict: "unknown",
            detail: "disks are encrypted with arn:aws:kms:us-east-1:210987654321:key/1 by default, whose policy does not name AWSServiceRoleForAutoScaling; it may have a grant",
            fix: 'Without access to the key, no node starts. Allow the role to use it: EC2 Auto Scaling user guide, "Required KMS key policy".',
        },
    },
    {
        check: backupOptIn,
        of: "both types in both regions",
        expected: { verdict: "passed", detail: "RDS and EFS in us-east-1 and us-west-2" },
    },
    {
        check: backupOptIn,
        of: "a type that is not enabled in the copies' region",
        answers: { backupOptIn: (region) => Promise.resolve({ RDS: true, EFS: region === "us-east-1" }) },
        expected: {
            verdict: "failed",
            detail: "not enabled: EFS in us-west-2",
            fix: "aws backup update-region-settings --region us-west-2 --resource-type-opt-in-preference EFS=true",
        },
    },
    {
        check: backupOptIn,
        of: "settings that cannot be read",
        answers: { backupOptIn: denied("backup:DescribeRegionSettings") },
        expected: {
            verdict: "unknown",
            detail: "backup:DescribeRegionSettings: not allowed on it in us-east-1, or it does not exist. Add the action to the policy of your role.",
        },
    },
    { check: names, of: "free names", expected: { verdict: "passed", detail: "all are free" } },
    {
        check: names,
        of: "a deployed stack",
        answers: { hasTagged: () => Promise.resolve(true) },
        expected: {
            verdict: "notNeeded",
            detail: "resources of the stack exist, and Pulumi's state has their names",
        },
    },
    {
        check: names,
        of: "a database and a copy's bucket of the same name",
        answers: {
            exists: ({ type, region }) =>
                Promise.resolve(
                    type.includes("rds/instance") || (type.includes("s3/") && region === "us-west-2"),
                ),
        },
        expected: {
            verdict: "failed",
            detail: "taken: Instance posit-connect-prod (us-east-1), final snapshot posit-connect-prod-final-160a8b5f (us-east-1), Bucket posit-connect-prod-logs-210987654321-us-west-2 (us-west-2), Bucket posit-connect-prod-recovery-210987654321-us-west-2 (us-west-2)",
            fix: "Delete them, import them into the stack with `pulumi import`, or name the stack differently.",
        },
    },
    {
        check: names,
        of: "log groups that cannot be read",
        answers: { exists: denied("logs:DescribeLogGroups") },
        expected: {
            verdict: "unknown",
            detail: "logs:DescribeLogGroups: not allowed on it in us-east-1. Add the action to the policy of your role.",
        },
    },
    {
        check: delegation,
        of: "a delegated zone",
        expected: { verdict: "passed", detail: "acme.io is delegated to Z0123456789ABCDEFGHIJ" },
    },
    {
        check: delegation,
        of: "another provider's name servers",
        answers: { nameServers: () => Promise.resolve(["ns.other.net"]) },
        expected: {
            verdict: "failed",
            detail: "DNS has ns.other.net for acme.io",
            fix: "Delegate acme.io at its parent to ns-1.awsdns-01.com.",
        },
    },
    {
        check: delegation,
        of: "a zone of another domain",
        answers: {
            hostedZone: () => Promise.resolve({ name: "other.io", isPrivate: false, nameServers: [] }),
        },
        expected: {
            verdict: "failed",
            detail: "connect.acme.io is not in Z0123456789ABCDEFGHIJ, the zone of other.io",
            fix: "Correct posit-connect:loadBalancer.hostedZoneId.",
        },
    },
    {
        check: delegation,
        of: "a private zone",
        answers: { hostedZone: () => Promise.resolve({ name: "acme.io", isPrivate: true, nameServers: [] }) },
        expected: {
            verdict: "failed",
            detail: "acme.io is a private zone, which proves no domain to ACM",
            fix: "Set posit-connect:loadBalancer.certificateArn, or a public zone.",
        },
    },
    {
        check: delegation,
        of: "a zone that does not exist",
        answers: { hostedZone: () => Promise.resolve(undefined) },
        expected: {
            verdict: "failed",
            detail: "Z0123456789ABCDEFGHIJ is not a zone of this account",
            fix: "Correct posit-connect:loadBalancer.hostedZoneId.",
        },
    },
    {
        check: delegation,
        of: "DNS that does not respond",
        answers: {
            nameServers: () => Promise.reject(new UserError(["DNS does not answer for acme.io (ETIMEOUT)."])),
        },
        expected: { verdict: "unknown", detail: "DNS does not answer for acme.io (ETIMEOUT)." },
    },
    {
        check: delegation,
        of: "no domain",
        changes: {
            "posit-connect:loadBalancer": { selfSignedCertificate: true, allowedCidrs: ["198.18.0.0/24"] },
        },
        expected: { verdict: "notNeeded", detail: "no hosted zone in posit-connect:loadBalancer" },
    },
    {
        check: apiPath,
        of: "a listed public address",
        expected: { verdict: "passed", detail: "198.18.0.9 is in publicAccessCidrs" },
    },
    {
        check: apiPath,
        of: "another public address",
        answers: { http: () => Promise.resolve({ status: 200, text: "198.19.0.1" }) },
        expected: {
            verdict: "failed",
            detail: "your public address 198.19.0.1 is not in publicAccessCidrs",
            fix: "pulumi config set --path 'posit-connect:cluster.publicAccessCidrs[1]' 198.19.0.1/32",
        },
    },
    {
        check: apiPath,
        of: "a private API in a new VPC",
        changes: {
            "posit-connect:cluster": {
                privateAccessCidrs: ["10.0.0.0/16"],
                administratorRoleArns: [DEPLOYER],
            },
        },
        expected: {
            verdict: "failed",
            detail: "the API is private, and nothing is connected to a new VPC",
            fix: "Add your public address to posit-connect:cluster.publicAccessCidrs for the first update (docs/deploy.md, step 3).",
        },
    },
    {
        check: apiPath,
        of: "a deployed cluster that responds",
        answers: { cluster: () => Promise.resolve(DEPLOYED) },
        expected: {
            verdict: "passed",
            detail: "https://1A2B.gr7.us-east-1.eks.amazonaws.com responds with 403",
        },
    },
    {
        check: apiPath,
        of: "a deployed cluster that does not respond",
        answers: { cluster: () => Promise.resolve(DEPLOYED), apiStatus: () => Promise.resolve(undefined) },
        expected: {
            verdict: "failed",
            detail: "https://1A2B.gr7.us-east-1.eks.amazonaws.com does not respond",
            fix: "Add this network to posit-connect:cluster.privateAccessCidrs or publicAccessCidrs, or deploy from one that is listed.",
        },
    },
    {
        check: apiPath,
        of: "an address that nothing reports",
        answers: { http: () => Promise.resolve({ status: 503, text: "" }) },
        expected: {
            verdict: "unknown",
            detail: "checkip.amazonaws.com responds with 503",
            fix: "Compare your public address yourself.",
        },
    },
    {
        check: apiPath,
        of: "a machine in an adopted VPC",
        answers: { localAddresses: () => ["10.20.1.4"] },
        changes: ADOPTED,
        expected: { verdict: "passed", detail: "10.20.1.4 is in privateAccessCidrs" },
    },
    {
        check: apiPath,
        of: "a machine outside of an adopted VPC",
        changes: ADOPTED,
        expected: {
            verdict: "unknown",
            detail: "this machine's 192.168.1.7 is in none of 10.20.0.0/16, unless the network translates it",
            fix: "Deploy from a network in posit-connect:cluster.privateAccessCidrs, or add yours.",
        },
    },
    {
        check: charts,
        of: "listed versions",
        expected: {
            verdict: "passed",
            detail: "aws-load-balancer-controller-3.5.0.tgz; rstudio-connect-0.21.0.tgz",
        },
    },
    {
        check: charts,
        of: "a version that a repository lacks",
        answers: { http: () => Promise.resolve({ status: 200, text: "rstudio-connect-0.21.0.tgz" }) },
        expected: {
            verdict: "failed",
            detail: "aws-load-balancer-controller-3.5.0.tgz: not in https://aws.github.io/eks-charts",
            fix: "Correct the chart's version or repository in the settings.",
        },
    },
    {
        check: charts,
        of: "a repository that fails",
        answers: { http: () => Promise.resolve({ status: 503, text: "" }) },
        expected: {
            verdict: "unknown",
            detail: "aws-load-balancer-controller-3.5.0.tgz: https://aws.github.io/eks-charts responds with 503; rstudio-connect-0.21.0.tgz: https://helm.rstudio.com responds with 503",
            fix: "Pull the chart with `helm pull` and your login.",
        },
    },
    {
        check: images,
        of: "images in the registry",
        expected: {
            verdict: "passed",
            detail: "posit/connect:2026.08.0-ubuntu-24.04, posit/connect-content-init:2026.08.0, posit/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-pro",
        },
    },
    {
        check: images,
        of: "a tag that the registry lacks",
        answers: {
            imageStatus: (image) => Promise.resolve({ status: image.includes("content") ? 200 : 404 }),
        },
        expected: {
            verdict: "failed",
            detail: "not in the registry: posit/connect:2026.08.0-ubuntu-24.04 (404)",
            fix: "Correct posit-connect:connect.version, images or executionEnvironments.",
        },
    },
    {
        check: images,
        of: "a registry with a login",
        answers: { imageStatus: () => Promise.resolve({ status: 401 }) },
        expected: {
            verdict: "unknown",
            detail: "the registry does not show posit/connect:2026.08.0-ubuntu-24.04 (401), posit/connect-content-init:2026.08.0 (401), posit/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-pro (401)",
            fix: "A private registry needs posit-connect:registryCredentials; Docker Hub limits requests for each address.",
        },
    },
    {
        check: issuer,
        of: "a provider that names itself",
        expected: { verdict: "passed", detail: "https://login.acme.io" },
    },
    {
        check: issuer,
        of: "another issuer",
        answers: { http: () => Promise.resolve({ status: 200, text: '{"issuer":"https:\\/\\/other.io"}' }) },
        expected: {
            verdict: "failed",
            detail: "https://login.acme.io names https://other.io as its issuer",
            fix: "Correct posit-connect:connect.authentication.issuer.",
        },
    },
    {
        check: issuer,
        of: "no provider at the address",
        answers: { http: () => Promise.resolve({ status: 404, text: "" }) },
        expected: {
            verdict: "failed",
            detail: "https://login.acme.io/.well-known/openid-configuration responds with 404",
            fix: "Correct posit-connect:connect.authentication.issuer.",
        },
    },
    {
        check: issuer,
        of: "a provider that cannot be reached",
        answers: {
            http: () =>
                Promise.reject(
                    new UserError(["login.acme.io cannot be reached from this machine (ENOTFOUND)."]),
                ),
        },
        expected: {
            verdict: "unknown",
            detail: "login.acme.io cannot be reached from this machine (ENOTFOUND).",
        },
    },
    {
        check: issuer,
        of: "logins without a provider",
        changes: {
            "posit-connect:connect": { authentication: { provider: "password" } },
            "posit-connect:oidcClientSecret": REMOVED,
        },
        expected: { verdict: "notNeeded", detail: "logins with password" },
    },
    {
        check: tools,
        of: "the tools of docs/deploy.md",
        expected: { verdict: "passed", detail: "Pulumi CLI 3.250.1, AWS CLI 2.31.0, kubectl 1.35.0" },
    },
    {
        check: tools,
        of: "an old and a missing tool",
        answers: {
            version: (command) =>
                Promise.resolve(command === "aws" ? "aws-cli/1.44.2 Python/3.9" : undefined),
        },
        expected: {
            verdict: "failed",
            detail: "Pulumi CLI is not installed; AWS CLI is 1.44.2; kubectl is not installed",
            fix: "Install Pulumi CLI 3.248 or newer, AWS CLI 2 or newer, kubectl 1.34 or newer.",
        },
    },
    {
        check: tools,
        of: "output without a version",
        answers: { version: (command) => Promise.resolve(command === "aws" ? "aws" : VERSIONS[command]) },
        expected: {
            verdict: "unknown",
            detail: "no version in the output of aws --version",
            fix: "Compare the versions with docs/deploy.md.",
        },
    },
    {
        check: license,
        of: "a file without a date",
        license: "license.lic",
        expected: { verdict: "passed", detail: "license.lic is a license file; its name has no date" },
    },
    {
        check: license,
        of: "a current file",
        license: "2027-01-31_RSC_acme_ABCD.lic",
        expected: { verdict: "passed", detail: "2027-01-31_RSC_acme_ABCD.lic ends on 2027-01-31" },
    },
    {
        check: license,
        of: "an expired file",
        license: "in/20261122_RSC_acme_ABCD.lic",
        expected: {
            verdict: "failed",
            detail: "in/20261122_RSC_acme_ABCD.lic ended on 2026-11-22",
            fix: "Renew the license with Posit.",
        },
    },
    {
        check: license,
        of: "a missing file",
        license: "none.lic",
        answers: { text: () => undefined },
        expected: {
            verdict: "failed",
            detail: "none.lic does not exist",
            fix: "Name the license file with --license.",
        },
    },
    {
        check: license,
        of: "another file",
        license: "a.lic",
        answers: { text: () => "key" },
        expected: {
            verdict: "failed",
            detail: "a.lic does not begin with -----BEGIN RSTUDIO LICENSE-----",
            fix: "Get the license file from Posit.",
        },
    },
    {
        check: license,
        of: "no file",
        expected: {
            verdict: "unknown",
            detail: "an encrypted license is not read",
            fix: "Name the license file with --license.",
        },
    },
    {
        check: accountPlan,
        of: "a paid plan",
        expected: { verdict: "passed", detail: "paid" },
    },
    {
        check: accountPlan,
        of: "the free plan",
        answers: { accountPlan: () => Promise.resolve("FREE") },
        expected: {
            verdict: "failed",
            detail: "the account is on AWS's free plan, which limits services and instance types",
            fix: "aws freetier upgrade-account-plan --account-plan-type PAID --region us-east-1",
        },
    },
    {
        check: accountPlan,
        of: "no plan",
        answers: { accountPlan: () => Promise.resolve(undefined) },
        expected: {
            verdict: "unknown",
            detail: "AWS reports no plan of the account",
            fix: "An account from before July 15, 2025 has none, and is not limited. Otherwise, look it up in the billing console.",
        },
    },
    {
        check: accountPlan,
        of: "another plan",
        answers: { accountPlan: () => Promise.resolve("TRIAL") },
        expected: {
            verdict: "unknown",
            detail: "the plan is TRIAL",
            fix: "An account from before July 15, 2025 has none, and is not limited. Otherwise, look it up in the billing console.",
        },
    },
    {
        check: licenseTier,
        of: "a tier with off-host execution",
        tier: "advanced",
        expected: { verdict: "passed", detail: "advanced includes off-host execution" },
    },
    {
        check: licenseTier,
        of: "a tier without off-host execution",
        tier: "enhanced",
        expected: {
            verdict: "failed",
            detail: "enhanced does not include off-host execution, and content does not run",
            fix: "Ask Posit for an Advanced license.",
        },
    },
    {
        check: licenseTier,
        of: "no tier",
        expected: {
            verdict: "unknown",
            detail: "no file shows if the license includes off-host execution",
            fix: "Name its tier with --license-tier: the order names it, and Posit knows it.",
        },
    },
    {
        check: databaseNames,
        of: "the program's names",
        expected: { verdict: "passed", detail: "posit_connect: no SQL key word" },
    },
    {
        check: databaseNames,
        of: "names that are SQL key words",
        inputs: { dbName: "connect", username: "dispatch" },
        expected: {
            verdict: "failed",
            detail: "RDS rejects connect, dispatch, an SQL key word",
            fix: "Choose another name in components/database.ts.",
        },
    },
    {
        check: databaseNames,
        of: "a restored database",
        inputs: { dbName: undefined, username: undefined },
        expected: { verdict: "notNeeded", detail: "a restored database has its backup's names" },
    },
    {
        check: adoptedVpc,
        of: "a new VPC",
        expected: { verdict: "notNeeded", detail: "the stack creates its VPC" },
    },
    {
        check: adoptedVpc,
        of: "a VPC as the settings describe it",
        changes: ADOPTED,
        answers: { vpc: () => Promise.resolve(VPC) },
        expected: {
            verdict: "passed",
            detail: "vpc-00000001 and its 4 subnets are as the settings describe them",
        },
    },
    {
        check: adoptedVpc,
        of: "a VPC that differs in everything",
        changes: ADOPTED,
        answers: {
            vpc: () =>
                Promise.resolve({
                    cidrBlocks: ["10.30.0.0/16"],
                    resolvesNames: false,
                    subnets: [
                        { id: "subnet-00000001", zone: "us-east-1a", freeAddresses: 7, internet: "other" },
                        { id: "subnet-00000003", zone: "us-east-1c", freeAddresses: 59, internet: "none" },
                        {
                            id: "subnet-00000004",
                            zone: "us-east-1b",
                            freeAddresses: 60,
                            internet: "internetGateway",
                        },
                    ],
                }),
        },
        expected: {
            verdict: "failed",
            detail:
                "vpc-00000001 has 10.30.0.0/16, not 10.20.0.0/16; vpc-00000001 lacks enableDnsSupport or enableDnsHostnames, without which no node finds the API; " +
                "subnet-00000003 is in us-east-1c, not us-east-1a; subnet-00000003 has 59 free addresses of 60; subnet-00000003 has no route to the internet; " +
                "subnet-00000004 is public: its route to the internet is an internet gateway; " +
                "subnet-00000001 has 7 free addresses of 8; subnet-00000001 has no route to an internet gateway; subnet-00000002 is not in the VPC",
            fix: "Correct posit-connect:network.adopt, or the VPC.",
        },
    },
    {
        check: adoptedVpc,
        of: "the nodes of a deployed stack, which have their addresses",
        changes: ADOPTED,
        answers: {
            hasTagged: () => Promise.resolve(true),
            vpc: () =>
                Promise.resolve({
                    ...VPC,
                    subnets: VPC.subnets.map((each) => ({ ...each, freeAddresses: 9 })),
                }),
        },
        expected: {
            verdict: "passed",
            detail: "vpc-00000001 and its 4 subnets are as the settings describe them",
        },
    },
    {
        check: adoptedVpc,
        of: "a VPC that does not exist",
        changes: ADOPTED,
        expected: {
            verdict: "failed",
            detail: "vpc-00000001 does not exist in us-east-1",
            fix: "Correct posit-connect:network.adopt.",
        },
    },
    {
        check: adoptedVpc,
        of: "a VPC that cannot be read",
        changes: ADOPTED,
        answers: { vpc: denied("ec2:DescribeVpcs") },
        expected: { verdict: "unknown", detail: deniedDetail("ec2:DescribeVpcs") },
    },
    {
        check: pulls,
        of: "three images on the nodes behind a NAT gateway",
        expected: {
            verdict: "passed",
            detail: "6 pulls through a NAT gateway for 3 images on 2 nodes, Docker Hub allows 100 in 6 hours",
        },
    },
    {
        check: pulls,
        of: "more pulls than the limit",
        answers: {
            imageStatus: () => Promise.resolve({ status: 200, pullLimit: { pulls: 10, hours: 6 } }),
        },
        changes: ADOPTED,
        expected: {
            verdict: "failed",
            detail: "12 pulls through a NAT gateway for 3 images on 4 nodes, Docker Hub allows 10 in 6 hours",
            fix: "Set posit-connect:registryCredentials, or a mirror in posit-connect:connect.images and executionEnvironments.",
        },
    },
    {
        check: pulls,
        of: "a limit that Docker Hub does not report",
        answers: { imageStatus: () => Promise.resolve({ status: 200 }) },
        expected: {
            verdict: "unknown",
            detail: "Docker Hub does not report its limit",
            fix: "Set posit-connect:registryCredentials, or a mirror in posit-connect:connect.images and executionEnvironments.",
        },
    },
    {
        check: pulls,
        of: "credentials of a registry",
        changes: { "posit-connect:registryCredentials": { secure: "AAABARegistry" } },
        expected: {
            verdict: "notNeeded",
            detail: "registryCredentials are set, whose account has a limit of its own",
        },
    },
    {
        check: nodes,
        of: "an image of six weeks",
        answers: { cluster: () => Promise.resolve(DEPLOYED) },
        expected: { verdict: "passed", detail: "general 1.35.4-20261015, the newest is 1.35.4-20261101" },
    },
    {
        check: nodes,
        of: "the newest image",
        answers: {
            cluster: () => Promise.resolve(DEPLOYED),
            nodeGroups: () => Promise.resolve([{ ...NODES, release: "1.35.4-20261101" }]),
        },
        expected: { verdict: "passed", detail: "general 1.35.4-20261101, the newest" },
    },
    {
        check: nodes,
        of: "an image that is too old",
        answers: {
            cluster: () => Promise.resolve(DEPLOYED),
            nodeGroups: () => Promise.resolve([{ ...NODES, release: "1.35.3-20260415" }]),
        },
        expected: {
            verdict: "failed",
            detail: "general runs 1.35.3-20260415, released 222 days ago; the newest is 1.35.4-20261101",
            fix:
                "pulumi config set --path posit-connect:cluster.nodeReleaseVersion 1.35.4-20261101\n" +
                "Then run pulumi up, which replaces the nodes one after the other.",
        },
    },
    {
        check: nodes,
        of: "a group that starts no nodes",
        answers: {
            cluster: () => Promise.resolve(DEPLOYED),
            nodeGroups: () =>
                Promise.resolve([{ ...NODES, status: "DEGRADED", problems: ["The key is disabled."] }]),
        },
        expected: {
            verdict: "failed",
            detail: "general is DEGRADED: The key is disabled.",
            fix: "aws eks describe-nodegroup --region us-east-1 --cluster-name posit-connect-prod --nodegroup-name general",
        },
    },
    {
        check: nodes,
        of: "an image of another kind",
        answers: {
            cluster: () => Promise.resolve(DEPLOYED),
            nodeGroups: () => Promise.resolve([{ ...NODES, amiType: "CUSTOM", release: "ami-1" }]),
            newestRelease: () => Promise.resolve(undefined),
        },
        expected: {
            verdict: "unknown",
            detail: "no recommended release to compare with: general ami-1 (CUSTOM)",
            fix: 'Compare it with docs/upgrades.md, "Patch the nodes".',
        },
    },
    {
        check: nodes,
        of: "no cluster",
        expected: {
            verdict: "failed",
            detail: "posit-connect-prod does not exist",
            fix: "Deploy the stack with `pulumi up` first.",
        },
    },
    {
        check: kubernetesSupport,
        of: "a version with time left",
        answers: { cluster: () => Promise.resolve(DEPLOYED) },
        expected: {
            verdict: "passed",
            detail: "Kubernetes 1.35, standard support until 2027-03-27, in 123 days",
        },
    },
    {
        check: kubernetesSupport,
        of: "a version whose support ends soon",
        answers: {
            cluster: () => Promise.resolve({ ...DEPLOYED, version: "1.34" }),
            kubernetesVersion: () =>
                Promise.resolve({ status: "STANDARD_SUPPORT", standardSupportEnds: "2026-12-02" }),
        },
        expected: {
            verdict: "failed",
            detail: "Kubernetes 1.34: standard support ends on 2026-12-02, in 8 days",
            fix: "Raise posit-connect:cluster.version by one (docs/upgrades.md). With upgradePolicy STANDARD, EKS does it by itself at the end.",
        },
    },
    {
        check: kubernetesSupport,
        of: "a version that EKS does not list",
        answers: {
            cluster: () => Promise.resolve({ ...DEPLOYED, version: "1.30" }),
            kubernetesVersion: () => Promise.resolve(undefined),
        },
        expected: {
            verdict: "unknown",
            detail: "Kubernetes 1.30: its end of standard support is not known",
            fix: "Raise posit-connect:cluster.version by one (docs/upgrades.md). With upgradePolicy STANDARD, EKS does it by itself at the end.",
        },
    },
    {
        check: kubernetesSupport,
        of: "no cluster",
        expected: {
            verdict: "failed",
            detail: "posit-connect-prod does not exist",
            fix: "Deploy the stack with `pulumi up` first.",
        },
    },
    {
        check: databaseSupport,
        of: "a version with time left",
        expected: {
            verdict: "passed",
            detail: "PostgreSQL 15.12, standard support until 2028-02-29, in 462 days",
        },
    },
    {
        check: databaseSupport,
        of: "a version whose support has ended",
        answers: { database: () => Promise.resolve({ engineVersion: "13.20" }) },
        expected: {
            verdict: "failed",
            detail: "PostgreSQL 13.20: standard support ended on 2026-02-28",
            fix: "Raise posit-connect:database.engineVersion (docs/upgrades.md). RDS rejects the version later, without its extended support.",
        },
    },
    {
        check: databaseSupport,
        of: "a database that cannot be read",
        answers: { database: denied("rds:DescribeDBInstances") },
        expected: { verdict: "unknown", detail: deniedDetail("rds:DescribeDBInstances") },
    },
    {
        check: databaseSupport,
        of: "no database",
        answers: { database: () => Promise.resolve(undefined) },
        expected: {
            verdict: "failed",
            detail: "posit-connect-prod does not exist",
            fix: "Deploy the stack with `pulumi up` first.",
        },
    },
    {
        check: backups,
        of: "a recovery set within the RPO",
        expected: { verdict: "passed", detail: "us-east-1: recovery set of 2026-11-23 05:00" },
    },
    {
        check: backups,
        of: "no recovery set",
        answers: {
            recovery: (uri) =>
                Promise.resolve({ manifest: MANIFEST, vaults: [{ ...RECOVERABLE, recoverySets: [] }], uri }),
        },
        expected: {
            verdict: "failed",
            detail: "us-east-1: no recovery set within the RPO",
            fix: `npm run recovery -- status --manifest s3://posit-connect-prod-recovery-${ACCOUNT}-us-east-1/manifest.json`,
        },
    },
    {
        check: backups,
        of: "a bucket that cannot be read",
        answers: { recovery: denied("s3:GetObject") },
        expected: {
            verdict: "unknown",
            detail: "s3:GetObject: not allowed on it in us-east-1, or it does not exist. Add the action to the policy of your role.",
        },
    },
    {
        check: certificate,
        of: "a trusted certificate",
        expected: { verdict: "passed", detail: "connect.acme.io: valid until 2027-06-01, 189 days left" },
    },
    {
        check: certificate,
        of: "a certificate that was not renewed",
        answers: { certificate: () => Promise.resolve({ expires: Date.parse("2026-11-30T00:00:00Z") }) },
        expected: {
            verdict: "failed",
            detail: "connect.acme.io: valid until 2026-11-30, 6 days left",
            fix: "Check the certificate in ACM: it renews its own certificates while the domain's proof is in DNS, and no imported one.",
        },
    },
    {
        check: certificate,
        of: "a certificate that clients do not trust",
        answers: {
            certificate: () =>
                Promise.resolve({
                    expires: Date.parse("2027-06-01T00:00:00Z"),
                    fault: "ERR_TLS_CERT_ALTNAME_INVALID",
                }),
        },
        expected: {
            verdict: "failed",
            detail: "connect.acme.io: valid until 2027-06-01, 189 days left, but clients do not trust it (ERR_TLS_CERT_ALTNAME_INVALID)",
            fix: "Check posit-connect:loadBalancer.",
        },
    },
    {
        check: certificate,
        of: "the self-signed certificate of a stack without a domain",
        changes: SELF_SIGNED,
        answers: {
            pulumi: () =>
                Promise.resolve({
                    status: 0,
                    stdout: "https://lb-1.us-east-1.elb.amazonaws.com\n",
                    stderr: "",
                }),
            certificate: () =>
                Promise.resolve({
                    expires: Date.parse("2027-06-01T00:00:00Z"),
                    fault: "DEPTH_ZERO_SELF_SIGNED_CERT",
                }),
        },
        expected: {
            verdict: "passed",
            detail: "lb-1.us-east-1.elb.amazonaws.com: valid until 2027-06-01, 189 days left, self-signed",
        },
    },
    {
        check: certificate,
        of: "a self-signed certificate that has ended",
        changes: SELF_SIGNED,
        answers: {
            pulumi: () =>
                Promise.resolve({
                    status: 0,
                    stdout: "https://lb-1.us-east-1.elb.amazonaws.com\n",
                    stderr: "",
                }),
            certificate: () => Promise.resolve({ expires: Date.parse("2026-11-01T00:00:00Z") }),
        },
        expected: {
            verdict: "failed",
            detail: "lb-1.us-east-1.elb.amazonaws.com: valid until 2026-11-01, ended",
            fix: "Run pulumi up, which renews it.",
        },
    },
    {
        check: certificate,
        of: "a stack without a domain, whose outputs cannot be read",
        changes: SELF_SIGNED,
        answers: {
            pulumi: () =>
                Promise.resolve({ status: 255, stdout: "", stderr: "error: no stack named 'prod' found\n" }),
        },
        expected: {
            verdict: "unknown",
            detail: "pulumi stack output url: error: no stack named 'prod' found. Log in to the stack's backend with the Pulumi CLI.",
        },
    },
    {
        check: drift,
        of: "no difference",
        expected: { verdict: "passed", detail: "the stack is as its program describes it" },
    },
    {
        check: drift,
        of: "a changed bucket",
        answers: { pulumi: () => Promise.resolve({ status: 0, stdout: ONE_CHANGE, stderr: "" }) },
        expected: {
            verdict: "failed",
            detail: "1 resource differs: bucket recovery (updated)",
            fix: "Read the difference with pulumi preview --stack prod --refresh --diff. pulumi up --refresh removes it.",
        },
    },
    {
        check: drift,
        of: "a preview that fails",
        answers: { pulumi: () => Promise.resolve({ status: 255, stdout: "{}", stderr: "" }) },
        expected: {
            verdict: "unknown",
            detail: "pulumi preview --refresh: it failed without an error",
            fix: "pulumi preview --stack prod --refresh --diff",
        },
    },
    {
        check: drift,
        of: "no Pulumi CLI",
        answers: { pulumi: () => Promise.resolve(undefined) },
        expected: {
            verdict: "unknown",
            detail: "pulumi preview --refresh: error: pulumi is not installed",
            fix: "pulumi preview --stack prod --refresh --diff",
        },
    },
];

/** A plan whose database has other inputs. */
function withDatabase(context: CheckContext, inputs: Record<string, unknown>): CheckContext {
    const resources = context.graph.resources.map((resource) =>
        resource.type === "aws:rds/instance:Instance"
            ? { ...resource, inputs: { ...resource.inputs, ...inputs } }
            : resource,
    );
    return { ...context, graph: new Graph({ version: 3, deployment: { resources } }) };
}

describe("A check of doctor", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "doctor-"));
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    /** Plans by the changes of the stack's file. */
    const planned = new Map<string, Promise<CheckContext>>();

    async function contextOf(
        answers: Partial<Sources>,
        changes: Record<string, object> = {},
        given: Partial<Pick<CheckContext, "license" | "licenseTier">> = {},
    ): Promise<CheckContext> {
        const key = JSON.stringify(changes);
        const folders = { stacks: folder, paths: folder };
        const plan =
            planned.get(key) ??
            planContext(readStackFile(writeStack(folder, changes), folders, PROJECT), {
                program,
                sources: READY,
                root: folder,
                now: NOW,
                license: undefined,
                licenseTier: undefined,
            });
        planned.set(key, plan);
        const sources = { ...READY, ...answers };
        return {
            ...(await plan),
            ...given,
            sources,
            caller: () => sources.caller({}, "us-east-1"),
            isDeployed: () => sources.hasTagged({}, "us-east-1"),
        };
    }

    for (const { check, of, answers = {}, changes, license: file, tier, inputs, expected } of CASES) {
        it(`${expected.verdict}: ${check.title}, ${of}`, async () => {
            const planned = await contextOf(answers, changes, { license: file, licenseTier: tier });
            const context = inputs === undefined ? planned : withDatabase(planned, inputs);
            const checked = await runChecks(
                account,
                check === account ? [] : [check],
                context,
                () => undefined,
            );

            expect(checked.at(-1)).to.deep.equal({ id: check.id, title: check.title, ...expected });
        });
    }

    for (const check of [account, ...CHECKS, ...CHECKS_AFTER]) {
        it(`has a test of each outcome: ${check.title}`, () => {
            const verdicts = CASES.filter((each) => each.check === check).map(
                ({ expected }) => expected.verdict,
            );

            expect(verdicts).to.include.members(
                // Nothing outside of the plan answers these.
                check === settings || check === databaseNames
                    ? ["passed", "failed"]
                    : ["passed", "failed", "unknown"],
            );
        });
    }

    it("asks the Pulumi CLI about the stack with its organization", async () => {
        const asked: string[][] = [];
        const context = await contextOf({
            pulumi: (args) => {
                asked.push([...args]);
                return Promise.resolve({ status: 0, stdout: ONE_CHANGE, stderr: "" });
            },
        });
        const checked = await runChecks(
            account,
            [drift],
            { ...context, pulumiStack: "acme/prod" },
            () => undefined,
        );

        expect(asked).to.deep.equal([
            ["preview", "--stack", "acme/prod", "--refresh", "--json", "--non-interactive"],
        ]);
        expect(checked.at(-1)?.fix).to.equal(
            "Read the difference with pulumi preview --stack acme/prod --refresh --diff. pulumi up --refresh removes it.",
        );
    });

    it("asks nothing in another account, and reports each check as it ends", async () => {
        const context = await contextOf({
            caller: () => Promise.resolve({ ...IDENTITY, account: "111122223333" }),
        });
        const ended: string[] = [];
        const checked = await runChecks(account, [settings, zones], context, ({ title }) =>
            ended.push(title),
        );

        expect(checked.map(({ id, verdict }) => `${id} ${verdict}`)).to.deep.equal([
            "account failed",
            "settings passed",
            "zones unknown",
        ]);
        expect(checked[2]?.detail).to.equal(
            "not checked without credentials of the stack's account, see Account",
        );
        expect(ended.sort()).to.deep.equal(["Account", "Availability zones", "Settings"]);
    });
});
