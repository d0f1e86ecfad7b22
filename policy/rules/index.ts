import type { Rule } from "../rule";
import { multiAz } from "./rds/multiAz";
import { encrypted as rdsEncrypted } from "./rds/encrypted";
import { ownKey as rdsOwnKey } from "./rds/ownKey";
import { notPublic as rdsNotPublic } from "./rds/notPublic";
import { network as rdsNetwork } from "./rds/network";
import { postgres as rdsPostgres } from "./rds/postgres";
import { clusterPostgres as rdsClusterPostgres } from "./rds/clusterPostgres";
import { supportedVersion as rdsSupportedVersion } from "./rds/supportedVersion";
import { noExtendedSupport as rdsNoExtendedSupport } from "./rds/noExtendedSupport";
import { storage as rdsStorage } from "./rds/storage";
import { storageType as rdsStorageType } from "./rds/storageType";
import { storageAutoscaling as rdsStorageAutoscaling } from "./rds/storageAutoscaling";
import { forceTls as rdsForceTls } from "./rds/forceTls";
import { modernCa as rdsModernCa } from "./rds/modernCa";
import { clusterModernCa as rdsClusterModernCa } from "./rds/clusterModernCa";
import { backups as rdsBackups } from "./rds/backups";
import { backupsInProduction as rdsBackupsInProduction } from "./rds/backupsInProduction";
import { deletionProtection as rdsDeletionProtection } from "./rds/deletionProtection";
import { finalSnapshot as rdsFinalSnapshot } from "./rds/finalSnapshot";
import { minorUpgrades as rdsMinorUpgrades } from "./rds/minorUpgrades";
import { logs as rdsLogs } from "./rds/logs";
import { clusterLogs as rdsClusterLogs } from "./rds/clusterLogs";
import { copyTags as rdsCopyTags } from "./rds/copyTags";
import { monitoring as rdsMonitoring } from "./rds/monitoring";
import { performanceInsights as rdsPerformanceInsights } from "./rds/performanceInsights";
import { password as rdsPassword } from "./rds/password";
import { clusterPassword as rdsClusterPassword } from "./rds/clusterPassword";
import { userName as rdsUserName } from "./rds/userName";
import { clusterUserName as rdsClusterUserName } from "./rds/clusterUserName";
import { nameReserved as rdsNameReserved } from "./rds/nameReserved";
import { clusterNameReserved as rdsClusterNameReserved } from "./rds/clusterNameReserved";
import { iamLogin as rdsIamLogin } from "./rds/iamLogin";
import { port as rdsPort } from "./rds/port";
import { encrypted as efsEncrypted } from "./efs/encrypted";
import { ownKey as efsOwnKey } from "./efs/ownKey";
import { regional as efsRegional } from "./efs/regional";
import { elasticThroughput as efsElasticThroughput } from "./efs/elasticThroughput";
import { overwriteProtection as efsOverwriteProtection } from "./efs/overwriteProtection";
import { lifecycle as efsLifecycle } from "./efs/lifecycle";
import { mountTargetSecurityGroups as efsMountTargetSecurityGroups } from "./efs/mountTargetSecurityGroups";
import { tlsOnly as efsTlsOnly } from "./efs/tlsOnly";
import { noAnonymousAccess as efsNoAnonymousAccess } from "./efs/noAnonymousAccess";
import { publicAccessBlocked as s3PublicAccessBlocked } from "./s3/publicAccessBlocked";
import { tlsOnly as s3TlsOnly } from "./s3/tlsOnly";
import { noPublicPolicy as s3NoPublicPolicy } from "./s3/noPublicPolicy";
import { encrypted as s3Encrypted } from "./s3/encrypted";
import { versioned as s3Versioned } from "./s3/versioned";
import { noPublicAcl as s3NoPublicAcl } from "./s3/noPublicAcl";
import { noPublicGrants as s3NoPublicGrants } from "./s3/noPublicGrants";
import { aclsDisabled as s3AclsDisabled } from "./s3/aclsDisabled";
import { rotation as kmsRotation } from "./kms/rotation";
import { noPublicAccess as kmsNoPublicAccess } from "./kms/noPublicAccess";
import { deletionWindow as kmsDeletionWindow } from "./kms/deletionWindow";
import { encrypted as snsEncrypted } from "./sns/encrypted";
import { noPublicAccess as snsNoPublicAccess } from "./sns/noPublicAccess";
import { noFullAccess as iamNoFullAccess } from "./iam/noFullAccess";
import { roleNoFullAccess as iamRoleNoFullAccess } from "./iam/roleNoFullAccess";
import { noAdministratorAccess as iamNoAdministratorAccess } from "./iam/noAdministratorAccess";
import { roleNoAdministratorAccess as iamRoleNoAdministratorAccess } from "./iam/roleNoAdministratorAccess";
import { trust as iamTrust } from "./iam/trust";
import { ownKey as backupOwnKey } from "./backup/ownKey";
import { noForceDestroy as backupNoForceDestroy } from "./backup/noForceDestroy";
import { copies as backupCopies } from "./backup/copies";
import { retention as logsRetention } from "./logs/retention";
import { ownKey as logsOwnKey } from "./logs/ownKey";
import { noOpenGroup as ec2NoOpenGroup } from "./ec2/noOpenGroup";
import { noOpenGroupRule as ec2NoOpenGroupRule } from "./ec2/noOpenGroupRule";
import { noOpenIngressRule as ec2NoOpenIngressRule } from "./ec2/noOpenIngressRule";
import { defaultGroupLocked as ec2DefaultGroupLocked } from "./ec2/defaultGroupLocked";
import { flowLogTraffic as ec2FlowLogTraffic } from "./ec2/flowLogTraffic";
import { endpointPrivateDns as ec2EndpointPrivateDns } from "./ec2/endpointPrivateDns";
import { metadataTokens as ec2MetadataTokens } from "./ec2/metadataTokens";
import { metadataHopLimit as ec2MetadataHopLimit } from "./ec2/metadataHopLimit";
import { encryptedVolumes as ec2EncryptedVolumes } from "./ec2/encryptedVolumes";
import { noPublicAddress as ec2NoPublicAddress } from "./ec2/noPublicAddress";
import { noSshKey as ec2NoSshKey } from "./ec2/noSshKey";
import { subnetNoPublicAddresses as ec2SubnetNoPublicAddresses } from "./ec2/subnetNoPublicAddresses";
import { privateEndpoint as eksPrivateEndpoint } from "./eks/privateEndpoint";
import { publicAccessCidrs as eksPublicAccessCidrs } from "./eks/publicAccessCidrs";
import { noPublicEndpoint as eksNoPublicEndpoint } from "./eks/noPublicEndpoint";
import { controlPlaneLogs as eksControlPlaneLogs } from "./eks/controlPlaneLogs";
import { secretsEncryption as eksSecretsEncryption } from "./eks/secretsEncryption";
import { supportedVersion as eksSupportedVersion } from "./eks/supportedVersion";
import { nodesSupportedVersion as eksNodesSupportedVersion } from "./eks/nodesSupportedVersion";
import { deletionProtection as eksDeletionProtection } from "./eks/deletionProtection";
import { authenticationMode as eksAuthenticationMode } from "./eks/authenticationMode";
import { nodeImage as eksNodeImage } from "./eks/nodeImage";
import { onDemandNodes as eksOnDemandNodes } from "./eks/onDemandNodes";
import { noExtendedSupport as eksNoExtendedSupport } from "./eks/noExtendedSupport";
import { noRemoteAccess as eksNoRemoteAccess } from "./eks/noRemoteAccess";
import { applicationType as elbApplicationType } from "./elb/applicationType";
import { redirectToHttps as elbRedirectToHttps } from "./elb/redirectToHttps";
import { tlsVersion as elbTlsVersion } from "./elb/tlsVersion";
import { tlsPolicy as elbTlsPolicy } from "./elb/tlsPolicy";
import { certificate as elbCertificate } from "./elb/certificate";
import { podTargets as elbPodTargets } from "./elb/podTargets";
import { dropInvalidHeaders as elbDropInvalidHeaders } from "./elb/dropInvalidHeaders";
import { desyncMitigation as elbDesyncMitigation } from "./elb/desyncMitigation";
import { accessLogs as elbAccessLogs } from "./elb/accessLogs";
import { deletionProtection as elbDeletionProtection } from "./elb/deletionProtection";
import { logRedaction as wafv2LogRedaction } from "./wafv2/logRedaction";
import { rulesGiven as wafv2RulesGiven } from "./wafv2/rulesGiven";
import { ingressHttps as kubernetesIngressHttps } from "./kubernetes/ingressHttps";
import { ingressHttps as helmIngressHttps } from "./helm/ingressHttps";
import { ingressTlsPolicy as kubernetesIngressTlsPolicy } from "./kubernetes/ingressTlsPolicy";
import { ingressTlsPolicy as helmIngressTlsPolicy } from "./helm/ingressTlsPolicy";
import { ingressTargets as kubernetesIngressTargets } from "./kubernetes/ingressTargets";
import { ingressTargets as helmIngressTargets } from "./helm/ingressTargets";
import { ingressAttributes as kubernetesIngressAttributes } from "./kubernetes/ingressAttributes";
import { ingressAttributes as helmIngressAttributes } from "./helm/ingressAttributes";
import { ingressOwnLoadBalancer as kubernetesIngressOwnLoadBalancer } from "./kubernetes/ingressOwnLoadBalancer";
import { ingressOwnLoadBalancer as helmIngressOwnLoadBalancer } from "./helm/ingressOwnLoadBalancer";
import { ingressFirewall as kubernetesIngressFirewall } from "./kubernetes/ingressFirewall";
import { ingressFirewall as helmIngressFirewall } from "./helm/ingressFirewall";
import { ingressInboundCidrs as kubernetesIngressInboundCidrs } from "./kubernetes/ingressInboundCidrs";
import { ingressInboundCidrs as helmIngressInboundCidrs } from "./helm/ingressInboundCidrs";
import { volumeRetained as kubernetesVolumeRetained } from "./kubernetes/volumeRetained";
import { volumeShared as kubernetesVolumeShared } from "./kubernetes/volumeShared";
import { volumeTls as kubernetesVolumeTls } from "./kubernetes/volumeTls";
import { podSecurity as kubernetesPodSecurity } from "./kubernetes/podSecurity";
import { markedSecrets as kubernetesMarkedSecrets } from "./kubernetes/markedSecrets";
import { exactVersion as helmExactVersion } from "./helm/exactVersion";
import { statedValues as helmStatedValues } from "./helm/statedValues";
import { replicas as helmReplicas } from "./helm/replicas";
import { disruptionBudget as helmDisruptionBudget } from "./helm/disruptionBudget";
import { zoneSpread as helmZoneSpread } from "./helm/zoneSpread";
import { sharedStorage as helmSharedStorage } from "./helm/sharedStorage";
import { databaseProvider as helmDatabaseProvider } from "./helm/databaseProvider";
import { databaseTls as helmDatabaseTls } from "./helm/databaseTls";
import { noInlineSecrets as helmNoInlineSecrets } from "./helm/noInlineSecrets";
import { noInlineLicense as helmNoInlineLicense } from "./helm/noInlineLicense";
import { resources as helmResources } from "./helm/resources";
import { offHost as helmOffHost } from "./helm/offHost";
import { pinnedImages as helmPinnedImages } from "./helm/pinnedImages";
import { databasePaths as stackDatabasePaths } from "./stack/databasePaths";
import { databaseSubnetGroup as stackDatabaseSubnetGroup } from "./stack/databaseSubnetGroup";
import { databaseSubnets as stackDatabaseSubnets } from "./stack/databaseSubnets";
import { fileSystemPaths as stackFileSystemPaths } from "./stack/fileSystemPaths";
import { mountTargetSubnets as stackMountTargetSubnets } from "./stack/mountTargetSubnets";
import { mountTargets as stackMountTargets } from "./stack/mountTargets";
import { nodeCount as stackNodeCount } from "./stack/nodeCount";
import { nodeSubnetsPrivate as stackNodeSubnetsPrivate } from "./stack/nodeSubnetsPrivate";
import { nodeZones as stackNodeZones } from "./stack/nodeZones";
import { volumeFileSystem as stackVolumeFileSystem } from "./stack/volumeFileSystem";
import { addOns as stackAddOns } from "./stack/addOns";
import { backup as stackBackup } from "./stack/backup";
import { backupCopy as stackBackupCopy } from "./stack/backupCopy";
import { bucketAccess as stackBucketAccess } from "./stack/bucketAccess";
import { bucketEncryption as stackBucketEncryption } from "./stack/bucketEncryption";
import { bucketLogging as stackBucketLogging } from "./stack/bucketLogging";
import { bucketTls as stackBucketTls } from "./stack/bucketTls";
import { bucketVersioning as stackBucketVersioning } from "./stack/bucketVersioning";
import { complete as stackComplete } from "./stack/complete";
import { databaseMaintenance as stackDatabaseMaintenance } from "./stack/databaseMaintenance";
import { defaultSecurityGroup as stackDefaultSecurityGroup } from "./stack/defaultSecurityGroup";
import { exposure as stackExposure } from "./stack/exposure";
import { flowLogs as stackFlowLogs } from "./stack/flowLogs";
import { internetIngress as stackInternetIngress } from "./stack/internetIngress";
import { natGateways as stackNatGateways } from "./stack/natGateways";
import { ownKeys as stackOwnKeys } from "./stack/ownKeys";
import { parameterGroup as stackParameterGroup } from "./stack/parameterGroup";
import { protectedState as stackProtectedState } from "./stack/protectedState";
import { recoveryManifest as stackRecoveryManifest } from "./stack/recoveryManifest";
import { releaseOrder as stackReleaseOrder } from "./stack/releaseOrder";
import { s3Endpoint as stackS3Endpoint } from "./stack/s3Endpoint";
import { subnetTags as stackSubnetTags } from "./stack/subnetTags";
import { webFirewall as stackWebFirewall } from "./stack/webFirewall";
import { webFirewallLog as stackWebFirewallLog } from "./stack/webFirewallLog";
import { ignoredChanges as stackIgnoredChanges } from "./stack/ignoredChanges";

