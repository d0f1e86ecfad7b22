import { expect } from "chai";
import { difference } from "../cloud/providers/difference";
import { outcomeOf } from "../../graph/outcomeOf";

type Inputs = Record<string, unknown>;

/** The outcome of changed inputs in the simulated provider. */
function outcome(type: string, before: Inputs, after: Inputs): "none" | "update" | "replace" {
    const { changed, replacing } = difference(type, before, after);
    return replacing.size > 0 ? "replace" : changed.size > 0 ? "update" : "none";
}

const CLUSTER = "aws:eks/cluster:Cluster";
const DATABASE = "aws:rds/instance:Instance";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const NODES = "aws:eks/nodeGroup:NodeGroup";
const SUBNET = "aws:ec2/subnet:Subnet";
const VPC = "aws:ec2/vpc:Vpc";

/** As the real provider reports, terraform-provider-aws 6.34. */
describe("another value of a property", () => {
    const CHANGED: Record<string, Record<string, "update" | "replace">> = {
        "aws:route53/record:Record": { type: "replace", setIdentifier: "update" },
        "aws:ec2/eip:Eip": { customerOwnedIpv4Pool: "update", ipamPoolId: "replace" },
        "aws:ec2/flowLog:FlowLog": {
            regionalNatGatewayId: "replace",
            transitGatewayAttachmentId: "replace",
            transitGatewayId: "replace",
        },
        "aws:ec2/natGateway:NatGateway": { availabilityMode: "replace", vpcId: "replace" },
        [SUBNET]: {
            ipv4IpamPoolId: "replace",
            ipv4NetmaskLength: "replace",
            ipv6CidrBlock: "update",
            ipv6IpamPoolId: "replace",
            ipv6Native: "replace",
            ipv6NetmaskLength: "replace",
        },
        [ENDPOINT]: {
            privateDnsEnabled: "replace",
            resourceConfigurationArn: "replace",
            serviceNetworkArn: "replace",
        },
        "aws:efs/mountTarget:MountTarget": { ipAddressType: "replace", ipv6Address: "replace" },
        "aws:lb/targetGroup:TargetGroup": { targetControlPort: "replace" },
        [DATABASE]: {
            backupTarget: "replace",
            customIamInstanceProfile: "replace",
            identifierPrefix: "update",
            kmsKeyId: "replace",
            ncharCharacterSetName: "replace",
        },
        [CLUSTER]: { "encryptionConfig.provider.keyArn": "update" },
        [NODES]: { amiType: "replace", instanceTypes: "replace" },
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
            cidrIpv4: "update",
            referencedSecurityGroupId: "update",
            securityGroupId: "replace",
        },
    };
    for (const [type, properties] of Object.entries(CHANGED)) {
        for (const [property, expected] of Object.entries(properties)) {
            it(`is ${expected === "update" ? "an update" : "a replacement"}: ${type} ${property}`, () => {
                expect(outcome(type, nested(property, "a"), nested(property, "b"))).to.equal(expected);
            });
        }
    }

    it("replaces a VPC that becomes dedicated, and updates one that stops being dedicated", () => {
        const [shared, dedicated] = [{ instanceTenancy: "default" }, { instanceTenancy: "dedicated" }];
        expect(outcome(VPC, shared, dedicated)).to.equal("replace");
        expect(outcome(VPC, dedicated, shared)).to.equal("update");
    });

    it("updates the private DNS of an interface endpoint", () => {
        const endpoint = (privateDnsEnabled: boolean): Inputs => ({
            vpcEndpointType: "Interface",
            privateDnsEnabled,
        });
        expect(outcome(ENDPOINT, endpoint(true), endpoint(false))).to.equal("update");
    });

    it("replaces a subnet that loses its IPv6 block while it assigns addresses from it", () => {
        const subnet = (ipv6CidrBlock: string): Inputs => ({
            ipv6CidrBlock,
            assignIpv6AddressOnCreation: true,
        });
        expect(outcome(SUBNET, subnet("2001:db8::/64"), subnet("2001:db8:1::/64"))).to.equal("replace");
    });
});

