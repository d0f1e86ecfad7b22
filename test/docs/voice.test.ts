import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { ROOT } from "../program";
import { trackedFiles } from "./trackedFiles";

/** Phrases to avoid, each with the words to use instead. CONTRIBUTING.md, "English", gives the reason. */
const AVOIDED: readonly (readonly [RegExp, string])[] = [
    [/\banew\b/gi, "again, recreated"],
    [/\bmend(s|ed|ing)?\b/gi, "fix"],
    [/\bamid\b/gi, "during"],
    [/\bbeside\b/gi, "in addition to, next to"],
    [/\b(are|is|be|been|was|were|has|have|had) gone\b/gi, "deleted, missing"],
    [/\b(nobody|somebody|whoever|whomever|whom)\b/gi, "a noun: you, the role, a principal, an operator"],
    [/\bin the place of\b/gi, "instead of"],
    [/\b(is|are) of (no )?use\b/gi, "requires, cannot be used"],
    [/\blooks? whether\b/gi, "check if"],
    [/\bsome (ten|twenty|thirty|\d+) (to \d+ )?(seconds|minutes|hours)\b/gi, "about 10 minutes"],
    [/\b(plays|played) (in|by|with|through|for|it|a|the)\b/gi, "simulate, simulated"],
    [/\bstand-ins?\b/gi, "placeholder"],
    [/\bwhence\b/gi, "from which"],
    [/\b(tells?|told) (of|that|what|which|whether|it|its)\b/gi, "report, print"],
    [/\bwhole (stack|program|life|graph|report|plan|set|outcome|cluster)\b/gi, "complete"],
    [/\b(behaviour|colour|favour|honour|neighbour)/gi, "behavior, color, favor, honor, neighbor"],
    [
        /\b(catalogue|artefact|licence|centre|grey|whilst|cancelled|labelled(?!by)|modelled)/gi,
        "American spelling",
    ],
    [
        /(?:^|[.!:] )What (is|are|was|were|a|an|the|it|has|have|holds?|needs?|cannot)\b[^?.]*(?:\.|$)/g,
        "a noun",
    ],
];

describe("The project's English", () => {
    for (const page of trackedFiles("*.md")) {
        it(`avoids phrases that make readers stumble: ${page}`, () => {
            const text = readFileSync(join(ROOT, page), "utf8");
            const prose = text.replace(/^[ \d.-]*```[\s\S]*?^ *```/gm, "").replace(/`[^`]*`/g, "x");
            expect(avoidedIn(prose)).to.deep.equal([]);
        });
    }
    // The file with the phrases contains them.
    for (const file of trackedFiles("*.ts").filter((path) => path !== "test/docs/voice.test.ts")) {
        it(`avoids phrases that make readers stumble: ${file}`, () => {
            expect(proseOf(readFileSync(join(ROOT, file), "utf8")).flatMap(avoidedIn)).to.deep.equal([]);
        });
    }

    it("reads the comments and the strings of a program", () => {
        const source =
            '// Is made\n// anew.\nconst a = `one ${b("gone")} two`;\n/** Of\n * use. */\nf("`c` y");';
        expect(proseOf(source)).to.deep.equal(["Is made anew.", "Of use.", "one ", "gone", " two", "x y"]);
    });
});

/** Each avoided phrase, in its surroundings, and the words to use instead. */
function avoidedIn(text: string): string[] {
    return AVOIDED.flatMap(([pattern, instead]) =>
        [...text.matchAll(pattern)].map(({ 0: found, index }) => {
            const around = text.slice(Math.max(0, index - 40), index + found.length + 40);
            return `"…${around.replaceAll("\n", " ")}…": write ${instead}`;
        }),
    );
}

/** The comments and string literals of a TypeScript source, each as one line; code in backticks becomes "x". */
function proseOf(source: string): string[] {
    const strings: string[] = [];
    const comments = new Map<number, ts.CommentRange>();
    const visit = (node: ts.Node): void => {
        const ranges = [
            ...(ts.getLeadingCommentRanges(source, node.pos) ?? []),
            ...(ts.getTrailingCommentRanges(source, node.end) ?? []),
        ];
        for (const range of ranges) {
            comments.set(range.pos, range);
        }
        if (
            ts.isStringLiteralLike(node) ||
            ts.isTemplateHead(node) ||
            ts.isTemplateMiddleOrTemplateTail(node)
        ) {
            strings.push(node.text);
        }
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest));
    // Lines of `//` that follow each other are one comment.
    const texts = [...comments.values()]
        .sort((a, b) => a.pos - b.pos)
        .map(({ pos, end }) => source.slice(pos, end))
        .join("\n")
        .split(/(?<=\*\/)\n|\n(?=\/\*)/)
        .map((comment) => comment.replace(/^[\s/*]+|[\s*/]+$/g, "").replace(/\s*\n[\s/*]*/g, " "));
    return [...texts, ...strings].filter((text) => text !== "").map((text) => text.replace(/`[^`]*`/g, "x"));
}
