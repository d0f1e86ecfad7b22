import type prices from "./prices/us-east-1.json";

/** A cause of cost that a plan cannot know. A workload file has its quantity for a month. */
export interface UsageDriver {
    label: string;
    /** Unit of the quantity. */
    unit: string;
    /** `database` stands for the hourly Single-AZ price of the database's class. */
    figure: keyof (typeof prices)["figures"] | "database";
    /** Billed units for each unit of the quantity. */
    factor?: number;
}

/** By the key in a workload file. */
export const usageDrivers = {
    natGB: { label: "traffic through the NAT gateways, both directions", unit: "GB", figure: "ec2.natGB" },
    internetOutGB: { label: "traffic out to the internet", unit: "GB", figure: "transfer.internetOutGB" },
    // AWS bills both ends.
    crossZoneGB: {
        label: "traffic between zones",
        unit: "GB",
        figure: "transfer.crossZoneGB",
        factor: 2,
    },
    loadBalancerUnits: {
        label: "capacity units of the load balancer, mean of the month",
        unit: "LCU",
        figure: "elb.albLcuHour",
    },
    loadBalancerAddresses: {
        label: "addresses that the load balancer adds as it scales out, mean",
        unit: "address",
        figure: "ec2.publicIpv4Hour",
    },
    interfaceEndpointGB: {
        label: "traffic through interface endpoints",
        unit: "GB",
        figure: "ec2.interfaceEndpointGB",
    },
    t3SurplusVcpuHours: {
        label: "surplus CPU credits of T3 and T3a nodes, above their baseline",
        unit: "vCPU-hour",
        figure: "ec2.t3SurplusVcpuHour",
    },
    t4gSurplusVcpuHours: {
        label: "surplus CPU credits of T4g nodes, above their baseline",
        unit: "vCPU-hour",
        figure: "ec2.t4gSurplusVcpuHour",
    },
    filesGB: { label: "files, Standard class", unit: "GB", figure: "efs.standardGBMonth" },
    infrequentFilesGB: { label: "files, Infrequent Access class", unit: "GB", figure: "efs.iaGBMonth" },
    filesReadGB: { label: "files read", unit: "GB", figure: "efs.elasticReadGB" },
    filesWrittenGB: { label: "files written", unit: "GB", figure: "efs.elasticWriteGB" },
    infrequentFilesReadGB: {
        label: "files read from Infrequent Access, in addition",
        unit: "GB",
        figure: "efs.iaReadGB",
    },
    filesTieredGB: {
        label: "files moved to Infrequent Access",
        unit: "GB",
        figure: "efs.iaTieringGB",
    },
    logsGB: {
        label: "logs of the control plane and the database, enhanced monitoring",
        unit: "GB",
        figure: "logs.ingestGB",
    },
    vendedLogsGB: {
        label: "flow logs and logs of the web firewall",
        unit: "GB",
        figure: "logs.vendedGB",
    },
    logsStoredGB: { label: "stored logs, compressed", unit: "GB", figure: "logs.storeGBMonth" },
    databaseBackupsGB: {
        label: "database backups beyond the size of its storage",
        unit: "GB",
        figure: "rds.backupGBMonth",
    },
    fileBackupsGB: { label: "file backups", unit: "GB", figure: "backup.efsWarmGBMonth" },
    copiedDatabaseGB: {
        label: "database backups copied to the other region",
        unit: "GB",
        figure: "backup.crossRegionRdsGB",
    },
    copiedFilesGB: {
        label: "file backups copied to the other region",
        unit: "GB",
        figure: "backup.crossRegionEfsGB",
    },
    storedCopiesGB: {
        label: "copies kept in the other region",
        unit: "GB",
        figure: "backup.copiedFilesGBMonth",
    },
    restoredFilesGB: {
        label: "files restored by restore tests",
        unit: "GB",
        figure: "backup.efsRestoreGB",
    },
    restoredDatabaseHours: {
        label: "databases that restore tests run, Single-AZ",
        unit: "hour",
        figure: "database",
    },
    firewallRequests: { label: "requests to the web firewall", unit: "request", figure: "waf.requests" },
    keyRequests: { label: "requests to the encryption keys", unit: "request", figure: "kms.requests" },
    bucketGB: {
        label: "objects of the buckets",
        unit: "GB",
        figure: "s3.standardGBMonth",
    },
    bucketWrites: { label: "writes to the buckets", unit: "request", figure: "s3.puts" },
    bucketReads: { label: "reads from the buckets", unit: "request", figure: "s3.gets" },
    runnerMinutes: { label: "jobs on the runner", unit: "minute", figure: "codebuild.mediumMinute" },
    mails: { label: "mails of failed backups", unit: "mail", figure: "sns.emails" },
} satisfies Record<string, UsageDriver>;

export type DriverName = keyof typeof usageDrivers;
