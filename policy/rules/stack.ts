import type { StackRule } from "../rule";
import { addOns } from "./stack/addOns";
import { backup } from "./stack/backup";
import { backupCopy } from "./stack/backupCopy";
import { bucketAccess } from "./stack/bucketAccess";
import { bucketEncryption } from "./stack/bucketEncryption";
import { bucketLogging } from "./stack/bucketLogging";
import { bucketTls } from "./stack/bucketTls";
import { bucketVersioning } from "./stack/bucketVersioning";
import { complete } from "./stack/complete";
import { databaseMaintenance } from "./stack/databaseMaintenance";
import { databasePaths } from "./stack/databasePaths";
import { databaseSubnetGroup } from "./stack/databaseSubnetGroup";
import { databaseSubnets } from "./stack/databaseSubnets";
import { defaultSecurityGroup } from "./stack/defaultSecurityGroup";
import { exposure } from "./stack/exposure";
import { fileSystemPaths } from "./stack/fileSystemPaths";
import { flowLogs } from "./stack/flowLogs";
import { internetIngress } from "./stack/internetIngress";
import { mountTargetSubnets } from "./stack/mountTargetSubnets";
import { mountTargets } from "./stack/mountTargets";
import { natGateways } from "./stack/natGateways";
import { nodeCount } from "./stack/nodeCount";
import { nodeSubnetsPrivate } from "./stack/nodeSubnetsPrivate";
import { nodeZones } from "./stack/nodeZones";
import { ownKeys } from "./stack/ownKeys";
import { parameterGroup } from "./stack/parameterGroup";
import { protectedState } from "./stack/protectedState";
import { recoveryManifest } from "./stack/recoveryManifest";
import { releaseOrder } from "./stack/releaseOrder";
import { s3Endpoint } from "./stack/s3Endpoint";
import { subnetTags } from "./stack/subnetTags";
import { volumeFileSystem } from "./stack/volumeFileSystem";
import { webFirewall } from "./stack/webFirewall";
import { webFirewallLog } from "./stack/webFirewallLog";

/** Rules about the stack as a whole. */
export const stack: readonly StackRule[] = [
    databasePaths,
    databaseSubnetGroup,
    databaseSubnets,
    fileSystemPaths,
    mountTargetSubnets,
    mountTargets,
    nodeCount,
    nodeSubnetsPrivate,
    nodeZones,
    volumeFileSystem,
    addOns,
    backup,
    backupCopy,
    bucketAccess,
    bucketEncryption,
    bucketLogging,
    bucketTls,
    bucketVersioning,
    complete,
    databaseMaintenance,
    defaultSecurityGroup,
    exposure,
    flowLogs,
    internetIngress,
    natGateways,
    ownKeys,
    parameterGroup,
    protectedState,
    recoveryManifest,
    releaseOrder,
    s3Endpoint,
    subnetTags,
    webFirewall,
    webFirewallLog,
];
