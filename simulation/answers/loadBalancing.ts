import { type Answer, arn, digest, hexId, physicalName, type Request, textInput } from "../answer";

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
    arn(request.place, "acm", `certificate/${digest(request.urn, 32)}`);

/** Load balancers, their certificates and their names. */
export const loadBalancing: Record<string, Answer> = {
    "aws:lb/loadBalancer:LoadBalancer": {
        id: loadBalancerArn,
        outputs: (request) => ({
            arn: request.id,
            name: physicalName(request),
            dnsName: `${physicalName(request)}-${digest(request.urn, 10)}.${request.place.region}.elb.amazonaws.com`,
            zoneId: `Z${digest(request.urn, 13).toUpperCase()}`,
        }),
    },
    "aws:lb/targetGroup:TargetGroup": {
        id: targetGroupArn,
        outputs: (request) => ({ arn: request.id, name: physicalName(request) }),
    },
    "aws:lb/listener:Listener": {
        id: (request) =>
            textInput(request, "loadBalancerArn").replace(":loadbalancer/", ":listener/") +
            `/${digest(request.urn, 16)}`,
        outputs: ({ id }) => ({ arn: id }),
    },
    "aws:acm/certificate:Certificate": {
        id: certificateArn,
        outputs: (request) => ({
            arn: request.id,
            domainValidationOptions: [
                {
                    domainName: textInput(request, "domainName"),
                    resourceRecordName: `_${digest(request.urn, 32)}.${textInput(request, "domainName")}.`,
                    resourceRecordType: "CNAME",
                    resourceRecordValue: `_${digest(`${request.urn} value`, 32)}.acm-validations.aws.`,
                },
            ],
        }),
    },
    "aws:acm/certificateValidation:CertificateValidation": { id: hexId("validation") },
    "aws:wafv2/webAcl:WebAcl": {
        id: hexId("acl"),
        outputs: (request) => ({
            arn: arn(request.place, "wafv2", `regional/webacl/${request.name}/${request.id}`),
        }),
    },
    "aws:wafv2/webAclAssociation:WebAclAssociation": { id: hexId("association") },
    "aws:route53/record:Record": {
        id: hexId("record"),
        outputs: (request) => ({ fqdn: textInput(request, "name") }),
    },
};
