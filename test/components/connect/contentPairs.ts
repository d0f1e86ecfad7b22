import fc from "fast-check";
import type { ConnectSettings } from "../../../stacks/sections/connect";
import type { Config } from "../../stacks/config";
import { errorsOf, settingsOf } from "../../stacks/config";

/** Limits of content in a stack's file, without its namespace and egress. */
export type Pairs = Pick<ConnectSettings["content"], "quota" | "resources" | "maxCpu" | "maxMemoryGiB">;

const share = fc.integer({ min: 1, max: 997 }).map((part) => part / 997);

function mostly(usual: fc.Arbitrary<number>, other: fc.Arbitrary<number>): fc.Arbitrary<number> {
    return fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: other });
}

/** Three amounts up to a maximum in some order, and one that is at least the maximum. */
function amounts(max: fc.Arbitrary<number>, step: (amount: number) => number) {
    return fc.record({ max, request: share, limit: share, quota: share }).map((drawn) => {
        const limit = step(drawn.max * drawn.limit);
        return {
            max: drawn.max,
            limit,
            request: step(limit * drawn.request),
            quota: step(drawn.max * (1 + drawn.quota)),
        };
    });
}

/** The settings accept most of them. */
export const pairs: fc.Arbitrary<Pairs> = fc
    .record({
        cpu: amounts(
            mostly(fc.integer({ min: 100, max: 5760 }), fc.integer({ min: 1, max: 8000 })).map(
                (most) => most / 1000,
            ),
            (amount) => Math.max(1, Math.round(amount * 1000)) / 1000,
        ),
        memory: amounts(
            mostly(
                fc.double({ min: 0.125, max: 24.62, noNaN: true }),
                fc.double({ min: 0.001, max: 30, noNaN: true }),
            ),
            (amount) => Math.max(0.001, amount),
        ),
        pods: fc.integer({ min: 1, max: 1000 }),
    })
    .map(({ cpu, memory, pods }) => ({
        quota: { cpu: cpu.quota, memoryGiB: memory.quota, pods },
        resources: {
            cpuRequest: cpu.request,
            cpuLimit: cpu.limit,
            memoryRequestGiB: memory.request,
            memoryLimitGiB: memory.limit,
        },
        maxCpu: cpu.max,
        maxMemoryGiB: memory.max,
    }));

/** The same amount of each resource for every limit. */
export function allAt(cpu: number, memoryGiB: number): Pairs {
    return {
        quota: { cpu, memoryGiB, pods: 10 },
        resources: {
            cpuRequest: cpu,
            cpuLimit: cpu,
            memoryRequestGiB: memoryGiB,
            memoryLimitGiB: memoryGiB,
        },
        maxCpu: cpu,
        maxMemoryGiB: memoryGiB,
    };
}

function config(content: Pairs): Config {
    return { "posit-connect:connect": { content } };
}

/** Whether a stack may have these limits. */
export function isAccepted(content: Pairs): boolean {
    return errorsOf(config(content)).length === 0;
}

/** The arguments of Connect's release in a stack with these limits. */
export function connectWith(content: Pairs) {
    return settingsOf(config(content)).connect;
}
