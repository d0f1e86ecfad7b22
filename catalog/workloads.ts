/** The busiest time of a stack: its content with its users, and the runs of schedules. */
export interface Workload {
    /** In words, for a report. */
    title: string;
    content: readonly ContentLoad[];
    /** Connections to the database that a server opens at most. */
    databaseConnectionsPerServer: number;
    /** Assumptions in it, a sentence each. */
    assumptions: readonly string[];
}

/** Items of content that are alike. Users and requests are those of all items together. */
export interface ContentLoad {
    name: string;
    /**
     * `api`: a user has a connection while a request is answered. `app`: a user has a connection for the complete session.
     * `job`: a run without users, such as a scheduled report.
     */
    kind: "api" | "app" | "job";
    items: number;
    /** Users at the same time. */
    users: number;
    requestsPerSecond: number;
    /** Mean time of a response. */
    responseSeconds: number;
    /** CPU time of the content for a request. */
    cpuMilliseconds: number;
    /** CPU time of a server for a request. */
    serverCpuMilliseconds: number;
    /** Cores that a process can use at the same time. */
    threads: number;
    /** Runs of a job at the same time. */
    runs: number;
    /** Size of a response. */
    responseKB: number;
    /** Requests that a client sends on a connection to the load balancer. */
    requestsPerConnection: number;
    /** Operations of the shared files for a request. */
    fileOperationsPerRequest: number;
    /** Connections that a user, or a run, keeps to the same address on the internet. */
    internetConnections: number;
    /** Settings of the content itself. Without one, the stack's default holds. */
    process: Partial<ProcessSettings>;
}

/** Settings of a content item's processes. */
export interface ProcessSettings {
    cpuRequest: number;
    memoryRequestGiB: number;
    minProcesses: number;
    maxProcesses: number;
    maxConnectionsPerProcess: number;
}

/**
 * Posit's measurement of one server that also runs the content: a `t3.2xlarge` at full load answered this rate of small requests to
 * a Flask API.
 *
 * Source: https://docs.posit.co/connect/admin/reference-architectures/aws/single-server/, "Performance".
 */
const MEASURED = { vCpus: 8, requestsPerSecond: 939 };

/** Half of the CPU time of a request in {@link MEASURED}. Posit does not publish the shares of the server and of the content. */
const HALF_REQUEST_MS = Math.round(((MEASURED.vCpus * 1000) / MEASURED.requestsPerSecond / 2) * 100) / 100;

/** Values of a content item that a workload file does not have. */
export const contentDefaults = {
    items: 1,
    responseSeconds: 0.1,
    serverCpuMilliseconds: HALF_REQUEST_MS,
    /** Source: https://solutions.posit.co/admin-training/courses/connect/08_scaling.html, "the default is for R and Python to use a single thread". */
    threads: 1,
    responseKB: 10,
    requestsPerConnection: 10,
    fileOperationsPerRequest: 1,
    internetConnections: 0,
};

/** Connections that a server is assumed to open to the database. Posit publishes no number. */
export const DATABASE_CONNECTIONS_PER_SERVER = 50;

/** The names of the built-in workloads. */
export type WorkloadName = "posit" | "shiny";

const THINK_SECONDS = 5;
const POSIT_USERS = 3000;

const positApi = (name: string): ContentLoad => ({
    ...contentDefaults,
    name,
    kind: "api",
    users: POSIT_USERS / 2,
    requestsPerSecond: POSIT_USERS / 2 / THINK_SECONDS,
    cpuMilliseconds: HALF_REQUEST_MS,
    runs: 0,
    process: {},
});

/** Workloads that need no file. */
export const workloads: Readonly<Record<WorkloadName, Workload>> = {
    /**
     * Posit's test of the reference architecture: requirement R13.
     *
     * Source: https://docs.posit.co/connect/admin/reference-architectures/aws/kubernetes/, "Performance".
     */
    posit: {
        title: "Posit's published test: 3,000 users of a FastAPI and a Plumber API",
        content: [positApi("fastapi"), positApi("plumber")],
        databaseConnectionsPerServer: DATABASE_CONNECTIONS_PER_SERVER,
        assumptions: [
            `Posit publishes no rate of requests. Each user waits ${THINK_SECONDS} s before the next request, so that ${POSIT_USERS / THINK_SECONDS} arrive in a second.`,
            `A request takes ${HALF_REQUEST_MS} ms of CPU time in its content, and as much in a server: Posit's test of a single server answered ${MEASURED.requestsPerSecond} requests a second with ${MEASURED.vCpus} vCPUs at full load. Posit does not publish the shares of both.`,
        ],
    },
    shiny: {
        title: "heavy Shiny: 200 users of 4 dashboards that keep data in memory",
        content: [
            {
                ...contentDefaults,
                name: "dashboards",
                kind: "app",
                items: 4,
                users: 200,
                requestsPerSecond: 200 / THINK_SECONDS,
                responseSeconds: 1,
                cpuMilliseconds: 500,
                runs: 0,
                responseKB: 200,
                process: { cpuRequest: 1, memoryRequestGiB: 4, maxConnectionsPerProcess: 5 },
            },
        ],
        databaseConnectionsPerServer: DATABASE_CONNECTIONS_PER_SERVER,
        assumptions: [
            `An invented example. Each user changes an input every ${THINK_SECONDS} s, which takes 500 ms of CPU time in R, and five users share a process of 1 core and 4 GiB.`,
        ],
    },
};
