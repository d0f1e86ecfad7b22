import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LoadBalancerSettings } from "../stacks/sections/loadBalancer";
import { AccessLogBucket } from "./accessLogBucket";
import type { Account } from "../stacks/account";
import { DomainCertificate } from "./domainCertificate";
import { openToInternet } from "./openToInternet";
import type { Network } from "./network";
import { SelfSignedCertificate } from "./selfSignedCertificate";
import { shortName } from "./shortName";
import { WebFirewall } from "./webFirewall";

export interface LoadBalancerArgs extends LoadBalancerSettings {
    /** Network whose public subnets, or private ones for an internal load balancer, hold it: in two zones or more. */
    network: Network;

    account: Account;

    /** Tags on everything that takes tags. */
    tags: Record<string, string>;

    /**
     * Name to make the load balancer's, the target group's and the bucket's names from. Changing it replaces them,
     * and with them the load balancer's DNS name.
     */
    physicalName: string;

    /** Whether a zonal shift can be started for it. */
    zonalShift: boolean;

    /** Whether an existing record of another load balancer is overwritten. */
    overwriteDnsRecord: boolean;

    /** ARN of the key that encrypts the log of the web firewall. Its policy must admit CloudWatch Logs for `firewallLogGroup`. */
    logKeyArn: pulumi.Input<string>;
}

/** Port of Connect's servers. */
const CONNECT_PORT = 3939;

/**
 * TLS 1.3 and 1.2 with forward secrecy, and a key exchange that withstands a quantum computer if the client supports it.
 * Source: Elastic Load Balancing user guide, "Security policies for your Application Load Balancer": recommended.
 */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/**
 * An Application Load Balancer, public or internal, that terminates TLS and forwards to the pods of Connect's servers in its
 * target group. Plain HTTP is redirected.
 *
 * It cannot reach any target until a caller opens a path with {@link LoadBalancer.allowTo}.
 */
export class LoadBalancer extends pulumi.ComponentResource {
    /** URL of Connect. */
    readonly url: pulumi.Output<string>;
    /** The load balancer's own name, which records point at. */
    readonly dnsName: pulumi.Output<string>;
    readonly targetGroupArn: pulumi.Output<string>;
    readonly targetGroupName: string;
    /** Security group that may reach Connect's servers. */
    readonly securityGroupId: pulumi.Output<string>;
    /** The HTTPS listener. A target group without one checks no target's health: a binding of pods depends on it. */
    readonly listener: pulumi.Resource;
    /** Bucket of the load balancer's access logs, and of other logs in the same region. */
    readonly accessLogs: AccessLogBucket;

    private readonly name: string;
    private readonly tags: Record<string, string>;

    constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:LoadBalancer", name, {}, opts);
        checkCertificate(args);
        this.name = name;
        this.tags = args.tags;
        const https = this.createSecurityGroup(name, "https", 443, args);
        const http = this.createSecurityGroup(`${name}-http`, "http", 80, args);
        this.securityGroupId = https.id;

        this.accessLogs = new AccessLogBucket(
            `${name}-logs`,
            {
                account: args.account,
                physicalName: args.physicalName,
                region: args.account.region,
                retentionDays: args.accessLogRetentionDays,
                forceDestroy: !args.deletionProtection,
                tags: args.tags,
            },
            { parent: this },
        );

        const loadBalancer = new aws.lb.LoadBalancer(
            name,
            {
                name: shortName(args.physicalName),
                loadBalancerType: "application",
                internal: args.internal,
                subnets: (args.internal ? args.network.privateSubnets : args.network.publicSubnets).map(
                    ({ id }) => id,
                ),
                securityGroups: [https.id, http.id],
                dropInvalidHeaderFields: true,
                enableZonalShift: args.zonalShift,
                desyncMitigationMode: "defensive",
                idleTimeout: args.idleTimeoutSeconds,
                enableDeletionProtection: args.deletionProtection,
                accessLogs: { bucket: this.accessLogs.bucket, enabled: true },
                tags: args.tags,
            },
            { parent: this, dependsOn: this.accessLogs.policy },
        );
        this.dnsName = loadBalancer.dnsName;
        new WebFirewall(
            `${name}-firewall`,
            {
                loadBalancerArn: loadBalancer.arn,
                tags: args.tags,
                physicalName: args.physicalName,
                logKeyArn: args.logKeyArn,
                logRetentionDays: args.wafLogRetentionDays,
            },
            { parent: this },
        );

