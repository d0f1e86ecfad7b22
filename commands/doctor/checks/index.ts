import type { Check } from "../check";
import { administrators, deployer } from "./deployer";
import { settings } from "./settings";
import { instanceTypes, zones } from "./zones";

/** Checks before the first update, in the order of the report. */
export const CHECKS: readonly Check[] = [settings, deployer, administrators, zones, instanceTypes];
