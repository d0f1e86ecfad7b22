import type { Place } from "./place";

/**
 * The terms of a remote component's expansion: the children that the component registers and its outputs, as data. A carrier
 * (the offline monitor, a provider server) registers the children and replaces references by values.
 */

/** A child's output (`property`, a path such as `vpcConfig.clusterSecurityGroupId`), its id, or the child itself. */
export class Reference {
    constructor(
        readonly child: string,
        readonly property?: string,
        /** Prefix that is removed from the output. */
        readonly withoutPrefix?: string,
    ) {}
}

/** Text with references in it. */
export class Text {
    constructor(readonly parts: readonly (string | Reference | ArgumentReference)[]) {}
}

/** A list or an object that is completely unknown if any part is: the component computes it from all parts. */
export class Whole {
    constructor(readonly value: unknown) {}
}

/** An argument of the component. The carrier knows its value and dependencies. */
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

/** The arguments of a component. */
export interface Arguments {
    /** Names of the arguments that are set. */
    readonly names: readonly string[];
    /** The account and region of the component, and the partition that it reads from AWS. */
    readonly place: Place;
    /** The wire value, for decisions about which children exist; `undefined` if absent. */
    value(argument: string): unknown;
    /** The argument (or a part of it, by `path`) to pass to a child, with its dependencies. */
    pass(argument: string, ...path: (string | number)[]): ArgumentReference | undefined;
}

export interface Child {
    type: string;
    name: string;
    /** The parent (`Type.name`); the component itself if absent. */
    parent?: string;
    custom: boolean;
    /** Plain values, `Reference`, `ArgumentReference`, `Text` and `Whole`, nested in objects and lists. */
    inputs: Record<string, unknown>;
    /** Outputs that a component among the children registers, in the same form. */
    outputs?: Record<string, unknown>;
    /** Provider children (`Type.name`) that a component among the children passes to its own, by package. */
    providers?: Record<string, string>;
    /** Children (`Type.name`) that it depends on, in addition to those that its inputs refer to. */
    dependsOn?: string[];
    ignoreChanges?: string[];
    /** Version of the provider package that the component uses. */
    version?: string;
}

/** All children, each after those that it refers to, and the component's own outputs. */
export interface Expansion {
    children: Child[];
    /** Outputs of the component. */
    state: Record<string, unknown>;
    /** Children (`Type.name`) that every output depends on, as the component resolves all of them together. */
    stateDependsOn: readonly string[];
    /** Whether the component's outputs are registered with the engine, and so stored in the state. */
    registersOutputs: boolean;
}

/** Throws an `Error` naming the option if the real expansion with it has not been recorded. */
export type Expand = (name: string, args: Arguments) => Expansion;
