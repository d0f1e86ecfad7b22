import * as pulumi from "@pulumi/pulumi";
import { dirname, join } from "node:path";
import { readStackFile, type StackFile } from "../stacks/stackFile";
import { Graph } from "../graph/graph";
import { simulate } from "../simulation/simulate";
import type { Mode } from "./record";

export const ROOT = dirname(__dirname);

/**
 * Copies of the stack files that this repository comes with: the files themselves belong to whoever deploys, and
 * change.
 */
export const EXAMPLES = join(__dirname, "examples");

/** A stack's example. */
export function readExample(stack: "dev" | "prod"): StackFile {
    return readStackFile(stack, { stacks: EXAMPLES, paths: EXAMPLES });
}

/** Runs `index.ts`, as the engine does, and answers with the stack's outputs. */
export async function program(): Promise<unknown> {
    const { default: deploy } = await import("../index");
    return deploy();
}

/** The program, with these inputs in every resource of a type. */
export function changed(type: string, inputs: Record<string, unknown>): () => Promise<unknown> {
    return () => {
        pulumi.runtime.registerStackTransformation((args) =>
            args.type === type ? { props: { ...args.props, ...inputs }, opts: args.opts } : undefined,
        );
        return program();
    };
}

/** Text of each secret, to be found nowhere in a graph. */
export const SECRET_TEXTS: Record<string, string> = {
    "posit-connect:license": "text-of-the-license",
    "posit-connect:oidcClientSecret": "text-of-the-client-secret",
    "posit-connect:smtpPassword": "text-of-the-mail-password",
    "posit-connect:registryCredentials":
        '{"auths":{"mirror.example.com":{"auth":"text-of-the-credentials"}}}',
};

/** The least that settings accept of a cluster: which networks reach its API, and which roles have access to it. */
export const REACHED = {
    privateAccessCidrs: ["10.0.0.0/16"],
    administratorRoleArns: ["arn:aws:iam::123456789012:role/deployer"],
};

export interface Changes {
    /** Settings put in the place of whole sections of the stack file; `undefined` takes one out. */
    sections?: Record<string, unknown>;
    /** Secrets that are set, by name; the licence and what prod's login needs where not said. */
    secrets?: string[];
}

/** Plays the whole program with a committed stack's settings, changed or not. */
export async function play(
    stack: "dev" | "prod",
    mode: Mode = "update",
    changes: Changes = {},
): Promise<Graph> {
    const { config } = readExample(stack);
    for (const [section, value] of Object.entries(changes.sections ?? {})) {
        config[`posit-connect:${section}`] = JSON.stringify(value);
    }
    const names = changes.secrets ?? (stack === "prod" ? ["license", "oidcClientSecret"] : ["license"]);
    const secretKeys = names.map((name) => `posit-connect:${name}`);
    const deployment = await simulate(program, {
        project: "posit-connect",
        stack,
        config: { ...config, ...Object.fromEntries(secretKeys.map((key) => [key, SECRET_TEXTS[key] ?? ""])) },
        secretKeys,
        preview: mode === "preview",
    });
    return new Graph(deployment);
}
