import { expect } from "chai";
import { findPeak } from "../../../commands/load/findPeak";
import { Measurements, quantile } from "../../../commands/load/measurements";
import { stackOfHost } from "../../../commands/load/ownHost";
import { processesFor } from "../../../load/publish";
import { EXAMPLES } from "../../program";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const rates = (...all: number[]) =>
    all.map((requestsPerSecond, index) => ({
        phase: `step${index + 1}`,
        users: (index + 1) * 10,
        requestsPerSecond,
    }));

describe("the measurements of a load test", () => {
    it("leave out other metrics, the questions of users about their server, and the publisher", () => {
        const measurements = new Measurements();
        const add = (metric: string, value: number, phase: string, time = "2026-11-23T12:00:00Z") => {
            measurements.add(
                JSON.stringify({ metric, type: "Point", data: { time, value, tags: { phase } } }),
            );
        };
        measurements.add('{"metric":"http_req_duration","type":"Metric","data":{}}');
        add("http_req_waiting", 1, "hold");
        add("http_req_duration", 1, "setup");
        add("http_req_duration", 1, "publish");
        expect([measurements.phaseRates(), measurements.latest()]).to.deep.equal([[], undefined]);

        add("http_req_duration", 10, "hold");
        add("http_req_duration", 20, "hold", "2026-11-23T12:00:02Z");
        add("errors", 1, "hold", "2026-11-23T12:00:02Z");
        expect(measurements.phaseRates()).to.deep.equal([
            { phase: "hold", users: 0, requestsPerSecond: 1, requests: 2, errors: 1, p99Ms: 19.9 },
        ]);
        expect(measurements.latest()).to.deep.equal({
            second: 0,
            users: 0,
            requests: 1,
            errors: 0,
            medianMs: 10,
            p99Ms: 10,
        });
    });

    it("have quantiles between the two nearest values, and none without values", () => {
        expect([quantile([], 0.5), quantile([3], 0.99), quantile([4, 1, 3, 2], 0.5)]).to.deep.equal([
            null,
            3,
            2.5,
        ]);
    });

    it("have their peak at the step that two further ones do not exceed by 5 %", () => {
        expect(findPeak(rates(10, 20, 30, 30.5, 29))).to.deep.equal(rates(10, 20, 30)[2]);
        expect(findPeak(rates(10, 20, 20.5, 25, 25))).to.equal(undefined);
        expect(findPeak([])).to.equal(undefined);
    });
});

describe("the processes of a load test", () => {
    it("follow from the rate of requests of a server, from 1 to Connect's limit of 10", () => {
        const processes = (users: number, thinkSeconds: number, servers: number) =>
            processesFor({ users, thinkSeconds, servers });

        // 3,000 users with 5 s between requests: 100 a second for an API on one of three servers, at 10 ms half of the time.
        expect([
            processes(3000, 5, 3),
            processes(3000, 5, 2),
            processes(1, 5, 3),
            processes(9000, 1, 0),
        ]).to.deep.equal([2, 3, 1, 10]);
    });
});

describe("the stack of a host", () => {
    it("is the one with its domain, or with the load balancer of its name", () => {
        const folder = mkdtempSync(join(tmpdir(), "load-"));
        writeFileSync(join(folder, "Pulumi.yaml"), "name: posit-connect\nruntime: nodejs\n");
        for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith(".yaml"))) {
            copyFileSync(join(EXAMPLES, file), join(folder, file));
        }
        // A stack's file in progress.
        writeFileSync(join(folder, "Pulumi.new.yaml"), "config:\n  posit-connect:loadBalancer:\n");
        const stacks = [
            "connect.example.com",
            "posit-connect-dev-1234567890.us-east-1.elb.amazonaws.com",
            "internal-posit-connect-prod-1.eu-west-1.elb.amazonaws.com",
            "127.0.0.1",
            "other.example.com",
            "posit-connect-dev-1.us-east-1.elb.amazonaws.com.evil.example",
        ].map((host) => stackOfHost(host, folder));
        rmSync(folder, { recursive: true });

        expect(stacks).to.deep.equal(["prod", "dev", "prod", "local", undefined, undefined]);
    });
});
