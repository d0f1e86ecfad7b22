import { expect } from "chai";
import { readLoadBalancer, readTargetGroup } from "../../../commands/accept/loadBalancers";
import { inEnvironment } from "../../recovery/command";
import { type AwsHandlers, LocalAws } from "../../recovery/localAws";
import { queryError } from "../../recovery/wireShapes";

const ARN =
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/posit-connect-prod/2fda4eeb0d3b256e";

const xml = (action: string, result: string) => ({
    status: 200,
    body: `<${action}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><${action}Result>${result}</${action}Result></${action}Response>`,
});

/** Responses in the form of the examples in the Elastic Load Balancing API reference, version 2015-12-01. */
const HANDLERS: AwsHandlers = {
    "elasticloadbalancing:DescribeLoadBalancers": ({ body }) =>
        body["Names.member.1"] === "posit-connect-prod"
            ? xml(
                  "DescribeLoadBalancers",
                  "<LoadBalancers><member><DNSName>posit-connect-prod-1.us-east-1.elb.amazonaws.com</DNSName>" +
                      "<State><Code>active</Code></State><AvailabilityZones><member><ZoneName>us-east-1b</ZoneName></member>" +
                      "<member><ZoneName>us-east-1a</ZoneName></member></AvailabilityZones></member></LoadBalancers>",
              )
            : queryError(400, "LoadBalancerNotFound", "One or more load balancers not found"),
    "elasticloadbalancing:DescribeTargetGroups": ({ body }) =>
        body["Names.member.1"] === "posit-connect-prod"
            ? xml(
                  "DescribeTargetGroups",
                  `<TargetGroups><member><TargetGroupArn>${ARN}</TargetGroupArn><HealthCheckPath>/__ping__</HealthCheckPath>` +
                      "<Matcher><HttpCode>200</HttpCode></Matcher></member></TargetGroups>",
              )
            : queryError(400, "TargetGroupNotFound", "One or more target groups not found"),
    "elasticloadbalancing:DescribeTargetGroupAttributes": () =>
        xml(
            "DescribeTargetGroupAttributes",
            "<Attributes><member><Key>stickiness.enabled</Key><Value>true</Value></member></Attributes>",
        ),
    "elasticloadbalancing:DescribeTargetHealth": ({ body }) =>
        xml(
            "DescribeTargetHealth",
            body["TargetGroupArn"] === ARN
                ? "<TargetHealthDescriptions><member><HealthCheckPort>3939</HealthCheckPort><TargetHealth><State>healthy</State>" +
                      "</TargetHealth><Target><Port>3939</Port><Id>10.0.1.9</Id><AvailabilityZone>us-east-1b</AvailabilityZone>" +
                      "</Target></member><member><TargetHealth><State>unhealthy</State><Reason>Target.Timeout</Reason>" +
                      "<Description>Request timed out</Description></TargetHealth><Target><Id>10.0.0.9</Id>" +
                      "<AvailabilityZone>us-east-1a</AvailabilityZone></Target></member></TargetHealthDescriptions>"
                : "",
        ),
};

describe("the load balancer as AWS reports it", () => {
    let aws: LocalAws;

    before(async () => {
        aws = await LocalAws.start(HANDLERS);
    });

    after(() => aws.stop());

    const ask = <T>(question: () => Promise<T>): Promise<T> =>
        inEnvironment({ AWS_ENDPOINT_URL: aws.endpoint }, question);

    it("is read by its name, with the health of each server", async () => {
        expect(await ask(() => readLoadBalancer("posit-connect-prod", "us-east-1"))).to.deep.equal({
            dnsName: "posit-connect-prod-1.us-east-1.elb.amazonaws.com",
            state: "active",
            zones: ["us-east-1a", "us-east-1b"],
        });
        expect(await ask(() => readTargetGroup("posit-connect-prod", "us-east-1"))).to.deep.equal({
            healthCheck: { path: "/__ping__", matcher: "200" },
            attributes: { "stickiness.enabled": "true" },
            targets: [
                { address: "10.0.1.9", zone: "us-east-1b", state: "healthy", reason: "" },
                { address: "10.0.0.9", zone: "us-east-1a", state: "unhealthy", reason: "Request timed out" },
            ],
        });
    });

    it("is not there if AWS knows no such name", async () => {
        expect(await ask(() => readLoadBalancer("other", "us-east-1"))).to.equal(undefined);
        expect(await ask(() => readTargetGroup("other", "us-east-1"))).to.equal(undefined);
    });
});
