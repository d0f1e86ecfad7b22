// The functions that Chromium evaluates use its globals.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { loadPage } from "../../commands/load/loadPage";
import type { LoadResult, Part } from "../../commands/load/result";
import { startChromium } from "./chromium";
import { expectNoFindings, expectToFit } from "./expectations";

const part = (kind: Part["kind"], name: string, passed = true): Part => ({
    kind,
    name,
    requests: 342_000,
    requestsPerSecond: 570.4,
    medianMs: 61,
    p95Ms: 412,
    p99Ms: passed ? 903 : 1871,
    errorShare: passed ? 0 : 0.004,
    passed,
});

const users: LoadResult = {
    scenario: "users",
    url: "https://connect.example.com",
    startedAt: "2026-11-28T09:30:00.000Z",
    users: 3000,
    rampSeconds: 120,
    holdSeconds: 600,
    thinkSeconds: 5,
    processes: 2,
    servers: ["connect-6d9f7b5c8-2xkqp", "connect-6d9f7b5c8-7hwzr", "connect-6d9f7b5c8-m4t9v"],
    passed: true,
    parts: [
        part("all", "all requests"),
        part("content", "fastapi"),
        part("content", "plumber"),
        part("server", "connect-6d9f7b5c8-2xkqp"),
    ],
    publishing: undefined,
    peak: undefined,
    forecast: {
        stack: "prod",
        forecast: {
            requestsPerSecond: 600,
            mostRequestsPerSecond: 1313,
            saturatedRequestsPerSecond: 1876,
            bottleneck: { id: "serverCpu" },
        },
    },
    seconds: Array.from({ length: 720 }, (_, second) => ({
        second,
        users: Math.min(3000, second * 25),
        requests: Math.min(600, second * 5),
        errors: second === 400 ? 3 : 0,
        medianMs: 60,
        p99Ms: second % 50 === 0 ? null : 900,
    })),
};

const peak: LoadResult = {
    ...users,
    scenario: "peak",
    users: 2100,
    passed: false,
    parts: [part("all", "all requests", false), part("content", "fastapi", false)],
    publishing: { deployments: 31, medianSeconds: 42.1, errorShare: 0 },
    peak: {
        users: 2100,
        requestsPerSecond: 412.5,
        steps: Array.from({ length: 16 }, (_, step) => ({
            phase: `step${step + 1}`,
            users: 150 * (step + 1),
            requests: 24_000,
            errors: step,
            requestsPerSecond: Math.min(412.5, 30 * (step + 1)),
            p99Ms: 80 * (step + 1),
        })),
    },
    forecast: { unknown: "the host belongs to no stack of this project; --stack names one" },
};

const PAGES = { users, peak };

describe("the report of a load test, in Chromium", () => {
    let folder: string;
    let browser: Browser;

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "browser-"));
        for (const [name, result] of Object.entries(PAGES)) {
            writeFileSync(join(folder, `${name}.html`), loadPage(result));
        }
        browser = await startChromium();
    });

    after(async () => {
        await browser.close();
        rmSync(folder, { recursive: true });
    });

    /** Opens each report, and fails for every error in its console. */
    async function eachPage(
        options: BrowserContextOptions,
        use: (page: Page) => Promise<void>,
    ): Promise<void> {
        for (const name of Object.keys(PAGES)) {
            const context = await browser.newContext(options);
            const page = await context.newPage();
            const errors: string[] = [];
            page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
            await page.goto(`file://${join(folder, `${name}.html`)}`);
            expect(errors).to.deep.equal([]);
            await use(page);
            await context.close();
        }
    }

    const background = (page: Page): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.body).backgroundColor);

    for (const [colorScheme, color] of [
        ["light", "rgb(244, 246, 250)"],
        ["dark", "rgb(13, 18, 25)"],
    ] as const) {
        it(`has no finding of axe-core, and the colors of the system: ${colorScheme}`, async () => {
            await eachPage({ colorScheme }, async (page) => {
                expect(await background(page)).to.equal(color);
                await expectNoFindings(page);
            });
        });
    }

    it("fits a phone: wide tables and plots scroll sideways, with text that can be read", async () => {
        await eachPage({ viewport: { width: 360, height: 740 } }, async (page) => {
            await expectToFit(page);
            await expectNoFindings(page);
            const heights = await page.evaluate(() =>
                [...document.querySelectorAll("svg text")].map((text) => text.getBoundingClientRect().height),
            );
            expect(heights.length).to.be.above(20);
            expect(Math.min(...heights)).to.be.above(9);
        });
    });

    it("prints on a light background, also from the dark theme, with complete plots", async () => {
        await eachPage({ colorScheme: "dark", viewport: { width: 700, height: 900 } }, async (page) => {
            await page.emulateMedia({ media: "print" });

            expect(await background(page)).to.equal("rgb(244, 246, 250)");
            const cut = await page.evaluate(() =>
                [...document.querySelectorAll("svg")].filter(
                    (plot) => plot.getBoundingClientRect().right > document.documentElement.clientWidth,
                ),
            );
            expect(cut).to.deep.equal([]);
        });
    });
});
