import type { Check } from "../check";
import { administrators, deployer } from "./deployer";
import { license, tools } from "./machine";
import { apiPath, charts, images, issuer } from "./network";
import { permissions, serviceRoles } from "./permissions";
import { drillQuotas, stackQuotas } from "./quotas";
import { backupOptIn, delegation, diskKey, names } from "./services";
import { settings } from "./settings";
import { addOns, databaseClass, kubernetesVersion } from "./versions";
import { instanceTypes, zones } from "./zones";

/** Checks before the first update, in the order of the report. */
export const CHECKS: readonly Check[] = [
    settings,
    license,
    tools,
    deployer,
    administrators,
    permissions,
    serviceRoles,
    zones,
    instanceTypes,
    stackQuotas,
    drillQuotas,
    kubernetesVersion,
    addOns,
    databaseClass,
    diskKey,
    backupOptIn,
    names,
    delegation,
    apiPath,
    charts,
    images,
    issuer,
];
