// The functions that Chromium evaluates use its globals.
/// <reference lib="dom" />
import { source as axeSource } from "axe-core";
import { expect } from "chai";
import type { Page } from "playwright-core";

/** Fails for each finding of axe-core on a page. */
export async function expectNoFindings(page: Page): Promise<void> {
    await page.evaluate(axeSource);
    const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import("axe-core") };
        const { violations, passes } = await axe.run();
        return {
            passes: passes.length,
            violations: violations.map(({ id, impact, nodes }) => ({
                id,
                impact,
                nodes: nodes.map(({ html }) => html.slice(0, 200)).slice(0, 3),
            })),
        };
    });
    expect(found.violations).to.deep.equal([]);
    expect(found.passes).to.be.above(20);
}

/** Fails if a page is wider than its screen. */
export async function expectToFit(page: Page): Promise<void> {
    const [content, screen] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
    ]);
    expect(content).to.equal(screen);
}
