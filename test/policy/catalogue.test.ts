import { expect } from "chai";
import { catalogue } from "../../policy/catalogue";
import { leftOut } from "../../policy/leftOut";
import type { ResourceRule } from "../../policy/rule";
import { rules } from "../../policy/rules";

/**
 * The controls of the AWS Foundational Security Best Practices for the services that the program uses. Source: AWS
 * Security Hub user guide, "Controls that apply to the standard", read in November 2026.
 */
const STANDARD: Record<string, number[]> = {
    Backup: [1],
    EC2: [
        ...[1, 2, 3, 4, 6, 7, 8, 9, 10, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 51, 55, 56, 57, 58, 60],
        ...[170, 171, 172, 173, 180, 181],
    ],
    EFS: [1, 2, 3, 4, 6, 7, 8],
    EKS: [1, 2, 3, 8],
    ELB: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 17, 18],
    IAM: [1, 2, 3, 4, 5, 6, 7, 8, 21],
    KMS: [1, 2, 3, 5],
    RDS: [
        ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 27],
        ...[34, 35, 36, 37, 40, 41, 42, 43, 44, 45, 46, 47, 48],
    ],
    S3: [1, 2, 3, 5, 6, 8, 9, 12, 13, 19, 24, 25],
};

describe("the catalogue of policies", () => {
    it("holds the stack to each control of the standard, or says why not, and never both", () => {
        const controls = Object.entries(STANDARD).flatMap(([service, numbers]) =>
            numbers.map((number) => `FSBP ${service}.${number}`),
        );
        const covered = rules.flatMap((rule) => rule.controls);
        const left = leftOut.flatMap((entry) => entry.controls);

        expect({
            neither: controls.filter((control) => !covered.includes(control) && !left.includes(control)),
            both: left.filter((control) => covered.includes(control)),
            twice: left.filter((control, i) => left.indexOf(control) !== i),
            unknown: left.filter((control) => !controls.includes(control)),
        }).to.deep.equal({ neither: [], both: [], twice: [], unknown: [] });
    });

    it("lists rules by service, then controls in their order, then what is left out", () => {
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
        const page = catalogue(
            [rule, { ...rule, name: "rds-two", controls: ["FSBP RDS.10"] }],
            [{ controls: ["FSBP EC2.10", "FSBP EC2.4"], reason: "There is none." }],
        );

        expect(page.slice(page.indexOf("## Rules"))).to.equal(
            [
                "## Rules",
                "There are 2.",
                "### `rds`",
                [
                    "| Rule | Level | Severity | What holds | What to do where it does not | Controls |",
                    "| --- | --- | --- | --- | --- | --- |",
                    "| [`rds-one`](https://example.com/one) | production | low | It is one \\| all. | Make it one. | FSBP RDS.10, FSBP RDS.9 |",
                    "| [`rds-two`](https://example.com/one) | production | low | It is one \\| all. | Make it one. | FSBP RDS.10 |",
                ].join("\n"),
                "## What they cover",
                "### AWS Foundational Security Best Practices",
                "[1.0.0](https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html).",
                [
                    "| Control | Rules |",
                    "| --- | --- |",
                    "| RDS.9 | `rds-one` |",
                    "| RDS.10 | `rds-one`, `rds-two` |",
                ].join("\n"),
                "## What is left out",
                "Controls for the services that the program uses, and that no rule holds the stack to.",
                ["| Controls | Why |", "| --- | --- |", "| FSBP EC2.4, FSBP EC2.10 | There is none. |"].join(
                    "\n",
                ),
            ].join("\n\n"),
        );
    });
});
