import type { ServiceDefinition } from "@grpc/grpc-js";
import type { Waiver } from "./waiver";

/** A finding of a rule in a resource, or in the stack. */
export interface RuleFinding {
    readonly rule: string;
    readonly urn: string;
    readonly sentence: string;
}

/** The result of a check as data, in addition to its diagnostics, which are text for a reader. */
export interface Outcome {
    /** The findings that a waiver accepts. */
    readonly waived: readonly (RuleFinding & { readonly waiver: Waiver })[];
    /** The waivers that are in force and accept nothing. */
    readonly unused: readonly Waiver[];
    /** The findings that cannot be verified, because the resource is managed outside the stack. */
    readonly unverified: readonly RuleFinding[];
}

export const encode = (message: unknown): Buffer => Buffer.from(JSON.stringify(message));

export const decode = (bytes: Buffer): unknown => JSON.parse(bytes.toString());

/**
 * A service of the pack's server next to Pulumi's analyzer, whose diagnostics have no field for such data. Pulumi's
 * engine does not call it. The plan calls it after the check of the stack.
 */
export const outcomeService = {
    lastOutcome: {
        path: "/positconnect.policy.Outcomes/LastOutcome",
        requestStream: false,
        responseStream: false,
        requestSerialize: encode,
        requestDeserialize: decode,
        responseSerialize: encode,
        responseDeserialize: (bytes: Buffer) => decode(bytes) as Outcome,
    },
} satisfies ServiceDefinition;