describe("a security group rule with a source of another kind", () => {
    const SOURCES = {
        cidrIpv4: "198.51.100.0/24",
        cidrIpv6: "2001:db8::/32",
        prefixListId: "pl-1",
        referencedSecurityGroupId: "sg-1",
    };
    for (const direction of ["Ingress", "Egress"]) {
        const type = `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`;
        for (const [from, to] of pairsOf(Object.keys(SOURCES) as (keyof typeof SOURCES)[])) {
            it(`is replaced: ${direction.toLowerCase()}, ${from} to ${to}`, () => {
                const { replacing } = difference(type, { [from]: SOURCES[from] }, { [to]: SOURCES[to] });

                // The real provider reports both.
                expect([...replacing].sort()).to.deep.equal([from, to].sort());
            });
        }
    }
});

describe("a property that is removed", () => {
    const REMOVED: Record<string, Record<string, "none" | "replace">> = {
        [CLUSTER]: { accessConfig: "none", encryptionConfig: "replace", remoteNetworkConfig: "replace" },
        [DATABASE]: {
            dbName: "none",
            engine: "none",
            kmsKeyId: "none",
            storageEncrypted: "replace",
            username: "none",
        },
        [NODES]: {
            amiType: "none",
            capacityType: "none",
            diskSize: "none",
            instanceTypes: "none",
            remoteAccess: "replace",
        },
        [SUBNET]: { availabilityZone: "none", availabilityZoneId: "none", cidrBlock: "none" },
        [VPC]: { cidrBlock: "none", ipv4IpamPoolId: "replace" },
        "aws:backup/vault:Vault": { kmsKeyArn: "none" },
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { vpcId: "none" },
        "aws:ec2/flowLog:FlowLog": { logDestination: "none", logFormat: "none", iamRoleArn: "replace" },
        "aws:ec2/securityGroup:SecurityGroup": { vpcId: "none", description: "replace" },
        "aws:efs/fileSystem:FileSystem": { kmsKeyId: "none" },
    };
    const OUTCOMES = { none: "no change, as the provider computes it", replace: "a replacement" };
    for (const [type, properties] of Object.entries(REMOVED)) {
        for (const [property, expected] of Object.entries(properties)) {
            it(`is ${OUTCOMES[expected]}: ${type} ${property}`, () => {
                expect(outcome(type, { [property]: { any: "value" } }, {})).to.equal(expected);
            });
        }
    }

    it("is neither an item of a list nor a part of an object", () => {
        expect(outcome(NODES, { instanceTypes: ["a", "b"] }, { instanceTypes: ["a"] })).to.equal("replace");
        const access = (config: object): Inputs => ({ accessConfig: config });
        expect(
            outcome(
                CLUSTER,
                access({ authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true }),
                access({ authenticationMode: "API" }),
            ),
        ).to.equal("replace");
        const encryption = (config: object): Inputs => ({ encryptionConfig: config });
        expect(
            outcome(
                CLUSTER,
                encryption({ provider: { keyArn: "key" }, resources: ["secrets"] }),
                encryption({ provider: { keyArn: "key" } }),
            ),
        ).to.equal("update");
    });
});

describe("an object that is completely added or removed", () => {
    it("replaces if it contains a replacing property", () => {
        const template = { launchTemplate: { id: "lt-1", version: "1" } };
        expect(outcome(NODES, {}, template)).to.equal("replace");
        expect(outcome(NODES, template, {})).to.equal("replace");
        expect(outcome(NODES, {}, { launchTemplate: { version: "1" } })).to.equal("update");
    });

    it("replaces if it is updated and its parts are not compared", () => {
        const change = { path: "launchTemplate", kind: "update", before: {}, after: {} } as const;
        expect(outcomeOf(NODES, change)).to.equal("replace");
    });
});

describe("a resource that cannot exist twice", () => {
    const TWICE: Record<string, [before: Inputs, after: Inputs]> = {
        "aws:efs/mountTarget:MountTarget": [{ subnetId: "subnet-1" }, { subnetId: "subnet-2" }],
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [{ role: "a" }, { role: "b" }],
    };
    for (const [type, [before, after]] of Object.entries(TWICE)) {
        it(`is deleted before it is replaced: ${type}`, () => {
            expect(difference(type, before, after).deleteBeforeReplace).to.equal(true);
            expect(difference(type, before, { ...before, tags: {} }).deleteBeforeReplace).to.equal(false);
        });
    }
});

/** Inputs with a value at a path. */
function nested(path: string, value: string): Inputs {
    return path
        .split(".")
        .reverse()
        .reduce<unknown>((inner, step) => ({ [step]: inner }), value) as Inputs;
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
    return items.flatMap((one) =>
        items.filter((other) => other !== one).map((other): [T, T] => [one, other]),
    );
}
