import { expect } from "chai";
import { describeDiagram } from "../../commands/report/describeDiagram";
import { diagram } from "../../graph/diagram";
import { simulateStack } from "../program";
import { graphOf, resource } from "./resources";

const PATHS_INSIDE = [
    "Load balancer can connect to nodes on 3939 tcp.",
    "Nodes can connect to internet on all ports, through 3 NAT gateways.",
    "Nodes can connect to load balancer on 80, 443 tcp.",
    "Nodes can connect to content pods on all ports.",
    "Nodes can connect to database on 5432 tcp.",
    "Nodes can connect to file system on 2049 tcp.",
    "Nodes can connect to API endpoint on 443 tcp.",
    "Content pods can connect to internet on all ports, through 3 NAT gateways.",
    "Content pods can connect to nodes on 53, 3939 tcp; 53 udp.",
];

const ADOPTED = {
    adopt: {
        vpcId: "vpc-0123456789abcdef0",
        cidrBlock: "10.20.0.0/16",
        publicSubnets: ["a", "b"].map((zone) => ({
            id: `subnet-0000000000000001${zone}`,
            availabilityZone: `us-east-1${zone}`,
        })),
        privateSubnets: ["a", "b"].map((zone) => ({
            id: `subnet-0000000000000002${zone}`,
            availabilityZone: `us-east-1${zone}`,
        })),
    },
};

async function sentences(...stack: Parameters<typeof simulateStack>): Promise<string[]> {
    return describeDiagram(diagram(await simulateStack(...stack))).split(/(?<=\.) (?=[A-Z])/);
}

