import type { StackRule } from "../rule";
import { access } from "./stack/access";
import { budget } from "./stack/budget";
import { buckets } from "./stack/buckets";
import { credentials } from "./stack/credentials";
import { data } from "./stack/data";
import { network } from "./stack/network";
import { recovery } from "./stack/recovery";
import { roles } from "./stack/roles";
import { workloads } from "./stack/workloads";

/** Rules about the complete stack. */
export const stack: readonly StackRule[] = [
    ...access,
    ...network,
    ...workloads,
    ...data,
    ...recovery,
    ...buckets,
    ...credentials,
    ...roles,
    ...budget,
];
