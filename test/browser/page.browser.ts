// The functions that Chromium evaluates use its globals.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { withInputs } from "../program";
import { DEV, plan, planIn, PROD } from "../commands/plan";
import { startChromium } from "./chromium";
import { expectNoFindings, expectToFit } from "./expectations";

const SECTIONS = [
    "Summary",
    "Network",
    "Requirements",
    "Policies",
    "Exposure",
    "Capacity",
    "Timeline",
    "Components",
];

/** Adopted, internal, violated and large stacks differ in content, not in code: these three have every kind of element. */
const PAGES = ["dev", "prod", "violated"] as const;

describe("the page of a plan, in Chromium", () => {
    let folder: string;
    let browser: Browser;

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "browser-"));
        browser = await startChromium();
        await plan("--stack", DEV, "--html", fileOf("dev"));
        await plan("--stack", PROD, "--html", fileOf("prod"), "--diagram", join(folder, "prod.svg"));
        const unsafe = withInputs("aws:rds/instance:Instance", { multiAz: false, storageEncrypted: false });
        await planIn({ program: unsafe }, "--stack", PROD, "--html", fileOf("violated"));
    });

    after(async () => {
        await browser.close();
        rmSync(folder, { recursive: true });
    });

    const fileOf = (name: string): string => join(folder, `${name}.html`);

    /** Opens a page, lets the test use it, and fails for every error in its console. */
    async function using(
        name: (typeof PAGES)[number],
        options: BrowserContextOptions,
        use: (page: Page) => Promise<void>,
    ): Promise<void> {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
        try {
            const page = await context.newPage();
            const errors: string[] = [];
            page.on("pageerror", (error) => errors.push(error.message));
            page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
            await page.goto(`file://${fileOf(name)}`);
            expect(errors).to.deep.equal([]);
            await use(page);
        } finally {
            await context.close();
        }
    }

    it("has every section, each reached by its link", async () => {
        await using("prod", { reducedMotion: "reduce" }, async (page) => {
            const links = page.getByRole("navigation", { name: "Sections" }).getByRole("link");
            expect(await links.allTextContents()).to.deep.equal(SECTIONS);
            for (const name of SECTIONS) {
                await links.getByText(name, { exact: true }).click();
                const heading = page.getByRole("heading", { level: 2, name, exact: true });
                const top = (await heading.boundingBox())?.y ?? -1;
                // Not under the bar at the top.
                const bar = (await page.locator(".top").boundingBox())?.height ?? 0;
                expect(top, name).to.be.within(bar, 900);
            }
        });
    });

    it("works without its script, except the search and the choice of a theme", async () => {
        await using("prod", { javaScriptEnabled: false }, async (page) => {
            expect(await page.getByRole("heading", { level: 2 }).allTextContents()).to.deep.equal(SECTIONS);
            expect(await page.getByRole("searchbox").count()).to.equal(0);
            expect(await page.locator("#theme").isVisible()).to.equal(false);
        });
    });

    describe("forbids its browser", () => {
        let server: Server;
        let requests: number;

        before((done) => {
            requests = 0;
            server = createServer((_, response) => {
                requests += 1;
                response.end("");
            }).listen(0, "127.0.0.1", done);
        });

        after((done) => {
            server.close(done);
        });

        it("to connect to a server, and to run another script", async () => {
            await using("prod", {}, async (page) => {
                const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
                // Playwright evaluates outside the page's policy, and what it adds is in the page.
                const outcome = await page.evaluate(async (target) => {
                    const image = new Image();
                    const failed = new Promise<string>((resolve) => {
                        image.onerror = () => {
                            resolve("blocked");
                        };
                        image.onload = () => {
                            resolve("loaded");
                        };
                    });
                    image.src = target;
                    const script = document.createElement("script");
                    script.textContent = "window.ran = true;";
                    document.body.append(script);
                    const fetched = await fetch(target, { mode: "no-cors" }).then(
                        () => "fetched",
                        () => "blocked",
                    );
                    return { fetched, image: await failed, ran: "ran" in window };
                }, url);

                expect({ ...outcome, requests }).to.deep.equal({
                    fetched: "blocked",
                    image: "blocked",
                    ran: false,
                    requests: 0,
                });
            });
        });
    });

    describe("searches its components", () => {
        it("for words of the name, the kind or the type, and shows them in their components", async () => {
            await using("prod", {}, async (page) => {
                const visible = page.locator("#tree li:not(:has(li)):visible .name");
                await page.getByRole("searchbox").fill("nat GATEWAY");

                expect(await page.getByRole("status").textContent()).to.match(/^3 of \d+ resources$/);
                expect(await visible.allTextContents()).to.deep.equal(
                    ["a", "b", "c"].map((zone) => `network-us-east-1${zone}`),
                );
                expect(await page.locator("#tree > li:visible").count()).to.equal(1);

                await page.getByRole("searchbox").fill("no such resource");
                expect(await page.getByRole("status").textContent()).to.match(/^0 of /);
                expect(await page.locator("#tree li:visible").count()).to.equal(0);

                await page.getByRole("searchbox").fill("");
                expect(await page.getByRole("status").textContent()).to.equal("");
                expect(await page.locator("#tree > li:visible").count()).to.equal(9);
                expect(await page.locator("#tree details[open]").count()).to.equal(0);
            });
        });

        it("and shows everything in a component that matches", async () => {
            await using("prod", {}, async (page) => {
                await page.getByRole("searchbox").fill("posit-connect:index:FileSystem");
                await page.locator("#tree > li:visible > details > summary").click();

                expect(await page.locator("#tree li:visible .name").allTextContents()).to.include.members([
                    "file-system",
                    "file-system-us-east-1a",
                ]);
            });
        });
    });

    describe("has a light and a dark theme", () => {
        const background = (page: Page): Promise<string> =>
            page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const LIGHT = "rgb(244, 246, 250)";
        const DARK = "rgb(13, 18, 25)";

        for (const [scheme, own, other, name] of [
            ["light", LIGHT, DARK, "Dark theme"],
            ["dark", DARK, LIGHT, "Light theme"],
        ] as const) {
            it(`the system's first, here ${scheme}, and the other one by its button`, async () => {
                await using("prod", { colorScheme: scheme }, async (page) => {
                    expect(await background(page)).to.equal(own);
                    const button = page.getByRole("button", { name });
                    await button.click();
                    expect(await background(page)).to.equal(other);
                    expect(await button.count()).to.equal(0);
                    await page.getByRole("button", { name: /theme/ }).click();
                    expect(await background(page)).to.equal(own);
                });
            });
        }
    });

    describe("can be used with a keyboard and a screen reader", () => {
        for (const name of PAGES) {
            for (const colorScheme of ["light", "dark"] as const) {
                it(`without a finding of axe-core, with everything open: ${name}, ${colorScheme}`, async () => {
                    await using(name, { colorScheme }, async (page) => {
                        await page.evaluate(() => {
                            document.querySelectorAll("details").forEach((details) => (details.open = true));
                        });
                        await expectNoFindings(page);
                    });
                });
            }
        }

        it("by a link over the bar, and by Enter on a component", async () => {
            await using("prod", { reducedMotion: "reduce" }, async (page) => {
                await page.keyboard.press("Tab");
                expect(await page.evaluate(() => document.activeElement?.textContent)).to.equal(
                    "Skip to the report",
                );
                await page.keyboard.press("Enter");
                expect(page.url()).to.match(/#main$/);

                await page.getByRole("searchbox").focus();
                await page.keyboard.press("Tab");
                await page.keyboard.press("Enter");
                expect(await page.locator("#tree > li > details[open]").count()).to.equal(1);
            });
        });
    });

    it("fits a phone: only wide tables and the diagram scroll sideways", async () => {
        for (const name of PAGES) {
            await using(name, { viewport: { width: 360, height: 740 } }, async (page) => {
                await expectToFit(page);
            });
        }
    });

    it("prints everything on white, also from the dark theme, and closes it again", async () => {
        await using("violated", { colorScheme: "dark" }, async (page) => {
            await page.evaluate(() => {
                addEventListener("beforeprint", () => {
                    document.body.dataset.closed = String(
                        document.querySelectorAll("details:not([open])").length,
                    );
                });
            });
            const pdf = await page.pdf({ format: "A4", printBackground: true });

            expect(pdf.subarray(0, 5).toString()).to.equal("%PDF-");
            const pages = pdf.toString("latin1").match(/\/Type ?\/Page\b/g)?.length ?? 0;
            expect(pages).to.be.within(4, 30);
            expect(await page.evaluate(() => document.body.dataset.closed)).to.equal("0");
            expect(await page.locator("details[open]").count()).to.equal(0);

            await page.emulateMedia({ media: "print" });
            expect(
                await page.evaluate(
                    () => getComputedStyle(document.querySelector("h1") ?? document.body).color,
                ),
            ).to.equal("rgb(22, 32, 51)");
            expect(await page.getByRole("navigation").isVisible()).to.equal(false);
        });
    });

    it("draws no text wider than its box", async () => {
        for (const name of PAGES) {
            await using(name, {}, async (page) => {
                const wide = await page.evaluate(() =>
                    [...document.querySelectorAll<SVGGElement>("#diagram svg g")].flatMap((group) => {
                        const box = group
                            .querySelector<SVGGraphicsElement>("rect.bar, rect.outside")
                            ?.getBBox();
                        const texts = [...group.querySelectorAll<SVGTextElement>(":scope > text")];
                        return box === undefined
                            ? []
                            : texts
                                  .filter(
                                      (text) => text.getBBox().x + text.getBBox().width > box.x + box.width,
                                  )
                                  .map((text) => text.textContent);
                    }),
                );
                expect(wide).to.deep.equal([]);
            });
        }
    });

    it("and the diagram of --diagram are drawn alone, in both themes", async () => {
        const svg = readFileSync(join(folder, "prod.svg"), "utf8");
        const colors: string[] = [];
        for (const colorScheme of ["light", "dark"] as const) {
            const context = await browser.newContext({ colorScheme });
            const page = await context.newPage();
            await page.goto(`file://${join(folder, "prod.svg")}`);
            colors.push(
                await page.evaluate(
                    () =>
                        getComputedStyle(document.querySelector(".backdrop") ?? document.documentElement)
                            .fill,
                ),
            );
            await context.close();
        }

        expect(svg.length).to.be.below(60_000);
        expect(colors).to.deep.equal(["rgb(255, 255, 255)", "rgb(21, 28, 39)"]);
    });
});