describe("the diagram of a stack", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`has everything that is in prod's subnets, and the paths in and out (${mode})`, async () => {
            expect(await sentences("prod", mode)).to.deep.equal([
                "VPC 10.0.0.0/16, us-east-1, internet gateway, s3 gateway endpoint, flow logs, over us-east-1a, us-east-1b, us-east-1c.",
                "Public subnets: Application Load Balancer (public) in us-east-1a, us-east-1b, us-east-1c; NAT gateway network-us-east-1a in us-east-1a; NAT gateway network-us-east-1b in us-east-1b; NAT gateway network-us-east-1c in us-east-1c.",
                "Private subnets: node group cluster-content (3–6 × t3.2xlarge) in us-east-1a, us-east-1b, us-east-1c; node group cluster-servers (3 × t3.2xlarge) in us-east-1a, us-east-1b, us-east-1c; Connect servers (3 pods · rstudio-connect 0.21.0) in us-east-1a, us-east-1b, us-east-1c; content pods (namespace posit-connect-content) in us-east-1a, us-east-1b, us-east-1c; RDS for PostgreSQL (15 · db.m5.large · Multi-AZ) in us-east-1a, us-east-1b, us-east-1c; EFS file system (file-system · 3 mount targets) in us-east-1a, us-east-1b, us-east-1c; Kubernetes API of Amazon EKS (1.35 · private) in us-east-1a, us-east-1b.",
                "Internet can connect to load balancer on 80, 443 tcp.",
                "Listed addresses can connect to API endpoint on 443 tcp.",
                ...PATHS_INSIDE,
            ]);
        });
    }

    it("has a runner in the private subnets, with its paths", async () => {
        const runner = {
            repository: "example/connect",
            connectionArn:
                "arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef",
        };
        const lines = await sentences("prod", "update", { sections: { runner } });

        expect(lines[2]).to.include(
            "runner of GitHub Actions (CodeBuild, a machine for each job) in us-east-1a, us-east-1b, us-east-1c",
        );
        expect(lines.filter((line) => line.startsWith("Runner"))).to.deep.equal([
            "Runner can connect to internet on 443 tcp, through 3 NAT gateways.",
            "Runner can connect to load balancer on 443 tcp.",
            "Runner can connect to nodes on 443 tcp.",
            "Runner can connect to API endpoint on 443 tcp.",
        ]);
    });

    it("has the subnets with their blocks and their route to the internet", async () => {
        const { tiers } = diagram(await simulateStack("dev"));

        expect(tiers.map(({ name, subnets }) => ({ name, subnets }))).to.deep.equal([
            {
                name: "public subnets",
                subnets: [
                    {
                        name: "network-public-1",
                        cidr: "10.0.0.0/24",
                        zone: 0,
                        gateways: ["network-us-east-1a"],
                        outlets: [],
                    },
                    { name: "network-public-2", cidr: "10.0.1.0/24", zone: 1, gateways: [], outlets: [] },
                ],
            },
            {
                name: "private subnets",
                subnets: [
                    {
                        name: "network-private-1",
                        cidr: "10.0.16.0/20",
                        zone: 0,
                        gateways: [],
                        outlets: ["network-us-east-1a"],
                    },
                    {
                        name: "network-private-2",
                        cidr: "10.0.32.0/20",
                        zone: 1,
                        gateways: [],
                        // A single NAT gateway: this zone depends on the other one.
                        outlets: ["network-us-east-1a"],
                    },
                ],
            },
        ]);
    });

    it("counts the resources outside the VPC by region, the stack's own first", async () => {
        expect(diagram(await simulateStack("prod")).regions).to.deep.equal([
            {
                region: "us-east-1",
                contents: [
                    { label: "DNS record", count: 2 },
                    { label: "certificate", count: 1 },
                    { label: "web ACL", count: 1 },
                    { label: "bucket", count: 2 },
                    { label: "backup vault", count: 1 },
                    { label: "backup plan", count: 1 },
                    { label: "encryption key", count: 6 },
                    { label: "log group", count: 5 },
                    { label: "topic", count: 1 },
                ],
            },
            {
                region: "us-west-2",
                contents: [
                    { label: "bucket", count: 2 },
                    { label: "backup vault", count: 1 },
                    { label: "encryption key", count: 2 },
                ],
            },
        ]);
    });

    it("has the subnets of an adopted VPC, whose routes are not known", async () => {
        const found = await sentences("dev", "update", { sections: { network: ADOPTED } });

        expect(found.slice(0, 3)).to.deep.equal([
            "Adopted VPC, vpc-0123456789abcdef0, us-east-1, over us-east-1a, us-east-1b.",
            "Public subnets: Application Load Balancer (public) in us-east-1a, us-east-1b.",
            "Private subnets: node group cluster-general (2–4 × t3.2xlarge) in us-east-1a, us-east-1b; Connect servers (2 pods · rstudio-connect 0.21.0) in us-east-1a, us-east-1b; content pods (namespace posit-connect-content) in us-east-1a, us-east-1b; RDS for PostgreSQL (15 · db.m5.large · Multi-AZ) in us-east-1a, us-east-1b; EFS file system (file-system · 2 mount targets) in us-east-1a, us-east-1b; Kubernetes API of Amazon EKS (1.35 · public and private) in us-east-1a, us-east-1b.",
        ]);
        expect(found).to.include("Nodes can connect to internet on all ports.");
    });

    it("has an internal load balancer in the private subnets, reached from private addresses", async () => {
        const loadBalancer = { internal: true, selfSignedCertificate: true, allowedCidrs: ["10.0.0.0/8"] };
        const found = await sentences("dev", "update", { sections: { loadBalancer } });

        expect(found[1]).to.equal("Public subnets: NAT gateway network-us-east-1a in us-east-1a.");
        expect(found[2]).to.match(
            /^Private subnets: Application Load Balancer \(internal\) in us-east-1a, us-east-1b; /,
        );
        expect(found).to.include("Private addresses can connect to load balancer on 80, 443 tcp.");
    });

    it("has a resource whose subnets are not known, in a zone and a tier of their own", () => {
        const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "balancer", {
            internal: false,
            subnets: ["subnet-elsewhere"],
            securityGroups: ["sg-elsewhere"],
        });
        const database = resource("aws:rds/instance:Instance", "database", { engineVersion: "15" });
        const graph = graphOf([balancer, database]);

        const { zones, tiers, vpc } = diagram(graph);
        expect({ zones, tiers, vpc }).to.deep.equal({
            zones: ["unknown zone"],
            vpc: { label: "adopted VPC", details: ["unknown region"] },
            tiers: [
                {
                    name: "subnets without a known route",
                    subnets: [
                        { name: "subnet-elsewhere", cidr: "", zone: 0, gateways: [], outlets: [] },
                        { name: "unknown subnet", cidr: "", zone: 0, gateways: [], outlets: [] },
                    ],
                    blocks: [
                        {
                            part: "load balancer",
                            members: [{ label: "Application Load Balancer", detail: "public", zones: [0] }],
                        },
                        {
                            part: "database",
                            members: [
                                { label: "RDS for PostgreSQL", detail: "15 · ? · one zone", zones: [0] },
                            ],
                        },
                    ],
                },
            ],
        });
    });
});
