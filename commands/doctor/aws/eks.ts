import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** A Kubernetes version as EKS offers it. */
export interface OfferedVersion {
    status: string;
    /** Last day of standard support, `YYYY-MM-DD`. */
    standardSupportEnds: string;
}

/** A cluster, as far as its API's address and its support go. */
export interface DeployedCluster {
    endpoint: string;
    /** Kubernetes minor version, such as `1.35`. */
    version: string;
    /** Certificates of the authority that signs the API's, in Base64. */
    certificateAuthority: string;
}

/** A managed node group. */
export interface DeployedNodeGroup {
    name: string;
    /** Such as `ACTIVE`. */
    status: string;
    /** Kubernetes minor version, such as `1.35`. */
    version: string;
    /** Such as `AL2023_x86_64_STANDARD`. */
    amiType: string;
    /** Release of the nodes' image, such as `1.35.3-20260415`. */
    release: string;
    /** Problems that EKS reports, such as `AsgInstanceLaunchFailures`. */
    problems: string[];
}

/** A check of EKS before an upgrade, such as of API versions in use. */
export interface Insight {
    name: string;
    /** `PASSING`, `WARNING`, `ERROR` or `UNKNOWN`. */
    status: string;
    reason: string;
}

async function eks(region: string) {
    const sdk = await import("@aws-sdk/client-eks");
    return { sdk, client: new sdk.EKSClient(clientConfig(region)) };
}

/** The builds of an add-on that EKS offers for a Kubernetes version. */
export async function readAddOnBuilds(addOn: string, version: string, region: string): Promise<string[]> {
    const { sdk, client } = await eks(region);
    const builds: string[] = [];
    await callAws("eks:DescribeAddonVersions", { name: `add-on ${addOn}`, region }, async () => {
        const pages = sdk.paginateDescribeAddonVersions(
            { client },
            { addonName: addOn, kubernetesVersion: version },
        );
        for await (const { addons = [] } of pages) {
            builds.push(
                ...addons.flatMap(({ addonVersions = [] }) =>
                    addonVersions.flatMap(({ addonVersion }) => addonVersion ?? []),
                ),
            );
        }
    });
    return builds;
}

/** `undefined` if EKS does not know the version. */
export async function readKubernetesVersion(
    version: string,
    region: string,
): Promise<OfferedVersion | undefined> {
    const { sdk, client } = await eks(region);
    const found = await callAws(
        "eks:DescribeClusterVersions",
        { name: `Kubernetes ${version}`, region },
        () => client.send(new sdk.DescribeClusterVersionsCommand({ clusterVersions: [version] })),
    );
    const offered = found?.clusterVersions?.find(({ clusterVersion }) => clusterVersion === version);
    return offered === undefined
        ? undefined
        : {
              status: offered.versionStatus ?? "unknown",
              standardSupportEnds:
                  offered.endOfStandardSupportDate?.toISOString().slice(0, "YYYY-MM-DD".length) ?? "unknown",
          };
}

/** `undefined` if no cluster has the name. */
export async function readCluster(name: string, region: string): Promise<DeployedCluster | undefined> {
    const { sdk, client } = await eks(region);
    const found = await callAws(
        "eks:DescribeCluster",
        { name: `cluster ${name}`, region },
        () => client.send(new sdk.DescribeClusterCommand({ name })),
        ["ResourceNotFoundException"],
    );
    return (
        found?.cluster && {
            endpoint: found.cluster.endpoint ?? "",
            version: found.cluster.version ?? "",
            certificateAuthority: found.cluster.certificateAuthority?.data ?? "",
        }
    );
}

/** The managed node groups of a cluster. */
export async function readNodeGroups(cluster: string, region: string): Promise<DeployedNodeGroup[]> {
    const { sdk, client } = await eks(region);
    const subject = { name: `node groups of ${cluster}`, region };
    const names: string[] = [];
    await callAws("eks:ListNodegroups", subject, async () => {
        for await (const { nodegroups = [] } of sdk.paginateListNodegroups(
            { client },
            { clusterName: cluster },
        )) {
            names.push(...nodegroups);
        }
    });
    return Promise.all(
        names.map(async (name) => {
            const found = await callAws("eks:DescribeNodegroup", subject, () =>
                client.send(new sdk.DescribeNodegroupCommand({ clusterName: cluster, nodegroupName: name })),
            );
            const {
                status = "",
                version = "",
                amiType = "",
                releaseVersion = "",
                health,
            } = found?.nodegroup ?? {};
            const problems = (health?.issues ?? []).map(({ code, message }) => message ?? code ?? "");
            return { name, status, version, amiType, release: releaseVersion, problems };
        }),
    );
}

/** EKS's checks of a cluster before its upgrade to a Kubernetes version. */
export async function readInsights(cluster: string, version: string, region: string): Promise<Insight[]> {
    const { sdk, client } = await eks(region);
    const found: Insight[] = [];
    await callAws("eks:ListInsights", { name: `cluster ${cluster}`, region }, async () => {
        const pages = sdk.paginateListInsights(
            { client },
            {
                clusterName: cluster,
                filter: { categories: ["UPGRADE_READINESS"], kubernetesVersions: [version] },
            },
        );
        for await (const { insights = [] } of pages) {
            found.push(
                ...insights.map(({ name = "", insightStatus }) => ({
                    name,
                    status: insightStatus?.status ?? "UNKNOWN",
                    reason: insightStatus?.reason ?? "",
                })),
            );
        }
    });
    return found;
}
