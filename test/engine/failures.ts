import { expect } from "chai";
import { type CloudOptions, seededDelay, type Verb } from "../cloud/cloud";
import { digest } from "../../catalog/identifiers";
import { EngineStack, engineSuite, errorsOf, type Outcome, type SavedStack, type Shape } from "./harness";
import { expectSuccess, LEFTOVERS, LONGEST_MS, range, unprotect } from "./lifecycle";

/** Number of creates, and of deletes, that are tested as the only failure of a deployment. */
const SINGLE_FAILURES = 4;

/** Number of times at which the engine is killed. */
const KILLS = 4;

/** Milliseconds without a new operation after which all that are running end: longer than the engine takes between two. */
const QUIET_MS = 150;

/** More operations at the same time than a stack has, so that all fail at once that can. */
const PARALLEL = ["--parallel", "200"];

const INJECTED = "LimitExceededException: injected";

/** URNs of all objects in the cloud, with duplicates. */
function inventory(stack: EngineStack): string[] {
    return stack.cloud
        .all()
        .map(({ urn }) => urn)
        .sort();
}

/** URNs of all cloud resources in the engine's state. */
function state(stack: EngineStack): string[] {
    return stack
        .resources()
        .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
        .map(({ urn }) => urn)
        .sort();
}

/** Makes the first attempt of each operation of a kind fail. */
function failFirstAttempts(
    verb: Verb,
    failed: Set<string>,
): (operation: Verb, object: { urn: string }) => string | undefined {
    return (operation, { urn }) => {
        if (operation !== verb || failed.has(urn)) {
            return undefined;
        }
        failed.add(urn);
        return `${INJECTED} at ${urn}`;
    };
}

/** Makes the first attempt of one operation fail. */
function failFirstAttemptAt(
    verb: Verb,
    urn: string,
): { fail: (operation: Verb, object: { urn: string }) => string | undefined } {
    const failed = new Set<string>();
    const fail = failFirstAttempts(verb, failed);
    return { fail: (operation, object) => (object.urn === urn ? fail(operation, object) : undefined) };
}

/** Ends operations together, so that all that can run at the same time fail in one `up`: the engine starts none after a failure. */
function endTogether(): NonNullable<CloudOptions["delay"]> {
    let running: (() => void)[] = [];
    let quiet: NodeJS.Timeout | undefined;
    return () =>
        new Promise((resolve) => {
            running.push(resolve);
            clearTimeout(quiet);
            quiet = setTimeout(() => {
                const ended = running;
                running = [];
                ended.forEach((end) => {
                    end();
                });
            }, QUIET_MS);
        });
}

/** Selects items with a seed, the same in each run. */
function sampleItems<T>(items: readonly T[], count: number, seed: string): T[] {
    return [...items.keys()]
        .sort((a, b) => digest(`${seed} ${a}`, 8).localeCompare(digest(`${seed} ${b}`, 8)))
        .slice(0, count)
        .flatMap((i) => items[i] ?? []);
}

