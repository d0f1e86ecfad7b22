import { digest } from "../../catalog/identifiers";
import type { Request } from "../../catalog/resourceType";
import { computeOutputs } from "../../simulation/computeOutputs";
import { knownType } from "../../simulation/knownType";
import type { Place } from "../../simulation/place";
import { laws } from "./laws";
import { sameRegion, stackOf, texts } from "./laws/common";
import { ApiError } from "../../simulation/apiError";
import type { Remains as Outliving } from "../../simulation/invokes";

/** Something that exists in the cloud. */
export interface CloudObject {
    urn: string;
    type: string;
    /** The resource's name in the program. */
    name: string;
    id: string;
    /** As last given: plain data. */
    inputs: Record<string, unknown>;
    /** Inputs, and what the cloud answers. */
    outputs: Record<string, unknown>;
    /** What users have stored in it, oldest first. */
    written?: Written[];
}

/** Something that users have stored in a database or a file system. */
export interface Written {
    /** When, as ISO 8601 in UTC. */
    at: string;
    /** Where in a file system, without a slash at the beginning; empty in a database. */
    path: string;
    text: string;
}

export type Verb = "create" | "update" | "delete";

/** Something that happened to one object. */
export interface Happening {
    verb: Verb;
    urn: string;
    type: string;
    id: string;
}

/** Something that outlives its object, with the data that it brings back. */
export interface Remains extends Outliving {
    written?: Written[];
}

/** A moment of the cloud, to go back to. */
export interface Memory {
    objects: CloudObject[];
    remains: Remains[];
    filledBuckets: string[];
    generations: [string, number][];
}

export interface CloudOptions {
    place: Place;
    /** Milliseconds that an operation takes; it runs beside others for that long. */
    delay?: (verb: Verb, urn: string) => number;
    /**
     * Milliseconds that a provider which tries again goes on doing so while nothing happens.
     *
     * @default 400
     */
    patienceMs?: number;
    /** A failure that is not the program's fault, such as a quota used up or a lost connection: the error's text. */
    fail?: (verb: Verb, object: { urn: string; type: string }) => string | undefined;
}

/** An id that AWS makes up, or an ARN: a name that was given may be another's as well. */
const NOBODY_ELSES = /^arn:|-[0-9a-f]{17}$|^[0-9a-f]{8}-/;

/** By default: far longer than the engine takes from one step to the next. */
const PATIENCE_MS = 400;

/**
 * A cloud that remembers: what exists, in what order it came and went; and that refuses what AWS and Kubernetes
 * refuse ({@link laws}).
 */
export class Cloud {
    readonly history: Happening[] = [];
    /** Each refusal that a provider waited out, as it tries again until what stands in the way is gone. */
    readonly waits: { urn: string; code: string }[] = [];
    remains: Remains[] = [];
    /** Buckets with something in them. */
    readonly filledBuckets = new Set<string>();

    options: CloudOptions;

    private readonly objects = new Map<string, CloudObject>();
    /** Ids and ARNs of what is gone: to refer to one is a mistake. */
    private readonly gone = new Set<string>();
    /** How many objects one URN has had: a replacement must not get the old one's id. */
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
     * @param urn the resource, where its id is not one of its kind: what a provider makes by itself has none.
     */
    find(type: string, id: unknown, urn?: string): CloudObject | undefined {
        return this.all(type).find((object) => object.id === id && (urn === undefined || object.urn === urn));
    }

    /** Whether anything is still under way. */
    get busy(): boolean {
        return this.underWay > 0;
    }

    remember(): Memory {
        return structuredClone({
            objects: this.all(),
            remains: this.remains,
            filledBuckets: [...this.filledBuckets],
            generations: [...this.generations],
        });
    }

    restore(memory: Memory): void {
        const { objects, remains, filledBuckets, generations } = structuredClone(memory);
        this.objects.clear();
        this.generations.clear();
        this.gone.clear();
        objects.forEach((object) => this.objects.set(key(object), object));
        generations.forEach(([urn, count]) => this.generations.set(urn, count));
        this.remains = remains;
        this.filledBuckets.clear();
        filledBuckets.forEach((bucket) => this.filledBuckets.add(bucket));
        this.history.length = 0;
        this.waits.length = 0;
    }

    /** What a create would answer, with nothing made: `id` and the outputs that only the cloud can tell. */
    foresee(type: string, urn: string, inputs: Record<string, unknown>): Record<string, unknown> {
        const request = this.request(urn, inputs);
        const { outputs = {}, id } = knownType(type, request.name);
        return computeOutputs(outputs, { ...request, id: id(request) });
    }

