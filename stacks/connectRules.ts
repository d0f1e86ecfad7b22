import { mebibytes, millicores } from "../lib/quantity";
import type { Problem, Rule } from "./rule";
import type { DeclaredSettings } from "./settings";

/** A chart's name in a repository, and not its path or URL. */
const IN_REPOSITORY = /^[a-z0-9][a-z0-9-]*$/;

/** Two settings of which one is never over the other, by their paths under `connect`, and what each amounts to. */
interface Ordered {
    lower: string;
    upper: string;
    of: (connect: DeclaredSettings["connect"]) => [number, number];
}

const ORDERED: Ordered[] = [
    {
        lower: "resources.requests.cpu",
        upper: "resources.limits.cpu",
        of: ({ resources: { requests, limits } }) => [millicores(requests.cpu), millicores(limits.cpu)],
    },
    {
        lower: "resources.requests.memory",
        upper: "resources.limits.memory",
        of: ({ resources: { requests, limits } }) => [mebibytes(requests.memory), mebibytes(limits.memory)],
    },
    {
        lower: "content.resources.cpuRequest",
        upper: "content.resources.cpuLimit",
        of: ({ content: { resources } }) => [resources.cpuRequest, resources.cpuLimit],
    },
    {
        lower: "content.resources.cpuLimit",
        upper: "content.maxCpu",
        of: ({ content }) => [content.resources.cpuLimit, content.maxCpu],
    },
    {
        lower: "content.maxCpu",
        upper: "content.quota.cpu",
        of: ({ content }) => [content.maxCpu, content.quota.cpu],
    },
    {
        lower: "content.resources.memoryRequestGiB",
        upper: "content.resources.memoryLimitGiB",
        of: ({ content: { resources } }) => [resources.memoryRequestGiB, resources.memoryLimitGiB],
    },
    {
        lower: "content.resources.memoryLimitGiB",
        upper: "content.maxMemoryGiB",
        of: ({ content }) => [content.resources.memoryLimitGiB, content.maxMemoryGiB],
    },
    {
        lower: "content.maxMemoryGiB",
        upper: "content.quota.memoryGiB",
        of: ({ content }) => [content.maxMemoryGiB, content.quota.memoryGiB],
    },
    {
        lower: "scheduler.minProcesses",
        upper: "scheduler.maxProcesses",
        of: ({ scheduler }) => [scheduler.minProcesses, scheduler.maxProcesses],
    },
];

/** What is reserved is allowed, and what is allowed is there. */
export const limitsInOrder: Rule = function* ({ connect }, checked) {
    for (const { lower, upper, of } of ORDERED) {
        if (!checked.isSound(`connect.${lower}`, `connect.${upper}`)) {
            continue;
        }
        const [least, most] = of(connect);
        if (least > most) {
            const path = ["connect", ...lower.split(".")];
            yield { path, message: `must not be over posit-connect:connect.${upper}` };
        }
    }
};

/** Posit's own images of content, in whatever registry, whose tags name the patch versions in them. */
const POSIT_CONTENT =
    /(?:^|\/)connect-content:R(\d+\.\d+\.\d+)-python(\d+\.\d+\.\d+)-ubuntu-\d\d\.\d\d(?:-base|-pro)?$/;

/** Posit's images hold one patch version of each language. */
export const versionsAsTagged: Rule = function* ({ connect }, checked) {
    if (!checked.isSound("connect.executionEnvironments")) {
        return;
    }
    for (const [index, { name, r = [], python = [] }] of connect.executionEnvironments.entries()) {
        const [, ofR, ofPython] = POSIT_CONTENT.exec(name) ?? [];
        const installed = [
            ...r.map(({ version }, at) => ({ version, tagged: ofR, path: ["r", at] })),
            ...python.map(({ version }, at) => ({ version, tagged: ofPython, path: ["python", at] })),
        ];
        for (const { version, tagged, path } of installed) {
            if (tagged !== undefined && version !== tagged) {
                yield {
                    path: ["connect", "executionEnvironments", index, ...path, "version"],
                    message: `must be ${JSON.stringify(tagged)}, as in the image's tag: there is no other in it`,
                };
            }
        }
    }
};

/** A chart is looked up in a repository by its name, or fetched from where its path or URL says. */
export const chartsFound: Rule = function* ({ cluster, connect }, checked) {
    if (checked.isSound("cluster.controller.chart", "cluster.controller.repository")) {
        const { chart, repository } = cluster.controller;
        yield* chartFound(chart, repository, ["cluster", "controller", "repository"]);
    }
    if (checked.isSound("connect.chart.name", "connect.chart.repository")) {
        const { name, repository } = connect.chart;
        yield* chartFound(name, repository, ["connect", "chart", "repository"]);
    }
};

function* chartFound(chart: string, repository: string, path: string[]): Generator<Problem, void> {
    if (IN_REPOSITORY.test(chart) && repository === "") {
        yield { path, message: `must be a repository's https:// URL, as ${chart} is a name in it` };
    }
    if (!IN_REPOSITORY.test(chart) && repository !== "") {
        yield { path, message: `must be "", as the chart is given by its path or URL, ${chart}` };
    }
}
