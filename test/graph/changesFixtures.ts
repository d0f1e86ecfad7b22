import type { Changes } from "../../graph/change";
import { changesInPreview } from "../../graph/changesInPreview";

/** Stack of every URN here. */
export const STACK = "dev";

export function urnOf(type: string, name: string): string {
    return `urn:pulumi:${STACK}::posit-connect::posit-connect:index:Part$${type}::${name}`;
}

/** A step as `pulumi preview --json` writes it: `display.PreviewStep` with `apitype.ResourceV3`, empty fields left out. */
export interface StepFields {
    op: string;
    type?: string;
    name?: string;
    oldState?: Record<string, unknown>;
    newState?: Record<string, unknown>;
    diffReasons?: string[];
    replaceReasons?: string[];
    detailedDiff?: Record<string, { kind: string; inputDiff: boolean }> | null;
}

const WITHOUT_OLD = ["create", "read", "import"];
const WITHOUT_NEW = ["delete", "delete-replaced", "discard"];

export function step({ type = "aws:rds/instance:Instance", name = "database", ...fields }: StepFields) {
    const urn = urnOf(type, name);
    const state = (extra: Record<string, unknown> = {}) => ({
        urn,
        custom: true,
        id: "id-1",
        type,
        inputs: { engine: "postgres" },
        outputs: { engine: "postgres" },
        parent: urnOf("posit-connect:index:Part", "part"),
        provider: `urn:pulumi:${STACK}::posit-connect::pulumi:providers:aws::default_7_48_0::0a1b`,
        propertyDependencies: { engine: [] },
        created: "2026-11-01T07:39:24.3466493Z",
        modified: "2026-11-01T07:39:24.3466493Z",
        ...extra,
    });
    return {
        op: fields.op,
        urn,
        provider: `urn:pulumi:${STACK}::posit-connect::pulumi:providers:aws::default_7_48_0::0a1b`,
        ...(WITHOUT_OLD.includes(fields.op) ? {} : { oldState: state(fields.oldState) }),
        ...(WITHOUT_NEW.includes(fields.op) ? {} : { newState: state(fields.newState) }),
        ...(fields.diffReasons ? { diffReasons: fields.diffReasons } : {}),
        ...(fields.replaceReasons ? { replaceReasons: fields.replaceReasons } : {}),
        detailedDiff: fields.detailedDiff ?? null,
    };
}

/** Operations that a preview counts. */
const COUNTED = ["create", "update", "delete", "replace", "import"];

/** A digest as `pulumi preview --json` writes it: `display.PreviewDigest`. */
export function preview(...steps: StepFields[]) {
    const stack = `urn:pulumi:${STACK}::posit-connect::pulumi:pulumi:Stack::posit-connect-dev`;
    const state = { urn: stack, custom: false, type: "pulumi:pulumi:Stack" };
    return {
        config: { "aws:region": "us-east-1", "posit-connect:license": "[secret]" },
        steps: [
            { op: "same", urn: stack, oldState: state, newState: state, detailedDiff: null },
            ...steps.map(step),
        ],
        duration: 8123456789,
        changeSummary: steps.reduce<Record<string, number>>(
            (counts, { op }) => (COUNTED.includes(op) ? { ...counts, [op]: (counts[op] ?? 0) + 1 } : counts),
            { same: 1 },
        ),
    };
}

export function changesOf(...steps: StepFields[]): Changes {
    return changesInPreview(preview(...steps));
}
