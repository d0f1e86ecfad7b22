import { Cluster, type ClusterArgs } from "../../components/cluster";
import type { Graph } from "../../graph/graph";
import { account, logKeyArn, network, tags } from "../fixtures";
import { type Mode, record } from "../record";
import { LEAST_CLUSTER, settingsOf } from "../stacks/config";

/** Records a cluster in three zones with these settings of its section, and changes of its arguments. */
export function recordCluster(
    mode: Mode,
    section: object,
    changes: Partial<ClusterArgs> = {},
): Promise<Graph> {
    const { cluster } = settingsOf({
        "posit-connect:network": { availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"] },
        "posit-connect:cluster": { ...LEAST_CLUSTER, ...section },
    });
    return record(mode, () => {
        new Cluster("cluster", {
            network: network(),
            ...cluster,
            account,
            tags,
            physicalName: "posit-connect-test",
            signIn: {},
            logKeyArn,
            protect: true,
            ...changes,
        });
    });
}
