import * as pulumi from "@pulumi/pulumi";
import { dirname, join } from "node:path";
import type { Project } from "../stacks/project";
import { readStackFile, type StackFile } from "../stacks/stackFile";
import { type Deployment, Graph } from "../graph/graph";
import { redactSecrets } from "../lib/wire";
import { simulate } from "../simulation/simulate";
import type { Mode } from "./record";

export const ROOT = dirname(__dirname);

/** Copies of the repository's stack files. Operators change the originals. */
export const EXAMPLES = join(__dirname, "examples");

/** The project, without configuration of its own. */
export const PROJECT: Project = { name: "posit-connect", config: [] };

export function readExample(stack: "dev" | "prod"): StackFile {
    return readStackFile(stack, { stacks: EXAMPLES, paths: EXAMPLES }, PROJECT);
}

/** Runs `index.ts` as the engine does. Returns the stack's outputs. */
export async function program(): Promise<unknown> {
    const { default: deploy } = await import("../index");
    return deploy();
}

/** The program, with these inputs set on every resource of a type. */
export function withInputs(type: string, inputs: Record<string, unknown>): () => Promise<unknown> {
    return () => {
        pulumi.runtime.registerStackTransformation((args) =>
            args.type === type ? { props: { ...args.props, ...inputs }, opts: args.opts } : undefined,
        );
        return program();
    };
}

/** Text of each secret. A graph must not contain it. */
export const SECRET_TEXTS: Record<string, string> = {
    "posit-connect:license": "text-of-the-license",
    "posit-connect:oidcClientSecret": "text-of-the-client-secret",
    "posit-connect:ldapBindPassword": "text-of-the-directory-password",
    "posit-connect:smtpPassword": "text-of-the-mail-password",
    "posit-connect:chartPassword": "text-of-the-chart-password",
    "posit-connect:registryCredentials":
        '{"auths":{"mirror.example.com":{"auth":"text-of-the-credentials"}}}',
    "posit-connect:packageManagerToken": "text-of-the-package-token",
    "posit-connect:extraSecrets":
        '{"signing-key":"text-of-the-first-extra-secret","data.token":"text-of-the-second-extra-secret"}',
};

/** Each secret of {@link SECRET_TEXTS} by itself. */
export const SINGLE_SECRETS: string[] = Object.values(SECRET_TEXTS).flatMap((text) =>
    text.startsWith("{") ? [...(text.match(/text-of[\w-]+/g) ?? [])] : [text],
);

/** The minimum settings of a cluster: the networks that reach its API, and the roles with access to it. */
export const CLUSTER_ACCESS = {
    privateAccessCidrs: ["10.0.0.0/16"],
    administratorRoleArns: ["arn:aws:iam::123456789012:role/deployer"],
};

export interface Changes {
    /** Sections that replace those of the stack file; `undefined` removes one. */
    sections?: Record<string, unknown>;
    /** Names of the secrets to set. Default: the license, and the OIDC client secret in prod. */
    secrets?: string[];
}

/** The graphs of the unchanged stacks, which many tests read. */
const unchanged = new Map<string, Promise<Graph>>();

/** Simulates the program with the settings of an example stack, and these changes; without changes, only once. */
export async function simulateStack(
    stack: "dev" | "prod",
    mode: Mode = "update",
    changes?: Changes,
): Promise<Graph> {
    if (changes !== undefined) {
        return simulateChanged(stack, mode, changes);
    }
    const key = `${stack} ${mode}`;
    const graph = unchanged.get(key) ?? simulateChanged(stack, mode, {});
    unchanged.set(key, graph);
    return graph;
}

async function simulateChanged(stack: "dev" | "prod", mode: Mode, changes: Changes): Promise<Graph> {
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
    return new Graph(deepFreeze(redactSecrets(deployment)) as Deployment);
}

/** Makes a change of a graph that tests share fail. */
function deepFreeze(value: unknown): unknown {
    if (typeof value === "object" && value !== null) {
        Object.values(value).forEach(deepFreeze);
    }
    return Object.freeze(value);
}
