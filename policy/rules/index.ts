import type { Rule } from "../rule";
import { multiAz } from "./rds/multiAz";

/** Every rule of the pack, in the order of the catalogue. */
export const rules: readonly Rule[] = [multiAz];
