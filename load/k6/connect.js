// What all scripts share: the options from environment variables, a user, and a publisher. A key in an argument would be visible
// to every user of the machine, so it is read from CONNECT_API_KEY.
import { check, sleep } from "k6";
import encoding from "k6/encoding";
import exec from "k6/execution";
import http from "k6/http";
import { Rate, Trend } from "k6/metrics";

const env = (name, standard) => {
    const value = __ENV[name] ?? standard;
    if (value === undefined || value === "") {
        throw new Error(`${name} is not set`);
    }
    return value;
};

const list = (text) => text.split(",").filter((item) => item !== "");

export const url = env("LOAD_URL");
// The k6-operator reads the options of a script without the secret.
const key = __ENV.CONNECT_API_KEY;
export const users = Number(env("LOAD_USERS", "3000"));
export const rampSeconds = Number(env("LOAD_RAMP_SECONDS", "120"));
export const holdSeconds = Number(env("LOAD_HOLD_SECONDS", "600"));
const thinkSeconds = Number(env("LOAD_THINK_SECONDS", "5"));

/** Names and identifiers of the content, such as `fastapi=0f8e…,plumber=7a31…`. */
const content = list(env("LOAD_CONTENT")).map((pair) => {
    const [name, guid] = pair.split("=");
    return { name, path: `/content/${guid}` };
});

/** Names of Connect's servers, for a threshold each. */
const servers = list(__ENV.LOAD_SERVERS ?? "");

/** Identifier of the content that a user publishes again and again, and its bundle in Base64; without them, no user publishes. */
const publishGuid = __ENV.LOAD_PUBLISH_GUID ?? "";
const bundle = publishGuid === "" ? undefined : encoding.b64decode(open(env("LOAD_BUNDLE")), "std");

const errors = new Rate("errors");
const publishErrors = new Rate("publish_errors");
const publishSeconds = new Trend("publish_seconds");

const HEADERS = { Authorization: `Key ${key}` };

/** Posit's published figure: the 99th percentile is below 1.5 s. Errors are this project's own limit. */
const MOST_MS = 1500;
const MOST_ERRORS = 0.001;

/** @param phase the part of the run that counts. */
export function thresholds(phase) {
    const parts = [
        "",
        ...content.map(({ name }) => `,content:${name}`),
        ...servers.map((name) => `,server:${name}`),
    ];
    return Object.fromEntries([
        ...parts.flatMap((part) => [
            [`http_req_duration{phase:${phase}${part}}`, [`p(99)<${MOST_MS}`]],
            [`errors{phase:${phase}${part}}`, [`rate<${MOST_ERRORS}`]],
            // A part without a request has not passed.
            [`http_reqs{phase:${phase}${part}}`, ["count>0"]],
        ]),
        ...(publishGuid === "" ? [] : [["publish_errors", [`rate<${MOST_ERRORS}`]]]),
    ]);
}

/** @param scenarios of the script; a publisher joins them, if one is set. */
export function options(scenarios, seconds, phase) {
    return {
        scenarios: {
            ...scenarios,
            ...(publishGuid === ""
                ? {}
                : {
                      publisher: {
                          executor: "constant-vus",
                          vus: 1,
                          duration: `${seconds}s`,
                          exec: "publish",
                          gracefulStop: "60s",
                      },
                  }),
        },
        thresholds: thresholds(phase),
        // A session stays with its server by its cookies.
        noCookiesReset: true,
        summaryTrendStats: ["count", "avg", "med", "p(90)", "p(95)", "p(99)", "max"],
        systemTags: ["status", "error_code", "scenario"],
        discardResponseBodies: false,
    };
}

/** Ends a run without a key before its first request. */
export function checkKey() {
    if (!key) {
        throw new Error("CONNECT_API_KEY is not set");
    }
}

/** Name of the server of this user's session; asked once, and again after an error. */
let server;

function askServer() {
    const { status, body } = http.get(`${url}/__api__/server_settings`, {
        headers: HEADERS,
        tags: { phase: "setup" },
        responseCallback: http.expectedStatuses({ min: 200, max: 599 }),
    });
    if (status === 200) {
        server = JSON.parse(body).hostname ?? "unknown";
    }
}

/** A request of a user, and the time until the next one. */
export function visit(phase) {
    if (server === undefined) {
        // Users do not come at the same moment.
        sleep(Math.random() * thinkSeconds);
        askServer();
    }
    // Users of both APIs in turn.
    const turn = exec.vu.idInTest + exec.vu.iterationInScenario;
    const { name, path } = content[turn % content.length];
    const x = 1 + (turn % 1000);
    const tags = { content: name, phase: phase(), server: server ?? "unknown" };
    const { status, body } = http.get(`${url}${path}/square?x=${x}`, { headers: HEADERS, tags });
    const isRight = check(
        body,
        { "the answer is right": () => status === 200 && answerOf(body) === x * x },
        tags,
    );
    errors.add(!isRight, tags);
    if (!isRight) {
        askServer();
    }
    // Uniform, so that users do not stay in step.
    sleep(thinkSeconds * (0.5 + Math.random()));
}

function answerOf(body) {
    try {
        return JSON.parse(body).result;
    } catch {
        return undefined;
    }
}

/** Publishes once: upload, deployment, and its end. */
export function publish() {
    const start = Date.now();
    const api = `${url}/__api__/v1`;
    const tags = { phase: "publish" };
    const post = (path, body, type) =>
        http.post(`${api}/${path}`, body, { headers: { ...HEADERS, "Content-Type": type }, tags });
    const uploaded = post(`content/${publishGuid}/bundles`, bundle, "application/gzip");
    let isPublished = false;
    if (uploaded.status === 200) {
        const deployed = post(
            `content/${publishGuid}/deploy`,
            JSON.stringify({ bundle_id: JSON.parse(uploaded.body).id }),
            "application/json",
        );
        isPublished =
            (deployed.status === 200 || deployed.status === 202) && isDone(api, JSON.parse(deployed.body));
    }
    publishErrors.add(!isPublished);
    if (isPublished) {
        publishSeconds.add((Date.now() - start) / 1000);
    } else {
        sleep(thinkSeconds);
    }
}

/** Waits for a task, for ten minutes at most. */
function isDone(api, { task_id: task }) {
    for (let asked = 0; asked < 300; asked++) {
        const { status, body } = http.get(`${api}/tasks/${task}?wait=2`, {
            headers: HEADERS,
            tags: { phase: "publish" },
        });
        if (status !== 200) {
            return false;
        }
        const { finished, code } = JSON.parse(body);
        if (finished) {
            return code === 0;
        }
    }
    return false;
}

/** Writes the summary for `npm run load`; without a file, as on the k6-operator, prints it. */
export function summary(data) {
    const text = JSON.stringify(data, null, 4);
    return __ENV.LOAD_SUMMARY ? { [__ENV.LOAD_SUMMARY]: text } : { stdout: `${text}\n` };
}
