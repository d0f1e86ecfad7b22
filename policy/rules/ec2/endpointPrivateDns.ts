import { equals, isTrue } from "../../check";
import { resourceRule } from "../../rule";

export const endpointPrivateDns = resourceRule({
    name: "ec2-endpoint-private-dns",
    level: "advisory",
    severity: "low",
    controls: ["Pulumi private-dns"],
    applies: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
    when: [equals("vpcEndpointType", "Interface")],
    description: "A service's usual name leads to its interface endpoint, so that no client goes past it.",
    remedy: "Set privateDnsEnabled to true.",
    url: "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#enable-private-dns-names",
    checks: [isTrue("privateDnsEnabled")],
});
