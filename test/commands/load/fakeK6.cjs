#!/usr/bin/env node
// Acts as k6 for a test: writes its arguments and variables to FAKE_K6_LOG, prints samples, and writes a summary.
const { appendFileSync, writeFileSync } = require("node:fs");

const args = process.argv.slice(2);
if (args[0] === "version") {
    process.exit(0);
}
const script = args.at(-1).endsWith("steps.js") ? "steps" : "users";
const variables = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^LOAD_|^CONNECT_/.test(name)),
);
appendFileSync(process.env.FAKE_K6_LOG, `${JSON.stringify({ args, variables })}\n`);
if (process.env.FAKE_K6 === "crash") {
    process.stderr.write('level=error msg="LOAD_URL is not set"\n');
    process.exit(107);
}

const START = Date.parse("2026-11-23T12:00:00Z");
const point = (second, metric, value, tags) =>
    console.log(
        JSON.stringify({
            metric,
            type: "Point",
            data: { time: new Date(START + second * 1000).toISOString(), value, tags },
        }),
    );
console.log(JSON.stringify({ metric: "vus", type: "Metric", data: { type: "gauge" } }));
for (let second = 0; second <= 8 && process.env.FAKE_K6 !== "empty"; second++) {
    point(second, "vus", second * 10);
    point(second, "http_req_failed", 0, { phase: "setup" });
    point(second, "http_req_duration", 5, { phase: "setup" });
    // Each step of the search has 10 requests a second more, up to 40.
    const requests = script === "steps" ? 10 * Math.min(4, second + 1) : 20;
    const phase = script === "steps" ? `step${second + 1}` : second < 2 ? "ramp" : "hold";
    for (let request = 0; request < requests; request++) {
        const at = second + request / requests;
        point(at, "http_req_duration", 10 + request, { phase, content: "fastapi" });
        point(at, "errors", 0, { phase, content: "fastapi" });
    }
}

const failed = process.env.FAKE_K6 === "slow";
const metrics = { publish_errors: undefined };
const parts = [
    "",
    ...variables.LOAD_CONTENT.split(",").map((pair) => `,content:${pair.split("=")[0]}`),
    ...variables.LOAD_SERVERS.split(",").map((name) => `,server:${name}`),
];
for (const part of parts) {
    const tags = `{phase:hold${part}}`;
    const ok = !(failed && part === ",content:plumber");
    metrics[`http_req_duration${tags}`] = {
        values: { med: 20, "p(95)": 28, "p(99)": ok ? 29 : 2029 },
        thresholds: { "p(99)<1500": { ok } },
    };
    metrics[`errors${tags}`] = { values: { rate: 0 }, thresholds: { "rate<0.001": { ok: true } } };
    metrics[`http_reqs${tags}`] = { values: { count: 140 }, thresholds: { "count>0": { ok: true } } };
}
if (variables.LOAD_PUBLISH_GUID) {
    metrics.publish_errors = { values: { rate: 0.5, passes: 1, fails: 1 } };
    metrics.publish_seconds = { values: { med: 12.34 } };
}
writeFileSync(process.env.LOAD_SUMMARY, JSON.stringify({ metrics }));
// A search is ended by a signal once its peak is found.
if (script === "steps") {
    const end = () => process.exit(105);
    process.on("SIGINT", end);
    setTimeout(end, process.env.FAKE_K6 === "empty" ? 0 : 5000);
} else {
    // Not `exit`, which would drop samples that are not written yet.
    process.exitCode = failed ? 99 : 0;
}