        this.targetGroupName = shortName(args.physicalName);
        const targetGroup = this.createTargetGroup(args);
        this.targetGroupArn = targetGroup.arn;

        this.listener = new aws.lb.Listener(
            `${name}-https`,
            {
                loadBalancerArn: loadBalancer.arn,
                port: 443,
                protocol: "HTTPS",
                sslPolicy: TLS_POLICY,
                certificateArn: this.createCertificate(args),
                defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
                tags: args.tags,
            },
            { parent: this },
        );
        new aws.lb.Listener(
            `${name}-http`,
            {
                loadBalancerArn: loadBalancer.arn,
                port: 80,
                protocol: "HTTP",
                defaultActions: [
                    {
                        type: "redirect",
                        redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
                    },
                ],
                tags: args.tags,
            },
            { parent: this },
        );

        if (args.domainName !== undefined && args.hostedZoneId !== undefined && args.dnsRecord) {
            new aws.route53.Record(
                name,
                {
                    zoneId: args.hostedZoneId,
                    name: args.domainName,
                    type: "A",
                    aliases: [
                        { name: this.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: false },
                    ],
                    ...(args.overwriteDnsRecord ? { allowOverwrite: true } : {}),
                },
                // The provider deletes the record by its name, even if it belongs to another stack by then.
                // Source: `hashicorp/terraform-provider-aws`, internal/service/route53/record.go, `resourceRecordDelete`.
                { parent: this, retainOnDelete: true },
            );
        }

