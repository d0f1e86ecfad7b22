import * as pulumi from "@pulumi/pulumi";
import { Backup } from "./components/backup";
import { Cluster } from "./components/cluster";
import { ConnectRelease } from "./components/connect/release";
import { Database } from "./components/database";
import { deployerArn } from "./components/deployerArn";
import { EncryptionKey } from "./components/encryptionKey";
import { FileSystem } from "./components/fileSystem";
import { logEncryption } from "./components/keyPolicy";
import { LoadBalancer } from "./components/loadBalancer";
import { Network } from "./components/network";
import { readS3Text } from "./components/readS3Text";
import { RecoveryManifest } from "./components/recoveryManifest";
import { restoreSource } from "./components/restoreSource";
import { Runner } from "./components/runner";
import { firewallLogGroup } from "./components/webFirewall";
import { loadSettings } from "./stacks/loadSettings";

/** Deploys a stack. Its settings, and the backups of a restore, are checked before any resource is created. */
export = async function deploy(): Promise<Record<string, pulumi.Input<unknown>>> {
    const settings = await loadSettings(readS3Text, deployerArn);
    const { account, protect, restore } = settings;
    // A restored stack and its old stack run side by side until the restored one is promoted.
    const promoted = settings.recovery?.promoted ?? true;
    const physicalName = `${pulumi.getProject()}-${pulumi.getStack()}`;
    const tags = {
        ...settings.tags,
        "pulumi:project": pulumi.getProject(),
        "pulumi:stack": pulumi.getStack(),
    };

    const adoptedFileSystem =
        restore === undefined
            ? undefined
            : await restoreSource({
                  identifier: physicalName,
                  database: { ...restore.database, maxStorageGiB: settings.database.maxStorageGiB },
                  fileSystem: restore.fileSystem,
              });

    const logs = new EncryptionKey("logs", {
        description: "Logs of the network, of the cluster's control plane and of the web firewall",
        account,
        tags,
        services: [logEncryption(account, `/aws/*/${physicalName}/*`, firewallLogGroup(physicalName))],
    });

    const network = new Network("network", {
        ...settings.network,
        ...settings.iam,
        account,
        tags,
        physicalName,
        logKeyArn: logs.arn,
    });

    const runner =
        settings.runner &&
        new Runner("runner", {
            ...settings.runner,
            ...settings.iam,
            network,
            account,
            tags,
            physicalName,
            logKeyArn: logs.arn,
        });

    const cluster = new Cluster("cluster", {
        ...settings.cluster,
        ...settings.iam,
        network,
        runnerSecurityGroupId: runner?.securityGroupId,
        account,
        signIn: settings.signIn,
        tags,
        physicalName,
        logKeyArn: logs.arn,
        protect,
        registryCredentials: settings.registryCredentials,
        chartPassword: settings.chartPassword,
    });

    const database = new Database("database", {
        ...settings.database,
        ...settings.iam,
        network,
        account,
        tags,
        identifier: physicalName,
        protect,
        restore: restore?.database,
    });

    const fileSystem = new FileSystem("file-system", {
        ...settings.fileSystem,
        network,
        account,
        tags,
        mountRoleArn: cluster.nodeRoleArn,
        protect,
        adopt: adoptedFileSystem,
    });

    const backup = new Backup("backup", {
        ...settings.backup,
        ...settings.iam,
        network,
        account,
        tags,
        physicalName,
        database,
        fileSystem,
        protect,
    });

    const loadBalancer = new LoadBalancer("load-balancer", {
        ...settings.loadBalancer,
        dnsRecord: settings.loadBalancer.dnsRecord && promoted,
        overwriteDnsRecord: settings.recovery?.promoted ?? false,
        zonalShift: settings.cluster.zonalShift,
        network,
        account,
        tags,
        physicalName,
        logKeyArn: logs.arn,
    });

    // Every network path between two components is opened here, and there is no other.
    loadBalancer.allowTo("cluster", cluster.securityGroupId);
    cluster.allowFrom("load-balancer", loadBalancer.securityGroupId, 3939);
    database.allowFrom("cluster", cluster.securityGroupId);
    fileSystem.allowFrom("cluster", cluster.securityGroupId);

    const connect = new ConnectRelease("connect", {
        ...settings.connect,
        cluster,
        database,
        fileSystem,
        loadBalancer,
        network,
        account,
        license: settings.license,
        oidcClientSecret: settings.oidcClientSecret,
        ldapBindPassword: settings.ldapBindPassword,
        // A restored stack runs the old stack's schedules, and would send the same mail again.
        smtp: promoted ? settings.connect.smtp : undefined,
        smtpPassword: promoted ? settings.smtpPassword : undefined,
        registryCredentials: settings.registryCredentials,
        chartPassword: settings.chartPassword,
        packageManagerToken: settings.packageManagerToken,
        extraSecrets: settings.extraSecrets,
    });

    const recovery = new RecoveryManifest("recovery", {
        account,
        tags,
        physicalName,
        database,
        fileSystem,
        backup,
        loadBalancer,
        connect,
        connectSettings: settings.connect,
        kubernetesVersion: settings.cluster.version,
        license: settings.license,
        settings: settings.effectiveConfig,
        copyRegion: settings.backup.copyRegion,
        accessLogRetentionDays: settings.loadBalancer.accessLogRetentionDays,
        lockDays: settings.backup.manifestLockDays,
        protect,
    });

    return {
        url: loadBalancer.url,
        clusterName: cluster.name,
        vpcId: network.vpcId,
        databaseEndpoint: database.endpoint,
        databaseArn: database.arn,
        fileSystemId: fileSystem.id,
        fileSystemArn: fileSystem.arn,
        backupVault: backup.vaultName,
        backupRole: backup.roleArn,
        recoveryManifests: recovery.uris,
        backupFailuresTopic: backup.failuresTopicArn,
        loadBalancerDnsName: loadBalancer.dnsName,
        namespace: connect.namespace,
        kubeconfig: cluster.kubeconfig,
    };
};
