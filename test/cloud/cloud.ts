import { digest } from "../../catalog/identifiers";
import type { Request } from "../../catalog/resourceType";
import { computeOutputs } from "../../simulation/computeOutputs";
import { knownType } from "../../simulation/knownType";
import type { Place } from "../../simulation/place";
import { constraints } from "./constraints";
import { sameRegion, stackOf, texts } from "./constraints/common";
import { ApiError } from "../../simulation/apiError";
import type { Leftover as Outliving } from "../../simulation/invokes";

/** Something that exists in the cloud. */
export interface CloudObject {
    urn: string;
    type: string;
    /** The resource's name in the program. */
    name: string;
    id: string;
    /** Plain data of the last operation. */
    inputs: Record<string, unknown>;
    /** Inputs and computed outputs. */
    outputs: Record<string, unknown>;
    /** Data that users have stored in it, oldest first. */
    written?: Written[];
    /** The last upgrade of a cluster's control plane, which EKS can roll back. */
    upgrade?: { from: string; daysAgo: number };
}

/** Data that users have stored in a database or a file system. */
export interface Written {
    /** Time, ISO 8601 in UTC. */
    at: string;
    /** Path in a file system, without a leading slash; empty in a database. */
    path: string;
    text: string;
}

export type Verb = "create" | "update" | "delete";

/** A completed operation on one object. */
export interface Operation {
    verb: Verb;
    urn: string;
    type: string;
    id: string;
}

/** A backup or key that outlives its object, with the data in it. */
export interface Leftover extends Outliving {
    written?: Written[];
}

/** A state of the cloud that can be restored. */
export interface CloudState {
    objects: CloudObject[];
    leftovers: Leftover[];
    filledBuckets: string[];
    generations: [string, number][];
}

export interface CloudOptions {
    place: Place;
    /** Milliseconds that an operation takes, or its end; others run in parallel. */
    delay?: (verb: Verb, urn: string) => number | Promise<void>;
    /**
     * Milliseconds that a provider keeps retrying while nothing changes.
     *
     * @default 400
     */
    patienceMs?: number;
    /** The error text of a failure that the program does not cause, such as an exceeded quota or a lost connection. */
    fail?: (verb: Verb, object: { urn: string; type: string }) => string | undefined;
}

/** An id that AWS generates, or an ARN: other names can be used again. */
const UNIQUE_NAME = /^arn:|-[0-9a-f]{17}$|^[0-9a-f]{8}-/;

/** Far longer than the engine takes between two steps. */
const PATIENCE_MS = 400;

/**
 * A stateful cloud: the objects that exist and the operations on them. It rejects the operations that AWS and Kubernetes
 * reject ({@link constraints}).
 */
export class Cloud {
    readonly history: Operation[] = [];
    /** Rejections after which a provider retried. */
    readonly waits: { urn: string; code: string }[] = [];
    leftovers: Leftover[] = [];
    /** Buckets that are not empty. */
    readonly filledBuckets = new Set<string>();

    options: CloudOptions;

    private readonly objects = new Map<string, CloudObject>();
    /** Ids and ARNs of deleted objects: a reference to one is an error. */
    private readonly deleted = new Set<string>();
    /** Number of objects that a URN has had: a replacement has another id than the old object. */
    private readonly generations = new Map<string, number>();
    private underWay = 0;
    private waiting = 0;
    private wake: (() => void)[] = [];

    constructor(options: CloudOptions) {
        this.options = options;
    }

    /** Everything that exists, or everything of one type. */
    all(type?: string): CloudObject[] {
        const every = [...this.objects.values()];
        return type === undefined ? every : every.filter((object) => object.type === type);
    }

    /**
     * The object with an id.
     *
     * @param urn of the resource, if its id is not unique: a provider that generates data assigns none.
     */
    find(type: string, id: unknown, urn?: string): CloudObject | undefined {
        return this.all(type).find((object) => object.id === id && (urn === undefined || object.urn === urn));
    }

    /** Whether an operation is running. */
    get busy(): boolean {
        return this.underWay > 0;
    }

    save(): CloudState {
        return structuredClone({
            objects: this.all(),
            leftovers: this.leftovers,
            filledBuckets: [...this.filledBuckets],
            generations: [...this.generations],
        });
    }

    restore(state: CloudState): void {
        const { objects, leftovers, filledBuckets, generations } = structuredClone(state);
        this.objects.clear();
        this.generations.clear();
        this.deleted.clear();
        objects.forEach((object) => this.objects.set(key(object), object));
        generations.forEach(([urn, count]) => this.generations.set(urn, count));
        this.leftovers = leftovers;
        this.filledBuckets.clear();
        filledBuckets.forEach((bucket) => this.filledBuckets.add(bucket));
        this.history.length = 0;
        this.waits.length = 0;
    }

    /** The computed outputs of a create, without creating anything. */
    previewCreate(type: string, urn: string, inputs: Record<string, unknown>): Record<string, unknown> {
        const request = this.request(urn, inputs);
        const { outputs = {}, id } = knownType(type, request.name);
        return computeOutputs(outputs, { ...request, id: id(request) });
    }

