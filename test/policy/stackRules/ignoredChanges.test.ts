import { type Case, describeCases } from "./describeCases";
import { BALANCER, CLUSTER, DATABASE, DATABASE_GROUP, NODES, PLAN, SUBNETS, TARGET } from "./edits";
import { patch, setPart } from "./stack";

describeCases("ignoredChanges", {
    "ignored-changes": {
        "a property that a rule checks": {
            edit: patch(DATABASE, { ignoreChanges: ["multiAz"] }),
            broken: [`ignored-changes: ${DATABASE}`],
        },
        everything: {
            edit: patch(DATABASE, { ignoreChanges: ["*"] }),
            broken: [`ignored-changes: ${DATABASE}`],
        },
        "a property that no rule checks": {
            edit: patch(DATABASE, { ignoreChanges: ["tags", "tags.multiAz"] }),
        },
        "an object that contains a property that a rule checks": {
            edit: patch(CLUSTER, { ignoreChanges: ["vpcConfig"] }),
            broken: [`ignored-changes: ${CLUSTER}`],
        },
        "a property next to one that a rule checks": {
            edit: patch("LaunchTemplate::cluster-general", {
                ignoreChanges: ["metadataOptions.instanceMetadataTags", "metadataOptionsOther"],
            }),
        },
        "a property within another": {
            edit: patch("LaunchTemplate::cluster-general", { ignoreChanges: ["metadataOptions.httpTokens"] }),
            broken: ["ignored-changes: LaunchTemplate::cluster-general"],
        },
        "a property by its name in quotes": {
            edit: patch("LaunchTemplate::cluster-general", {
                ignoreChanges: ['["metadataOptions"]["httpTokens"]'],
            }),
            broken: ["ignored-changes: LaunchTemplate::cluster-general"],
        },
        "a property of one element of a list": {
            edit: patch("Plan::backup", { ignoreChanges: ["rules[10].copyActions"] }),
            broken: ["ignored-changes: Plan::backup"],
        },
        "a property of every element of a list": {
            edit: patch("Plan::backup", { ignoreChanges: ["rules[*].copyActions"] }),
            broken: ["ignored-changes: Plan::backup"],
        },
        "a policy within a text": {
            edit: patch("BucketPolicy::recovery", { ignoreChanges: ["policy"] }),
            broken: ["ignored-changes: BucketPolicy::recovery"],
        },
        "a property in quotes that has another name": {
            edit: patch("LaunchTemplate::cluster-general", {
                ignoreChanges: ['["metadataOptions.httpTokens"]'],
            }),
        },
        ...Object.fromEntries(
            (
                [
                    [NODES, "subnetIds"],
                    [NODES, "scalingConfig.minSize"],
                    [DATABASE, "dbSubnetGroupName"],
                    [DATABASE, "vpcSecurityGroupIds"],
                    [DATABASE, "parameterGroupName"],
                    [SUBNETS, "subnetIds"],
                    [TARGET, "subnetId"],
                    [TARGET, "securityGroups"],
                    [BALANCER, "subnets"],
                    [BALANCER, "securityGroups"],
                    [DATABASE_GROUP, "ingress"],
                    [DATABASE_GROUP, "egress"],
                ] as const
            ).map(([name, property]): [string, Case] => [
                `${property} of ${name}, which rules about the stack read`,
                {
                    edit: patch(name, { ignoreChanges: [property] }),
                    broken: [`ignored-changes: ${name}`],
                    forms: ["update"],
                },
            ]),
        ),
        "a property with quotes in its name": {
            edit: patch(NODES, { ignoreChanges: ['["scaling\\"Config"]'] }),
        },
        "an element of a list that a rule checks": {
            edit: patch("Plan::backup", { ignoreChanges: ["rules[0].copyActions"] }),
            broken: [`ignored-changes: ${PLAN}`],
        },
        "every element of a list that a rule checks": {
            edit: patch("Plan::backup", { ignoreChanges: ["rules[*].copyActions"] }),
            broken: [`ignored-changes: ${PLAN}`],
        },
        "a text with JSON that a rule checks": {
            edit: patch("BucketPolicy::load-balancer-logs", { ignoreChanges: ["policy"] }),
            broken: ["ignored-changes: BucketPolicy::load-balancer-logs"],
        },
        "the window of the database's maintenance": {
            edit: patch(DATABASE, { ignoreChanges: ["maintenanceWindow"] }),
            broken: [`ignored-changes: ${DATABASE}`],
        },
        "the schedule of backups": {
            edit: patch(PLAN, { ignoreChanges: ["rules[0].schedule", "rules[1].startWindow"] }),
            broken: [`ignored-changes: ${PLAN}`],
        },
        "the retention period of backups that only RDS creates": {
            edit: setPart(PLAN, ["rules", 0, "enableContinuousBackup"], false),
            broken: [`ignored-changes: ${DATABASE}`],
        },
        "another property of a database that AWS Backup backs up": {
            edit: patch(DATABASE, { ignoreChanges: ["backupRetentionPeriod", "storageEncrypted"] }),
            broken: [`ignored-changes: ${DATABASE}`],
        },
    },
});
