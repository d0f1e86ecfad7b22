import { expect } from "chai";
import { excludedControls } from "../../policy/excludedControls";
import { controlOf, frameworks } from "../../policy/frameworks";
import { policiesPage } from "../../policy/policiesPage";
import type { ResourceRule } from "../../policy/rule";
import { rules } from "../../policy/rules";

describe("controls", () => {
    it("of the AWS standard are either checked by a rule or excluded with a reason", () => {
        const controls = [...(frameworks.FSBP?.controls ?? [])].map((control) => `FSBP ${control}`);
        const covered = rules.flatMap((rule) => rule.controls);
        const excluded = excludedControls.flatMap((entry) => entry.controls);

        expect({
            neither: controls.filter((control) => !covered.includes(control) && !excluded.includes(control)),
            both: excluded.filter((control) => covered.includes(control)),
            twice: excluded.filter((control, i) => excluded.indexOf(control) !== i),
        }).to.deep.equal({ neither: [], both: [], twice: [] });
    });

    it("of rules and exclusions exist in their frameworks", () => {
        for (const control of [...rules, ...excludedControls].flatMap(({ controls }) => controls)) {
            expect(controlOf(control).reference, control).not.to.equal("");
        }
    });

    for (const { control, framework } of [
        { control: "FSBP RDS.55", framework: "AWS Foundational Security Best Practices" },
        { control: "FSBP S3.14", framework: "AWS Foundational Security Best Practices" },
        { control: "Security Hub RDS.5", framework: "AWS Security Hub, other standards" },
        { control: "CIS AWS 3.2.5", framework: "CIS AWS Foundations Benchmark" },
        { control: "CIS EKS 5.4.6", framework: "CIS Amazon EKS Benchmark" },
        { control: "Checkov CKV_AWS_22", framework: "Checkov" },
        { control: "Posit R15", framework: "Posit Connect reference architecture" },
        {
            control: "FSPB RDS.5",
            framework: "FSBP, Security Hub, CIS AWS, CIS EKS, Checkov, Posit, Pulumi",
        },
    ]) {
        it(`are rejected if the framework does not have them: ${control}`, () => {
            expect(() => controlOf(control)).to.throw(`${control}: is not a control of ${framework}.`);
        });
    }
});

describe("the page of policies", () => {
    it("lists rules by service, then controls in numerical order, then excluded controls", () => {
        const rule: ResourceRule = {
            name: "rds-one",
            level: "production",
            severity: "low",
            controls: ["FSBP RDS.10", "FSBP RDS.9"],
            description: "It is one | all.",
            remedy: "Make it one.",
            url: "https://example.com/one",
            applies: [],
            checks: [],
        };
        const page = policiesPage(
            [rule, { ...rule, name: "rds-two", controls: ["FSBP RDS.10"] }],
            [{ controls: ["FSBP EC2.10", "FSBP EC2.4"], reason: "There is none." }],
        );

        expect(page.slice(page.indexOf("## Rules"))).to.equal(
            [
                "## Rules",
                "The pack has 2 rules.",
                "### `rds`",
                [
                    "| Rule | Level | Severity | Requirement | Remedy | Controls |",
                    "| --- | --- | --- | --- | --- | --- |",
                    "| [`rds-one`](https://example.com/one) | production | low | It is one \\| all. | Make it one. | FSBP RDS.10, FSBP RDS.9 |",
                    "| [`rds-two`](https://example.com/one) | production | low | It is one \\| all. | Make it one. | FSBP RDS.10 |",
                ].join("\n"),
                "## Coverage",
                "### AWS Foundational Security Best Practices",
                "[1.0.0](https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html).",
                [
                    "| Control | Rules |",
                    "| --- | --- |",
                    "| RDS.9 | `rds-one` |",
                    "| RDS.10 | `rds-one`, `rds-two` |",
                ].join("\n"),
                "## Excluded controls",
                "Controls for the services that the program uses that no rule checks.",
                [
                    "| Controls | Reason |",
                    "| --- | --- |",
                    "| FSBP EC2.4, FSBP EC2.10 | There is none. |",
                ].join("\n"),
            ].join("\n\n"),
        );
    });
});
