import { stackRule } from "../../rule";
import { routeToInternet } from "../../topology/subnets";
import { SUBNET } from "../../topology/types";
import { notKnown } from "./findings";
import { UNKNOWN } from "../../value";

export const privateSubnetAddresses = stackRule({
    name: "stack-private-subnet-addresses",
    level: "mandatory",
    severity: "medium",
    controls: ["FSBP EC2.15", "Checkov CKV_AWS_130"],
    description: "What starts in a private subnet gets no public address.",
    remedy: "Set mapPublicIpOnLaunch of the subnet to false.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15",
    *check(topology) {
        for (const resource of topology.all(SUBNET)) {
            const { mapPublicIpOnLaunch } = resource.properties;
            const isPrivate = routeToInternet(topology, { is: "resource", resource }) !== true;
            if (isPrivate && mapPublicIpOnLaunch === UNKNOWN) {
                yield notKnown(resource, "mapPublicIpOnLaunch");
            } else if (isPrivate && mapPublicIpOnLaunch === true) {
                yield {
                    urn: resource.urn,
                    sentence: `${resource.name} is private and gives out public addresses.`,
                };
            }
        }
    },
});
