import type { FigureName } from "../../catalog/price";

/** The products of AWS's price list that have the price of a figure. */
export interface PriceQuery {
    /** Code of the service in the price list. */
    service: string;
    /** Usage type without the prefix of a region, such as `USE1-`. */
    usageType: string;
    /** Attributes of the product, in addition to its region. */
    attributes?: Readonly<Record<string, string>>;
}

const query = (
    service: string,
    usageType: string,
    attributes: PriceQuery["attributes"] = {},
): PriceQuery => ({
    service,
    usageType,
    attributes,
});

const postgres = { databaseEngine: "PostgreSQL" };

/**
 * The figures that a refresh looks up. The others keep their price, date and source.
 *
 * Sources: usage types of Cost and Usage Reports and of price lists; infracost/infracost, internal/resources/aws, product filters.
 */
export const priceQueries: Readonly<Partial<Record<FigureName, PriceQuery>>> = {
    "eks.clusterHour": query("AmazonEKS", "AmazonEKS-Hours:perCluster"),
    "eks.extendedSurchargeHour": query("AmazonEKS", "AmazonEKS-Hours:extendedSupport"),
    "ec2.ebsGp3GBMonth": query("AmazonEC2", "EBS:VolumeUsage.gp3", { volumeApiName: "gp3" }),
    "ec2.t3SurplusVcpuHour": query("AmazonEC2", "CPUCredits:t3", { operatingSystem: "Linux" }),
    "ec2.t4gSurplusVcpuHour": query("AmazonEC2", "CPUCredits:t4g", { operatingSystem: "Linux" }),
    "ec2.publicIpv4Hour": query("AmazonVPC", "PublicIPv4:InUseAddress"),
    "ec2.natHour": query("AmazonEC2", "NatGateway-Hours", { productFamily: "NAT Gateway" }),
    "ec2.natGB": query("AmazonEC2", "NatGateway-Bytes", { productFamily: "NAT Gateway" }),
    "ec2.interfaceEndpointHour": query("AmazonVPC", "VpcEndpoint-Hours"),
    "ec2.interfaceEndpointGB": query("AmazonVPC", "VpcEndpoint-Bytes"),
    "elb.albHour": query("AWSELB", "LoadBalancerUsage", { productFamily: "Load Balancer-Application" }),
    "elb.albLcuHour": query("AWSELB", "LCUUsage", { productFamily: "Load Balancer-Application" }),
    "rds.gp3SingleGBMonth": query("AmazonRDS", "RDS:GP3-Storage", postgres),
    "rds.gp3MultiGBMonth": query("AmazonRDS", "RDS:Multi-AZ-GP3-Storage", postgres),
    "rds.gp2SingleGBMonth": query("AmazonRDS", "RDS:GP2-Storage", postgres),
    "rds.gp2MultiGBMonth": query("AmazonRDS", "RDS:Multi-AZ-GP2-Storage", postgres),
    "rds.backupGBMonth": query("AmazonRDS", "RDS:ChargedBackupUsage", postgres),
    "efs.standardGBMonth": query("AmazonEFS", "TimedStorage-ByteHrs"),
    "kms.keyMonth": query("awskms", "KMS-Keys"),
    "kms.requests": query("awskms", "KMS-Requests"),
    "logs.ingestGB": query("AmazonCloudWatch", "DataProcessing-Bytes"),
    "logs.vendedGB": query("AmazonCloudWatch", "VendedLog-Bytes"),
    "logs.storeGBMonth": query("AmazonCloudWatch", "TimedStorage-ByteHrs"),
    "s3.standardGBMonth": query("AmazonS3", "TimedStorage-ByteHrs", { volumeType: "Standard" }),
    "s3.puts": query("AmazonS3", "Requests-Tier1"),
    "s3.gets": query("AmazonS3", "Requests-Tier2"),
};

/** On-demand Linux instances. */
export const NODES = {
    service: "AmazonEC2",
    attributes: {
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
    attributes: { productFamily: "Database Instance", databaseEngine: "PostgreSQL" },
};
