import { expect } from "chai";
import fc from "fast-check";
import { contentLimits } from "../../../components/connect/contentLimits";
import { connectValues } from "../../../components/connect/values";
import type { Quantities } from "../../../lib/quantity";
import { canonical, contentPod, rejections, thousandths } from "../../kubernetes/admission";
import { connectFacts } from "./fixtures";
import { allAt, connectWith, isAccepted, type Pairs, pairs } from "./contentPairs";

/** Resources of a stack with these limits: the namespace's limits, and pods as Connect creates them. */
function deployed(content: Pairs) {
    const connect = connectWith(content);
    const values = connectValues<string>(connect, connectFacts);
    return {
        limits: contentLimits(connect.content, 0),
        pods: [contentPod(values, "default"), contentPod(values, "largest")],
    };
}

function exact({ cpu, memory }: Quantities) {
    return { cpu: thousandths(cpu), memory: thousandths(memory) };
}

describe("contentLimits", () => {
    it("admit the default pod and the largest that Connect may request, for all limits that the settings accept", () => {
        fc.assert(
            fc.property(pairs, (content) => {
                fc.pre(isAccepted(content));
                const { limits, pods } = deployed(content);

                expect(pods.map((pod) => rejections(pod, limits))).to.deep.equal([[], []]);
            }),
        );
    });

    it("equal Connect's limits to the byte and the millicore, in the API server's form", () => {
        fc.assert(
            fc.property(pairs, (content) => {
                fc.pre(isAccepted(content));
                const { limits, pods } = deployed(content);
                const { "requests.cpu": cpu, "requests.memory": memory } = limits.resourceQuota.hard;

                const stated = pods.flatMap(({ spec }) =>
                    spec.containers.flatMap(({ resources }) => [resources.requests, resources.limits]),
                );
                const wanted = limits.limitRange.limits.flatMap((range) => [
                    range.defaultRequest,
                    range.default,
                    range.max,
                    range.max,
                ]);
                expect(stated.map(exact)).to.deep.equal(wanted.map(exact));
                for (const quantity of [...wanted, { cpu, memory }].flatMap(Object.values<string>)) {
                    expect(quantity).to.equal(canonical(quantity));
                }
            }),
        );
    });

    for (const [name, content] of [
        ["the least that is allowed", allAt(0.1, 0.125)],
        ["half of the init container's usual limits", allAt(0.25, 0.25)],
        ["GiB that are no whole number of bytes", allAt(1.3, 1.3)],
    ] as const) {
        it(`admit content at ${name}`, () => {
            const { limits, pods } = deployed(content);

            expect(pods.map((pod) => rejections(pod, limits))).to.deep.equal([[], []]);
        });
    }
});
