import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** Folders of the parameters with the nodes' images, by the AMI type. Source: EKS user guide, "Retrieve recommended Amazon Linux AMI IDs". */
const FOLDERS: Record<string, string> = {
    AL2023_x86_64_STANDARD: "x86_64/standard",
    AL2023_ARM_64_STANDARD: "arm64/standard",
    AL2023_x86_64_NVIDIA: "x86_64/nvidia",
    AL2023_ARM_64_NVIDIA: "arm64/nvidia",
    AL2023_x86_64_NEURON: "x86_64/neuron",
};

/** The release of the nodes' image that EKS recommends; `undefined` if it recommends none for the type and version. */
export async function readNewestRelease(
    amiType: string,
    kubernetesVersion: string,
    region: string,
): Promise<string | undefined> {
    const folder = FOLDERS[amiType];
    if (folder === undefined) {
        return undefined;
    }
    const sdk = await import("@aws-sdk/client-ssm");
    const client = new sdk.SSMClient(clientConfig(region));
    const Name = `/aws/service/eks/optimized-ami/${kubernetesVersion}/amazon-linux-2023/${folder}/recommended/release_version`;
    const found = await callAws(
        "ssm:GetParameter",
        { name: `parameter ${Name}`, region },
        () => client.send(new sdk.GetParameterCommand({ Name })),
        ["ParameterNotFound"],
    );
    return found?.Parameter?.Value;
}

/** Ids of a cluster's nodes that Systems Manager reaches, sorted. EKS tags the instances of its node groups. */
export async function listReachableNodes(cluster: string, region: string): Promise<string[]> {
    const sdk = await import("@aws-sdk/client-ssm");
    const client = new sdk.SSMClient(clientConfig(region));
    const nodes: string[] = [];
    await callAws("ssm:DescribeInstanceInformation", { name: `nodes of ${cluster}`, region }, async () => {
        const pages = sdk.paginateDescribeInstanceInformation(
            { client },
            {
                Filters: [
                    { Key: "tag:eks:cluster-name", Values: [cluster] },
                    { Key: "PingStatus", Values: ["Online"] },
                ],
            },
        );
        for await (const { InstanceInformationList = [] } of pages) {
            nodes.push(...InstanceInformationList.flatMap(({ InstanceId }) => InstanceId ?? []));
        }
    });
    return nodes.sort();
}
