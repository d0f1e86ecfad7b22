import type { Graph } from "./graph";

/** Caches the result of a function of a graph. */
export function once<Answer extends object>(question: (graph: Graph) => Answer): (graph: Graph) => Answer {
    const answers = new WeakMap<Graph, Answer>();
    return (graph) => {
        const answer = answers.get(graph) ?? question(graph);
        answers.set(graph, answer);
        return answer;
    };
}
