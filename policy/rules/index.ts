import type { Rule } from "../rule";
import { backup } from "./backup";
import { codebuild } from "./codebuild";
import { ec2 } from "./ec2";
import { efs } from "./efs";
import { eks } from "./eks";
import { elb } from "./elb";
import { helm } from "./helm";
import { iam } from "./iam";
import { karpenter } from "./karpenter";
import { kms } from "./kms";
import { kubernetes } from "./kubernetes";
import { logs } from "./logs";
import { rds } from "./rds";
import { s3 } from "./s3";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { supportedTypes } from "./supportedTypes";
import { wafv2 } from "./wafv2";
import { access } from "./stack/access";
import { buckets } from "./stack/buckets";
import { budget } from "./stack/budget";
import { credentials } from "./stack/credentials";
import { data } from "./stack/data";
import { ignoredChanges } from "./stack/ignoredChanges";
import { network } from "./stack/network";
import { recovery } from "./stack/recovery";
import { roles } from "./stack/roles";
import { workloads } from "./stack/workloads";

/** The rules that do not depend on other rules. */
const judging: readonly Rule[] = [
    ...rds,
    ...efs,
    ...s3,
    ...kms,
    ...sns,
    ...sqs,
    ...iam,
    ...backup,
    ...logs,
    ...ec2,
    ...eks,
    ...karpenter,
    ...elb,
    ...wafv2,
    ...codebuild,
    ...kubernetes,
    ...helm,
    supportedTypes,
    ...access,
    ...network,
    ...workloads,
    ...data,
    ...recovery,
    ...buckets,
    ...credentials,
    ...roles,
    ...budget,
];

/** Every rule of the pack, in the order of docs/policies.md. */
export const rules: readonly Rule[] = [...judging, ignoredChanges(judging)];
