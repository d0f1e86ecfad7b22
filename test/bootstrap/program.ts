import type { CiAccess } from "../../bootstrap/ciAccess";
import { CI_PROJECT } from "../../bootstrap/ciAccount";
import { type Deployment, Graph } from "../../graph/graph";
import { redactSecrets } from "../../lib/wire";
import { simulate } from "../../simulation/simulate";
import { PLACE } from "./stacks";

/** Runs `bootstrap/index.ts` as the engine does. Returns the stack's outputs. */
export async function bootstrapProgram(): Promise<unknown> {
    const { default: bootstrap } = await import("../../bootstrap/index");
    return bootstrap();
}

/** Simulates the program of the access of CI. */
export async function simulateBootstrap(access: CiAccess, createGithubProvider = true): Promise<Graph> {
    const deployment = await simulate(bootstrapProgram, {
        project: CI_PROJECT,
        stack: PLACE.account,
        config: {
            "aws:region": PLACE.region,
            "aws:allowedAccountIds": JSON.stringify([PLACE.account]),
            [`${CI_PROJECT}:createGithubProvider`]: String(createGithubProvider),
            [`${CI_PROJECT}:access`]: JSON.stringify(access),
        },
        secretKeys: [],
        preview: false,
    });
    return new Graph(redactSecrets(deployment) as Deployment);
}
