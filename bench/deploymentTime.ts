import { Graph } from "../graph/graph";
import { timeline } from "../graph/timeline";
import type { Deployment } from "../simulation/deployment";

/** Prints the expected duration of `up` in AWS, and its ratio to the minimum that AWS imposes. Nothing is measured. */
export function benchDeploymentTime(deployment: Deployment): void {
    const { up, floor } = timeline(new Graph(deployment));
    process.stdout.write(
        `\nexpected duration of up: ${(up.seconds / 60).toFixed(1)} min, ` +
            `${(up.seconds / floor.seconds).toFixed(2)} × the minimum that AWS imposes\n`,
    );
}
