import type { Graph } from "./graph";

/** A question about a graph that is worked out when it is first asked, and kept. */
export function once<Answer extends object>(question: (graph: Graph) => Answer): (graph: Graph) => Answer {
    const answers = new WeakMap<Graph, Answer>();
    return (graph) => {
        const answer = answers.get(graph) ?? question(graph);
        answers.set(graph, answer);
        return answer;
    };
}
