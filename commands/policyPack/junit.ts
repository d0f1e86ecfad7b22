import { create } from "xmlbuilder2";
import { groupBy } from "../../lib/groupBy";
import { isRule, type Judgement, termsOf, usedWaivers, type Violation } from "./judgement";

/** One case of a report, with its result. */
interface Case {
    classname: string;
    name: string;
    failures?: Violation[];
    skipped?: string;
    output?: string[];
}

/**
 * The findings as a JUnit report: a case for each rule without findings, for each resource that breaks a rule, and for
 * each waiver. Advice passes, with its text.
 */
export function junit(judgement: Judgement, stack: string): string {
    const { levelFile, policies, violations } = judgement;
    const waivers = usedWaivers(judgement);
    const broken = new Set([...violations.map(({ policy }) => policy), ...waivers.map(({ rule }) => rule)]);
    const cases: Case[] = [
        ...policies
            .filter((policy) => isRule(policy) && !broken.has(policy.name))
            .map(({ name, description }) => ({ classname: name, name: description })),
        ...groupFindings(violations).map((found) => ({
            classname: found[0].policy,
            name: found[0].urn,
            failures: found.filter(({ mandatory }) => mandatory),
            output: found.filter(({ mandatory }) => !mandatory).map(text),
        })),
        ...waivers.map((waiver) => ({
            classname: waiver.rule,
            name: waiver.resource ?? "",
            skipped: termsOf(waiver),
        })),
    ];
    const counts = {
        tests: cases.length,
        failures: cases.filter(({ failures = [] }) => failures.length > 0).length,
        errors: 0,
    };
    const document = create({ version: "1.0", encoding: "UTF-8" });
    const suite = document.ele("testsuites", counts).ele("testsuite", {
        name: `policies of ${stack}, ${levelFile}`,
        ...counts,
        skipped: waivers.length,
    });
    for (const { classname, name, failures = [], skipped, output = [] } of cases) {
        const test = suite.ele("testcase", { classname, name });
        if (skipped !== undefined) {
            test.ele("skipped").txt(skipped);
        }
        for (const failure of failures) {
            test.ele("failure", { message: failure.sentence, type: "mandatory" }).txt(text(failure));
        }
        for (const advice of output) {
            test.ele("system-out").txt(advice);
        }
    }
    return `${document.end({ prettyPrint: true, indent: "    " })}\n`;
}

function text({ sentence, remedy }: Violation): string {
    return `${sentence}\n${remedy}`.trimEnd();
}

/** The findings of each policy in each resource. */
function groupFindings(violations: Violation[]): [Violation, ...Violation[]][] {
    return [...groupBy(violations, ({ policy, urn }) => `${policy}\n${urn}`).values()] as [
        Violation,
        ...Violation[],
    ][];
}
