import { setImmediate, setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { ICallbackServer } from "@pulumi/pulumi/runtime/callbacks";
import { getStore } from "@pulumi/pulumi/runtime/state";
import { placeOf } from "./place";
import { takeConsumed, watchOutputs } from "./consumption";
import type { DeployedResource, Deployment } from "./deployment";
import type { ReadObject } from "./invokes";
import { SimulatedMonitor } from "./monitor";

declare module "@pulumi/pulumi/runtime/state" {
    /** The runtime's settings of its engine. Part of the SDK but not of its declarations. */
    function getStore(): { supportsTransforms: boolean; callbacks?: ICallbackServer };
}

export interface SimulationOptions {
    /** Pulumi project: the namespace of its settings, and part of each URN. */
    project: string;
    stack: string;
    /** Configuration in the engine's form: text by `namespace:key`, structured values as JSON. */
    config: Record<string, string>;
    /** Keys of `config` that hold secrets. */
    secretKeys: string[];
    /** Whether to simulate a first preview, in which all outputs that the cloud computes are unknown; otherwise a deployment. */
    preview: boolean;
    /** ARN of the role or user that deploys; by default {@link deployerIn}. */
    deployer?: string;
    /** Called with each registered resource, as in the deployment, except for a component's outputs. */
    onRegistered?: (resource: DeployedResource) => void;
    /** Reads an S3 object, whose content cannot be simulated. */
    readObject?: ReadObject;
}

/** Milliseconds that a program continues after its first failure, so that all failures are reported. */
const SETTLING_MS = 50;

/**
 * Runs a Pulumi program in the simulation, in this process and without network access.
 *
 * @param program registers resources and returns the stack's outputs, as the body of `index.ts` does.
 * @returns the registered resources, in Pulumi's deployment format.
 * @throws the program's own error; or an `Error` naming every type, invoke and consumed output that the simulation
 *   does not know.
 */
export async function simulate(program: () => unknown, options: SimulationOptions): Promise<Deployment> {
    const monitor = new SimulatedMonitor(
        { project: options.project, name: options.stack },
        { ...placeOf(options.config), deployer: options.deployer },
        options.preview,
        options.readObject,
    );
    monitor.onRegistered = options.onRegistered;
    await installMonitor(monitor, options);
    pulumi.runtime.setAllConfig(options.config, options.secretKeys);
    takeConsumed();

    const failures: unknown[] = [];
    let onRejection: (reason: unknown) => void = () => undefined;
    const failed = new Promise<void>((resolve) => {
        monitor.onRejection = resolve;
        onRejection = (reason) => {
            failures.push(reason);
            resolve();
        };
    });
    process.on("unhandledRejection", onRejection);
    const frames = Error.stackTraceLimit;
    // Pulumi's SDK captures a stack trace for every promise, a fifth of the time, and none is printed.
    Error.stackTraceLimit = 0;
    try {
        const run = pulumi.runtime.runInPulumiStack(async () => {
            pulumi.runtime.registerStackTransformation(watchOutputs);
            return Promise.resolve(program());
        });
        const done = run.then(() => pulumi.runtime.disconnect());
        // A resource that waits for a failed one may wait for ever: then the failure ends the run, after others have had time
        // to fail as well.
        await Promise.race([done, failed.then(() => setTimeout(SETTLING_MS))]).catch((error: unknown) =>
            failures.unshift(error),
        );
        // A rejected registration surfaces one turn of the event loop after the runtime has drained.
        await setImmediate();
    } finally {
        Error.stackTraceLimit = frames;
        process.off("unhandledRejection", onRejection);
    }
    failWith(monitor.rejections);
    if (failures.length > 0) {
        throw failures[0];
    }
    // Only now: a failed resource has no URN.
    failWith(await unknownOutputs(monitor));
    return monitor.deployment();
}

function failWith(sentences: string[]): void {
    if (sentences.length > 0) {
        throw new Error([...new Set(sentences)].join("\n"));
    }
}

/** Pulumi's own mocks enable the features of the engine; the calls are redirected to the simulation. */
async function installMonitor(monitor: SimulatedMonitor, options: SimulationOptions): Promise<void> {
    const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(mocks, options.project, options.stack, options.preview);
    // Each resource sends its complete stack trace to the engine, which is another tenth of the time.
    Object.assign(pulumi.Resource, { callsites: () => [] });
    Object.assign(getStore(), { supportsTransforms: true, callbacks: monitor.transforms });
    Object.assign(pulumi.runtime.getMonitor() as object, {
        registerResource: monitor.registerResource.bind(monitor),
        registerResourceOutputs: monitor.registerResourceOutputs.bind(monitor),
        readResource: monitor.readResource.bind(monitor),
        invoke: monitor.invoke.bind(monitor),
    });
}

/** A sentence for each output that the program has read and the catalog does not know. */
async function unknownOutputs(monitor: SimulatedMonitor): Promise<string[]> {
    const sentences: string[] = [];
    for (const { resource, output } of takeConsumed()) {
        const urn = await new Promise<string>((resolve) => resource.urn.apply(resolve));
        if (!monitor.hasOutput(urn, output)) {
            sentences.push(`the simulation does not know the output "${output}" of ${urn}`);
        }
    }
    return sentences;
}