    /** The outputs of an update, without changing anything, with `unknown` for those that an update itself changes. */
    previewUpdate(
        type: string,
        urn: string,
        id: string,
        inputs: Record<string, unknown>,
        unknown: unknown,
    ): Record<string, unknown> {
        const before = this.find(type, id, urn);
        if (before === undefined) {
            throw new ApiError("NotFound", `${type} ${id} does not exist and cannot be updated`);
        }
        const changing = Object.keys(knownType(type, before.name).updatedOutputs ?? {});
        return {
            ...this.updatedOutputs(before, inputs),
            ...Object.fromEntries(changing.map((output) => [output, unknown])),
        };
    }

    async create(type: string, urn: string, inputs: Record<string, unknown>): Promise<CloudObject> {
        return this.work(async () => {
            const generation = this.generations.get(urn) ?? 0;
            const request = this.request(urn, inputs, generation);
            const known = knownType(type, request.name);
            const id = known.id(request);
            const computed = computeOutputs(known.outputs ?? {}, { ...request, id });
            const outputs = { ...inputs, ...merge(inputs, computed) };
            const object: CloudObject = { urn, type, name: request.name, id, inputs, outputs };
            await this.permit("create", object);
            if (
                id !== "none" &&
                this.seenBy(object)
                    .all(type)
                    .some((other) => other.id === id && sameRegion(other, object))
            ) {
                throw new ApiError("AlreadyExists", `${type} ${id} already exists`);
            }
            await this.failIfConfigured("create", object);
            this.generations.set(urn, generation + 1);
            this.objects.set(key(object), object);
            await this.pass("create", urn);
            constraints[type]?.created?.({ object, before: object, cloud: this.seenBy(object) });
            this.record("create", object);
            return object;
        });
    }

    async update(
        type: string,
        urn: string,
        id: string,
        inputs: Record<string, unknown>,
    ): Promise<CloudObject> {
        return this.work(async () => {
            const before = this.find(type, id, urn);
            if (before === undefined) {
                throw new ApiError("NotFound", `${type} ${id} does not exist and cannot be updated`);
            }
            const object = { ...before, inputs, outputs: this.updatedOutputs(before, inputs) };
            await this.permit("update", object, before);
            await this.failIfConfigured("update", object);
            await this.pass("update", urn);
            this.objects.set(key(object), object);
            constraints[type]?.updated?.({ object, before, cloud: this.seenBy(object) });
            this.record("update", object);
            return object;
        });
    }

    /** Deleting a missing object is no failure: for the providers it is deleted. */
    async delete(type: string, urn: string, id: string): Promise<void> {
        await this.work(async () => {
            const object = this.find(type, id, urn);
            if (object === undefined) {
                return;
            }
            await this.permit("delete", object);
            await this.failIfConfigured("delete", object);
            await this.pass("delete", urn);
            this.lose(object);
            this.record("delete", object);
        });
    }

    /** Deletes an object with the consequences, without checking constraints. */
    lose(object: CloudObject): void {
        this.remove(object);
        constraints[object.type]?.deleted?.({ object, before: object, cloud: this.seenBy(object) });
    }

    /** Deletes an object without consequences and without checking constraints. */
    remove(object: CloudObject): void {
        this.objects.delete(key(object));
        [object.id, object.outputs["arn"]]
            .filter((name) => typeof name === "string" && UNIQUE_NAME.test(name))
            .forEach((name) => this.deleted.add(String(name)));
    }

    /** Changes objects outside Pulumi, such as their endpoint: a refresh finds it. */
    drift(type: string, change: (outputs: Record<string, unknown>) => Record<string, unknown>): void {
        for (const object of this.all(type)) {
            const changed = change(object.outputs);
            object.outputs = { ...object.outputs, ...changed };
            object.inputs = Object.fromEntries(
                Object.entries(object.inputs).map(([name, value]) => [name, changed[name] ?? value]),
            );
        }
    }

    /** Lets days pass. */
    passDays(days: number): void {
        for (const { upgrade } of this.all()) {
            if (upgrade !== undefined) {
                upgrade.daysAgo += days;
            }
        }
    }

    /** Whether the cluster of a stack's Kubernetes objects exists. */
    hasCluster(urn: string): boolean {
        return this.all("aws:eks/cluster:Cluster").some((cluster) => stackOf(cluster) === stackOf({ urn }));
    }

    /** The cloud as an object sees it: a Kubernetes object sees nothing of another stack, as each stack has a cluster. */
    private seenBy(object: CloudObject): Cloud {
        if (!object.type.startsWith("kubernetes:")) {
            return this;
        }
        const seen = Object.create(this) as Cloud;
        seen.all = (wanted) =>
            this.all(wanted).filter(
                (other) => stackOf(other) === stackOf(object) || !other.urn.startsWith("urn:pulumi:"),
            );
        return seen;
    }

    /** Whether a text names a deleted object. A part of an object may have the same name as the object. */
    private isDeleted(text: string): boolean {
        return (
            this.deleted.has(text) &&
            // Automated backups keep the name of their database.
            !this.leftovers.some(({ kind, id }) => kind === "automated backups" && id === text) &&
            !this.all().some(({ id, outputs }) => id === text || outputs["arn"] === text)
        );
    }

