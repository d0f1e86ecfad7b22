import type { EC2Client, Filter, RouteTable, RouteTableAssociation } from "@aws-sdk/client-ec2";
import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** An availability zone as this account has it. */
export interface Zone {
    name: string;
    /** The same in all accounts, such as `use1-az3`. */
    id: string;
    state: string;
}

/** The account's use of EC2's quotas in a region, each resource by the stack that its tags name. */
export interface Ec2Use {
    addresses: Tagged[];
    vpcs: Tagged[];
    internetGateways: Tagged[];
    natGateways: (Tagged & { zone: string })[];
    /** Running on-demand instances. */
    instances: (Tagged & { type: string; vCpus: number })[];
}

/** Tags of a resource. */
export interface Tagged {
    tags: Record<string, string>;
}

async function ec2(region: string) {
    const sdk = await import("@aws-sdk/client-ec2");
    return { sdk, client: new sdk.EC2Client(clientConfig(region)) };
}

/** The zones that EC2 offers to the account, by name. */
export async function readZones(region: string): Promise<Zone[]> {
    const { sdk, client } = await ec2(region);
    const found = await callAws("ec2:DescribeAvailabilityZones", { name: "availability zones", region }, () =>
        client.send(new sdk.DescribeAvailabilityZonesCommand()),
    );
    return (found?.AvailabilityZones ?? []).map(({ ZoneName = "", ZoneId = "", State = "" }) => ({
        name: ZoneName,
        id: ZoneId,
        state: State,
    }));
}

/** Names of the zones that offer each of some instance types. */
export async function readZonesOfTypes(
    types: readonly string[],
    region: string,
): Promise<ReadonlyMap<string, string[]>> {
    const { sdk, client } = await ec2(region);
    const zones = new Map<string, string[]>(types.map((type) => [type, []]));
    await callAws("ec2:DescribeInstanceTypeOfferings", { name: types.join(", "), region }, async () => {
        const pages = sdk.paginateDescribeInstanceTypeOfferings(
            { client },
            {
                LocationType: "availability-zone",
                Filters: [{ Name: "instance-type", Values: [...types] }],
            },
        );
        for await (const { InstanceTypeOfferings = [] } of pages) {
            for (const { InstanceType = "", Location = "" } of InstanceTypeOfferings) {
                zones.get(InstanceType)?.push(Location);
            }
        }
    });
    return zones;
}

/** Everything in a region that counts for the quotas of a stack. */
export async function readEc2Use(region: string): Promise<Ec2Use> {
    const { sdk, client } = await ec2(region);
    const send = <T>(action: string, request: () => Promise<T>) =>
        callAws(`ec2:${action}`, { name: "the account's resources", region }, request);
    const [addresses, vpcs, internetGateways, { gateways, zones }, instances] = await Promise.all([
        send("DescribeAddresses", () => client.send(new sdk.DescribeAddressesCommand())),
        send("DescribeVpcs", () => collect(sdk.paginateDescribeVpcs({ client }, {}), (page) => page.Vpcs)),
        send("DescribeInternetGateways", () =>
            collect(sdk.paginateDescribeInternetGateways({ client }, {}), (page) => page.InternetGateways),
        ),
        readNatGateways(client, region),
        send("DescribeInstances", () =>
            collect(
                sdk.paginateDescribeInstances({ client }, { Filters: [RUNNING] }),
                (page) => page.Reservations,
            ),
        ),
    ]);
    return {
        addresses: (addresses?.Addresses ?? []).map(tagged),
        vpcs: (vpcs ?? []).map(tagged),
        internetGateways: (internetGateways ?? []).map(tagged),
        natGateways: gateways.map((gateway) => ({
            ...tagged(gateway),
            zone: zones.get(gateway.SubnetId ?? "") ?? "",
        })),
        instances: (instances ?? [])
            .flatMap(({ Instances = [] }) => Instances)
            // Spot instances have a quota of their own.
            .filter(({ InstanceLifecycle }) => InstanceLifecycle === undefined)
            .map((instance) => ({
                ...tagged(instance),
                type: instance.InstanceType ?? "",
                vCpus: (instance.CpuOptions?.CoreCount ?? 0) * (instance.CpuOptions?.ThreadsPerCore ?? 0),
            })),
    };
}

/** Instances that count for the quota. Source: EC2 user guide, "On-Demand Instance quotas". */
const RUNNING: Filter = { Name: "instance-state-name", Values: ["pending", "running"] };

async function readNatGateways(client: EC2Client, region: string) {
    const sdk = await import("@aws-sdk/client-ec2");
    const subject = { name: "NAT gateways", region };
    const gateways = await callAws("ec2:DescribeNatGateways", subject, () =>
        collect(
            sdk.paginateDescribeNatGateways(
                { client },
                { Filter: [{ Name: "state", Values: ["pending", "available"] }] },
            ),
            (page) => page.NatGateways,
        ),
    );
    const subnets =
        gateways === undefined || gateways.length === 0
            ? []
            : await callAws("ec2:DescribeSubnets", { name: "subnets of NAT gateways", region }, () =>
                  collect(sdk.paginateDescribeSubnets({ client }, {}), (page) => page.Subnets),
              );
    return {
        gateways: gateways ?? [],
        zones: new Map<string, string>(
            (subnets ?? []).map(({ SubnetId = "", AvailabilityZone = "" }) => [SubnetId, AvailabilityZone]),
        ),
    };
}

