import { expect } from "chai";
import { LoadBalancer, type LoadBalancerArgs } from "../../components/loadBalancer";
import type { Graph, Resource } from "../../graph/graph";
import { isSecret, UNKNOWN_SENTINEL } from "../../lib/wire";
import { account, network, settings, tags } from "../fixtures";
import { type Mode, record } from "../record";
import { countIn, untagged } from "./treeQuestions";

const COMPONENT = "posit-connect:index:LoadBalancer";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const RECORD = "aws:route53/record:Record";
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const LOG_KEY = "arn:aws:kms:us-east-1:123456789012:key/logs";

const args: Omit<LoadBalancerArgs, "network"> = {
    ...settings.loadBalancer,
    account,
    tags,
    physicalName: "posit-connect-test",
    zonalShift: true,
    overwriteDnsRecord: false,
    logKeyArn: LOG_KEY,
};

const GIVEN_ARN = "arn:aws:acm:us-east-1:123456789012:certificate/given";
const selfSigned: Partial<LoadBalancerArgs> = {
    selfSignedCertificate: true,
    domainName: undefined,
    hostedZoneId: undefined,
    allowedCidrs: ["198.51.100.0/24"],
};

function recordLoadBalancer(
    mode: Mode,
    changes: Partial<LoadBalancerArgs> = {},
    then: (loadBalancer: LoadBalancer) => void = () => undefined,
): Promise<Graph> {
    return record(mode, () => {
        then(new LoadBalancer("load-balancer", { network: network(), ...args, ...changes }));
    });
}

/** Resources for any certificate, with one CIDR. */
const always = {
    [COMPONENT]: 1,
    [INGRESS_RULE]: 2,
    "posit-connect:index:AccessLogBucket": 1,
    "posit-connect:index:PrivateBucket": 1,
    "aws:s3/bucket:Bucket": 1,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
    "aws:s3/bucketVersioning:BucketVersioning": 1,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
    "aws:s3/bucketPolicy:BucketPolicy": 1,
    [LOAD_BALANCER]: 1,
    [SECURITY_GROUP]: 2,
    "posit-connect:index:WebFirewall": 1,
    "aws:wafv2/webAcl:WebAcl": 1,
    "aws:wafv2/webAclAssociation:WebAclAssociation": 1,
    "aws:cloudwatch/logGroup:LogGroup": 1,
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": 1,
    [TARGET_GROUP]: 1,
    [LISTENER]: 2,
};

