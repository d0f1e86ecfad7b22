import type { Topology } from "./topology";

/** A question about a topology that is worked out when it is first asked, and kept. */
export function once<Answer extends object>(
    question: (topology: Topology) => Answer,
): (topology: Topology) => Answer {
    const answers = new WeakMap<Topology, Answer>();
    return (topology) => {
        const answer = answers.get(topology) ?? question(topology);
        answers.set(topology, answer);
        return answer;
    };
}
