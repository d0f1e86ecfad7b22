import { expect } from "chai";
import {
    compareWithForecast,
    type LoadForecast,
    THINK_SECONDS,
    workloadOf,
} from "../../../commands/load/forecast";
import type { LoadResult } from "../../../commands/load/result";

const PLAN = {
    scenario: "users" as const,
    url: "https://connect.example.com",
    users: 3000,
    rampSeconds: 120,
    holdSeconds: 600,
    thinkSeconds: 5,
    processes: 2,
    servers: [],
};

const result = (forecast: LoadForecast, passed: boolean, requestsPerSecond: number): LoadResult => ({
    ...PLAN,
    startedAt: "2026-11-23T12:00:00.000Z",
    passed,
    parts: [
        {
            kind: "all",
            name: "all requests",
            requests: 1,
            requestsPerSecond,
            medianMs: 1,
            p95Ms: 1,
            p99Ms: 1,
            errorShare: 0,
            passed,
        },
    ],
    publishing: undefined,
    peak: undefined,
    forecast,
    seconds: [],
});

const MODEL: LoadForecast = {
    stack: "prod",
    forecast: {
        requestsPerSecond: 600,
        mostRequestsPerSecond: 1000,
        saturatedRequestsPerSecond: 1428.6,
        bottleneck: { id: "serverCpu" },
    },
};

const FORECAST =
    "The capacity model forecasts for prod up to 1,000 requests a second without noticeable waits and 1,429 at full load, bound by CPU that servers use. ";

describe("the forecast for a load test", () => {
    it("is for the users, the rate and the processes of the test", () => {
        const { content } = workloadOf(PLAN, ["fastapi"], 50);

        expect(
            content.map(({ name, users, requestsPerSecond, process }) => ({
                name,
                users,
                requestsPerSecond,
                process,
            })),
        ).to.deep.equal([
            {
                name: "fastapi",
                users: 3000,
                requestsPerSecond: 600,
                process: { minProcesses: 2, maxProcesses: 2, maxConnectionsPerProcess: 50 },
            },
        ]);
        expect(THINK_SECONDS).to.equal(5);
    });

    it("agrees with a result if both fit, or if neither does", () => {
        const texts = [
            [true, 600],
            [false, 600],
            [false, 1200],
            [true, 1200],
        ].map(([passed, rate]) =>
            compareWithForecast(result(MODEL, passed === true, Number(rate))).replace(FORECAST, ""),
        );

        expect(texts).to.deep.equal([
            "600 fit, and the test passed: as forecast.",
            "600 fit, and the test did not pass: not as forecast.",
            "1,200 do not fit, and the test did not pass: as forecast.",
            "1,200 do not fit, and the test passed: not as forecast.",
        ]);
    });

    it("is not known if the model does not know the stack's capacity, or has no stack", () => {
        const open = {
            ...MODEL,
            forecast: { ...MODEL.forecast, mostRequestsPerSecond: null, bottleneck: null },
        };

        expect(compareWithForecast(result(open, true, 600))).to.equal(
            "The capacity model does not know how much prod answers.",
        );
        expect(
            compareWithForecast(result({ unknown: "the stack has no release of Connect" }, true, 600)),
        ).to.equal("The capacity model has no forecast: the stack has no release of Connect.");
    });
});
