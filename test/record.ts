import { type Deployment, Graph } from "../graph/graph";
import { redactSecrets } from "../lib/wire";
import { simulate } from "../simulation/simulate";

/** `preview`: values that the cloud sets are unknown. `update`: all values are known. */
export type Mode = "preview" | "update";

/** Runs part of a program in the simulated cloud and returns what it registered. */
export async function record(mode: Mode, program: () => unknown): Promise<Graph> {
    const deployment = await simulate(
        () => {
            program();
        },
        {
            project: "posit-connect",
            stack: "test",
            config: { "aws:region": "us-east-1", "aws:allowedAccountIds": '["123456789012"]' },
            secretKeys: [],
            preview: mode === "preview",
        },
    );
    // A secret is one, whatever its digest.
    return new Graph(redactSecrets(deployment) as Deployment);
}
