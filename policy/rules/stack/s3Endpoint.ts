import { stackRule } from "../../rule";
import { leadsTo, linkOf } from "../../../graph/links";
import { VPC } from "../../../graph/types";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

export const s3Endpoint = stackRule({
    name: "stack-s3-endpoint",
    level: "advisory",
    severity: "low",
    controls: ["Pulumi s3-endpoint"],
    description:
        "Each VPC has a gateway endpoint for S3, which is free and keeps images off the NAT gateways.",
    remedy: "Make a VPC endpoint of the type Gateway for the region's S3.",
    url: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
    *check(graph) {
        for (const vpc of graph.all(VPC)) {
            const found = graph
                .all(ENDPOINT)
                .some(
                    (endpoint) =>
                        isGatewayOfS3(endpoint.properties) &&
                        leadsTo(linkOf(graph, endpoint, ["vpcId"], [VPC]), vpc),
                );
            if (!found) {
                yield { urn: vpc.urn, sentence: `The VPC ${vpc.name} has no gateway endpoint for S3.` };
            }
        }
    },
});

/** An endpoint is a gateway where it does not say what it is. */
function isGatewayOfS3({ serviceName, vpcEndpointType }: Readonly<Record<string, unknown>>): boolean {
    return (
        typeof serviceName === "string" &&
        serviceName.endsWith(".s3") &&
        (vpcEndpointType === undefined || vpcEndpointType === "Gateway")
    );
}
