import type prices from "../../catalog/prices/us-east-1.json";

/** The products of AWS's price list that have the price of a figure. */
export interface PriceQuery {
    /** Code of the service in the price list. */
    service: string;
    /** Usage type without the code of a region, such as `USE1-`. If a pattern fits several, their prices must be the same. */
    usageType: string | RegExp;
    /** Attribute that has the region. */
    regionAttribute: "regionCode" | "fromRegionCode";
    /** Further attributes of the product: without them, a service may have thousands. */
    attributes: Readonly<Record<string, string>>;
}

const query = (
    service: string,
    usageType: string | RegExp,
    attributes: PriceQuery["attributes"] = {},
): PriceQuery => ({ service, usageType, regionAttribute: "regionCode", attributes });

/** Products of data transfer have two regions. */
const transfer = (usageType: string, transferType: string): PriceQuery => ({
    service: "AWSDataTransfer",
    usageType,
    regionAttribute: "fromRegionCode",
    attributes: { transferType },
});

const application = { productFamily: "Load Balancer-Application" };
const nat = { productFamily: "NAT Gateway" };
const credits = { productFamily: "CPU Credits", operatingSystem: "Linux" };
const storage = { productFamily: "Database Storage", databaseEngine: "PostgreSQL" };

/**
 * How each figure is looked up, or the reason why it is not.
 *
 * Sources, by the marks in the comments: usage types with their products' SKUs and prices, copied from price lists of 2026:
 * - (1) https://github.com/patibandlavenkatamanideep/pharma-analytics-copilot, infra/aws-staging/cost/prices-us-east-1.json (8570b724);
 * - (2) https://github.com/John-Almos/CommitCost, engine/src/cost/aws/snapshot.json (61194272);
 * filters of a program that prices with them: (3) https://github.com/infracost/infracost, internal/resources/aws (95ba4f4);
 * AWS's own lists of usage types:
 * - (4) https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/load-balancer-billing-usage-reports.html;
 * - (5) Amazon EFS user guide, "Understanding billing and usage reports for Amazon EFS";
 * - (6) https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html.
 */
