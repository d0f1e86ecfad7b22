import type { Expand } from "../expansion";
import { expandCluster } from "./cluster";
import { expandVpc } from "./vpc";

/** What each remote component that the program uses expands to, by type token. */
export const expansions: Record<string, Expand> = {
    "awsx:ec2:Vpc": expandVpc,
    "eks:index:Cluster": expandCluster,
};
