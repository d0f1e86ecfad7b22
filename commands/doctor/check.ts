import type { Graph } from "../../graph/graph";
import type { CallerIdentity } from "../../recovery/aws/sts";
import { UserError } from "../../lib/userError";
import { AwsError } from "../../recovery/aws/callAws";
import type { Location } from "../../lib/arn";
import type { Need } from "../../stacks/needs";
import type { Settings } from "../../stacks/settings";
import type { LicenseTier } from "./licenseTiers";
import type { Sources } from "./sources";

/** `unknown`: the check did not get an answer. It is never a pass. */
export type Verdict = "passed" | "failed" | "unknown" | "notNeeded";

/** The answer of a check. */
export interface Finding {
    verdict: Verdict;
    /** The values that decide. */
    detail: string;
    /** The next step, unless there is none. */
    fix?: string;
}

/** A question about the account, the network or this machine. A check only reads. */
export interface Check<Context = CheckContext> {
    id: string;
    title: string;
    /** Whether the answer depends on the stack's account: it is not asked with credentials of another one. */
    inAccount?: true;
    run: (context: Context) => Finding | Promise<Finding>;
}

/** A stack as it is planned, and who asks about it. */
export interface PlannedStack {
    project: string;
    stack: string;
    /** Its name for the Pulumi CLI. */
    pulumiStack: string;
    /** Account, region and partition of the stack. */
    place: Location;
    /** Every resource as it would be deployed. */
    graph: Graph;
    settings: Settings;
    /** Settings by configuration key, as in the stack's file, secrets excepted. */
    declared: Record<string, unknown>;
    /** Steps for the stack's file before an update. */
    needs: Need[];
    /** Keys of encrypted settings. */
    secretKeys: string[];
    /** The principal of the credentials. */
    caller: () => Promise<CallerIdentity>;
}

/** A planned stack, and where answers about it come from. */
export interface CheckContext extends PlannedStack {
    /** Folder of the project. */
    root: string;
    /** Path of the license file, if one is named. */
    license: string | undefined;
    /** Tier of the license, if the person names it. */
    licenseTier: LicenseTier | undefined;
    /** In milliseconds since 1970. */
    now: number;
    /** Whether resources of the stack exist. */
    isDeployed: () => Promise<boolean>;
    sources: Sources;
}

/** A check with its answer. */
export interface Checked extends Finding {
    id: string;
    title: string;
}

export const passed = (detail: string): Finding => ({ verdict: "passed", detail });
export const failed = (detail: string, fix: string): Finding => ({ verdict: "failed", detail, fix });
export const unknown = (detail: string, fix: string): Finding => ({ verdict: "unknown", detail, fix });
export const notNeeded = (detail: string): Finding => ({ verdict: "notNeeded", detail });

/** Runs all checks at the same time, and shows how many have an answer. */
export async function runChecksWithProgress<Context extends PlannedStack>(
    account: Check<Context>,
    checks: readonly Check<Context>[],
    context: Context,
    progress: (text: string) => () => void,
): Promise<Checked[]> {
    const open = new Set([account, ...checks].map(({ title }) => title));
    const total = open.size;
    const show = () =>
        progress(`Checking ${context.stack}: ${total - open.size} of ${total}, next ${[...open][0] ?? ""} …`);
    let end = show();
    const done = await runChecks(account, checks, context, ({ title }) => {
        open.delete(title);
        end();
        end = show();
    });
    end();
    return done;
}

/**
 * Runs all checks at the same time.
 *
 * @param account decides if the checks in the stack's account are asked.
 * @param onChecked is called after each check.
 * @returns the answers in the order of the checks.
 */
export async function runChecks<Context>(
    account: Check<Context>,
    checks: readonly Check<Context>[],
    context: Context,
    onChecked: (checked: Checked) => void,
): Promise<Checked[]> {
    const answer = async (check: Check<Context>, first?: Promise<Checked>): Promise<Checked> => {
        const { id, title } = check;
        const blocked = check.inAccount === true && (await first)?.verdict !== "passed";
        const finding: Finding = blocked
            ? {
                  verdict: "unknown",
                  detail: `not checked without credentials of the stack's account, see ${account.title}`,
              }
            : await findingOf(check, context);
        const checked = { id, title, ...finding };
        onChecked(checked);
        return checked;
    };
    const first = answer(account);
    return Promise.all([first, ...checks.map((check) => answer(check, first))]);
}

/** An answer that did not arrive is unknown, whatever the reason. */
async function findingOf<Context>(check: Check<Context>, context: Context): Promise<Finding> {
    try {
        return await check.run(context);
    } catch (error) {
        if (error instanceof AwsError && error.fault.kind === "noResponse") {
            const { action, region, error: reason } = error.fault;
            return unknown(
                `${action}: no response from ${region} (${reason})`,
                "Check the network of this machine, and run the command again.",
            );
        }
        // Its text ends with what to do.
        return error instanceof UserError
            ? { verdict: "unknown", detail: error.message }
            : unknown(error instanceof Error ? error.message : String(error), "Run the command again.");
    }
}
