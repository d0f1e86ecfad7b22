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
    /** What the runtime knows of its engine. Part of the SDK but not of its declarations. */
    function getStore(): { supportsTransforms: boolean; callbacks?: ICallbackServer };
}

export interface SimulationOptions {
    /** Pulumi project: the namespace of its settings, and part of each URN. */
    project: string;
    stack: string;
    /** Configuration as the engine hands it over: `namespace:key` to text, structured values as JSON. */
    config: Record<string, string>;
    /** Keys of `config` that hold secrets. */
    secretKeys: string[];
    /** Whether to play a first preview, in which nothing is known that the cloud decides. Otherwise: deployed. */
    preview: boolean;
    /** ARN of the role or user that deploys; by default {@link deployerIn}. */
    deployer?: string;
    /** Is told each resource when it has been registered, as the deployment will have it but for a component's outputs. */
    onRegistered?: (resource: DeployedResource) => void;
    /** Reads an object that the program asks for: what is in it cannot be made up. */
    readObject?: ReadObject;
}

/** Milliseconds that a program goes on after its first failure, so that all of them are told. */
const SETTLING_MS = 50;

/** Frames of a stack trace: Pulumi's SDK takes one for every promise, and with more they take most of the time. */
const FRAMES = 1;

/**
 * Runs a Pulumi program against the simulated cloud, in this process, with nothing contacted.
 *
 * @param program registers resources and returns the stack's outputs, as the body of `index.ts` does.
 * @returns what was registered, in Pulumi's deployment format.
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
        monitor.onRefusal = resolve;
        onRejection = (reason) => {
            failures.push(reason);
            resolve();
        };
    });
    process.on("unhandledRejection", onRejection);
    const frames = Error.stackTraceLimit;
    Error.stackTraceLimit = Math.min(frames, FRAMES);
    try {
        const run = pulumi.runtime.runInPulumiStack(async () => {
            pulumi.runtime.registerStackTransformation(watchOutputs);
            return Promise.resolve(program());
        });
        const done = run.then(() => pulumi.runtime.disconnect());
        // What waits for a resource that failed may wait for ever: then the failure is the end, once others have had
        // the time to fail as well.
        await Promise.race([done, failed.then(() => setTimeout(SETTLING_MS))]).catch((error: unknown) =>
            failures.unshift(error),
        );
        // A rejected registration surfaces one turn of the event loop after the runtime has drained.
        await setImmediate();
    } finally {
        Error.stackTraceLimit = frames;
        process.off("unhandledRejection", onRejection);
    }
    refuse(monitor.refusals);
    if (failures.length > 0) {
        throw failures[0];
    }
    // Only now: a resource that failed has no URN to ask about.
    refuse(await unansweredOutputs(monitor));
    return monitor.deployment();
}

function refuse(sentences: string[]): void {
    if (sentences.length > 0) {
        throw new Error([...new Set(sentences)].join("\n"));
    }
}

/** Pulumi's own mocks turn on the features of the engine; its calls then go to the simulation. */
async function installMonitor(monitor: SimulatedMonitor, options: SimulationOptions): Promise<void> {
    const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await pulumi.runtime.setMocks(mocks, options.project, options.stack, options.preview);
    Object.assign(getStore(), { supportsTransforms: true, callbacks: monitor.transforms });
    Object.assign(pulumi.runtime.getMonitor() as object, {
        registerResource: monitor.registerResource.bind(monitor),
        registerResourceOutputs: monitor.registerResourceOutputs.bind(monitor),
        readResource: monitor.readResource.bind(monitor),
        invoke: monitor.invoke.bind(monitor),
    });
}

/** A sentence for each output that the program has read and that the simulated cloud never answers. */
async function unansweredOutputs(monitor: SimulatedMonitor): Promise<string[]> {
    const sentences: string[] = [];
    for (const { resource, output } of takeConsumed()) {
        const urn = await new Promise<string>((resolve) => resource.urn.apply(resolve));
        if (!monitor.answers(urn, output)) {
            sentences.push(`the simulation does not know the output "${output}" of ${urn}`);
        }
    }
    return sentences;
}
