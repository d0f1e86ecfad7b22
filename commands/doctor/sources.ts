import type { Quota } from "../../catalog/quotas";
import type { Permission, PermissionSimulation } from "../../recovery/aws/iam";
import type { CallerIdentity } from "../../recovery/aws/sts";
import type { SignIn } from "../../stacks/sections/aws";
import type { HostedZone } from "./aws/route53";
import type { KeyAccess } from "./aws/kms";
import {
    httpRequest,
    localAddresses,
    readApiStatus,
    readCertificate,
    readNameServers,
    readText,
    readVersion,
    runTool,
    type ServedCertificate,
    type ToolOutcome,
} from "./machine";
import type { Ec2Use, ExistingVpc, Zone } from "./aws/ec2";
import type { DeployedCluster, DeployedNodeGroup, OfferedVersion } from "./aws/eks";
import type { DeployedDatabase } from "./aws/rds";
import type { ImageStatus } from "./imageStatus";
import type { RecoveryManifest } from "../../stacks/recoveryManifest";
import type { VaultStatus } from "../../recovery/status";

export interface NamedResource {
    type: string;
    input: string;
    name: string;
    region: string;
}

/** Everything that the checks read outside of the plan. None of it changes anything. */
export interface Sources {
    /** Signs in as the AWS provider does, for all other answers too, and returns the principal. */
    caller: (signIn: SignIn, region: string) => Promise<CallerIdentity>;
    /** Whether resources with these tags exist. */
    hasTagged: (tags: Record<string, string>, region: string) => Promise<boolean>;
    /** `undefined` if AWS reports no value. */
    quota: (quota: Pick<Quota, "name" | "service" | "code">, region: string) => Promise<number | undefined>;
    ec2Use: (region: string) => Promise<Ec2Use>;
    zones: (region: string) => Promise<Zone[]>;
    zonesOfTypes: (types: readonly string[], region: string) => Promise<ReadonlyMap<string, string[]>>;
    zonesOfClass: (instanceClass: string, major: string, region: string) => Promise<string[]>;
    addOnBuilds: (addOn: string, version: string, region: string) => Promise<string[]>;
    kubernetesVersion: (version: string, region: string) => Promise<OfferedVersion | undefined>;
    cluster: (name: string, region: string) => Promise<DeployedCluster | undefined>;
    nodeGroups: (cluster: string, region: string) => Promise<DeployedNodeGroup[]>;
    /** Release of the nodes' image that EKS recommends. */
    newestRelease: (amiType: string, version: string, region: string) => Promise<string | undefined>;
    database: (identifier: string, region: string) => Promise<DeployedDatabase | undefined>;
    /** The backups of a stack, by the URI of its recovery manifest. */
    recovery: (uri: string, now: number) => Promise<{ manifest: RecoveryManifest; vaults: VaultStatus[] }>;
    certificate: (host: string) => Promise<ServedCertificate>;
    /** Runs the Pulumi CLI in a folder; `undefined` if it is not installed. */
    pulumi: (args: readonly string[], folder: string) => Promise<ToolOutcome | undefined>;
    /** `FREE` or `PAID`; `undefined` if AWS reports no plan. */
    accountPlan: () => Promise<string | undefined>;
    /** `undefined` if the account has no such VPC. */
    vpc: (id: string, region: string) => Promise<ExistingVpc | undefined>;
    /** ARN with its path, `undefined` if IAM has no such role or user. */
    principal: (arn: string) => Promise<string | undefined>;
    diskKey: (region: string) => Promise<string>;
    keyAccess: (key: string, region: string) => Promise<KeyAccess | undefined>;
    backupOptIn: (region: string) => Promise<Record<string, boolean>>;
    hostedZone: (id: string, region: string) => Promise<HostedZone | undefined>;
    /** Whether AWS has a resource of a type, with a name in an input. */
    exists: (resource: NamedResource) => Promise<boolean>;
    nameServers: (domain: string) => Promise<string[]>;
    localAddresses: () => string[];
    /** `undefined` if the API does not respond. */
    apiStatus: (endpoint: string) => Promise<number | undefined>;
    http: (url: string) => Promise<{ status: number; text: string }>;
    /** Answer for an image's manifest of its registry, without a login. */
    imageStatus: (image: string) => Promise<ImageStatus>;
    /** Output of a tool that prints its version; `undefined` if it is not installed. */
    version: (command: string, args: readonly string[]) => Promise<string | undefined>;
    /** `undefined` if the file does not exist. */
    text: (path: string) => string | undefined;
    simulate: (
        identity: CallerIdentity,
        permissions: readonly Permission[],
        region: string,
    ) => Promise<PermissionSimulation>;
}

/** AWS, and this machine. Each answer imports its client when it is asked. */
export const sources: Sources = {
    caller: async (...args) => (await import("./aws/sts")).signIn(...args),
    hasTagged: async (...args) => (await import("./aws/ec2")).hasTagged(...args),
    quota: async (...args) => (await import("./aws/serviceQuotas")).readQuota(...args),
    ec2Use: async (region) => (await import("./aws/ec2")).readEc2Use(region),
    zones: async (region) => (await import("./aws/ec2")).readZones(region),
    zonesOfTypes: async (...args) => (await import("./aws/ec2")).readZonesOfTypes(...args),
    zonesOfClass: async (...args) => (await import("../../recovery/aws/rds")).listZonesOfClass(...args),
    addOnBuilds: async (...args) => (await import("./aws/eks")).readAddOnBuilds(...args),
    kubernetesVersion: async (...args) => (await import("./aws/eks")).readKubernetesVersion(...args),
    cluster: async (...args) => (await import("./aws/eks")).readCluster(...args),
    nodeGroups: async (...args) => (await import("./aws/eks")).readNodeGroups(...args),
    newestRelease: async (...args) => (await import("./aws/ssm")).readNewestRelease(...args),
    database: async (...args) => (await import("./aws/rds")).readDatabase(...args),
    recovery: async (uri, now) => {
        const [{ readManifest }, { readStatus }] = await Promise.all([
            import("../../recovery/manifest"),
            import("../../recovery/status"),
        ]);
        const { manifest } = await readManifest(uri);
        return { manifest, vaults: await readStatus(manifest, manifest.vaults, now) };
    },
    certificate: (host) => readCertificate(host),
    // A preview of all resources takes minutes.
    pulumi: (args, cwd) => runTool("pulumi", args, { cwd, timeout: 30 * 60_000 }),
    accountPlan: async () => (await import("./aws/freetier")).readAccountPlan(),
    vpc: async (...args) => (await import("./aws/ec2")).readVpc(...args),
    principal: async (arn) => (await import("./aws/iam")).readPrincipal(arn),
    diskKey: async (region) => (await import("./aws/ec2")).readDiskKey(region),
    keyAccess: async (...args) => (await import("./aws/kms")).readKeyAccess(...args),
    backupOptIn: async (region) => (await import("./aws/backup")).readBackupOptIn(region),
    hostedZone: async (...args) => (await import("./aws/route53")).readHostedZone(...args),
    exists: async ({ name, region, ...place }) => (await import("./aws/names")).isTaken(place, name, region),
    nameServers: readNameServers,
    localAddresses,
    apiStatus: readApiStatus,
    http: (url) => httpRequest(url),
    imageStatus: async (image) => (await import("./imageStatus")).imageStatus(image),
    version: readVersion,
    text: readText,
    simulate: async (...args) => (await import("../../recovery/aws/iam")).simulatePermissions(...args),
};
