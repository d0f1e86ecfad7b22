import { arn } from "../../lib/arn";
import { digest, hexId, physicalName, type Request, textInput, uuid } from "../answer";
import { answersOf } from "../answersOf";

const loadBalancerArn = (request: Request): string =>
    arn(
        request.place,
        "elasticloadbalancing",
        `loadbalancer/app/${physicalName(request)}/${digest(request.urn, 16)}`,
    );

const targetGroupArn = (request: Request): string =>
    arn(
        request.place,
        "elasticloadbalancing",
        `targetgroup/${physicalName(request)}/${digest(request.urn, 16)}`,
    );

const certificateArn = (request: Request): string =>
    arn(request.place, "acm", `certificate/${uuid(request.urn)}`);

/** Load balancers, their certificates and their names. */
export const loadBalancing = answersOf({
    "aws:lb/loadBalancer:LoadBalancer": {
        id: loadBalancerArn,
        outputs: {
            arn: ({ id }) => id,
            name: (request) => physicalName(request),
            dnsName: (request) =>
                `${physicalName(request)}-${digest(request.urn, 10)}.${request.place.region}.elb.amazonaws.com`,
            zoneId: ({ urn }) => `Z${digest(urn, 13).toUpperCase()}`,
        },
    },
    "aws:lb/targetGroup:TargetGroup": {
        id: targetGroupArn,
        outputs: { arn: ({ id }) => id, name: (request) => physicalName(request) },
    },
    "aws:lb/listener:Listener": {
        id: (request) =>
            textInput(request, "loadBalancerArn").replace(":loadbalancer/", ":listener/") +
            `/${digest(request.urn, 16)}`,
        outputs: { arn: ({ id }) => id },
    },
    "aws:acm/certificate:Certificate": {
        id: certificateArn,
        outputs: {
            arn: ({ id }) => id,
            domainValidationOptions: [
                {
                    domainName: (request) => textInput(request, "domainName"),
                    resourceRecordName: (request) =>
                        `_${digest(request.urn, 32)}.${textInput(request, "domainName")}.`,
                    resourceRecordType: "CNAME",
                    resourceRecordValue: ({ urn }) => `_${digest(`${urn} value`, 32)}.acm-validations.aws.`,
                },
            ],
        },
    },
    "aws:acm/certificateValidation:CertificateValidation": { id: hexId("validation") },
    "aws:wafv2/webAcl:WebAcl": {
        id: hexId("acl"),
        outputs: {
            arn: ({ id, name, place }) => arn(place, "wafv2", `regional/webacl/${name}/${id}`),
        },
    },
    "aws:wafv2/webAclAssociation:WebAclAssociation": { id: hexId("association") },
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
        id: (request) => textInput(request, "resourceArn"),
    },
    "aws:route53/record:Record": {
        id: hexId("record"),
        outputs: { fqdn: (request) => textInput(request, "name") },
    },
});
