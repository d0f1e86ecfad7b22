import type * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as random from "@pulumi/random";
import type * as tls from "@pulumi/tls";
import type { Answer, Request } from "./answer";
import type { OutputsOf } from "./declared";
import { isObject } from "../lib/wire";

/** Packages whose tokens have no module. */
interface Packages {
    random: typeof random;
    tls: typeof tls;
}

type Member<T, Name> = Name extends keyof T ? T[Name] : never;
type Instance<T> = T extends abstract new (...args: never[]) => infer R ? R : never;

/** `networking` of `networking.k8s.io`. */
type Short<Group extends string> = Group extends `${infer First}.${string}` ? First : Group;

/** The SDK's class of a type token; `never` if there is none. */
type ResourceOf<Token extends string> =
    Token extends `kubernetes:${infer Group}/${infer Version}:${infer Name}`
        ? Instance<Member<Member<Member<typeof kubernetes, Short<Group>>, Version>, Name>>
        : Token extends `aws:${infer Module}/${string}:${infer Name}`
          ? Instance<Member<Member<typeof aws, Module>, Name>>
          : Token extends `${infer Package}:index/${string}:${infer Name}`
            ? Instance<Member<Member<Packages, Package>, Name>>
            : never;

/** A value, or its parts, each as it is or computed from `Argument`. */
type Computed<T, Argument> = [T] extends [string | number | boolean | undefined]
    ? T | ((argument: Argument) => T)
    : T extends readonly (infer Item)[]
      ? readonly Computed<Item, Argument>[]
      : T extends object
        ? { [K in keyof T]?: Computed<T[K], Argument> }
        : T;

interface DeclaredAnswer<R> extends Pick<Answer, "id"> {
    /** Outputs beyond the inputs, which come back as they were given. */
    outputs?: Computed<OutputsOf<R>, Request & { id: string }>;
    /** Outputs that the provider marks as secret by itself. */
    secrets?: readonly (keyof OutputsOf<R> & string)[];
    /** Outputs that every update changes, computed from the outputs before it. */
    updated?: Computed<OutputsOf<R>, Record<string, unknown>>;
}

/**
 * Answers by type token. An output that the SDK's class does not declare, or declares with another type, does not
 * compile.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- each key selects the type of its value
export function answersOf<Token extends string>(declared: {
    [K in Token]: [ResourceOf<K>] extends [never] ? never : DeclaredAnswer<ResourceOf<K>>;
}): Record<string, Answer> {
    return Object.fromEntries(
        Object.entries<DeclaredAnswer<unknown>>(declared).map(([token, { outputs, updated, ...rest }]) => [
            token,
            {
                ...rest,
                ...(outputs === undefined ? {} : { outputs: (request) => compute(outputs, request) }),
                ...(updated === undefined ? {} : { updated: (before) => compute(updated, before) }),
            } satisfies Answer,
        ]),
    );
}

/** The object with every function in it, however deep, replaced by its result. */
function compute(outputs: object, argument: unknown): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(outputs).map(([name, value]) => [name, computeValue(value, argument)]),
    );
}

function computeValue(value: unknown, argument: unknown): unknown {
    if (typeof value === "function") {
        return (value as (given: unknown) => unknown)(argument);
    }
    if (Array.isArray(value)) {
        return value.map((item) => computeValue(item, argument));
    }
    return isObject(value) ? compute(value, argument) : value;
}