/** The rules that stand for themselves. */
const judging: readonly Rule[] = [
    multiAz,
    rdsEncrypted,
    rdsOwnKey,
    rdsNotPublic,
    rdsNetwork,
    rdsPostgres,
    rdsClusterPostgres,
    rdsSupportedVersion,
    rdsNoExtendedSupport,
    rdsStorage,
    rdsStorageType,
    rdsStorageAutoscaling,
    rdsForceTls,
    rdsModernCa,
    rdsClusterModernCa,
    rdsBackups,
    rdsBackupsInProduction,
    rdsDeletionProtection,
    rdsFinalSnapshot,
    rdsMinorUpgrades,
    rdsLogs,
    rdsClusterLogs,
    rdsCopyTags,
    rdsMonitoring,
    rdsPerformanceInsights,
    rdsPassword,
    rdsClusterPassword,
    rdsUserName,
    rdsClusterUserName,
    rdsNameReserved,
    rdsClusterNameReserved,
    rdsIamLogin,
    rdsPort,
    efsEncrypted,
    efsOwnKey,
    efsRegional,
    efsElasticThroughput,
    efsOverwriteProtection,
    efsLifecycle,
    efsMountTargetSecurityGroups,
    efsTlsOnly,
    efsNoAnonymousAccess,
    s3PublicAccessBlocked,
    s3TlsOnly,
    s3NoPublicPolicy,
    s3Encrypted,
    s3Versioned,
    s3NoPublicAcl,
    s3NoPublicGrants,
    s3AclsDisabled,
    kmsRotation,
    kmsNoPublicAccess,
    kmsDeletionWindow,
    snsEncrypted,
    snsNoPublicAccess,
    iamNoFullAccess,
    iamRoleNoFullAccess,
    iamNoAdministratorAccess,
    iamRoleNoAdministratorAccess,
    iamTrust,
    backupOwnKey,
    backupNoForceDestroy,
    backupCopies,
    logsRetention,
    logsOwnKey,
    ec2NoOpenGroup,
    ec2NoOpenGroupRule,
    ec2NoOpenIngressRule,
    ec2DefaultGroupLocked,
    ec2FlowLogTraffic,
    ec2EndpointPrivateDns,
    ec2MetadataTokens,
    ec2MetadataHopLimit,
    ec2EncryptedVolumes,
    ec2NoPublicAddress,
    ec2SubnetNoPublicAddresses,
    ec2NoSshKey,
    eksPrivateEndpoint,
    eksPublicAccessCidrs,
    eksNoPublicEndpoint,
    eksControlPlaneLogs,
    eksSecretsEncryption,
    eksSupportedVersion,
    eksNodesSupportedVersion,
    eksDeletionProtection,
    eksAuthenticationMode,
    eksNodeImage,
    eksOnDemandNodes,
    eksNoExtendedSupport,
    eksNoRemoteAccess,
    elbApplicationType,
    elbRedirectToHttps,
    elbTlsVersion,
    elbTlsPolicy,
    elbCertificate,
    elbPodTargets,
    elbDropInvalidHeaders,
    elbDesyncMitigation,
    elbAccessLogs,
    elbDeletionProtection,
    wafv2RulesGiven,
    wafv2LogRedaction,
    kubernetesIngressHttps,
    helmIngressHttps,
    kubernetesIngressTlsPolicy,
    helmIngressTlsPolicy,
    kubernetesIngressTargets,
    helmIngressTargets,
    kubernetesIngressAttributes,
    helmIngressAttributes,
    kubernetesIngressOwnLoadBalancer,
    helmIngressOwnLoadBalancer,
    kubernetesIngressFirewall,
    helmIngressFirewall,
    kubernetesIngressInboundCidrs,
    helmIngressInboundCidrs,
    kubernetesVolumeRetained,
    kubernetesVolumeShared,
    kubernetesVolumeTls,
    kubernetesPodSecurity,
    kubernetesMarkedSecrets,
    helmExactVersion,
    helmStatedValues,
    helmReplicas,
    helmDisruptionBudget,
    helmZoneSpread,
    helmSharedStorage,
    helmDatabaseProvider,
    helmDatabaseTls,
    helmNoInlineSecrets,
    helmNoInlineLicense,
    helmResources,
    helmOffHost,
    helmPinnedImages,
    stackDatabasePaths,
    stackDatabaseSubnetGroup,
    stackDatabaseSubnets,
    stackFileSystemPaths,
    stackMountTargetSubnets,
    stackMountTargets,
    stackNodeCount,
    stackNodeSubnetsPrivate,
    stackNodeZones,
    stackVolumeFileSystem,
    stackAddOns,
    stackBackup,
    stackBackupCopy,
    stackBucketAccess,
    stackBucketEncryption,
    stackBucketLogging,
    stackBucketTls,
    stackBucketVersioning,
    stackComplete,
    stackDatabaseMaintenance,
    stackDefaultSecurityGroup,
    stackExposure,
    stackFlowLogs,
    stackInternetIngress,
    stackNatGateways,
    stackOwnKeys,
    stackParameterGroup,
    stackProtectedState,
    stackRecoveryManifest,
    stackReleaseOrder,
    stackS3Endpoint,
    stackSubnetTags,
    stackWebFirewall,
    stackWebFirewallLog,
];

/** Every rule of the pack, in the order of the catalogue. */
export const rules: readonly Rule[] = [...judging, stackIgnoredChanges(judging)];
