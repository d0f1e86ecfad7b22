import { z } from "zod";
import { changesInPreview } from "./changesInPreview";
import { Graph, type ResourceState } from "./graph";

/** `display.PreviewStep`, with the states as `pulumi stack export` writes them. */
const steps = z.array(
    z.looseObject({
        urn: z.string(),
        oldState: z.custom<ResourceState>().optional(),
        newState: z.custom<ResourceState>().optional(),
    }),
);

/**
 * The listed resources of a preview before and after it: those that change, and all if it was written with `--show-sames`.
 *
 * @throws {@link UnreadableChanges} if it is no complete preview.
 */
export function graphsInPreview(preview: unknown): { stack: string; before: Graph; after: Graph } {
    const { stack } = changesInPreview(preview);
    const listed = steps.parse((preview as { steps?: unknown }).steps ?? []);
    const [before, after] = [new Map<string, ResourceState>(), new Map<string, ResourceState>()];
    for (const { urn, oldState, newState } of listed) {
        if (oldState !== undefined && !before.has(urn)) {
            before.set(urn, oldState);
        }
        if (newState !== undefined) {
            after.set(urn, newState);
        }
    }
    return { stack, before: graphOf(before), after: graphOf(after) };
}

function graphOf(states: ReadonlyMap<string, ResourceState>): Graph {
    const resources = [...states].map(([urn, state]) => ({ ...state, urn }));
    return new Graph({ version: 3, deployment: { resources } });
}
