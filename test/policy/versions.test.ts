import { expect } from "chai";
import { kubernetesVersions } from "../../catalog/kubernetesVersions";
import { judgeResource } from "../../policy/evaluation";
import { decodeProperties } from "../../graph/value";
import { isStackRule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { postgresVersions } from "../../catalog/postgresVersions";
import { onDay } from "./day";

/** The number of violations that a rule finds on a day in a resource with one property. */
function violations(day: string, name: string, inputs: Record<string, string>): number {
    const rule = rules.find((each) => each.name === name);
    if (rule === undefined || isStackRule(rule)) {
        throw new Error(`no rule about one resource has the name ${name}`);
    }
    const [type = ""] = rule.applies;
    return onDay(day, () => judgeResource(rule, { urn: "", type, properties: decodeProperties(inputs) }))
        .length;
}

describe("standard support", () => {
    for (const [engineVersion, last] of postgresVersions) {
        it(`of PostgreSQL ${engineVersion} ends after ${last}`, () => {
            const next = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);

            expect(violations(last, "rds-supported-version", { engineVersion })).to.equal(0);
            expect(violations(next, "rds-supported-version", { engineVersion })).to.equal(1);
        });
    }

    for (const [version, { standardSupportEnds }] of Object.entries(kubernetesVersions)) {
        it(`of Kubernetes ${version} ends before ${standardSupportEnds}`, () => {
            const dayBefore = new Date(Date.parse(standardSupportEnds) - 86_400_000)
                .toISOString()
                .slice(0, 10);

            expect(violations(dayBefore, "eks-supported-version", { version })).to.equal(0);
            expect(violations(standardSupportEnds, "eks-supported-version", { version })).to.equal(1);
        });

        it(`of Kubernetes ${version} is reported to end from 60 days before, until it has ended`, () => {
            const due = (daysBefore: number): number => {
                const day = new Date(Date.parse(standardSupportEnds) - daysBefore * 86_400_000);
                return violations(day.toISOString().slice(0, 10), "eks-version-upgrade-due", { version });
            };

            expect([61, 60, 4, 1, 0, -1].map(due)).to.deep.equal([0, 1, 1, 1, 0, 0]);
        });
    }
});
