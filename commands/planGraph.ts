import { Graph } from "../graph/graph";
import type { StackFile } from "../stacks/stackFile";

/** The resource graph of an offline plan. */
export async function planGraph(program: () => unknown, stackFile: StackFile): Promise<Graph> {
    // Pulumi's SDK takes most of the time to load.
    const { offlinePlan } = await import("../simulation/offlinePlan");
    const { deployment } = await offlinePlan(
        program,
        stackFile,
        false,
        () => undefined,
        async (object) => {
            const { readS3Text } = await import("../recovery/aws/s3");
            return readS3Text(object);
        },
    );
    return new Graph(deployment);
}
