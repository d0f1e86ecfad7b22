import type { Constraints } from "../constraint";
import { backup } from "./backup";
import { ec2 } from "./ec2";
import { eks } from "./eks";
import { iam } from "./iam";
import { kubernetes } from "./kubernetes";
import { loadBalancing } from "./loadBalancing";
import { rds } from "./rds";
import { storage } from "./storage";

/** The operations that AWS and Kubernetes reject, by type. test/cloud/README.md names the sources. */
export const constraints: Record<string, Constraints> = {
    ...backup,
    ...ec2,
    ...eks,
    ...iam,
    ...kubernetes,
    ...loadBalancing,
    ...rds,
    ...storage,
};