    /** The outputs of an object after an update: those before it, except for those that an update itself changes. */
    private updatedOutputs(before: CloudObject, inputs: Record<string, unknown>): Record<string, unknown> {
        const { urn } = before;
        const generation = (this.generations.get(urn) ?? 1) - 1;
        const { outputs = {}, updatedOutputs = {} } = knownType(before.type, before.name);
        const request = { ...this.request(urn, inputs, generation), id: before.id };
        const computed = computeOutputs(outputs, request);
        const kept = Object.fromEntries(
            Object.keys(computed).flatMap((name) =>
                name in before.outputs ? [[name, before.outputs[name]]] : [],
            ),
        );
        return {
            ...inputs,
            ...merge(inputs, { ...computed, ...kept }),
            ...computeOutputs(updatedOutputs, before.outputs),
        };
    }

    private request(urn: string, inputs: Record<string, unknown>, generation = 0): Request {
        return {
            urn: generation === 0 ? urn : `${urn}#${generation}`,
            name: urn.split("::").slice(3).join("::"),
            inputs,
            place: this.options.place,
        };
    }

    private async work<T>(operation: () => Promise<T>): Promise<T> {
        this.underWay += 1;
        try {
            return await operation();
        } finally {
            this.underWay -= 1;
            this.wakeWaiting();
        }
    }

    private async pass(verb: Verb, urn: string): Promise<void> {
        const delay = this.options.delay?.(verb, urn) ?? 0;
        await (typeof delay === "number" ? new Promise((resolve) => setTimeout(resolve, delay)) : delay);
    }

    /** Checks the constraints, and retries like the provider, until no running operation could change the result. */
    private async permit(verb: Verb, object: CloudObject, before?: CloudObject): Promise<void> {
        for (;;) {
            const rejection = this.rejection(verb, object, before);
            if (rejection === undefined) {
                return;
            }
            if (!rejection.retried) {
                throw rejection;
            }
            this.waits.push({ urn: object.urn, code: rejection.code });
            this.waiting += 1;
            const helped = await this.waitForChange();
            this.waiting -= 1;
            if (!helped) {
                throw rejection;
            }
        }
    }

    private rejection(verb: Verb, object: CloudObject, before?: CloudObject): ApiError | undefined {
        const attempt = { object, before: before ?? object, cloud: this.seenBy(object) };
        for (const constraint of constraints[object.type]?.[verb] ?? []) {
            const rejection = constraint(attempt);
            if (rejection !== undefined) {
                return rejection;
            }
        }
        return verb === "delete" ? undefined : this.missingReference(object);
    }

    private missingReference({ inputs, name }: CloudObject): ApiError | undefined {
        const deleted = texts(inputs).find((text) => this.isDeleted(text));
        return deleted === undefined
            ? undefined
            : new ApiError("ResourceNotFoundException", `"${name}" refers to ${deleted}, which is deleted`);
    }

    /** Waits for a change; `false` if all operations that could cause one are waiting. */
    private async waitForChange(): Promise<boolean> {
        for (;;) {
            let timer: NodeJS.Timeout | undefined;
            const changed = await Promise.race([
                new Promise<boolean>((resolve) => {
                    this.wake.push(() => {
                        resolve(true);
                    });
                }),
                new Promise<boolean>((resolve) => {
                    timer = setTimeout(() => {
                        resolve(false);
                    }, this.options.patienceMs ?? PATIENCE_MS);
                }),
            ]);
            clearTimeout(timer);
            if (changed || this.underWay === this.waiting) {
                return changed;
            }
        }
    }

    private wakeWaiting(): void {
        const sleepers = this.wake;
        this.wake = [];
        sleepers.forEach((wake) => {
            wake();
        });
    }

    /** A failure takes time too, so that other running operations can fail as well. */
    private async failIfConfigured(verb: Verb, object: CloudObject): Promise<void> {
        const failure = this.options.fail?.(verb, object);
        if (failure !== undefined) {
            await this.pass(verb, object.urn);
            throw new Error(failure);
        }
    }

    private record(verb: Verb, { urn, type, id }: CloudObject): void {
        this.history.push({ verb, urn, type, id });
    }
}

/** Delays that follow from a seed alone: operations end in another order for each seed. */
export function seededDelay(seed: number, longestMs: number): NonNullable<CloudOptions["delay"]> {
    return (verb, urn) => parseInt(digest(`${seed} ${verb} ${urn}`, 8), 16) % (longestMs + 1);
}

/** Computed outputs that are not inputs; the cloud adds its own properties to an input that is an object. */
function merge(inputs: Record<string, unknown>, computed: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(computed).flatMap(([name, value]) => {
            const given = inputs[name];
            if (given === undefined) {
                return [[name, value]];
            }
            return isPlainObject(given) && isPlainObject(value) ? [[name, { ...value, ...given }]] : [];
        }),
    );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function key({ urn, id }: CloudObject): string {
    return `${urn} ${id}`;
}
