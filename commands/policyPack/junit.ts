import { create } from "xmlbuilder2";
import { isRule, type Judgement, termsOf, type Violation } from "./judgement";

/** One case of a report: what it is about, and what became of it. */
interface Case {
    classname: string;
    name: string;
    failures?: Violation[];
    skipped?: string;
    output?: string[];
}

/**
 * What the policies found as a JUnit report: a case for each rule that is kept, for each resource that breaks one, and
 * for each waiver. Advice passes, with its text.
 */
export function junit({ levelFile, policies, violations, waived }: Judgement, stack: string): string {
    const told = new Set([...violations.map(({ policy }) => policy), ...waived.map(({ rule }) => rule)]);
    const cases: Case[] = [
        ...policies
            .filter((policy) => isRule(policy) && !told.has(policy.name))
            .map(({ name, description }) => ({ classname: name, name: description })),
        ...together(violations).map((found) => ({
            classname: found[0].policy,
            name: found[0].urn,
            failures: found.filter(({ mandatory }) => mandatory),
            output: found.filter(({ mandatory }) => !mandatory).map(text),
        })),
        ...waived.map((waiver) => ({
            classname: waiver.rule,
            name: waiver.resource,
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
        skipped: waived.length,
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

/** What each policy finds in each resource. */
function together(violations: Violation[]): [Violation, ...Violation[]][] {
    const groups = new Map<string, [Violation, ...Violation[]]>();
    for (const violation of violations) {
        const key = `${violation.policy}\n${violation.urn}`;
        const group = groups.get(key);
        if (group === undefined) {
            groups.set(key, [violation]);
        } else {
            group.push(violation);
        }
    }
    return [...groups.values()];
}
