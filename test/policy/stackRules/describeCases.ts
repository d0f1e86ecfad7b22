import { expect } from "chai";
import type { Resource } from "../../../graph/graph";
import { readExample, simulateStack } from "../../program";
import { graphOf } from "../../graph/resources";
import { KeptSentences } from "./keptSentences";
import { type Edit, type Form, FORMS, judged, stackRules, withoutReferences } from "./stack";

/** One change of the planned prod stack, and all violations that it causes. */
export interface Case {
    edit: Edit;
    broken?: readonly string[] | Partial<Record<Form, readonly string[]>>;
    unverified?: readonly string[];
    /** The forms with this change; all by default. */
    forms?: readonly Form[];
}

/** Whether servers and content share nodes, or Karpenter starts those of content. Prod's settings separate them. Most cases need one group only. */
type Nodes = "shared nodes" | "separate nodes" | "Karpenter";

const stacks = new Map<string, readonly Resource[]>();

/** The planned prod stack in one of the forms. */
function planned(form: Form, nodes: Nodes): readonly Resource[] {
    const resources = stacks.get(`${form === "literal ids" ? "update" : form}, ${nodes}`) ?? [];
    return form === "literal ids" ? withoutReferences(resources) : resources;
}

/** Shared nodes are reported in every case, so they are not part of its result. */
const judgesOf = (nodes: Nodes) =>
    stackRules.filter(({ name }) => nodes !== "shared nodes" || name !== "stack-separate-nodes");

async function simulateProd(nodes: Nodes, mode: "preview" | "update"): Promise<readonly Resource[]> {
    const cluster = JSON.parse(readExample("prod").config["posit-connect:cluster"] ?? "") as object;
    const general = { instanceTypes: ["t3.2xlarge"], minSize: 3, maxSize: 6 };
    const changes = {
        "shared nodes": { nodeGroups: { general } },
        "separate nodes": {},
        Karpenter: {
            autoscaling: "karpenter",
            nodeReleaseVersion: "1.35.3-20260415",
            nodeGroups: { servers: {}, content: { maxSize: 6 } },
        },
    }[nodes];
    const sections = { cluster: { ...cluster, ...changes } };
    return (await simulateStack("prod", mode, { sections })).resources;
}

/** Tests that each change of the planned prod stack violates only the listed rules, with the recorded sentences. */
export function describeCases(
    theme: string,
    cases: Record<string, Record<string, Case>>,
    nodes: Nodes = "shared nodes",
): void {
    describe(`rules about the complete stack: ${theme}`, () => {
        const words = new KeptSentences(theme);

        before(async function () {
            this.timeout(240_000);
            // Cached for all runs: a mutation test runs them often, and does not mutate the program.
            if (!stacks.has(`update, ${nodes}`)) {
                stacks.set(`first preview, ${nodes}`, await simulateProd(nodes, "preview"));
                stacks.set(`update, ${nodes}`, await simulateProd(nodes, "update"));
            }
        });

        after(() => {
            words.write();
        });

        it("report in sentences", () => {
            const sentences = Object.values(cases)
                .flatMap((each) => Object.values(each))
                .flatMap(({ edit }) => {
                    const graph = graphOf(edit(planned("update", nodes)));
                    return stackRules.flatMap((rule) => [...rule.check(graph)]);
                })
                .map(({ sentence }) => sentence);

            expect(sentences.filter((sentence) => !/^\S.*[a-z0-9]\.$/i.test(sentence))).to.deep.equal([]);
            expect(
                sentences.filter((sentence) => /undefined|null|\[object|Symbol/.test(sentence)),
            ).to.deep.equal([]);
        });

        for (const [rule, changes] of Object.entries(cases)) {
            describe(rule, () => {
                for (const [name, change] of Object.entries(changes)) {
                    const { edit, broken = [], unverified = [], forms = FORMS } = change;
                    for (const form of forms) {
                        it(`${name} (${form})`, () => {
                            const expected = Array.isArray(broken)
                                ? broken
                                : ((broken as Partial<Record<Form, readonly string[]>>)[form] ?? []);

                            const { sentences, ...rest } = judged(
                                edit(planned(form, nodes)),
                                judgesOf(nodes),
                            );
                            expect(rest).to.deep.equal({
                                broken: [...expected].sort(),
                                unverified: [...unverified].sort(),
                            });
                            words.check(`${rule}, ${name}`, form, sentences);
                        });
                    }
                }
            });
        }
    });
}
