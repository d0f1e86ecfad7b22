import type { Check } from "../check";
import { accountPlan } from "./accountPlan";
import { adoptedVpc } from "./adoptedVpc";
import { databaseNames } from "./databaseNames";
import { administrators, deployer } from "./deployer";
import { license, licenseTier, tools } from "./machine";
import { apiPath, charts, images, issuer } from "./network";
import { nodes } from "./nodes";
import { backups, certificate, drift } from "./operation";
import { permissions, serviceRoles } from "./permissions";
import { pulls } from "./pulls";
import { drillQuotas, stackQuotas } from "./quotas";
import { backupOptIn, delegation, diskKey, names } from "./services";
import { settings } from "./settings";
import { databaseSupport, kubernetesSupport } from "./support";
import { addOns, databaseClass, kubernetesVersion } from "./versions";
import { instanceTypes, zones } from "./zones";

/** Checks before an update, in the order of the report. */
export const CHECKS: readonly Check[] = [
    accountPlan,
    settings,
    license,
    licenseTier,
    tools,
    deployer,
    administrators,
    permissions,
    serviceRoles,
    zones,
    instanceTypes,
    adoptedVpc,
    stackQuotas,
    drillQuotas,
    kubernetesVersion,
    addOns,
    databaseClass,
    databaseNames,
    diskKey,
    backupOptIn,
    names,
    delegation,
    apiPath,
    charts,
    images,
    pulls,
    issuer,
];

/** Checks of a deployed stack, in the order of the report. */
export const CHECKS_AFTER: readonly Check[] = [
    apiPath,
    nodes,
    kubernetesSupport,
    databaseSupport,
    backups,
    certificate,
    drift,
];
