import type { Answer } from "../answer";
import { backup } from "./backup";
import { ec2 } from "./ec2";
import { eks } from "./eks";
import { generated } from "./generated";
import { iam } from "./iam";
import { kubernetes } from "./kubernetes";
import { loadBalancing } from "./loadBalancing";
import { storage } from "./storage";

/** What the cloud makes of each type of resource that the program uses. */
export const answers: Record<string, Answer> = {
    ...backup,
    ...ec2,
    ...eks,
    ...generated,
    ...iam,
    ...kubernetes,
    ...loadBalancing,
    ...storage,
};