export const priceQueries: Readonly<Record<keyof (typeof prices)["figures"], PriceQuery | string>> = {
    // (3) eks_cluster.go for the first. A price list of 2026-09-28 has both, at 0.10 and 0.50.
    "eks.clusterHour": query("AmazonEKS", "AmazonEKS-Hours:perCluster"),
    "eks.extendedSurchargeHour": query("AmazonEKS", "AmazonEKS-Hours:extendedSupport"),
    // (2), (3) ebs_volume.go.
    "ec2.ebsGp3GBMonth": query("AmazonEC2", "EBS:VolumeUsage.gp3", {
        productFamily: "Storage",
        volumeApiName: "gp3",
    }),
    // (3) instance.go.
    "ec2.t3SurplusVcpuHour": query("AmazonEC2", "CPUCredits:t3", credits),
    "ec2.t4gSurplusVcpuHour": query("AmazonEC2", "CPUCredits:t4g", credits),
    // (1).
    "ec2.publicIpv4Hour": query("AmazonVPC", "PublicIPv4:InUseAddress"),
    // (1), (2), (3) nat_gateway.go.
    "ec2.natHour": query("AmazonEC2", "NatGateway-Hours", nat),
    "ec2.natGB": query("AmazonEC2", "NatGateway-Bytes", nat),
    // (1), (3) vpc_endpoint.go.
    "ec2.interfaceEndpointHour": query("AmazonVPC", "VpcEndpoint-Hours"),
    "ec2.interfaceEndpointGB": query("AmazonVPC", "VpcEndpoint-Bytes"),
    // (1), (2), (3) data_transfer.go.
    "transfer.internetOutGB": transfer("DataTransfer-Out-Bytes", "AWS Outbound"),
    "transfer.crossZoneGB": transfer("DataTransfer-Regional-Bytes", "IntraRegion"),
    // (1), (3) lb.go, (4).
    "elb.albHour": query("AWSELB", "LoadBalancerUsage", application),
    "elb.albLcuHour": query("AWSELB", "LCUUsage", application),
    // (3) wafv2_web_acl.go. Bills have both tiers of requests, at the same price.
    "waf.webAclMonth": query("awswaf", "WebACLV2"),
    "waf.ruleMonth": query("awswaf", "RuleV2"),
    "waf.requests": query("awswaf", /^RequestV2-Tier[01]$/),
    // (1), (3) db_instance.go.
    "rds.gp3SingleGBMonth": query("AmazonRDS", "RDS:GP3-Storage", storage),
    "rds.gp3MultiGBMonth": query("AmazonRDS", "RDS:Multi-AZ-GP3-Storage", storage),
    // (2): SKU G2TQUMAQNSQ7H65X is the first one for PostgreSQL.
    "rds.gp2SingleGBMonth": query("AmazonRDS", "RDS:GP2-Storage", storage),
    "rds.gp2MultiGBMonth": query("AmazonRDS", "RDS:Multi-AZ-GP2-Storage", storage),
    // (1), (3) db_instance.go.
    "rds.backupGBMonth": query("AmazonRDS", "RDS:ChargedBackupUsage", {
        productFamily: "Storage Snapshot",
        databaseEngine: "PostgreSQL",
    }),
    // (3) db_instance.go. Each major version has a product.
    "rds.extendedSupportVcpuHour": query("AmazonRDS", /^ExtendedSupport:Yr1-Yr2:PostgreSQL\d+$/, {
        extendedSupportPricingYear: "Year 1, Year 2",
    }),
    "rds.databaseInsights": "AWS prices it by class",
    // (3) efs_file_system.go, (5).
    "efs.standardGBMonth": query("AmazonEFS", "TimedStorage-ByteHrs"),
    // (5): of a file system with elastic throughput.
    "efs.iaGBMonth": query("AmazonEFS", "IATimedStorage-ET-ByteHrs"),
    "efs.elasticReadGB": query("AmazonEFS", "ETDataAccess-Bytes", { accessType: "Read" }),
    "efs.elasticWriteGB": query("AmazonEFS", "ETDataAccess-Bytes", { accessType: "Write" }),
    // (3) efs_file_system.go, (5).
    "efs.iaReadGB": query("AmazonEFS", "IADataAccess-Bytes", { accessType: "Read" }),
    "efs.iaTieringGB": query("AmazonEFS", "IADataAccess-Bytes", { accessType: "Write" }),
    // (3) backup_vault.go. Restores have the first name there, and the second one in other programs.
    "backup.efsWarmGBMonth": query("AWSBackup", "WarmStorage-ByteHrs-EFS"),
    "backup.efsRestoreGB": query("AWSBackup", /^(PartialRestore-Warm|Restore-WarmBytes)-EFS$/),
    "backup.restoreTestPoint": "no public source has its usage type",
    "backup.crossRegionRdsGB": "it depends on the region of the copies",
    "backup.crossRegionEfsGB": "it depends on the region of the copies",
    "backup.copiedFilesGBMonth": "it depends on the region of the copies",
    // (1), (3) kms_key.go.
    "kms.keyMonth": query("awskms", "KMS-Keys"),
    "kms.rotationMonth": "the price list has no product of its own for it",
    "kms.requests": query("awskms", "KMS-Requests"),
    // (1), (3) cloudwatch_log_group.go.
    "logs.ingestGB": query("AmazonCloudWatch", "DataProcessing-Bytes", { operation: "PutLogEvents" }),
    "logs.vendedGB": query("AmazonCloudWatch", "VendedLog-Bytes"),
    "logs.storeGBMonth": query("AmazonCloudWatch", "TimedStorage-ByteHrs"),
    // (2), (3) s3_standard_storage_class.go, (6). The overhead of archives has the same usage type.
    "s3.standardGBMonth": query("AmazonS3", "TimedStorage-ByteHrs", { volumeType: "Standard" }),
    "s3.puts": query("AmazonS3", "Requests-Tier1"),
    "s3.gets": query("AmazonS3", "Requests-Tier2"),
    // (3) codebuild_project.go.
    "codebuild.mediumMinute": query("CodeBuild", "Build-Min:Linux:g1.medium"),
    // (3) sns_topic.go.
    "sns.emails": query("AmazonSNS", "DeliveryAttempts-SMTP"),
};

/** Outposts and local zones have prices of their own. */
const inRegion = { locationType: "AWS Region" };

/** On-demand Linux instances. */
export const NODES = {
    service: "AmazonEC2",
    attributes: {
        ...inRegion,
        productFamily: "Compute Instance",
        operatingSystem: "Linux",
        tenancy: "Shared",
        preInstalledSw: "NA",
        capacitystatus: "Used",
    },
};

/** On-demand instances of PostgreSQL. */
export const DATABASES = {
    service: "AmazonRDS",
    attributes: { ...inRegion, productFamily: "Database Instance", databaseEngine: "PostgreSQL" },
};
