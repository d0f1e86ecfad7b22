import { ROLLBACK_DAYS } from "../../catalog/kubernetesVersions";
import type { Interruption } from "../../catalog/interruption";
import { count } from "../../lib/count";
import type { CurrentStack, UpgradeStep } from "../../graph/upgrade/upgradePlan";

/** A step of an upgrade for a person. */
export interface StepText {
    title: string;
    /** Commands in a shell, in order. */
    commands: string[];
    /** How much users notice, and what. */
    interruption: Interruption;
    users: string;
    /** Checks before the next step. */
    checks: string[];
    wayBack: string;
}

const CONNECT_WORKS = "Sign in, open an interactive application, publish a document and run a scheduled one.";

const BACKUP = "Before: a recovery set from this day is complete, and the manifest is copied, as in step 1.";

const RESTORE =
    "None in place. Restore the backup into a new stack, with the manifest from before: docs/recovery/new-stack.md. Content that was published since is lost.";

const NODES_MOVE =
    "Servers move one at a time, and Connect stays available. Content that a moved server has started does not complete. Content on a drained node has `cluster.contentDrainTimeoutMinutes` to end by itself. Then interactive sessions are lost, and scheduled renders run at their next time.";

/** Texts of the steps. docs/upgrades.md has the sources. */
export function stepText(step: UpgradeStep, current: CurrentStack, stack: string): StepText {
    const update = [
        `pulumi preview --stack ${stack} --json > preview.json && npm run changes -- --preview preview.json`,
        `pulumi up --stack ${stack}`,
    ];
    const { from, to, wayBackUntil = "" } = step;
    const { cluster, database, namespace, release, replicas, nodeRelease, manifest } = current;
    const scale = (servers: number): string =>
        `kubectl --namespace ${namespace} scale deployment/${release} --replicas ${servers}`;
    const version = `aws rds describe-db-instances --db-instance-identifier ${database} --query 'DBInstances[].EngineVersion'`;
    switch (step.kind) {
        case "backup":
            return {
                title: "Back up",
                commands: [`npm run recovery -- fetch ${manifest}`],
                interruption: "none",
                users: "Nothing.",
                checks: [
                    "A recovery set from today is complete: docs/upgrades.md starts one, and `npm run recovery -- status` lists it. The manifest, the values and the license are copied to your machine.",
                    "The same upgrade was done in dev.",
                ],
                wayBack: "Nothing has changed.",
            };
        case "nodesFirst":
            return {
                title: `Nodes and add-ons from ${from} to ${to}`,
                commands: [...newestRelease(nodeRelease, to), ...update, "kubectl get nodes"],
                interruption: "rolling",
                users: NODES_MOVE,
                checks: [
                    "EKS upgrades a control plane only if its nodes have its version.",
                    `Each node has v${to}.`,
                ],
                wayBack: `Set \`cluster.nodeVersion\` to ${from} again. AWS documents it for a rollback only.`,
            };
        case "controlPlane":
            return {
                title: `Control plane from ${from} to ${to}`,
                commands: [
                    `aws eks list-insights --cluster-name ${cluster}`,
                    ...update,
                    "kubectl get pods --all-namespaces",
                ],
                interruption: "none",
                users: "Nothing. The control plane is upgraded while it runs, in about 10 minutes.",
                checks: [
                    "Before: each insight is PASSING, or you know why not.",
                    `After: no pod fails. ${CONNECT_WORKS}`,
                ],
                wayBack: `EKS rolls it back until ${wayBackUntil}, ${count(ROLLBACK_DAYS, "day")} after the upgrade: set \`cluster.version\` to ${from}. Nodes and add-ons are at ${from}, so nothing must be lowered first.`,
            };
        case "nodes":
            return {
                title: `Nodes and add-ons from ${from} to ${to}`,
                commands: [...newestRelease(nodeRelease, to), ...update, "kubectl get nodes"],
                interruption: "rolling",
                users: `${NODES_MOVE} About 5 minutes for each node.`,
                checks: [`Each node has v${to}.`, CONNECT_WORKS],
                wayBack: `Until ${wayBackUntil}, the last day for the control plane: set \`cluster.nodeVersion\` to ${from} and update, then set \`cluster.version\` to ${from}. Afterwards: none.`,
            };
        case "postgresMajor":
            return {
                title: `PostgreSQL from ${from} to ${to}`,
                commands: [scale(0), ...update, scale(replicas), version],
                interruption: "down",
                users: "Connect is stopped, and the database is down in both zones for minutes.",
                checks: [
                    BACKUP,
                    "Run ANALYZE in the database: RDS does not take the statistics of tables over.",
                    CONNECT_WORKS,
                ],
                wayBack: `${RESTORE} Until ${wayBackUntil}, when the time before the upgrade can no longer be restored.`,
            };
        case "postgresMinor":
            return {
                title: `PostgreSQL ${from} to ${to}`,
                commands: [
                    `aws rds modify-db-instance --db-instance-identifier ${database} --engine-version ${to} --apply-immediately`,
                    `aws rds wait db-instance-available --db-instance-identifier ${database}`,
                    `pulumi up --stack ${stack} --refresh`,
                    version,
                ],
                interruption: "down",
                users: "The database is down in both zones for a few minutes, and so is Connect.",
                checks: [
                    BACKUP,
                    `Skip the step if RDS has installed ${to} or a newer version already. pulumi up reports no change of the database: the setting stays "${from}", and RDS raises the minor version.`,
                ],
                wayBack: `${RESTORE} Until ${wayBackUntil}, when the time before the upgrade can no longer be restored.`,
            };
        case "connect":
            return {
                title: `Connect from ${from} to ${to}`,
                commands: [
                    ...update,
                    `kubectl --namespace ${namespace} rollout status deployment/${release}`,
                ],
                interruption: "down",
                users: "The servers stop before the new ones start: some minutes without Connect. Renders that run do not complete: scheduled ones run at their next time.",
                checks: [BACKUP, CONNECT_WORKS],
                wayBack: `${RESTORE} Until ${wayBackUntil}, when the time before the upgrade can no longer be restored.`,
            };
        case "strategy":
            return {
                title: "Servers start before the old ones stop again",
                commands: update,
                interruption: "none",
                users: "Nothing: no server restarts.",
                checks: [],
                wayBack: "Set it to Recreate again.",
            };
    }
}

/** The newest release of the nodes' image, if the stack pins one. */
function newestRelease(pinned: string | undefined, version: string): string[] {
    return pinned === undefined
        ? []
        : [
              `aws ssm get-parameter --query Parameter.Value --name /aws/service/eks/optimized-ami/${version}/amazon-linux-2023/x86_64/standard/recommended/release_version`,
          ];
}