        this.url = pulumi.interpolate`https://${args.domainName ?? this.dnsName}`;
        this.registerOutputs({
            prerequisites: args.internal ? listPrerequisites(args) : [],
            url: this.url,
            dnsName: this.dnsName,
            targetGroupArn: this.targetGroupArn,
            securityGroupId: this.securityGroupId,
        });
    }

    /**
     * Lets the load balancer reach Connect's port on members of a security group, and nothing else.
     *
     * @param name of the target, such as `cluster`.
     */
    allowTo(name: string, targetSecurityGroupId: pulumi.Input<string>): void {
        new aws.vpc.SecurityGroupEgressRule(
            `${this.name}-to-${name}`,
            {
                securityGroupId: this.securityGroupId,
                description: `Connect on ${name}`,
                referencedSecurityGroupId: targetSecurityGroupId,
                ipProtocol: "tcp",
                fromPort: CONNECT_PORT,
                toPort: CONNECT_PORT,
                tags: this.tags,
            },
            { parent: this },
        );
    }

    /**
     * A security group that allows one port from the listed blocks. Each listener has its own: AWS limits the rules of a
     * group (60 by default), so that one group for both would hold half as many blocks.
     */
    private createSecurityGroup(
        name: string,
        protocol: "https" | "http",
        port: number,
        args: LoadBalancerArgs,
    ): aws.ec2.SecurityGroup {
        const securityGroup = new aws.ec2.SecurityGroup(
            name,
            {
                vpcId: args.network.vpcId,
                description: `Load balancer of Posit Connect, ${protocol.toUpperCase()}`,
                tags: { ...args.tags, Name: `${args.physicalName}-load-balancer-${protocol}` },
            },
            { parent: this },
        );
        for (const cidr of args.allowedCidrs) {
            new aws.vpc.SecurityGroupIngressRule(
                `${this.name}-${protocol}-from-${cidr.replaceAll(/[.:/]/g, "-")}`,
                {
                    securityGroupId: securityGroup.id,
                    description: `${protocol.toUpperCase()} from ${cidr}`,
                    ...(cidr.includes(":") ? { cidrIpv6: cidr } : { cidrIpv4: cidr }),
                    ipProtocol: "tcp",
                    fromPort: port,
                    toPort: port,
                    tags: args.tags,
                },
                { parent: this },
            );
        }
        return securityGroup;
    }

    private createTargetGroup(args: LoadBalancerArgs): aws.lb.TargetGroup {
        return new aws.lb.TargetGroup(
            this.name,
            {
                name: this.targetGroupName,
                vpcId: args.network.vpcId,
                targetType: "ip",
                protocol: "HTTP",
                port: CONNECT_PORT,
                healthCheck: {
                    protocol: "HTTP",
                    path: "/__ping__",
                    port: "traffic-port",
                    matcher: "200",
                    interval: 10,
                    timeout: 5,
                    healthyThreshold: 2,
                    unhealthyThreshold: 3,
                },
                // A session lives in the memory of one server.
                stickiness: {
                    type: "lb_cookie",
                    enabled: true,
                    cookieDuration: args.stickinessSeconds,
                },
                // Seconds: the server's pod has as many until it is killed. Until then it serves what is open, as it is not
                // told to end: the image's shell, which gets SIGTERM, does not pass it on. Source: posit-dev/images-connect, startup.sh.
                deregistrationDelay: 120,
                tags: args.tags,
            },
            { parent: this },
        );
    }

    private createCertificate(args: LoadBalancerArgs): pulumi.Input<string> {
        const { certificateArn, domainName, hostedZoneId, tags } = args;
        if (certificateArn !== undefined) {
            return certificateArn;
        }
        if (domainName !== undefined && hostedZoneId !== undefined) {
            return new DomainCertificate(
                `${this.name}-certificate`,
                { domainName, hostedZoneId, tags },
                { parent: this },
            ).arn;
        }
        return new SelfSignedCertificate(
            `${this.name}-self-signed`,
            // The load balancer's name can be longer than a common name may be.
            { commonName: `${shortName(args.physicalName)}.internal`, dnsName: this.dnsName, tags },
            { parent: this },
        ).arn;
    }
}

/** Requirements of the networks from which users reach an internal load balancer. */
function listPrerequisites({ allowedCidrs, domainName }: LoadBalancerArgs): string[] {
    return [
        `${allowedCidrs.join(", ")}: inside the VPC, or connected to it by VPN, peering or a transit gateway`,
        ...(domainName === undefined
            ? []
            : [
                  `${domainName} resolves in these networks; in a private zone, only in the VPCs that the zone is associated with`,
              ]),
        "content does not need Connect's URL: network policies close the VPC's private addresses to it",
    ];
}

function checkCertificate(args: LoadBalancerArgs): void {
    const { domainName, hostedZoneId, certificateArn, selfSignedCertificate } = args;
    const open = openToInternet(args.allowedCidrs);
    const problems = [
        selfSignedCertificate === (hostedZoneId !== undefined || certificateArn !== undefined) &&
            `selfSignedCertificate: must be true where neither hostedZoneId nor certificateArn is given, and false ` +
                `where one is, got ${selfSignedCertificate}`,
        selfSignedCertificate !== (domainName === undefined) &&
            `domainName: must be given unless the certificate is self-signed, got ${domainName ?? "none"}`,
        selfSignedCertificate &&
            open.length > 0 &&
            `allowedCidrs: must list networks of your own with a self-signed certificate, got ${open.join(", ")}`,
        args.internal &&
            open.length > 0 &&
            `allowedCidrs: must list networks of your own for an internal load balancer, got ${open.join(", ")}`,
    ].filter((problem) => problem !== false);
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
}