/** Whether resources with these tags exist. */
export async function hasTagged(tags: Record<string, string>, region: string): Promise<boolean> {
    const { sdk, client } = await ec2(region);
    const sets = await Promise.all(
        Object.entries(tags).map(([key, value]) =>
            callAws("ec2:DescribeTags", { name: `tag ${key}`, region }, () =>
                collect(
                    sdk.paginateDescribeTags(
                        { client },
                        {
                            Filters: [
                                { Name: "key", Values: [key] },
                                { Name: "value", Values: [value] },
                            ],
                        },
                    ),
                    (page) => page.Tags,
                ),
            ),
        ),
    );
    const [first = new Set<string | undefined>(), ...others] = sets.map(
        (found) => new Set((found ?? []).map(({ ResourceId }) => ResourceId)),
    );
    return [...first].some((id) => others.every((ids) => ids.has(id)));
}

/** An existing VPC, as far as a stack depends on it. */
export interface ExistingVpc {
    cidrBlocks: string[];
    /** `enableDnsSupport` and `enableDnsHostnames`. */
    resolvesNames: boolean;
    subnets: ExistingSubnet[];
}

export interface ExistingSubnet {
    id: string;
    zone: string;
    freeAddresses: number;
    /** Where the route to the internet leads. */
    internet: "internetGateway" | "other" | "none";
}

/** `undefined` if the account has no such VPC in the region. */
export async function readVpc(id: string, region: string): Promise<ExistingVpc | undefined> {
    const { sdk, client } = await ec2(region);
    const subject = { name: id, region };
    const filters: Filter[] = [{ Name: "vpc-id", Values: [id] }];
    const readAttribute = (Attribute: "enableDnsSupport" | "enableDnsHostnames") =>
        callAws("ec2:DescribeVpcAttribute", subject, () =>
            client.send(new sdk.DescribeVpcAttributeCommand({ VpcId: id, Attribute })),
        );
    const found = await callAws("ec2:DescribeVpcs", subject, () =>
        client.send(new sdk.DescribeVpcsCommand({ Filters: filters })),
    );
    const [vpc] = found?.Vpcs ?? [];
    if (vpc === undefined) {
        return undefined;
    }
    const [support, hostnames, subnets, tables] = await Promise.all([
        readAttribute("enableDnsSupport"),
        readAttribute("enableDnsHostnames"),
        callAws("ec2:DescribeSubnets", subject, () =>
            collect(sdk.paginateDescribeSubnets({ client }, { Filters: filters }), (page) => page.Subnets),
        ),
        callAws("ec2:DescribeRouteTables", subject, () =>
            collect(
                sdk.paginateDescribeRouteTables({ client }, { Filters: filters }),
                (page) => page.RouteTables,
            ),
        ),
    ]);
    return {
        cidrBlocks: (vpc.CidrBlockAssociationSet ?? []).flatMap(({ CidrBlock }) => CidrBlock ?? []),
        resolvesNames:
            support?.EnableDnsSupport?.Value === true && hostnames?.EnableDnsHostnames?.Value === true,
        subnets: (subnets ?? []).map(
            ({ SubnetId = "", AvailabilityZone = "", AvailableIpAddressCount = 0 }) => ({
                id: SubnetId,
                zone: AvailabilityZone,
                freeAddresses: AvailableIpAddressCount,
                internet: internetOf(SubnetId, tables ?? []),
            }),
        ),
    };
}

/** A subnet without a route table of its own has the VPC's main one. */
function internetOf(subnet: string, tables: readonly RouteTable[]): ExistingSubnet["internet"] {
    const associated = (matches: (association: RouteTableAssociation) => boolean) =>
        tables.find(({ Associations = [] }) => Associations.some(matches));
    const table =
        associated(({ SubnetId }) => SubnetId === subnet) ?? associated(({ Main }) => Main === true);
    const route = (table?.Routes ?? []).find(
        ({ DestinationCidrBlock, State }) => DestinationCidrBlock === "0.0.0.0/0" && State !== "blackhole",
    );
    if (route === undefined) {
        return "none";
    }
    return route.GatewayId?.startsWith("igw-") === true ? "internetGateway" : "other";
}

/** The key with which EC2 encrypts disks by default: `alias/aws/ebs`, or the ARN of a key. */
export async function readDiskKey(region: string): Promise<string> {
    const { sdk, client } = await ec2(region);
    const found = await callAws(
        "ec2:GetEbsDefaultKmsKeyId",
        { name: "the default key of disks", region },
        () => client.send(new sdk.GetEbsDefaultKmsKeyIdCommand()),
    );
    return found?.KmsKeyId ?? "";
}

/** The items of all pages. */
async function collect<Page, Item>(
    pages: AsyncIterable<Page>,
    itemsOf: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
    const items: Item[] = [];
    for await (const page of pages) {
        items.push(...(itemsOf(page) ?? []));
    }
    return items;
}

function tagged({ Tags = [] }: { Tags?: { Key?: string; Value?: string }[] }): Tagged {
    return { tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])) };
}
