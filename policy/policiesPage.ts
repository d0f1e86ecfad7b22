import { controlOf, type Framework } from "./frameworks";
import { groupBy } from "../lib/groupBy";
import type { ExcludedControls } from "./excludedControls";
import type { Rule } from "./rule";

/** The documentation page of the rules: docs/policies.md. */
export function policiesPage(rules: readonly Rule[], excluded: readonly ExcludedControls[]): string {
    return [
        INTRODUCTION,
        `## Rules\n\nThe pack has ${rules.length} rules.`,
        ...[...groupBy(rules, service)].map(
            ([name, members]) => `### \`${name}\`\n\n${table(RULE_COLUMNS, members.map(ruleRow))}`,
        ),
        "## Coverage",
        ...coverage(rules),
        "## Excluded controls",
        "Controls for the services that the program uses that no rule checks.",
        table(
            ["Controls", "Reason"],
            excluded.map(({ controls, reason }) => [[...controls].sort(byControl).join(", "), reason]),
        ),
    ].join("\n\n");
}

const INTRODUCTION = [
    "# Policies",
    "",
    "The rules that a deployment must meet, as a [Pulumi policy pack](https://www.pulumi.com/docs/insights/policy/) in `policy/`.",
    "`npm run plan` checks every plan against them. To use the pack with Pulumi:",
    "",
    "```sh",
    "pulumi preview --policy-pack policy --policy-pack-config policy/prod.json",
    "```",
    "",
    "Each rule has one of three levels. A violation of a **mandatory** rule stops every deployment. A violation of a",
    "**production** rule stops a deployment in production, and is advice if a level file lowers the rule, as `policy/dev.json`",
    "does. A violation of an **advisory** rule is advice.",
    "",
    "A level file may also waive a rule for a resource, with a reason, an owner and an expiry date:",
    "",
    "```json",
    '{ "waivers": { "environment": "dev", "waivers": [',
    '    { "rule": "rds-port", "resource": "*::database", "reason": "…", "owner": "…", "expires": "2027-11-30" }',
    "] } }",
    "```",
    "",
    "In production, mandatory rules cannot be waived. An expired waiver is itself a violation, and a waiver that covers no",
    "violation is reported.",
    "",
    "This file is generated from the rules in `policy/rules/` by `npm run policies`.",
].join("\n");

const RULE_COLUMNS = ["Rule", "Level", "Severity", "Requirement", "Remedy", "Controls"];

function ruleRow({ name, url, level, severity, description, remedy, controls }: Rule): string[] {
    return [`[\`${name}\`](${url})`, level, severity, description, remedy, controls.join(", ")];
}

/** For each framework, its controls and the rules that check them. */
function coverage(rules: readonly Rule[]): string[] {
    const pairs = rules.flatMap(({ name, controls }) => controls.map((control) => ({ name, control })));
    return [...groupBy(pairs, ({ control }) => controlOf(control).framework)].map(([framework, covered]) => {
        const rows = [...groupBy(covered, ({ control }) => control)]
            .sort(([a], [b]) => byControl(a, b))
            .map(([control, by]) => [
                controlOf(control).reference,
                by.map(({ name }) => `\`${name}\``).join(", "),
            ]);
        return `${heading(framework)}\n\n${table(["Control", "Rules"], rows)}`;
    });
}

const heading = ({ name, version, url }: Framework): string => `### ${name}\n\n[${version}](${url}).`;

const service = ({ name }: Rule): string => name.split("-")[0] ?? name;

/** `EC2.15` comes after `EC2.6`. */
const byControl = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]): string =>
        `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}
