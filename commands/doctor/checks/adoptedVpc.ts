import { nodeCapacity } from "../../../catalog/nodeCapacity";
import type { NodeGroup } from "../../../stacks/sections/nodeGroups";
import type { ExistingSubnet } from "../aws/ec2";
import { type Check, failed, notNeeded, passed } from "../check";

/** Addresses that a load balancer needs in each of its subnets. Source: ELB user guide, "Subnets for your load balancer". */
const LOAD_BALANCER_ADDRESSES = 8;

/** An existing VPC is as the settings describe it. The program itself does not read it. */
export const adoptedVpc: Check = {
    id: "adopted-vpc",
    title: "Adopted VPC",
    inAccount: true,
    run: async ({ settings, isDeployed, place, sources }) => {
        if (!("adopt" in settings.network)) {
            return notNeeded("the stack creates its VPC");
        }
        const { vpcId, cidrBlock, publicSubnets = [], privateSubnets } = settings.network.adopt;
        const vpc = await sources.vpc(vpcId, place.region);
        if (vpc === undefined) {
            return failed(
                `${vpcId} does not exist in ${place.region}`,
                "Correct posit-connect:network.adopt.",
            );
        }
        const nodes = (await isDeployed())
            ? 0
            : addressesOf(Object.values(settings.cluster.nodeGroups), privateSubnets.length);
        const problems = [
            ...(vpc.cidrBlocks.includes(cidrBlock)
                ? []
                : [`${vpcId} has ${vpc.cidrBlocks.join(", ")}, not ${cidrBlock}`]),
            ...(vpc.resolvesNames
                ? []
                : [
                      `${vpcId} lacks enableDnsSupport or enableDnsHostnames, without which no node finds the API`,
                  ]),
            ...privateSubnets.flatMap((subnet) => problemsOf(subnet, vpc.subnets, "private", nodes)),
            ...publicSubnets.flatMap((subnet) =>
                problemsOf(subnet, vpc.subnets, "public", LOAD_BALANCER_ADDRESSES),
            ),
        ];
        return problems.length === 0
            ? passed(
                  `${vpcId} and its ${privateSubnets.length + publicSubnets.length} subnets are as the settings describe them`,
              )
            : failed(problems.join("; "), "Correct posit-connect:network.adopt, or the VPC.");
    },
};

function problemsOf(
    { id, availabilityZone }: { id: string; availabilityZone: string },
    found: readonly ExistingSubnet[],
    kind: "private" | "public",
    needed: number,
): string[] {
    const subnet = found.find((each) => each.id === id);
    if (subnet === undefined) {
        return [`${id} is not in the VPC`];
    }
    const { zone, freeAddresses, internet } = subnet;
    return [
        ...(zone === availabilityZone ? [] : [`${id} is in ${zone}, not ${availabilityZone}`]),
        ...(freeAddresses >= needed ? [] : [`${id} has ${freeAddresses} free addresses of ${needed}`]),
        ...(kind === "private" && internet === "none" ? [`${id} has no route to the internet`] : []),
        ...(kind === "private" && internet === "internetGateway"
            ? [`${id} is public: its route to the internet is an internet gateway`]
            : []),
        ...(kind === "public" && internet !== "internetGateway"
            ? [`${id} has no route to an internet gateway`]
            : []),
    ];
}

/** Addresses that the first nodes take from each private subnet; a type of an unknown size counts one for each node. */
function addressesOf(groups: readonly NodeGroup[], zones: number): number {
    return groups.reduce(
        (sum, { minSize, instanceTypes }) =>
            sum +
            Math.ceil(minSize / zones) *
                Math.max(...instanceTypes.map((type) => nodeCapacity(type)?.addresses ?? 1)),
        0,
    );
}
