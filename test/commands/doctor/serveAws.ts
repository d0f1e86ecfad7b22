import { type AddOn, kubernetesVersions } from "../../../catalog/kubernetesVersions";
import { type Sources, sources } from "../../../commands/doctor/sources";
import { withEnvironment } from "../../environment";
import { type AwsHandlers, type AwsResponse, LocalAws } from "../../recovery/localAws";
import { Moto } from "../../recovery/moto";
import { orderableOptions, queryError, role, simulatedPolicy } from "../../recovery/wireShapes";
import { ACCOUNT, DEPLOYER, READY } from "./doctor";

const { nameServers, localAddresses, http, imageStatus, version, text, accountPlan } = READY;

/** AWS over HTTP; the network and this machine as in {@link READY}. */
export const onThisMachine: Sources = {
    ...sources,
    ...{ nameServers, localAddresses, http, imageStatus, version, text, accountPlan },
};

const json = (body: object): AwsResponse => ({ status: 200, body: JSON.stringify(body) });

/** moto 5.2.1 simulates none of these: they are documented responses. */
const HANDLERS: AwsHandlers = {
    "iam:GetRole": ({ body }) => {
        const name = String(body["RoleName"]);
        return name === "deployer" || name.startsWith("AWSServiceRole")
            ? role(name === "deployer" ? DEPLOYER : `arn:aws:iam::${ACCOUNT}:role/${name}`)
            : queryError(404, "NoSuchEntity", "The role cannot be found.");
    },
    "eks:DescribeCluster": () => ({
        status: 404,
        headers: { "x-amzn-errortype": "ResourceNotFoundException" },
        body: JSON.stringify({ message: "No cluster found for name: posit-connect-prod." }),
    }),
    "eks:ListNodegroups": () => json({ nodegroups: ["general"] }),
    "eks:DescribeNodegroup": () =>
        json({
            nodegroup: {
                ...{ nodegroupName: "general", status: "DEGRADED", version: "1.35" },
                ...{ amiType: "AL2023_x86_64_STANDARD", releaseVersion: "1.35.3-20260415" },
                health: {
                    issues: [
                        { code: "AsgInstanceLaunchFailures", message: "The key is disabled." },
                        { code: "ClusterUnreachable" },
                    ],
                },
            },
        }),
    "ssm:GetParameter": ({ body }) =>
        String(body["Name"]).includes("/1.35/")
            ? json({ Parameter: { Name: body["Name"], Value: "1.35.4-20261101" } })
            : { status: 400, body: JSON.stringify({ __type: "ParameterNotFound" }) },
    "eks:DescribeClusterVersions": () =>
        json({
            clusterVersions: [
                {
                    clusterVersion: "1.35",
                    endOfStandardSupportDate: Date.UTC(2027, 2, 27) / 1000,
                    versionStatus: "STANDARD_SUPPORT",
                },
            ],
        }),
    "eks:DescribeAddonVersions": ({ url }) => {
        const addonName = url.searchParams.get("addonName") as AddOn;
        const addonVersion = kubernetesVersions["1.35"].addOns[addonName];
        return json({ addons: [{ addonName, addonVersions: [{ addonVersion }] }] });
    },
    "rds:DescribeDBInstances": () => queryError(404, "DBInstanceNotFound", "DBInstance not found."),
    "rds:DescribeDBSnapshots": () => queryError(404, "DBSnapshotNotFound", "DBSnapshot not found."),
    "rds:DescribeDBSubnetGroups": () =>
        queryError(404, "DBSubnetGroupNotFoundFault", "DB subnet group not found."),
    "rds:DescribeDBParameterGroups": () =>
        queryError(404, "DBParameterGroupNotFound", "DBParameterGroup not found."),
    // moto's have no gp3.
    "rds:DescribeOrderableDBInstanceOptions": () =>
        orderableOptions([
            {
                instanceClass: "db.m5.large",
                engineVersion: "15.8",
                storageType: "gp3",
                zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
            },
        ]),
    // moto's zones have no id that Route 53 would assign.
    "route53:GetHostedZone": () => ({
        status: 200,
        body:
            "<GetHostedZoneResponse><HostedZone><Name>acme.io.</Name><Config><PrivateZone>false</PrivateZone></Config>" +
            "</HostedZone><DelegationSet><NameServers><NameServer>ns-1.awsdns-01.com</NameServer></NameServers>" +
            "</DelegationSet></GetHostedZoneResponse>",
    }),
    "servicequotas:GetServiceQuota": ({ body }) =>
        json({ Quota: { QuotaCode: body["QuotaCode"], Value: body["ServiceCode"] === "vpc" ? 5 : 128 } }),
    "backup:DescribeRegionSettings": () =>
        json({ ResourceTypeOptInPreference: { RDS: true, EFS: true }, ResourceTypeManagementPreference: {} }),
    "backup:ListBackupVaults": () => json({ BackupVaultList: [] }),
    "iam:SimulatePrincipalPolicy": ({ body }) => {
        const actions = Object.entries(body).flatMap(([key, value]) =>
            key.startsWith("ActionNames") ? [String(value)] : [],
        );
        return simulatedPolicy(
            String(body["ResourceArns.member.1"]),
            Object.fromEntries(actions.map((action) => [action, { decision: "allowed" }])),
        );
    },
};

/** moto, with a server that answers for the services and operations that moto does not simulate. */
export interface ServedAws {
    /** Endpoints of the services, as environment variables. */
    environment: Record<string, string>;
    stop(): Promise<void>;
}

export async function serveAws(python: string): Promise<ServedAws> {
    // moto inherits its variables.
    const moto = await withEnvironment({ MOTO_ACCOUNT_ID: ACCOUNT }, () => Moto.start(python));
    const documented = await LocalAws.start(HANDLERS);
    return {
        environment: {
            AWS_ENDPOINT_URL: moto.endpoint,
            ...Object.fromEntries(
                ["IAM", "EKS", "BACKUP", "RDS", "SERVICE_QUOTAS", "ROUTE_53"].map((service) => [
                    `AWS_ENDPOINT_URL_${service}`,
                    documented.endpoint,
                ]),
            ),
        },
        stop: async () => {
            await Promise.all([moto.stop(), documented.stop()]);
        },
    };
}