    /** What an update would answer, with nothing changed and `unknown` for what it changes by itself. */
    foreseeUpdate(
        type: string,
        urn: string,
        id: string,
        inputs: Record<string, unknown>,
        unknown: unknown,
    ): Record<string, unknown> {
        const before = this.find(type, id, urn);
        if (before === undefined) {
            throw new ApiError("NotFound", `${type} ${id} is not there to be updated`);
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
                throw new ApiError("AlreadyExists", `${type} ${id} is there already`);
            }
            await this.failIfTold("create", object);
            this.generations.set(urn, generation + 1);
            this.objects.set(key(object), object);
            await this.pass("create", urn);
            laws[type]?.created?.({ object, cloud: this.seenBy(object) });
            this.happened("create", object);
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
                throw new ApiError("NotFound", `${type} ${id} is not there to be updated`);
            }
            const object = { ...before, inputs, outputs: this.updatedOutputs(before, inputs) };
            await this.permit("update", object, before);
            await this.failIfTold("update", object);
            await this.pass("update", urn);
            this.objects.set(key(object), object);
            laws[type]?.updated?.({ object, cloud: this.seenBy(object) });
            this.happened("update", object);
            return object;
        });
    }

    /** Nothing to delete is no failure: the providers take it for done. */
    async delete(type: string, urn: string, id: string): Promise<void> {
        await this.work(async () => {
            const object = this.find(type, id, urn);
            if (object === undefined) {
                return;
            }
            await this.permit("delete", object);
            await this.failIfTold("delete", object);
            await this.pass("delete", urn);
            this.lose(object);
            this.happened("delete", object);
        });
    }

    /** Takes an object away, and what goes along with it: nobody is asked. */
    lose(object: CloudObject): void {
        this.remove(object);
        laws[object.type]?.deleted?.({ object, cloud: this.seenBy(object) });
    }

    /** Takes an object away, with nothing asked: what goes along with another. */
    remove(object: CloudObject): void {
        this.objects.delete(key(object));
        [object.id, object.outputs["arn"]]
            .filter((name) => typeof name === "string" && NOBODY_ELSES.test(name))
            .forEach((name) => this.gone.add(String(name)));
    }

    /** Something happens to an object from outside, such as a new endpoint: a refresh finds it. */
    drift(type: string, change: (outputs: Record<string, unknown>) => Record<string, unknown>): void {
        for (const object of this.all(type)) {
            const changed = change(object.outputs);
            object.outputs = { ...object.outputs, ...changed };
            object.inputs = Object.fromEntries(
                Object.entries(object.inputs).map(([name, value]) => [name, changed[name] ?? value]),
            );
        }
    }

    /** Whether the cluster that a stack's Kubernetes objects are in is there. */
    hasCluster(urn: string): boolean {
        return this.all("aws:eks/cluster:Cluster").some((cluster) => stackOf(cluster) === stackOf({ urn }));
    }

    /** What an object has to do with: one of Kubernetes' with nothing of another stack's, as each has a cluster. */
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

    /** Whether a text names something that is there no more; a part of something can go by the name of the whole. */
    private isGone(text: string): boolean {
        return (
            this.gone.has(text) &&
            // What is kept of it goes by its name.
            !this.remains.some(({ kind, id }) => kind === "automated backups" && id === text) &&
            !this.all().some(({ id, outputs }) => id === text || outputs["arn"] === text)
        );
    }

    /** What an object answers with after an update: what it answered before, but for what an update itself changes. */
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
            this.stir();
        }
    }

    private async pass(verb: Verb, urn: string): Promise<void> {
        const ms = this.options.delay?.(verb, urn) ?? 0;
        await new Promise((resolve) => setTimeout(resolve, ms));
    }

    /** Asks the laws, again and again where the provider does, until nothing else goes on that could help. */
    private async permit(verb: Verb, object: CloudObject, before?: CloudObject): Promise<void> {
        for (;;) {
            const refusal = this.refusal(verb, object, before);
            if (refusal === undefined) {
                return;
            }
            if (!refusal.retried) {
                throw refusal;
            }
            this.waits.push({ urn: object.urn, code: refusal.code });
            this.waiting += 1;
            const helped = await this.change();
            this.waiting -= 1;
            if (!helped) {
                throw refusal;
            }
        }
    }

    private refusal(verb: Verb, object: CloudObject, before?: CloudObject): ApiError | undefined {
        const attempt = { object, before: before ?? object, cloud: this.seenBy(object) };
        for (const law of laws[object.type]?.[verb] ?? []) {
            const refusal = law(attempt);
            if (refusal !== undefined) {
                return refusal;
            }
        }
        return verb === "delete" ? undefined : this.missingReference(object);
    }

    private missingReference({ inputs, name }: CloudObject): ApiError | undefined {
        const gone = texts(inputs).find((text) => this.isGone(text));
        return gone === undefined
            ? undefined
            : new ApiError("ResourceNotFoundException", `"${name}" refers to ${gone}, which is gone`);
    }

    /** Waits for a change; `false` where everything that could make one waits as well. */
    private async change(): Promise<boolean> {
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

    private stir(): void {
        const sleepers = this.wake;
        this.wake = [];
        sleepers.forEach((wake) => {
            wake();
        });
    }

    /** A failure takes its time as well, so that others that are under way can fail beside it. */
    private async failIfTold(verb: Verb, object: CloudObject): Promise<void> {
        const failure = this.options.fail?.(verb, object);
        if (failure !== undefined) {
            await this.pass(verb, object.urn);
            throw new Error(failure);
        }
    }

    private happened(verb: Verb, { urn, type, id }: CloudObject): void {
        this.history.push({ verb, urn, type, id });
    }
}

/** Delays that follow from a seed alone: another seed is another order in which things come to an end. */
export function seededDelay(seed: number, longestMs: number): NonNullable<CloudOptions["delay"]> {
    return (verb, urn) => parseInt(digest(`${seed} ${verb} ${urn}`, 8), 16) % (longestMs + 1);
}

/** What was given stands, but for objects to which the cloud adds something of its own. */
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
