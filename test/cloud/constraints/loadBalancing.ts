import type { Cloud, CloudObject } from "../cloud";
import type { Constraints } from "../constraint";
import { list, listNames, rejectTakenName, rejectWhen, text, texts } from "./common";

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";

export const loadBalancing: Record<string, Constraints> = {
    [LOAD_BALANCER]: {
        create: [
            rejectTakenName("DuplicateLoadBalancerName", "a load balancer with the name", ({ outputs }) =>
                String(outputs["name"]),
            ),
            rejectWhen("InvalidSubnet", ({ object, cloud }) => [
                object.inputs["internal"] !== true &&
                    cloud.all("aws:ec2/vpc:Vpc").length > 0 &&
                    cloud.all("aws:ec2/internetGateway:InternetGateway").length === 0 &&
                    "the VPC has no internet gateway",
            ]),
            // Elastic Load Balancing writes a test file.
            rejectWhen("InvalidConfigurationRequest", ({ object, cloud }) => {
                const bucket = logBucket(object);
                return [
                    bucket !== undefined &&
                        listNames(
                            cloud,
                            "aws:s3/bucketPolicy:BucketPolicy",
                            (policy) => text(policy, "bucket") === bucket,
                        ) === undefined &&
                        `access denied for bucket ${bucket}: check its policy`,
                ];
            }),
        ],
        delete: [
            rejectWhen("OperationNotPermitted", ({ object }) => [
                object.inputs["enableDeletionProtection"] === true &&
                    `load balancer '${object.id}' cannot be deleted because deletion protection is enabled`,
            ]),
        ],
        created: ({ object, cloud }) => {
            // The test file stays in the bucket.
            const bucket = logBucket(object);
            if (bucket !== undefined) {
                cloud.filledBuckets.add(bucket);
            }
        },
        deleted: ({ object, cloud }) => {
            cloud
                .all(LISTENER)
                .filter((listener) => text(listener, "loadBalancerArn") === object.id)
                .forEach((listener) => {
                    cloud.remove(listener);
                });
        },
    },
    [LISTENER]: {
        create: [
            rejectWhen("DuplicateListener", ({ object, cloud }) => {
                const found = listNames(
                    cloud,
                    LISTENER,
                    (other) =>
                        other !== object &&
                        text(other, "loadBalancerArn") === text(object, "loadBalancerArn") &&
                        other.inputs["port"] === object.inputs["port"],
                );
                return [found && `a listener already exists on this port: ${found}`];
            }),
            rejectWhen("UnsupportedCertificate", ({ object, cloud }) => {
                const certificate = cloud.find(
                    "aws:acm/certificate:Certificate",
                    object.inputs["certificateArn"],
                );
                return [
                    certificate?.inputs["validationMethod"] === "DNS" &&
                        listNames(
                            cloud,
                            "aws:acm/certificateValidation:CertificateValidation",
                            (validation) => text(validation, "certificateArn") === certificate.id,
                        ) === undefined &&
                        `the certificate ${certificate.id} is not issued yet`,
                ];
            }),
        ],
    },
    "aws:lb/targetGroup:TargetGroup": {
        create: [
            rejectTakenName("DuplicateTargetGroupName", "a target group with the name", ({ outputs }) =>
                String(outputs["name"]),
            ),
        ],
        delete: [
            rejectWhen(
                "ResourceInUse",
                ({ object, cloud }) => {
                    const found = listNames(cloud, LISTENER, (listener) =>
                        texts(listener.inputs["defaultActions"]).includes(object.id),
                    );
                    return [found && `target group '${object.id}' is in use by ${found}`];
                },
                true,
            ),
        ],
    },
    "aws:acm/certificate:Certificate": {
        delete: [
            rejectWhen(
                "ResourceInUseException",
                ({ object, cloud }) => {
                    const found = listNames(
                        cloud,
                        LISTENER,
                        (listener) => text(listener, "certificateArn") === object.id,
                    );
                    return [found && `certificate ${object.id} is in use by ${found}`];
                },
                true,
            ),
        ],
    },
    "aws:wafv2/webAcl:WebAcl": {
        delete: [
            rejectWhen(
                "WAFAssociatedItemException",
                ({ object, cloud }) => {
                    const found = listNames(
                        cloud,
                        "aws:wafv2/webAclAssociation:WebAclAssociation",
                        (association) => text(association, "webAclArn") === object.outputs["arn"],
                    );
                    return [found && `the web ACL is in use by ${found}`];
                },
                true,
            ),
        ],
    },
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
        create: [
            rejectWhen("WAFInvalidParameterException", ({ object }) => {
                const found = list(object, "logDestinationConfigs").find(
                    (arn) => !/:aws-waf-logs-[^:]*$/.test(arn),
                );
                return [
                    found !== undefined &&
                        `the log destination's name does not begin with aws-waf-logs-: ${found}`,
                ];
            }),
        ],
    },
    "aws:route53/record:Record": {
        create: [
            rejectWhen("InvalidChangeBatch", ({ object, cloud }) => {
                const found = listNames(cloud, object.type, (other) => isSameRecord(other, object));
                return [
                    found &&
                        object.inputs["allowOverwrite"] !== true &&
                        `tried to create resource record set but it already exists: ${found}`,
                ];
            }),
        ],
        // A record exists once: each stack that has it in its state sees the values that were written last.
        created: overwriteRecord,
        updated: overwriteRecord,
        deleted: ({ object, cloud }) => {
            sameRecords(cloud, object).forEach((other) => {
                cloud.remove(other);
            });
        },
    },
};

function overwriteRecord({ object, cloud }: { object: CloudObject; cloud: Cloud }): void {
    const written = Object.fromEntries(
        Object.entries(object.inputs).filter(([property]) => ["aliases", "records"].includes(property)),
    );
    for (const other of sameRecords(cloud, object)) {
        other.inputs = { ...other.inputs, ...written };
        other.outputs = { ...other.outputs, ...written };
    }
}

function sameRecords(cloud: Cloud, object: CloudObject): CloudObject[] {
    return cloud.all(object.type).filter((other) => isSameRecord(other, object));
}

function isSameRecord(other: CloudObject, object: CloudObject): boolean {
    return (
        other !== object &&
        ["name", "type", "zoneId"].every((property) => text(other, property) === text(object, property))
    );
}

/** The bucket for the access logs of a load balancer; `undefined` if they are off. */
function logBucket(loadBalancer: CloudObject): string | undefined {
    const logs = loadBalancer.inputs["accessLogs"] as { bucket?: string; enabled?: boolean } | undefined;
    return logs?.enabled === true ? logs.bucket : undefined;
}
