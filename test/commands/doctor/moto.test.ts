import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Checked } from "../../../commands/doctor/check";
import { readVpc } from "../../../commands/doctor/aws/ec2";
import { hasAlias, readKeyAccess } from "../../../commands/doctor/aws/kms";
import { isTaken, NAMED } from "../../../commands/doctor/aws/names";
import { readDatabase } from "../../../commands/doctor/aws/rds";
import { sources } from "../../../commands/doctor/sources";
import { inEnvironment, NOW, type Outcome } from "../../recovery/command";
import { findMoto } from "../../recovery/moto";
import { ACCOUNT, DEPLOYER, doctorIn, writeStack } from "./doctor";
import { onThisMachine, serveAws, type ServedAws } from "./serveAws";

const found = findMoto();

describe(`npm run doctor with moto${"missing" in found ? ` (skipped: ${found.missing})` : ""}`, function () {
    this.timeout(120_000);

    let served: ServedAws | undefined;
    let environment: Record<string, string>;
    let folder: string;
    let stack: string;

    before(async function () {
        if ("missing" in found) {
            this.skip();
        }
        served = await serveAws(found.python);
        environment = served.environment;
        folder = mkdtempSync(join(tmpdir(), "doctor-"));
        stack = writeStack(folder, {
            "aws:assumeRoles": [{ roleArn: DEPLOYER }],
        });
    });

    after(async () => {
        if (served === undefined) {
            return;
        }
        await served.stop();
        rmSync(folder, { recursive: true });
    });

    const run = (...args: string[]): Promise<Outcome> =>
        inEnvironment(environment, () => doctorIn({ sources: onThisMachine }, ...args));

    it("answers each check, and reports as unknown one that moto does not simulate", async () => {
        const { status, out, err } = await run(
            ...["--stack", stack, "--license", "license.lic", "--license-tier", "advanced", "--json"],
        );
        const { checks } = JSON.parse(out) as { checks: Checked[] };

        expect(err).to.equal("");
        const lines = checks.map(({ id, verdict, detail }) => `${verdict} ${id}: ${detail}`);
        // moto responds to this one with a page in HTML.
        expect(lines.map((line) => line.replace(/: Error: @aws-sdk XML.*/s, ""))).to.deep.equal([
            `passed account: arn:aws:sts::${ACCOUNT}:assumed-role/deployer/doctor in ${ACCOUNT}`,
            "passed account-plan: paid",
            "passed settings: every required setting and secret is set",
            "passed license: license.lic is a license file; its name has no date",
            "passed license-tier: advanced includes off-host execution",
            "passed tools: Pulumi CLI 3.250.1, AWS CLI 2.31.0, kubectl 1.35.0",
            `passed deployer: ${DEPLOYER} administers the cluster`,
            `passed administrators: ${DEPLOYER}`,
            `passed permissions: ${DEPLOYER} is allowed all actions; service control policies are simulated only in part`,
            "passed service-roles: all 6 exist",
            "passed zones: us-east-1a (use1-az6), us-east-1b (use1-az1), us-east-1c (use1-az2)",
            "passed instance-types: t3.2xlarge in each zone",
            "notNeeded adopted-vpc: the stack creates its VPC",
            "passed quotas: Elastic IPs: 3 for prod, quota 128; VPCs: 1 for prod + 1 in use, quota 5; vCPUs of on-demand standard instances: 72 for prod, quota 128; internet gateways: 1 for prod, quota 5; NAT gateways in a zone: 1 for prod, quota 5",
            "passed drill-quotas: Elastic IPs: 4 for prod and a drill, quota 128; VPCs: 2 for prod and a drill + 1 in use, quota 5; vCPUs of on-demand standard instances: 96 for prod and a drill, quota 128; internet gateways: 2 for prod and a drill, quota 5; NAT gateways in a zone: 2 for prod and a drill, quota 5",
            "passed kubernetes-version: 1.35, standard support until 2027-03-27",
            "passed add-ons: kube-proxy v1.35.3-eksbuild.21, vpc-cni v1.22.4-eksbuild.3, coredns v1.13.2-eksbuild.21, aws-efs-csi-driver v3.3.0-eksbuild.1, eks-pod-identity-agent v1.3.10-eksbuild.3",
            "passed database-class: db.m5.large with PostgreSQL 15 and gp3 in us-east-1a, us-east-1b, us-east-1c",
            "passed database-names: posit_connect: no SQL key word",
            "unknown disk-key: ec2:GetEbsDefaultKmsKeyId: failed for the default key of disks in us-east-1",
            "passed backup-opt-in: RDS and EFS in us-east-1 and us-west-2",
            "passed names: all are free",
            "passed delegation: acme.io is delegated to Z0123456789ABCDEFGHIJ",
            "passed api-path: 198.18.0.9 is in publicAccessCidrs",
            "passed charts: aws-load-balancer-controller-3.5.0.tgz; rstudio-connect-0.21.0.tgz",
            "passed images: posit/connect:2026.08.0-ubuntu-24.04, posit/connect-content-init:2026.08.0, posit/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-pro",
            "passed pulls: 6 pulls through a NAT gateway for 3 images on 2 nodes, Docker Hub allows 100 in 6 hours",
            "passed issuer: https://login.acme.io",
        ]);
        expect(status).to.equal(7);
    });

    it("reads a key of the account with its policy, and knows one that does not exist", async () => {
        const own = await inEnvironment(environment, async () => {
            const sdk = await import("@aws-sdk/client-kms");
            const client = new sdk.KMSClient({ region: "us-east-1" });
            const { KeyMetadata } = await client.send(new sdk.CreateKeyCommand({ Description: "disks" }));
            await client.send(
                new sdk.CreateAliasCommand({ AliasName: "alias/disks", TargetKeyId: KeyMetadata?.KeyId }),
            );
            return [
                await readKeyAccess(KeyMetadata?.Arn ?? "", "us-east-1"),
                await readKeyAccess("alias/none", "us-east-1"),
                await hasAlias("alias/disks", "us-east-1"),
                await hasAlias("alias/none", "us-east-1"),
            ] as const;
        });

        expect(own[0]).to.deep.include({ state: "Enabled", isManaged: false });
        expect(own[0]?.policy).to.include('"Effect": "Allow"');
        expect(own.slice(1)).to.deep.equal([undefined, true, false]);
    });

    it("reads an existing VPC with its subnets and their routes", async () => {
        const found = await inEnvironment(environment, async () => {
            const sdk = await import("@aws-sdk/client-ec2");
            const client = new sdk.EC2Client({ region: "us-east-1" });
            const { Vpc } = await client.send(new sdk.CreateVpcCommand({ CidrBlock: "10.20.0.0/16" }));
            const VpcId = Vpc?.VpcId;
            await client.send(
                new sdk.ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }),
            );
            const createSubnet = async (CidrBlock: string) =>
                (
                    await client.send(
                        new sdk.CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: "us-east-1a" }),
                    )
                ).Subnet?.SubnetId ?? "";
            const ids = [
                await createSubnet("10.20.0.0/24"),
                await createSubnet("10.20.1.0/24"),
                await createSubnet("10.20.2.0/24"),
            ];
            const { InternetGateway } = await client.send(new sdk.CreateInternetGatewayCommand());
            const InternetGatewayId = InternetGateway?.InternetGatewayId;
            await client.send(new sdk.AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
            const { AllocationId } = await client.send(new sdk.AllocateAddressCommand({ Domain: "vpc" }));
            const { NatGateway } = await client.send(
                new sdk.CreateNatGatewayCommand({ SubnetId: ids[0], AllocationId }),
            );
            const targets = [{ GatewayId: InternetGatewayId }, { NatGatewayId: NatGateway?.NatGatewayId }];
            for (const [index, target] of targets.entries()) {
                const { RouteTable } = await client.send(new sdk.CreateRouteTableCommand({ VpcId }));
                const RouteTableId = RouteTable?.RouteTableId;
                await client.send(
                    new sdk.CreateRouteCommand({
                        RouteTableId,
                        DestinationCidrBlock: "0.0.0.0/0",
                        ...target,
                    }),
                );
                await client.send(new sdk.AssociateRouteTableCommand({ RouteTableId, SubnetId: ids[index] }));
            }
            const vpc = await readVpc(VpcId ?? "", "us-east-1");
            return { ids, vpc, missing: await readVpc("vpc-00000001", "us-east-1") };
        });

        expect(found.missing).to.equal(undefined);
        expect(found.vpc).to.deep.equal({
            cidrBlocks: ["10.20.0.0/16"],
            resolvesNames: true,
            subnets: (["internetGateway", "other", "none"] as const).map((internet, index) => ({
                id: found.ids[index],
                zone: "us-east-1a",
                // moto counts no address of the NAT gateway.
                freeAddresses: found.vpc?.subnets[index]?.freeAddresses,
                internet,
            })),
        });
        expect(found.vpc?.subnets.map(({ freeAddresses }) => freeAddresses > 200)).to.deep.equal([
            true,
            true,
            true,
        ]);
    });

    it("knows the fixed names of RDS, and those that are free", async () => {
        const only = { AWS_ENDPOINT_URL: environment["AWS_ENDPOINT_URL"] ?? "" };
        const taken = await inEnvironment(only, async () => {
            const sdk = await import("@aws-sdk/client-rds");
            const client = new sdk.RDSClient({ region: "us-east-1" });
            await client.send(
                new sdk.CreateDBInstanceCommand({
                    ...{ DBInstanceIdentifier: "taken", DBInstanceClass: "db.m5.large", Engine: "postgres" },
                    ...{
                        EngineVersion: "15.8",
                        MasterUsername: "posit_connect",
                        MasterUserPassword: "12345678",
                    },
                    AllocatedStorage: 20,
                }),
            );
            await client.send(
                new sdk.CreateDBSnapshotCommand({
                    DBInstanceIdentifier: "taken",
                    DBSnapshotIdentifier: "taken",
                }),
            );
            await client.send(
                new sdk.CreateDBParameterGroupCommand({
                    ...{ DBParameterGroupName: "taken", DBParameterGroupFamily: "postgres15" },
                    Description: "taken",
                }),
            );
            const rds = NAMED.filter(({ type }) => type.startsWith("aws:rds/"));
            const answers = async (name: string) =>
                Promise.all(
                    rds.map(async (each) => `${each.input} ${await isTaken(each, name, "us-east-1")}`),
                );
            return {
                database: await readDatabase("taken", "us-east-1"),
                taken: await answers("taken"),
                free: await answers("free"),
                other: await isTaken({ type: "aws:ec2/vpc:Vpc", input: "name" }, "taken", "us-east-1"),
            };
        });

        expect(taken).to.deep.equal({
            database: { engineVersion: "15.8" },
            taken: ["identifier true", "finalSnapshotIdentifier true", "name false", "name true"],
            free: ["identifier false", "finalSnapshotIdentifier false", "name false", "name false"],
            other: false,
        });
    });

    it("reads node groups, the recommended image and the backups of a deployed stack", async () => {
        const found = await inEnvironment(
            { ...environment, AWS_ENDPOINT_URL_SSM: environment["AWS_ENDPOINT_URL_EKS"] },
            async () => ({
                groups: await sources.nodeGroups("posit-connect-prod", "us-east-1"),
                newest: await sources.newestRelease("AL2023_x86_64_STANDARD", "1.35", "us-east-1"),
                none: await sources.newestRelease("AL2023_x86_64_STANDARD", "1.20", "us-east-1"),
                custom: await sources.newestRelease("CUSTOM", "1.35", "us-east-1"),
                backups: await sources.recovery("s3://no-such-bucket/manifest.json", NOW).then(
                    () => "",
                    (error: unknown) => (error as Error).message,
                ),
            }),
        );

        expect(found).to.deep.equal({
            groups: [
                {
                    ...{ name: "general", status: "DEGRADED", version: "1.35" },
                    ...{ amiType: "AL2023_x86_64_STANDARD", release: "1.35.3-20260415" },
                    problems: ["The key is disabled.", "ClusterUnreachable"],
                },
            ],
            newest: "1.35.4-20261101",
            none: undefined,
            custom: undefined,
            backups: found.backups,
        });
        expect(found.backups).to.match(/no-such-bucket/);
    });
});
