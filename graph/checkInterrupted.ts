import { z } from "zod";
import { UnreadableChanges } from "./change";
import { formatIssue } from "./formatIssue";
import { stackOf } from "./urn";

/** `apitype.OperationV2`, sdk/go/common/apitype/core.go. A read changes nothing, so its interruption does not matter. */
const operation = z.looseObject({
    type: z.string(),
    resource: z.looseObject({ urn: z.string().startsWith("urn:pulumi:") }),
});

const exportedState = z.looseObject({
    version: z.number().optional(),
    deployment: z.looseObject({
        pending_operations: z.array(operation).nullish(),
        resources: z.array(z.looseObject({ urn: z.string().startsWith("urn:pulumi:") })).nullish(),
    }),
});

/**
 * Rejects a state in which an update was interrupted: its resources may differ from the state, and a preview does not show it.
 *
 * Source: `pulumi/pulumi` 3.259.0, pkg/resource/deploy/deployment_executor.go: only an update prints a warning.
 *
 * @param stack of the preview; empty if the preview has no steps.
 * @throws {@link UnreadableChanges} also if it is no exported state, or that of another stack.
 */
export function checkInterrupted(state: unknown, stack: string): void {
    const parsed = exportedState.safeParse(state);
    if (!parsed.success) {
        throw new UnreadableChanges(
            `is not the output of \`pulumi stack export\`: ${formatIssue(parsed.error)}`,
        );
    }
    const { resources, pending_operations: pending } = parsed.data.deployment;
    const urns = [...(resources ?? []), ...(pending ?? []).map(({ resource }) => resource)].map(
        ({ urn }) => urn,
    );
    const other = urns.map(stackOf).find((name) => stack !== "" && name !== stack);
    if (other !== undefined) {
        throw new UnreadableChanges(`belongs to the stack ${other}, the preview to ${stack}`);
    }
    const interrupted = (pending ?? []).filter(({ type }) => type !== "reading");
    if (interrupted.length > 0) {
        const list = interrupted.map(({ type, resource }) => `\n  ${type} ${resource.urn}`);
        throw new UnreadableChanges(
            "holds operations that were interrupted, so it may differ from the cloud. Nothing was judged:\n" +
                `${list.join("")}\n\n` +
                "If no update is running, run `pulumi cancel`, then `pulumi refresh`, and write it again. " +
                "See docs/troubleshooting.md, When a deployment was cut off",
        );
    }
}
