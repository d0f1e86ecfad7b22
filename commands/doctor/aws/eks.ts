import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** A Kubernetes version as EKS offers it. */
export interface OfferedVersion {
    status: string;
    /** Last day of standard support, `YYYY-MM-DD`. */
    standardSupportEnds: string;
}

/** A cluster, as far as its API's address goes. */
export interface DeployedCluster {
    endpoint: string;
    tags: Record<string, string>;
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
    return found?.cluster && { endpoint: found.cluster.endpoint ?? "", tags: found.cluster.tags ?? {} };
}
