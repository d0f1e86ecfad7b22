import { expect } from "chai";
import { join } from "node:path";
import { sharedPlan } from "../commands/plan";

/** Stack files after public reports, with the settings that every stack needs. */
const fieldStack = (name: string): string => join(__dirname, "stacks", `Pulumi.${name}.yaml`);

/** The plan of a stack from the field, with every gap as one space. */
async function planOf(name: string, ...options: string[]): Promise<[number, string]> {
    const { status, out, err } = await sharedPlan("--stack", fieldStack(name), ...options);
    return [status, `${out}${err}`.replace(/\s+/g, " ")];
}

describe("a stack from the field", () => {
    const rejected: [name: string, file: string, ...sentences: string[]][] = [
        [
            "with large nodes in a small VPC is rejected by the addresses of their type",
            "big-nodes-small-vpc",
            'posit-connect:network.cidrBlock: must be a block whose private subnets have 2813 addresses each, for 8 nodes per zone with their pods, got "10.0.0.0/19". They have 512. Choose a /16.',
        ],
        [
            "with servers that are larger than the nodes is rejected",
            "big-servers",
            'posit-connect:connect.resources.requests.cpu: must be at most "3780m", which a node of cluster.nodeGroups.general (t3.2xlarge) has for each of its 2 servers, got "16".',
            'posit-connect:connect.resources.requests.memory: must be at most "14523Mi", which a node of cluster.nodeGroups.general (t3.2xlarge) has for each of its 2 servers, got "64Gi".',
        ],
        [
            "with nodes that hold no server is rejected",
            "tiny-nodes",
            'posit-connect:connect.resources.requests.cpu: must be at most "790m", which a node of cluster.nodeGroups.general (t3.nano) has for each of its 2 servers, got the default, "2".',
            'posit-connect:cluster.nodeGroups.general.instanceTypes: must be types with addresses and memory for a server next to the 7 pods of the cluster\'s own, got ["t3.nano"].',
        ],
    ];
    for (const [name, file, ...sentences] of rejected) {
        it(name, async () => {
            const [status, text] = await planOf(file);

            expect(sentences.filter((sentence) => !text.includes(sentence))).to.deep.equal([]);
            expect(status).to.equal(1);
        });
    }

    it("with nodes of different sizes is checked for the smallest, and says so", async () => {
        const [status, text] = await planOf("mixed-nodes");

        expect(text).to.include(
            "Not checked • cluster-general: nodes of different sizes. Servers and content are checked for the smallest type, subnets for the largest.",
        );
        expect(status).to.equal(0);
    });

    it("with an internal load balancer says so in the requirement, and lists what the networks must do", async () => {
        const [status, text] = await planOf("internal");

        expect(text).to.include(
            "R8 Application Load Balancer ✓ load-balancer › internal, not public, open to 10.0.0.0/8,",
        );
        expect(text).to.include("load-balancer https://connect.data-team.org, internal");
        expect(text).to.include(
            "10.0.0.0/8: inside the VPC, or connected to it by VPN, peering or a transit gateway",
        );
        expect(status).to.equal(0);
    });

    it("with two administrators of similar names has an access entry for each", async () => {
        const [status, text] = await planOf("two-admins", "--json");

        const principals = [...text.matchAll(/"principalArn": "([^"]+)"/g)].map(([, arn]) => arn);
        expect([...new Set(principals)].sort()).to.deep.equal([
            "arn:aws:iam::111122223333:role/team-a/admin",
            "arn:aws:iam::111122223333:role/team/a-admin",
        ]);
        expect(status).to.equal(0);
    });

    it("with content of another distribution gets that distribution's packages", async () => {
        const [status, text] = await planOf("jammy-content", "--json");

        expect(new Set(text.match(/__linux__\/[^/]+/g))).to.deep.equal(new Set(["__linux__/jammy"]));
        expect(status).to.equal(0);
    });

    it("with LDAP logs in over verified TLS", async () => {
        const [status, text] = await planOf("ldap", "--json");

        expect(text).to.include("ldap.data-team.org:636");
        expect(status).to.equal(0);
    });

    it("lists each quota that the account's default does not cover", async () => {
        const [, text] = await planOf("mixed-nodes");

        expect(text).to.include(
            "Above AWS's default quotas • vCPUs of on-demand standard instances: 384, default 5 (Service Quotas: ec2 L-1216C47A)",
        );
    });
});
