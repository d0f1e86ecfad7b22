import * as acm from "./aws/acm";
import * as backup from "./aws/backup";
import * as cloudwatch from "./aws/cloudwatch";
import * as codebuild from "./aws/codebuild";
import * as ec2 from "./aws/ec2";
import * as efs from "./aws/efs";
import * as eks from "./aws/eks";
import * as iam from "./aws/iam";
import * as kms from "./aws/kms";
import * as lb from "./aws/lb";
import * as rds from "./aws/rds";
import * as route53 from "./aws/route53";
import * as s3 from "./aws/s3";
import * as sns from "./aws/sns";
import * as sqs from "./aws/sqs";
import * as wafv2 from "./aws/wafv2";
import * as karpenter from "./karpenter";
import * as kubernetes from "./kubernetes";
import * as random from "./random";
import type { ResourceType } from "./resourceType";
import * as tls from "./tls";

const services: readonly Record<string, ResourceType>[] = [
    acm,
    backup,
    cloudwatch,
    codebuild,
    ec2,
    efs,
    eks,
    iam,
    kms,
    lb,
    rds,
    route53,
    s3,
    sns,
    sqs,
    wafv2,
    karpenter,
    kubernetes,
    random,
    tls,
];

/** The catalog: a record for each type that the program uses, by type token. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = Object.fromEntries(
    services.flatMap((service) => Object.values(service)).map((type) => [type.token, type]),
);
