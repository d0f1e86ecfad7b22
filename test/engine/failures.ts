import { expect } from "chai";
import { seededDelay, type Verb } from "../cloud/cloud";
import { digest } from "../../catalog/identifiers";
import { EngineStack, engineSuite, errorsOf, type Moment, type Shape } from "./harness";
import { LEFT, LONGEST_MS, range, succeeded, unprotect } from "./lifecycle";

/** Creates, and deletes, that fail alone, each in a deployment of its own; beside those that all fail in turn. */
const ALONE = 4;

/** Moments at which the engine is killed. */
const KILLS = 4;

/** Milliseconds that each takes where all fail: what can go on at the same time then fails at the same time. */
const TOGETHER_MS = 120;

const INJECTED = "LimitExceededException: injected";

/** What exists, by URN: each once, as a whole deployment has it. */
function inventory(stack: EngineStack): string[] {
    return stack.cloud
        .all()
        .map(({ urn }) => urn)
        .sort();
}

/** What the engine believes to exist, in the cloud. */
function state(stack: EngineStack): string[] {
    return stack
        .resources()
        .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
        .map(({ urn }) => urn)
        .sort();
}

/** A failure at the first try of each operation of a kind. */
function onceEach(
    verb: Verb,
    failed: Set<string>,
): (asked: Verb, object: { urn: string }) => string | undefined {
    return (asked, { urn }) => {
        if (asked !== verb || failed.has(urn)) {
            return undefined;
        }
        failed.add(urn);
        return `${INJECTED} at ${urn}`;
    };
}

function onlyAt(
    verb: Verb,
    at: string,
): { fail: (asked: Verb, object: { urn: string }) => string | undefined } {
    const failed = new Set<string>();
    const once = onceEach(verb, failed);
    return { fail: (asked, object) => (object.urn === at ? once(asked, object) : undefined) };
}

/** Items picked by a seed, the same each time. */
function some<T>(items: readonly T[], count: number, seed: string): T[] {
    return [...items.keys()]
        .sort((a, b) => digest(`${seed} ${a}`, 8).localeCompare(digest(`${seed} ${b}`, 8)))
        .slice(0, count)
        .flatMap((i) => items[i] ?? []);
}

