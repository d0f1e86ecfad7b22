import type { Check } from "../../doctor/check";
import type { AcceptContext } from "../acceptContext";
import { headers, login, metrics, ping, stickiness } from "./connect";
import { loadBalancer, targets } from "./loadBalancer";
import { certificate, dns, redirect, tlsVersions } from "./network";

/** Checks of a living deployment, in the order of the report. */
export const CHECKS: readonly Check<AcceptContext>[] = [
    loadBalancer,
    targets,
    dns,
    certificate,
    tlsVersions,
    redirect,
    ping,
    stickiness,
    metrics,
    headers,
    login,
];
