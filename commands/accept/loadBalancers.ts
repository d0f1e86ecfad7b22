import { callAws, clientConfig } from "../../recovery/aws/callAws";

/** A load balancer as it is deployed. */
export interface DeployedLoadBalancer {
    dnsName: string;
    /** Such as `active`. */
    state: string;
    zones: string[];
}

/** A server of Connect, as the load balancer sees it. */
export interface Target {
    /** Address of its pod. */
    address: string;
    zone: string;
    /** Such as `healthy`. */
    state: string;
    /** Why it is not healthy. */
    reason: string;
}

/** A target group as it is deployed. */
export interface DeployedTargetGroup {
    healthCheck: { path: string; matcher: string };
    /** Such as `stickiness.enabled` and `true`. */
    attributes: Record<string, string>;
    targets: Target[];
}

async function elb(region: string) {
    const sdk = await import("@aws-sdk/client-elastic-load-balancing-v2");
    return { sdk, client: new sdk.ElasticLoadBalancingV2Client(clientConfig(region)) };
}

/** `undefined` if no load balancer has the name. */
export async function readLoadBalancer(
    name: string,
    region: string,
): Promise<DeployedLoadBalancer | undefined> {
    const { sdk, client } = await elb(region);
    const found = await callAws(
        "elasticloadbalancing:DescribeLoadBalancers",
        { name: `load balancer ${name}`, region },
        () => client.send(new sdk.DescribeLoadBalancersCommand({ Names: [name] })),
        ["LoadBalancerNotFoundException"],
    );
    const [balancer] = found?.LoadBalancers ?? [];
    return (
        balancer && {
            dnsName: balancer.DNSName ?? "",
            state: balancer.State?.Code ?? "unknown",
            zones: (balancer.AvailabilityZones ?? []).map(({ ZoneName = "" }) => ZoneName).sort(),
        }
    );
}

/** `undefined` if no target group has the name. */
export async function readTargetGroup(
    name: string,
    region: string,
): Promise<DeployedTargetGroup | undefined> {
    const { sdk, client } = await elb(region);
    const subject = { name: `target group ${name}`, region };
    const found = await callAws(
        "elasticloadbalancing:DescribeTargetGroups",
        subject,
        () => client.send(new sdk.DescribeTargetGroupsCommand({ Names: [name] })),
        ["TargetGroupNotFoundException"],
    );
    const [group] = found?.TargetGroups ?? [];
    if (group === undefined) {
        return undefined;
    }
    const TargetGroupArn = group.TargetGroupArn ?? "";
    const [attributes, health] = await Promise.all([
        callAws("elasticloadbalancing:DescribeTargetGroupAttributes", subject, () =>
            client.send(new sdk.DescribeTargetGroupAttributesCommand({ TargetGroupArn })),
        ),
        callAws("elasticloadbalancing:DescribeTargetHealth", subject, () =>
            client.send(new sdk.DescribeTargetHealthCommand({ TargetGroupArn })),
        ),
    ]);
    return {
        healthCheck: { path: group.HealthCheckPath ?? "", matcher: group.Matcher?.HttpCode ?? "" },
        attributes: Object.fromEntries(
            (attributes?.Attributes ?? []).map(({ Key = "", Value = "" }) => [Key, Value]),
        ),
        targets: (health?.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }) => ({
            address: Target?.Id ?? "",
            zone: Target?.AvailabilityZone ?? "",
            state: TargetHealth?.State ?? "unknown",
            reason: TargetHealth?.Description ?? TargetHealth?.Reason ?? "",
        })),
    };
}