/** Everything that goes wrong on the way. */
export function failures(shape: Shape): void {
    engineSuite(`a failure in the ${shape} stack's life`, () => {
        let stack: EngineStack;
        let empty: Moment;
        let whole: string[];
        let deployed: Moment;

        before(async () => {
            stack = await EngineStack.start(shape, { settings: unprotect });
            empty = stack.moment();
            succeeded(await stack.up());
            whole = inventory(stack);
            deployed = stack.moment();
        });

        after(() => {
            stack.stop();
        });

        afterEach(() => {
            delete stack.cloud.options.fail;
            delete stack.cloud.options.delay;
        });

        it("at every create, each once, leaves something to go on from: the last up finishes, nothing is doubled", async () => {
            stack.goBack(empty);
            const failed = new Set<string>();
            stack.cloud.options = {
                ...stack.cloud.options,
                fail: onceEach("create", failed),
                delay: () => TOGETHER_MS,
            };
            let outcome = await stack.up();
            for (; outcome.error !== undefined; outcome = await stack.up()) {
                expect(errorsOf(outcome).join("\n")).to.include(INJECTED);
                expect(state(stack)).to.deep.equal(inventory(stack));
            }

            expect([...failed].sort(), outcome.output).to.deep.equal(whole);
            expect(inventory(stack)).to.deep.equal(whole);
            expect(state(stack)).to.deep.equal(whole);
        });

        it("at every delete, each once, leaves something to go on from: the last destroy leaves nothing", async () => {
            stack.goBack(deployed);
            const failed = new Set<string>();
            stack.cloud.options = {
                ...stack.cloud.options,
                fail: onceEach("delete", failed),
                delay: () => TOGETHER_MS,
            };
            for (
                let outcome = await stack.destroy();
                outcome.error !== undefined;
                outcome = await stack.destroy()
            ) {
                expect(errorsOf(outcome).join("\n")).to.include(INJECTED);
                expect(state(stack).filter((urn) => !inventory(stack).includes(urn))).to.deep.equal([]);
            }

            expect(inventory(stack)).to.deep.equal(LEFT[shape]);
            expect(state(stack)).to.deep.equal([]);
        });

        it(`at one create alone (${ALONE} of them, by a seed) stops with that error, and the next up finishes`, async () => {
            for (const urn of some(whole, ALONE, "create")) {
                stack.goBack(empty);
                Object.assign(stack.cloud.options, onlyAt("create", urn));
                const outcome = await stack.up();
                expect(errorsOf(outcome).join("\n")).to.include(`${INJECTED} at ${urn}`);
                expect(state(stack)).to.deep.equal(inventory(stack));

                succeeded(await stack.up());
                expect(inventory(stack)).to.deep.equal(whole);
                expect(state(stack)).to.deep.equal(whole);
            }
        });

        it(`at one delete alone (${ALONE} of them, by a seed) stops with that error, and the next destroy finishes`, async () => {
            const deleted = whole.filter((urn) => !goesAlong(urn) && !LEFT[shape].includes(urn));
            for (const urn of some(deleted, ALONE, "delete")) {
                stack.goBack(deployed);
                Object.assign(stack.cloud.options, onlyAt("delete", urn));
                expect(errorsOf(await stack.destroy()).join("\n")).to.include(`${INJECTED} at ${urn}`);

                succeeded(await stack.destroy());
                expect(inventory(stack)).to.deep.equal(LEFT[shape]);
            }
        });
    });

    engineSuite(`an engine that dies in the ${shape} stack's life`, () => {
        let stack: EngineStack;
        let empty: Moment;

        before(async () => {
            stack = await EngineStack.start(shape, { settings: unprotect, checkpoints: true });
            empty = stack.moment();
        });

        after(() => {
            stack.stop();
        });

        it(`at ${KILLS} moments of an up is taken up again by cancel, a refresh that clears what was pending, and another up`, async () => {
            for (const seed of range(KILLS)) {
                stack.goBack(empty);
                stack.cloud.options.delay = seededDelay(seed, LONGEST_MS);
                const operations = 10 + seed * 25;
                const up = stack.up();
                await until(() => stack.cloud.history.length >= operations);
                stack.killEngine();
                expect((await up).error).to.not.equal(undefined);
                await quiet(stack);

                await stack.cancel();
                // What the engine never heard the end of, and came to be after all: an operator deletes it by hand.
                const pending = stack.pending();
                stack.cloud
                    .all()
                    .filter(({ urn }) => pending.includes(urn))
                    .forEach((object) => {
                        stack.cloud.remove(object);
                    });
                succeeded(await stack.refresh({ clearPendingCreates: true }));
                succeeded(await stack.up());
                expect(state(stack), `killed after ${operations} operations`).to.deep.equal(inventory(stack));
                expect(new Set(inventory(stack)).size).to.equal(inventory(stack).length);
            }
        });

        it(`at ${KILLS} moments of a destroy is taken up again by cancel, refresh and another destroy`, async () => {
            stack.goBack(empty);
            delete stack.cloud.options.delay;
            succeeded(await stack.up());
            const deployed = stack.moment();
            for (const seed of range(KILLS)) {
                stack.goBack(deployed);
                stack.cloud.options.delay = seededDelay(seed, LONGEST_MS);
                const operations = 10 + seed * 20;
                const destroy = stack.destroy();
                await until(() => stack.cloud.history.length >= operations);
                stack.killEngine();
                expect((await destroy).error).to.not.equal(undefined);
                await quiet(stack);

                await stack.cancel();
                succeeded(await stack.refresh());
                succeeded(await stack.destroy());
                expect(inventory(stack), `killed after ${operations} operations`).to.deep.equal(LEFT[shape]);
            }
        });
    });
}

/** Objects that go with their namespace: nothing is asked to delete them. */
function goesAlong(urn: string): boolean {
    return /\$kubernetes:(core\/v1:(Secret|ConfigMap|ServiceAccount|PersistentVolumeClaim|ResourceQuota|LimitRange)|networking)/.test(
        urn,
    );
}

async function until(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (!holds() && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(holds()).to.equal(true);
}

/** Waits until the cloud has finished what it had begun. */
async function quiet(stack: EngineStack): Promise<void> {
    await until(() => !stack.cloud.busy);
}
