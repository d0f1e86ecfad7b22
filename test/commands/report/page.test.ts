import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { HtmlValidate } from "html-validate";
import { planPage } from "../../../commands/report/page";
import type { Judgement } from "../../../commands/policyPack/judgement";
import type { PlanFacts } from "../../../commands/planReport";
import { diagram } from "../../../graph/diagram";
import { type Deployment, Graph } from "../../../graph/graph";
import { SECRET_TEXTS, simulateStack, withInputs } from "../../program";
import { DEV, plan, planIn, PROD } from "../plan";

const validator = new HtmlValidate({
    extends: ["html-validate:standard"],
    // It asks for no content security policy, which would need another source of this page's own style and script.
    rules: { "no-inline-style": "error" },
});

describe("the page of a plan", () => {
    let folder: string;
    let file: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "page-"));
        file = join(folder, "plan.html");
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    for (const [stack, path] of [
        ["dev", DEV],
        ["prod", PROD],
    ] as const) {
        describe(`of ${stack}`, () => {
            let page: string;
            let out: string;

            before(async () => {
                out = (await plan("--stack", path, "--html", file, "--exposure", "--timeline")).out;
                page = readFileSync(file, "utf8");
            });

            it("is valid HTML, smaller than 1 MB", async () => {
                const report = await validator.validateString(page);

                expect(report.results.flatMap(({ messages }) => messages)).to.deep.equal([]);
                expect(page.length).to.be.below(1_000_000);
            });

            it("refers only to itself, and forbids its browser any connection", () => {
                const targets = [...page.matchAll(/\s(?:href|src|srcset|action|data|poster)="([^"]*)"/g)].map(
                    ([, target = ""]) => target,
                );
                expect(targets.filter((target) => !target.startsWith("#"))).to.deep.equal([]);
                expect(page.match(/url\(|@import|<(link|img|iframe|object|embed|base|form)\b/g)).to.equal(
                    null,
                );
                const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map(([, id = ""]) => `#${id}`));
                expect(targets.filter((target) => !ids.has(target))).to.deep.equal([]);
                const hash = (tag: string): string => {
                    const text = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? "";
                    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
                };
                expect(/Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]).to.equal(
                    `default-src 'none'; style-src ${hash("style")}; script-src ${hash("script")}; base-uri 'none'; form-action 'none'`,
                );
            });

            it("has the numbers, findings, paths and times of the printed report", () => {
                const text = textOf(page);
                const printed = (pattern: RegExp): string[] =>
                    [...out.matchAll(pattern)].map(([, found = ""]) => found);

                for (const found of [
                    ...printed(/^Reference architecture: (.*)$/gm),
                    ...printed(/^Policies \(.*\): (.*)$/gm),
                    ...printed(/ {2}(?:✓|○|✗|\?) {2}(\S.*)$/gm).map((row) => row.slice(0, 40)),
                    ...printed(/^ {2}• (.*)$/gm),
                    ...printed(/^(Not set yet.*)$/gm),
                    ...printed(/: (about \d+ minutes) for/gm),
                    ...printed(/ → .*? (\d+\/(?:tcp|udp)) /gm),
                ]) {
                    expect(text).to.include(found);
                }
                const paths = printed(/^ {2}(.* → .*)$/gm);
                expect(
                    /aria-label="Network exposure">[^]*?<\/table>/.exec(page)?.[0].match(/<tr><td>/g),
                ).to.have.lengthOf(paths.length);
            });

            it("has every resource under its component", async () => {
                const graph = await simulateStack(stack);
                const tree = /<ul class="tree"[^]*<\/ul>/.exec(page)?.[0] ?? "";

                const names = [...tree.matchAll(/class="name">([^<]*)</g)].map(([, name = ""]) => name);
                const under = graph.stack === undefined ? [] : graph.tree(graph.stack).slice(1);
                expect(names).to.deep.equal(under.map(({ name }) => name));
            });

            it("shows the same network as --diagram", async () => {
                const { tiers, paths } = diagram(await simulateStack(stack));

                const svg = /<svg xmlns[^]*?<\/svg>/.exec(page)?.[0] ?? "";
                expect(svg.match(/class="cell/g)).to.have.lengthOf(
                    tiers.flatMap(({ subnets }) => subnets).length + tiers.length,
                );
                expect(svg.match(/<path class="arrow [a-z]+" d="[^"]*L/g)).to.have.lengthOf(paths.length);
            });

            it("contains no secret", () => {
                for (const text of ["placeholder for", ...Object.values(SECRET_TEXTS)]) {
                    expect(page).to.not.include(text);
                }
            });
        });
    }

    it("shows a violation with its remedy, and that the deployment is blocked", async () => {
        const { status } = await planIn(
            { program: withInputs("aws:rds/instance:Instance", { multiAz: false }) },
            ...["--stack", PROD, "--html", file],
        );

        const text = textOf(readFileSync(file, "utf8"));
        expect(status).to.equal(3);
        expect(text).to.include("✗ The policies block a deployment.");
        expect(text).to.match(
            /✗ violation rds-multi-az · \w+ severity multiAz: must be true, got false\. Remedy: /,
        );
        expect(text).to.match(
            /R7 Multi-AZ, on every subnet with nodes ✗ violated multiAz: must be true, got false\./,
        );
    });

    it("has no tag or attribute of its own in any text, whatever the names and findings are", async () => {
        const deployment = { deployment: { resources: [...(await simulateStack("dev")).resources] } };
        const text = fc.oneof(
            fc.string({ unit: "binary", minLength: 1 }),
            fc.constantFrom('<script>alert("1")</script>', "</style></title><script>", "'\"><img onerror=x>"),
        );
        const tagsOf = (page: string): string[] => [
            ...new Set([...page.matchAll(/<\/?[a-z][a-z0-9]*|\s[a-z-]+="/gi)].map(([found]) => found.trim())),
        ];
        const known = new Set(tagsOf(pageNamed(deployment, "x")));
        fc.assert(
            fc.property(text, (name) => {
                const page = pageNamed(deployment, name);

                expect(tagsOf(page).filter((each) => !known.has(each))).to.deep.equal([]);
                expect(page.match(/<script>/g)).to.have.lengthOf(1);
            }),
            { numRuns: 15 },
        );
    });

    it("is not written with --json or --format", async () => {
        for (const other of ["--json", "--format=sarif"]) {
            const { status, err } = await plan(other, "--html", file);

            expect(status).to.equal(2);
            expect(err).to.include("--html <path>' cannot be used with option");
        }
    });

    it("is written only to a file that ends in .html", async () => {
        const { status, err } = await plan("--html", join(folder, "plan.pdf"));

        expect({ status, err }).to.deep.equal({
            status: 1,
            err: `--html ${folder}/plan.pdf: must end in .html, got .pdf. Rename it.\n`,
        });
    });
});

/** The texts of a page, without tags. */
function textOf(page: string): string {
    const body = page.replace(/<(script|style)>[^]*?<\/\1>/g, "");
    return body
        .replace(/<[^>]*>/g, " ")
        .replace(/&#39;/g, "'")
        .replace(/&quot;/g, '"')
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">")
        .replace(/&amp;/g, "&")
        .replace(/\s+/g, " ");
}

/** The page of a stack in which every name and every finding is this text. */
function pageNamed({ deployment }: Pick<Deployment, "deployment">, text: string): string {
    const resources = (deployment.resources ?? []).map((resource) => ({
        ...resource,
        inputs: { ...resource.inputs, availabilityZone: text, cidrBlock: text, engineVersion: text },
        outputs: { ...resource.outputs, prerequisites: [text] },
    }));
    const waiver = { rule: text, reason: text, owner: text, expires: text };
    const urn = `urn:pulumi:s::p::${text}::${text}`;
    const judgement: Judgement = {
        pack: { name: text, version: text },
        levelFile: text,
        policies: [
            {
                name: text,
                description: text,
                level: "mandatory",
                severity: "high",
                controls: [text],
                remedy: text,
                url: text,
                defaults: {},
            },
        ],
        violations: [true, false].map((mandatory) => ({
            policy: text,
            mandatory,
            urn,
            sentence: text,
            remedy: text,
        })),
        waived: [{ rule: text, urn, sentence: text, waiver }],
        unverified: [{ rule: text, urn, sentence: text }],
    };
    const facts: PlanFacts = {
        stack: text,
        region: text,
        source: text,
        objectsRead: [text],
        cost: text,
        capacity: text,
        due: [{ kind: "release", nodeGroup: text, release: text, days: 61 }],
        rows: [{ id: text, requirement: text, met: true, waivers: [waiver], violated: false, by: text }],
        judgement,
        unknownTypes: [{ type: text, resources: 2 }],
        needs: [{ command: text, note: text }],
        encryptedSecrets: [text],
        missingSecrets: [text],
    };
    const renamed = [
        ...resources,
        {
            urn,
            type: text,
            custom: true,
            parent: resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "",
        },
    ];
    return planPage(new Graph({ version: 3, deployment: { resources: renamed } }), facts, {
        style: "",
        diagramStyle: "",
        script: "",
    });
}
