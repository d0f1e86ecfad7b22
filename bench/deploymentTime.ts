import { Graph } from "../graph/graph";
import { timeline } from "../graph/timeline";
import type { Deployment } from "../simulation/deployment";

/** What `up` is expected to take in AWS, beside the longest chain that AWS itself imposes. No time is measured. */
export function benchDeploymentTime(deployment: Deployment): void {
    const { up, floor } = timeline(new Graph(deployment));
    process.stdout.write(
        `\nexpected time of up: ${(up.seconds / 60).toFixed(1)} min, ` +
            `${(up.seconds / floor.seconds).toFixed(2)} × what AWS imposes\n`,
    );
}
