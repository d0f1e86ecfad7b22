import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect } from "chai";
import { ROOT } from "../program";
import { trackedFiles } from "./trackedFiles";

const pages = trackedFiles("*.md");

describe("The documentation", () => {
    for (const page of pages) {
        it(`links to files and headings that exist: ${page}`, () => {
            const broken = [...proseOf(page).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]*))?\)/g)]
                .map(([, path = "", anchor]) => ({
                    file: path === "" ? page : normalize(join(dirname(page), path)),
                    anchor,
                }))
                .filter(
                    ({ file, anchor }) =>
                        !existsSync(join(ROOT, file)) ||
                        (anchor !== undefined && !anchorsOf(file).includes(anchor)),
                );

            expect(broken).to.deep.equal([]);
        });

        // In "policy/NAME.json", NAME is a placeholder.
        it(`names files of this repository that exist: ${page}`, () => {
            const missing = [
                ...readFileSync(join(ROOT, page), "utf8").matchAll(/`([\w./-]+\/[\w.-]+\.\w+)`/g),
            ]
                .map(([, path = ""]) => path)
                .filter((path) => ROOMS.includes(path.split("/")[0] ?? "") && !/[A-Z]{3}/.test(path))
                .filter((path) => !existsSync(join(ROOT, path)));

            expect(missing).to.deep.equal([]);
        });
    }
});

const ROOMS = [
    "bench",
    "catalog",
    "commands",
    "components",
    "docs",
    "graph",
    "lib",
    "policy",
    "recovery",
    "simulation",
    "stacks",
    "test",
];

/** A page without its code blocks. */
function proseOf(page: string): string {
    return readFileSync(join(ROOT, page), "utf8").replace(/^[ \d.-]*```[\s\S]*?^ *```/gm, "");
}

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(page: string): string[] {
    return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
        heading
            .toLowerCase()
            .replace(/[^\p{L}\p{N}\s_-]/gu, "")
            .replaceAll(" ", "-"),
    );
}
