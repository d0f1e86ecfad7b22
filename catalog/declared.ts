import type * as pulumi from "@pulumi/pulumi";

type DeepPartial<T> = T extends readonly (infer Item)[]
    ? DeepPartial<Item>[]
    : T extends object
      ? { [K in keyof T]?: DeepPartial<T[K]> }
      : T;

/** Any part of the outputs that an SDK's resource class declares, and nothing else. */
export type OutputsOf<Resource> = {
    [
        K in keyof Resource as Resource[K] extends pulumi.Output<unknown> ? K : never
    ]?: Resource[K] extends pulumi.Output<infer T> ? DeepPartial<T> : never;
};

/** Any part of the result that an SDK's invoke declares, and nothing else. */
export type ResultOf<Invoke extends (...args: never[]) => unknown> = DeepPartial<Awaited<ReturnType<Invoke>>>;
