import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Check, type CheckContext, type Checked, runChecks } from "../../../commands/doctor/check";
import { CHECKS } from "../../../commands/doctor/checks";
import { account } from "../../../commands/doctor/checks/account";
import { administrators, deployer } from "../../../commands/doctor/checks/deployer";
import { license, tools } from "../../../commands/doctor/checks/machine";
import { apiPath, charts, images, issuer } from "../../../commands/doctor/checks/network";
import { permissions, serviceRoles } from "../../../commands/doctor/checks/permissions";
import { drillQuotas, stackQuotas } from "../../../commands/doctor/checks/quotas";
import { backupOptIn, delegation, diskKey, names } from "../../../commands/doctor/checks/services";
import { settings } from "../../../commands/doctor/checks/settings";
import { addOns, databaseClass, kubernetesVersion } from "../../../commands/doctor/checks/versions";
import { instanceTypes, zones } from "../../../commands/doctor/checks/zones";
import { planContext } from "../../../commands/doctor/planContext";
import type { Ec2Use } from "../../../commands/doctor/aws/ec2";
import type { Sources } from "../../../commands/doctor/sources";
import { AwsError, type AwsFault } from "../../../recovery/aws/callAws";
import { UserError } from "../../../lib/userError";
import { readStackFile } from "../../../stacks/stackFile";
import { program, PROJECT } from "../../program";
import { NOW } from "../../recovery/command";
import { ACCOUNT, DEPLOYER, IDENTITY, NO_USE, READY, VERSIONS, writeStack, zonesWith } from "./doctor";

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

const DEPLOYED = { endpoint: "https://1A2B.gr7.us-east-1.eks.amazonaws.com", tags: {} };

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

interface Case {
    check: Check;
    of: string;
    answers?: Partial<Sources>;
    license?: string;
    /** Sections of the stack's file. */
    changes?: Record<string, object>;
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
            fix: "EKS rejects an access entry of a principal that does not exist. Create it, or correct posit-connect:cluster.administratorRoleArns.",
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
            detail: "taken: Instance posit-connect-prod (us-east-1), Bucket posit-connect-prod-logs-210987654321-us-west-2 (us-west-2), Bucket posit-connect-prod-recovery-210987654321-us-west-2 (us-west-2)",
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
            detail: "posit/connect:2026.08.0-ubuntu-24.04, posit/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-pro",
        },
    },
    {
        check: images,
        of: "a tag that the registry lacks",
        answers: { imageStatus: (image) => Promise.resolve(image.includes("content") ? 200 : 404) },
        expected: {
            verdict: "failed",
            detail: "not in the registry: posit/connect:2026.08.0-ubuntu-24.04 (404)",
            fix: "Correct posit-connect:connect.version, images or executionEnvironments.",
        },
    },
    {
        check: images,
        of: "a registry with a login",
        answers: { imageStatus: () => Promise.resolve(401) },
        expected: {
            verdict: "unknown",
            detail: "the registry does not show posit/connect:2026.08.0-ubuntu-24.04 (401), posit/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-pro (401)",
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
            fix: "Name the license file with --license. Ask Posit if it includes off-host execution.",
        },
    },
];

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
        license?: string,
    ): Promise<CheckContext> {
        const key = JSON.stringify(changes);
        const folders = { stacks: folder, paths: folder };
        const plan =
            planned.get(key) ??
            planContext(readStackFile(writeStack(folder, changes), folders, PROJECT), {
                program,
                sources: READY,
                now: NOW,
                license: undefined,
            });
        planned.set(key, plan);
        const sources = { ...READY, ...answers };
        return {
            ...(await plan),
            license,
            sources,
            caller: () => sources.caller({}, "us-east-1"),
            isDeployed: () => sources.hasTagged({}, "us-east-1"),
        };
    }

    for (const { check, of, answers = {}, changes, license: file, expected } of CASES) {
        it(`${expected.verdict}: ${check.title}, ${of}`, async () => {
            const context = await contextOf(answers, changes, file);
            const checked = await runChecks(
                account,
                check === account ? [] : [check],
                context,
                () => undefined,
            );

            expect(checked.at(-1)).to.deep.equal({ id: check.id, title: check.title, ...expected });
        });
    }

    for (const check of [account, ...CHECKS]) {
        it(`has a test of each outcome: ${check.title}`, () => {
            const verdicts = CASES.filter((each) => each.check === check).map(
                ({ expected }) => expected.verdict,
            );

            expect(verdicts).to.include.members(
                check === settings ? ["passed", "failed"] : ["passed", "failed", "unknown"],
            );
        });
    }

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
