import { timeline } from "../graph/timeline";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { minimumSeconds } from "./fileRestore";
import { quotaUseInRegion, type RegionUse } from "./quotas";
import type { RecoverySet } from "./recoverySets";
import { drillSettings, type RestoreChoices } from "./restoredSettings";
import { simulateRestore, stackFileText, type SimulatedRestore } from "./simulateRestore";

/** A rehearsed restore: its stack, and how long it takes. */
export interface DrillPlan extends SimulatedRestore {
    /** Name of the drill's stack. */
    stack: string;
    region: string;
    recoverySet: RecoverySet;
    /** The stack's file: its name, and its text for the restored file system. */
    file: { name: string; text: (fileSystem: string) => string };
    quotas: RegionUse;
    /** Name of the vault of the stack's own backup plan, which may run during the drill. */
    vault: string;
    /** Name of the drill's database in RDS. */
    database: string;
    /** Name of the log group of the drill's cluster, which EKS writes. */
    logGroup: string;
    /** Expected seconds. */
    times: {
        /** At least. */
        files: number;
        up: number;
        destroy: number;
    };
}

/**
 * Plans a drill, and simulates its stack.
 *
 * @param program runs `index.ts` and returns its exports.
 * @throws as {@link simulateRestore} does.
 */
export async function planDrill(
    manifest: RecoveryManifest,
    recoverySet: RecoverySet,
    choices: Omit<RestoreChoices, "fileSystem">,
    program: () => unknown,
    now: number,
): Promise<DrillPlan> {
    const { region } = choices;
    const day = new Date(now).toISOString().slice(0, "YYYY-MM-DD".length).replaceAll("-", "");
    const stack = `${manifest.stack}-drill-${day}`;
    const settingsFor = (fileSystem: string) =>
        drillSettings(manifest, recoverySet, { ...choices, fileSystem });
    const { graph, secrets } = await simulateRestore(
        stack,
        manifest,
        choices,
        (all) => drillSettings(manifest, recoverySet, all),
        program,
    );
    const { up, destroy } = timeline(graph);
    // The program names what a stack has after its project and itself.
    const name = `${manifest.project}-${stack}`;
    return {
        stack,
        region,
        recoverySet,
        graph,
        secrets,
        file: {
            name: `Pulumi.${stack}.yaml`,
            text: (fileSystem) => stackFileText(settingsFor(fileSystem)),
        },
        quotas: quotaUseInRegion(manifest, stack, region, settingsFor("")),
        vault: String(graph.only("aws:backup/vault:Vault").inputs["name"]),
        database: name,
        logGroup: `/aws/eks/${name}/cluster`,
        times: { files: minimumSeconds(recoverySet), up: up.seconds, destroy: destroy.seconds },
    };
}