/** Tests of failed operations and of killed engines. */
export function failures(shape: Shape): void {
    engineSuite(`a failed operation of the ${shape} stack`, () => {
        let stack: EngineStack;
        let empty: SavedStack;
        let allUrns: string[];
        let deployed: SavedStack;

        before(async () => {
            stack = await EngineStack.start(shape, { settings: unprotect });
            empty = stack.save();
            expectSuccess(await stack.up());
            allUrns = inventory(stack);
            deployed = stack.save();
        });

        after(() => {
            stack.stop();
        });

        afterEach(() => {
            delete stack.cloud.options.fail;
            delete stack.cloud.options.delay;
        });

        it("at every create, once each, can be continued: the last up succeeds, and no object exists twice", async () => {
            stack.reset(empty);
            const failed = new Set<string>();
            stack.cloud.options = {
                ...stack.cloud.options,
                fail: failFirstAttempts("create", failed),
                delay: endTogether(),
            };
            let outcome = await stack.up(...PARALLEL);
            for (; outcome.error !== undefined; outcome = await stack.up(...PARALLEL)) {
                expect(errorsOf(outcome).join("\n")).to.include(INJECTED);
                expect(state(stack)).to.deep.equal(inventory(stack));
            }

            expect([...failed].sort(), outcome.output).to.deep.equal(allUrns);
            expect(inventory(stack)).to.deep.equal(allUrns);
            expect(state(stack)).to.deep.equal(allUrns);
        });

        it("at every delete, once each, can be continued: the last destroy deletes everything", async () => {
            stack.reset(deployed);
            const failed = new Set<string>();
            stack.cloud.options = {
                ...stack.cloud.options,
                fail: failFirstAttempts("delete", failed),
                delay: endTogether(),
            };
            for (
                let outcome = await stack.destroy(...PARALLEL);
                outcome.error !== undefined;
                outcome = await stack.destroy(...PARALLEL)
            ) {
                expect(errorsOf(outcome).join("\n")).to.include(INJECTED);
                expect(state(stack).filter((urn) => !inventory(stack).includes(urn))).to.deep.equal([]);
            }

            expect(inventory(stack)).to.deep.equal(LEFTOVERS[shape]);
            expect(state(stack)).to.deep.equal([]);
        });

        it(`at a single create (${SINGLE_FAILURES} samples) stops with that error, and the next up succeeds`, async () => {
            for (const urn of sampleItems(allUrns, SINGLE_FAILURES, "create")) {
                stack.reset(empty);
                Object.assign(stack.cloud.options, failFirstAttemptAt("create", urn));
                const outcome = await stack.up();
                expect(errorsOf(outcome).join("\n")).to.include(`${INJECTED} at ${urn}`);
                expect(state(stack)).to.deep.equal(inventory(stack));

                expectSuccess(await stack.up());
                expect(inventory(stack)).to.deep.equal(allUrns);
                expect(state(stack)).to.deep.equal(allUrns);
            }
        });

        it(`at a single delete (${SINGLE_FAILURES} samples) stops with that error, and the next destroy succeeds`, async () => {
            const deleted = allUrns.filter(
                (urn) => !isDeletedWithNamespace(urn) && !LEFTOVERS[shape].includes(urn),
            );
            for (const urn of sampleItems(deleted, SINGLE_FAILURES, "delete")) {
                stack.reset(deployed);
                Object.assign(stack.cloud.options, failFirstAttemptAt("delete", urn));
                expect(errorsOf(await stack.destroy()).join("\n")).to.include(`${INJECTED} at ${urn}`);

                expectSuccess(await stack.destroy());
                expect(inventory(stack)).to.deep.equal(LEFTOVERS[shape]);
            }
        });
    });

    engineSuite(`an engine that is killed during an operation of the ${shape} stack`, () => {
        let stack: EngineStack;
        let empty: SavedStack;

        before(async () => {
            stack = await EngineStack.start(shape, { settings: unprotect });
            empty = stack.save();
        });

        after(() => {
            stack.stop();
        });

        it(`at ${KILLS} times in an up: cancel, a refresh that clears pending creates, and another up complete it`, async () => {
            for (const seed of range(KILLS)) {
                stack.reset(empty);
                stack.cloud.options.delay = seededDelay(seed, LONGEST_MS);
                const operations = 10 + seed * 25;
                await killDuring(stack, operations, () => stack.up());

                await stack.cancel();
                // An operator manually deletes objects whose creation succeeded without the engine's knowledge.
                const pending = stack.pending();
                stack.cloud
                    .all()
                    .filter(({ urn }) => pending.includes(urn))
                    .forEach((object) => {
                        stack.cloud.remove(object);
                    });
                expectSuccess(await stack.refresh("--clear-pending-creates"));
                expectSuccess(await stack.up());
                expect(state(stack), `killed after ${operations} operations`).to.deep.equal(inventory(stack));
                expect(new Set(inventory(stack)).size).to.equal(inventory(stack).length);
            }
        });

        it(`at ${KILLS} times in a destroy: cancel, refresh and another destroy complete it`, async () => {
            stack.reset(empty);
            delete stack.cloud.options.delay;
            expectSuccess(await stack.up());
            const deployed = stack.save();
            for (const seed of range(KILLS)) {
                stack.reset(deployed);
                stack.cloud.options.delay = seededDelay(seed, LONGEST_MS);
                const operations = 10 + seed * 20;
                await killDuring(stack, operations, () => stack.destroy());

                await stack.cancel();
                expectSuccess(await stack.refresh());
                expectSuccess(await stack.destroy());
                expect(inventory(stack), `killed after ${operations} operations`).to.deep.equal(
                    LEFTOVERS[shape],
                );
            }
        });
    });
}

/** Whether Kubernetes deletes an object with its namespace, without a delete operation. */
function isDeletedWithNamespace(urn: string): boolean {
    return /\$kubernetes:(core\/v1:(Secret|ConfigMap|ServiceAccount|PersistentVolumeClaim|ResourceQuota|LimitRange)|networking|policy)/.test(
        urn,
    );
}

async function waitUntil(holds: () => boolean): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (!holds() && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(holds()).to.equal(true);
}

/** Kills the engine after a number of operations of a command, and waits until the cloud has finished the others. */
async function killDuring(
    stack: EngineStack,
    operations: number,
    command: () => Promise<Outcome>,
): Promise<void> {
    stack.checkpoints = true;
    const running = command();
    await waitUntil(() => stack.cloud.history.length >= operations);
    stack.killEngine();
    expect((await running).error).to.not.equal(undefined);
    await waitUntil(() => !stack.cloud.busy);
    stack.checkpoints = false;
}
