import type { Laws } from "../law";
import { backup } from "./backup";
import { ec2 } from "./ec2";
import { eks } from "./eks";
import { iam } from "./iam";
import { kubernetes } from "./kubernetes";
import { loadBalancing } from "./loadBalancing";
import { rds } from "./rds";
import { storage } from "./storage";

/** What AWS and Kubernetes refuse, by type. test/cloud/README.md has the sources. */
export const laws: Record<string, Laws> = {
    ...backup,
    ...ec2,
    ...eks,
    ...iam,
    ...kubernetes,
    ...loadBalancing,
    ...rds,
    ...storage,
};