describe("LoadBalancer", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`has a certificate issued for its domain, and a record in the zone (${mode})`, async () => {
            const graph = await recordLoadBalancer(mode);

            const component = graph.only(COMPONENT);
            expect(countIn(graph, component)).to.deep.equal({
                ...always,
                "posit-connect:index:DomainCertificate": 1,
                [CERTIFICATE]: 1,
                [RECORD]: 2,
                "aws:acm/certificateValidation:CertificateValidation": 1,
            });
            expect(untagged(graph, component, tags)).to.deep.equal([]);
            expect(graph.references(https(graph), "certificateArn")).to.deep.equal([
                graph.only("aws:acm/certificateValidation:CertificateValidation"),
            ]);
        });

        it(`uses an existing certificate (${mode})`, async () => {
            const graph = await recordLoadBalancer(mode, { certificateArn: GIVEN_ARN });

            expect(countIn(graph, graph.only(COMPONENT))).to.deep.equal({ ...always, [RECORD]: 1 });
            expect(https(graph).inputs.certificateArn).to.equal(GIVEN_ARN);
        });

        it(`creates no record if it has no zone (${mode})`, async () => {
            const graph = await recordLoadBalancer(mode, {
                certificateArn: GIVEN_ARN,
                hostedZoneId: undefined,
            });

            expect(countIn(graph, graph.only(COMPONENT))).to.deep.equal(always);
        });

        it(`signs its own certificate if it has no domain (${mode})`, async () => {
            const graph = await recordLoadBalancer(mode, selfSigned);

            const component = graph.only(COMPONENT);
            expect(countIn(graph, component)).to.deep.equal({
                ...always,
                "posit-connect:index:SelfSignedCertificate": 1,
                "tls:index/privateKey:PrivateKey": 1,
                "tls:index/selfSignedCert:SelfSignedCert": 1,
                [CERTIFICATE]: 1,
            });
            expect(untagged(graph, component, tags)).to.deep.equal([]);
            expect(graph.references(https(graph), "certificateArn")).to.deep.equal([graph.only(CERTIFICATE)]);
        });

        it(`is public, drops invalid headers, and is logged and protected (${mode})`, async () => {
            const graph = await recordLoadBalancer(mode);

            const loadBalancer = graph.only(LOAD_BALANCER);
            expect(loadBalancer.inputs).to.deep.include({
                name: "posit-connect-test",
                loadBalancerType: "application",
                internal: false,
                dropInvalidHeaderFields: true,
                enableZonalShift: true,
                desyncMitigationMode: "defensive",
                idleTimeout: 3600,
                enableDeletionProtection: true,
                tags,
            });
            expect(graph.references(loadBalancer, "accessLogs")).to.deep.equal([
                graph.only("aws:s3/bucket:Bucket"),
            ]);
            expect(graph.references(loadBalancer, "securityGroups")).to.deep.equal(graph.all(SECURITY_GROUP));
            expect(graph.dependsOn(loadBalancer, graph.only("aws:s3/bucketPolicy:BucketPolicy"))).to.equal(
                true,
            );
        });
    }

    it("is in every public subnet", async () => {
        let subnets = 0;
        const graph = await record("update", () => {
            const net = network();
            subnets = net.publicSubnets.length;
            new LoadBalancer("load-balancer", { network: net, ...args });
        });

        expect(subnets).to.be.at.least(2);
        expect(graph.only(LOAD_BALANCER).inputs.subnets).to.have.length(subnets);
    });

    for (const mode of ["preview", "update"] as const) {
        it(`is in every private subnet, without a public address, if it is internal (${mode})`, async () => {
            const graph = await recordLoadBalancer(mode, { internal: true, allowedCidrs: ["10.0.0.0/8"] });

            const { internal, subnets } = graph.only(LOAD_BALANCER).inputs;
            expect({ internal, subnets }).to.deep.equal({
                internal: true,
                subnets: ["subnet-private-a", "subnet-private-b", "subnet-private-c"],
            });
            expect(graph.only(COMPONENT).outputs["prerequisites"]).to.deep.equal([
                "10.0.0.0/8: inside the VPC, or connected to it by VPN, peering or a transit gateway",
                "connect.example.com resolves in these networks; in a private zone, only in the VPCs that the zone is associated with",
                "content does not need Connect's URL: network policies close the VPC's private addresses to it",
            ]);
        });
    }

    it("creates only the record in a private zone, with an existing certificate", async () => {
        const graph = await recordLoadBalancer("update", {
            internal: true,
            allowedCidrs: ["10.0.0.0/8"],
            certificateArn: GIVEN_ARN,
        });

        expect(
            graph.all("aws:route53/record:Record").map(({ inputs: { type, name } }) => [type, name]),
        ).to.deep.equal([["A", "connect.example.com"]]);
        expect(graph.all("aws:acm/certificate:Certificate")).to.deep.equal([]);
    });

    it("is rejected if it is internal and every network may connect to it", async () => {
        let message = "";
        await recordLoadBalancer("update", { internal: true }).catch((error: unknown) => {
            message = String(error);
        });

        expect(message).to.include(
            "allowedCidrs: must list networks of your own for an internal load balancer, got 0.0.0.0/0",
        );
    });

    it("accepts only TLS 1.2 and 1.3, and redirects plain HTTP", async () => {
        const graph = await recordLoadBalancer("update");

        const { arn } = graph.only(LOAD_BALANCER).outputs;
        expect(graph.all(LISTENER).map(({ name, inputs }) => [name, inputs])).to.have.deep.members([
            [
                "load-balancer-https",
                {
                    loadBalancerArn: arn,
                    port: 443,
                    protocol: "HTTPS",
                    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
                    certificateArn: graph.only(CERTIFICATE).outputs.arn,
                    defaultActions: [
                        { type: "forward", targetGroupArn: graph.only(TARGET_GROUP).outputs.arn },
                    ],
                    tags,
                },
            ],
            [
                "load-balancer-http",
                {
                    loadBalancerArn: arn,
                    port: 80,
                    protocol: "HTTP",
                    defaultActions: [
                        {
                            type: "redirect",
                            redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
                        },
                    ],
                    tags,
                },
            ],
        ]);
    });

    it("sends a client to the same healthy pod for a day", async () => {
        const graph = await recordLoadBalancer("update");

        const { vpcId, ...inputs } = graph.only(TARGET_GROUP).inputs;
        expect(vpcId).to.equal(named(graph, "load-balancer", SECURITY_GROUP).inputs.vpcId);
        expect(inputs).to.deep.equal({
            name: "posit-connect-test",
            targetType: "ip",
            protocol: "HTTP",
            port: 3939,
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
            stickiness: { type: "lb_cookie", enabled: true, cookieDuration: 86400 },
            deregistrationDelay: 120,
            tags,
        });
    });

    it("allows only each CIDR on both ports, IPv4 and IPv6", async () => {
        const graph = await recordLoadBalancer("update", {
            allowedCidrs: ["198.51.100.0/24", "2001:db8::/32"],
        });

        expect(
            graph
                .all(INGRESS_RULE)
                .map(({ name, inputs }) => [
                    name,
                    inputs.cidrIpv4,
                    inputs.cidrIpv6,
                    inputs.fromPort,
                    inputs.toPort,
                ]),
        ).to.have.deep.members([
            ["load-balancer-https-from-198-51-100-0-24", "198.51.100.0/24", undefined, 443, 443],
            ["load-balancer-http-from-198-51-100-0-24", "198.51.100.0/24", undefined, 80, 80],
            ["load-balancer-https-from-2001-db8---32", undefined, "2001:db8::/32", 443, 443],
            ["load-balancer-http-from-2001-db8---32", undefined, "2001:db8::/32", 80, 80],
        ]);
        expect(graph.all(EGRESS_RULE)).to.deep.equal([]);
    });

    it("reaches Connect's port on one security group for each caller", async () => {
        const graph = await recordLoadBalancer("update", {}, (loadBalancer) => {
            loadBalancer.allowTo("cluster", "sg-of-the-cluster");
        });

        const rule = graph.only(EGRESS_RULE);
        expect(rule.name).to.equal("load-balancer-to-cluster");
        expect(rule.inputs).to.deep.equal({
            securityGroupId: named(graph, "load-balancer", SECURITY_GROUP).id,
            description: "Connect on cluster",
            referencedSecurityGroupId: "sg-of-the-cluster",
            ipProtocol: "tcp",
            fromPort: 3939,
            toPort: 3939,
            tags,
        });
    });

    it("has AWS WAF in front, without the rules that would block a bundle or a complete company", async () => {
        const graph = await recordLoadBalancer("update");

        const acl = graph.only("aws:wafv2/webAcl:WebAcl");
        const rules = acl.inputs.rules as { name: string; priority: number; overrideAction: unknown }[];
        expect(
            rules.map(({ name, priority, overrideAction }) => [name, priority, overrideAction]),
        ).to.deep.equal([
            ["AWSManagedRulesAmazonIpReputationList", 0, { none: {} }],
            ["AWSManagedRulesKnownBadInputsRuleSet", 1, { none: {} }],
        ]);
        expect(acl.inputs).to.deep.include({ scope: "REGIONAL", defaultAction: { allow: {} } });
        // One stack's metrics must not be mixed with another's.
        expect(acl.inputs.visibilityConfig).to.deep.include({ metricName: "posit-connect-test" });
        expect(graph.only("aws:wafv2/webAclAssociation:WebAclAssociation").inputs).to.deep.equal({
            resourceArn: graph.only(LOAD_BALANCER).outputs.arn,
            webAclArn: acl.outputs.arn,
        });
    });

    it("logs the requests that AWS WAF blocks, with the logs' key and the retention that is set", async () => {
        const graph = await recordLoadBalancer("update");

        const group = graph.only("aws:cloudwatch/logGroup:LogGroup");
        expect(group.inputs).to.deep.equal({
            // AWS WAF writes to no other.
            name: "aws-waf-logs-posit-connect-test",
            retentionInDays: 90,
            kmsKeyId: LOG_KEY,
            tags,
        });
        const { inputs } = graph.only(LOGGING);
        expect({ ...inputs, redactedFields: undefined }).to.deep.equal({
            redactedFields: undefined,
            resourceArn: graph.only("aws:wafv2/webAcl:WebAcl").outputs.arn,
            logDestinationConfigs: [
                "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-posit-connect-test",
            ],
            loggingFilter: {
                defaultBehavior: "DROP",
                filters: [
                    {
                        behavior: "KEEP",
                        requirement: "MEETS_ANY",
                        conditions: [{ actionCondition: { action: "BLOCK" } }],
                    },
                ],
            },
        });
    });

    it("redacts every credential of a request to Connect, in the log and in AWS WAF's samples", async () => {
        const graph = await recordLoadBalancer("update");

        const headers = [
            "authorization",
            "cookie",
            "x-auth-signature",
            "x-auth-token",
            "x-rsc-authorization",
        ];
        expect(graph.only(LOGGING).inputs.redactedFields).to.deep.equal([
            { queryString: {} },
            ...headers.map((name) => ({ singleHeader: { name } })),
        ]);
        expect(graph.only("aws:wafv2/webAcl:WebAcl").inputs.dataProtectionConfig).to.deep.equal({
            dataProtections: [
                { action: "SUBSTITUTION", field: { fieldType: "QUERY_STRING" } },
                { action: "SUBSTITUTION", field: { fieldType: "SINGLE_HEADER", fieldKeys: headers } },
            ],
        });
    });

    describe("certificate", () => {
        it("is validated with the record that ACM requires, which a preview does not know", async () => {
            const preview = await recordLoadBalancer("preview");
            const update = await recordLoadBalancer("update");

            const proof = named(preview, "load-balancer-certificate-proof");
            expect(proof.inputs).to.deep.include({
                name: UNKNOWN_SENTINEL,
                type: UNKNOWN_SENTINEL,
                ttl: 300,
                allowOverwrite: true,
            });
            expect(preview.references(proof, "name")).to.deep.equal([preview.only(CERTIFICATE)]);
            expect(named(update, "load-balancer-certificate-proof").inputs).to.deep.include({
                zoneId: "Z0123456789",
                type: "CNAME",
            });
            expect(update.only(CERTIFICATE).inputs).to.deep.equal({
                domainName: "connect.example.com",
                validationMethod: "DNS",
                tags: { ...tags, Name: "connect.example.com" },
            });
        });

        it("that is self-signed is for the load balancer's own name, and renewed before it expires", async () => {
            const graph = await recordLoadBalancer("update", selfSigned);

            const { privateKeyPem, ...inputs } = graph.only("tls:index/selfSignedCert:SelfSignedCert").inputs;
            expect(privateKeyPem).not.to.equal(undefined);
            expect(inputs).to.deep.equal({
                subject: { commonName: "posit-connect-test.internal" },
                dnsNames: [graph.only(LOAD_BALANCER).outputs.dnsName],
                allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
                validityPeriodHours: 8760,
                earlyRenewalHours: 720,
            });
        });

        it("that is self-signed keeps its key secret", async () => {
            const graph = await recordLoadBalancer("update", selfSigned);

            expect(isSecret(graph.only(CERTIFICATE).inputs.privateKey)).to.equal(true);
            expect(
                isSecret(graph.only("tls:index/selfSignedCert:SelfSignedCert").inputs.privateKeyPem),
            ).to.equal(true);
        });

        const self =
            "selfSignedCertificate: must be true where neither hostedZoneId nor certificateArn is given";
        const domain = "domainName: must be given unless the certificate is self-signed";
        const few = "allowedCidrs: must list networks of your own with a self-signed certificate";
        const refused: [string, Partial<LoadBalancerArgs>, string[]][] = [
            ["a domain", { domainName: undefined }, [`${domain}, got none`]],
            ["a source", { hostedZoneId: undefined }, [`${self}, and false where one is, got false`]],
            [
                "need",
                { selfSignedCertificate: true },
                [
                    `${self}, and false where one is, got true`,
                    `${domain}, got connect.example.com`,
                    `${few}, got 0.0.0.0/0`,
                ],
            ],
            ["a limit to who sees it", { ...selfSigned, allowedCidrs: ["::/0"] }, [`${few}, got ::/0`]],
        ];
        for (const [without, changes, problems] of refused) {
            it(`is rejected without ${without}`, async () => {
                let error: unknown;
                await recordLoadBalancer("update", changes).catch((thrown: unknown) => (error = thrown));

                expect((error as Error).message).to.equal(problems.join("\n"));
            });
        }
    });

    describe("name", () => {
        it("is an alias record for the domain", async () => {
            const graph = await recordLoadBalancer("update");

            const { dnsName, zoneId } = graph.only(LOAD_BALANCER).outputs;
            expect(named(graph, "load-balancer").inputs).to.deep.equal({
                zoneId: "Z0123456789",
                name: "connect.example.com",
                type: "A",
                aliases: [{ name: dnsName, zoneId, evaluateTargetHealth: false }],
            });
        });

        it("replaces the domain's existing record if that is set", async () => {
            const graph = await recordLoadBalancer("update", { overwriteDnsRecord: true });

            expect(named(graph, "load-balancer").inputs.allowOverwrite).to.equal(true);
        });

        it("determines the URL: the domain if one is set, otherwise the load balancer's own name", async () => {
            const domain = await recordLoadBalancer("preview");
            const own = await recordLoadBalancer("update", selfSigned);

            expect(domain.only(COMPONENT).outputs.url).to.equal("https://connect.example.com");
            expect(own.only(COMPONENT).outputs.url).to.equal(
                `https://${String(own.only(LOAD_BALANCER).outputs.dnsName)}`,
            );
        });

        it("is short enough for AWS for every stack name", async () => {
            const graph = await recordLoadBalancer("update", {
                physicalName: "posit-connect-a-stack-with-quite.a-long-Name",
            });

            for (const type of [LOAD_BALANCER, TARGET_GROUP]) {
                expect(graph.only(type).inputs.name).to.match(/^posit-connect-a-stack-w-[0-9a-f]{8}$/);
            }
            expect(graph.only("aws:s3/bucket:Bucket").inputs.bucket).to.match(
                /^posit-connect-a-stack-w-[0-9a-f]{8}-123456789012-us-east-1$/,
            );
        });
    });

    describe("access logs", () => {
        it("go to a private, versioned, encrypted bucket, and expire", async () => {
            const graph = await recordLoadBalancer("update");

            const { id: bucket } = graph.only("aws:s3/bucket:Bucket");
            const inputs = (part: string): unknown =>
                graph.only(`aws:s3/bucket${part}:Bucket${part.charAt(0).toUpperCase()}${part.slice(1)}`)
                    .inputs;
            expect(inputs("PublicAccessBlock")).to.deep.equal({
                bucket,
                region: "us-east-1",
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            });
            expect(inputs("OwnershipControls")).to.deep.equal({
                bucket,
                region: "us-east-1",
                rule: { objectOwnership: "BucketOwnerEnforced" },
            });
            expect(inputs("ServerSideEncryptionConfiguration")).to.deep.equal({
                bucket,
                region: "us-east-1",
                rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
            });
            expect(inputs("Versioning")).to.deep.equal({
                bucket,
                region: "us-east-1",
                versioningConfiguration: { status: "Enabled" },
            });
            expect(inputs("LifecycleConfiguration")).to.deep.equal({
                bucket,
                region: "us-east-1",
                rules: [
                    {
                        id: "expire",
                        status: "Enabled",
                        filter: {},
                        expiration: { days: 90 },
                        noncurrentVersionExpiration: { noncurrentDays: 1 },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
                    },
                ],
            });
        });

        it("are written by load balancers of this account and, for the recovery bucket, by S3, with TLS", async () => {
            const graph = await recordLoadBalancer("update");

            const arn = String(graph.only("aws:s3/bucket:Bucket").outputs.arn);
            expect(
                JSON.parse(String(graph.only("aws:s3/bucketPolicy:BucketPolicy").inputs.policy)),
            ).to.deep.equal({
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "WriteLoadBalancerLogs",
                        Effect: "Allow",
                        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
                        Action: "s3:PutObject",
                        Resource: `${arn}/AWSLogs/${account.id}/*`,
                    },
                    {
                        Sid: "WriteRecoveryBucketLogs",
                        Effect: "Allow",
                        Principal: { Service: "logging.s3.amazonaws.com" },
                        Action: "s3:PutObject",
                        Resource: `${arn}/recovery/*`,
                        Condition: {
                            StringEquals: { "aws:SourceAccount": account.id },
                            ArnEquals: {
                                "aws:SourceArn": `arn:aws:s3:::posit-connect-test-recovery-${account.id}-us-east-1`,
                            },
                        },
                    },
                    {
                        Sid: "RefusePlainHttp",
                        Effect: "Deny",
                        Principal: "*",
                        Action: "s3:*",
                        Resource: [arn, `${arn}/*`],
                        Condition: { Bool: { "aws:SecureTransport": "false" } },
                    },
                ],
            });
        });

        for (const deletionProtection of [true, false]) {
            it(`are kept by a destroy while deletion protection is on: ${deletionProtection}`, async () => {
                const graph = await recordLoadBalancer("update", { deletionProtection });

                expect(graph.only(LOAD_BALANCER).inputs.enableDeletionProtection).to.equal(
                    deletionProtection,
                );
                expect(graph.only("aws:s3/bucket:Bucket").inputs.forceDestroy).to.equal(!deletionProtection);
            });
        }
    });
});

function https(graph: Graph): Resource {
    return named(graph, "load-balancer-https", LISTENER);
}

function named(graph: Graph, name: string, type = RECORD): Resource {
    const found = graph.all(type).find((resource) => resource.name === name);
    if (found === undefined) {
        throw new Error(`no ${type} called ${name}`);
    }
    return found;
}
