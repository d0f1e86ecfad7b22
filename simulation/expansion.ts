import type { Place } from "./place";

/**
 * The vocabulary in which a remote component's expansion is written down: which children the component registers
 * and what it gives back, as data. A carrier (the offline monitor, a provider server) registers the children and
 * puts values in the place of references.
 */

/** A child's output (`property`, a path such as `vpcConfig.clusterSecurityGroupId`), its id, or the child itself. */
export class Reference {
    constructor(
        readonly child: string,
        readonly property?: string,
        /** Text that is cut off the beginning of the output. */
        readonly withoutPrefix?: string,
    ) {}
}

/** Text with references in it. */
export class Text {
    constructor(readonly parts: readonly (string | Reference | ArgumentReference)[]) {}
}

/** A list or an object that is unknown as a whole while any part of it is: the component computes it from all parts. */
export class Whole {
    constructor(readonly value: unknown) {}
}

/** An argument of the component, with its value and what that value depends on left to the carrier. */
export class ArgumentReference {
    constructor(
        readonly argument: string,
        /** The value on the wire: plain data, Pulumi's unknown sentinel, a secret or a resource reference. */
        readonly value: unknown,
    ) {}
}

/** The output `property` of a child, named `Type.name` with the last part of the type, as in `Subnet.vpc-public-1`. */
export function output(child: string, property: string): Reference {
    return new Reference(child, property);
}

/** A child itself, as a resource reference. */
export function resource(child: string): Reference {
    return new Reference(child);
}

/** What a component was given. */
export interface Arguments {
    /** Names of the arguments that are given. */
    readonly names: readonly string[];
    /** Where the component runs: what it asks AWS for itself, such as the partition. */
    readonly place: Place;
    /** The plain value, for decisions about which children exist: the wire value, `undefined` when absent. */
    value(argument: string): unknown;
    /** The argument (or a part of it, by `path`) to hand on to a child: its dependencies go with it. */
    pass(argument: string, ...path: (string | number)[]): ArgumentReference | undefined;
}

export interface Child {
    type: string;
    name: string;
    /** The child (`Type.name`) that this one hangs under; the component itself where absent. */
    parent?: string;
    custom: boolean;
    /** Plain values, `Reference`, `ArgumentReference`, `Text` and `Whole`, nested in objects and lists. */
    inputs: Record<string, unknown>;
    /** Outputs that a component among the children registers, in the same form. */
    outputs?: Record<string, unknown>;
    /** Provider children (`Type.name`) that a component among the children hands to those under it, by package. */
    providers?: Record<string, string>;
    /** Children (`Type.name`) that it depends on beyond those that its inputs refer to. */
    dependsOn?: string[];
    ignoreChanges?: string[];
    /** Version of the provider package that the component uses. */
    version?: string;
}

/** All children in an order in which each comes after what it refers to, and the component's own outputs. */
export interface Expansion {
    children: Child[];
    /** What the component answers the program with. */
    state: Record<string, unknown>;
    /** Children (`Type.name`) that every output depends on, as the component resolves all of them together. */
    stateDependsOn: readonly string[];
    /** Whether the component's outputs are registered with the engine, and so kept in the state. */
    registersOutputs: boolean;
}

/** Throws an `Error` naming the option where it is given something whose real expansion has not been recorded. */
export type Expand = (name: string, args: Arguments) => Expansion;
