import { controlOf, type Framework } from "./frameworks";
import { groupBy } from "../lib/groupBy";
import type { LeftOut } from "./leftOut";
import type { Rule } from "./rule";

/** The rules and what they cover, as a page of documentation. */
export function catalogue(rules: readonly Rule[], leftOut: readonly LeftOut[]): string {
    return [
        INTRODUCTION,
        `## Rules\n\nThere are ${rules.length}.`,
        ...[...groupBy(rules, service)].map(
            ([name, members]) => `### \`${name}\`\n\n${table(RULE_COLUMNS, members.map(ruleRow))}`,
        ),
        "## What they cover",
        ...coverage(rules),
        "## What is left out",
        "Controls for the services that the program uses, and that no rule holds the stack to.",
        table(
            ["Controls", "Why"],
            leftOut.map(({ controls, reason }) => [[...controls].sort(byControl).join(", "), reason]),
        ),
    ].join("\n\n");
}

const INTRODUCTION = [
    "# Policies",
    "",
    "What a deployment must hold to, as a [Pulumi policy pack](https://www.pulumi.com/docs/insights/policy/) in `policy/`.",
    "`npm run plan` judges every plan by it; with Pulumi itself:",
    "",
    "```sh",
    "pulumi preview --policy-pack policy --policy-pack-config policy/prod.json",
    "```",
    "",
    "A rule is of one of three levels. **mandatory**: it stops a deployment everywhere. **production**: it stops one in",
    "production, and advises where a level file lowers it, as `policy/dev.json` does. **advisory**: it advises.",
    "",
    "A level file may also waive a rule for a resource, with a reason, an owner and a last day:",
    "",
    "```json",
    '{ "waivers": { "environment": "dev", "waivers": [',
    '    { "rule": "rds-port", "resource": "*::database", "reason": "…", "owner": "…", "expires": "2027-11-30" }',
    "] } }",
    "```",
    "",
    "In production only rules of the other two levels can be waived. A waiver past its last day is itself a violation, and",
    "one that covers nothing is told.",
    "",
    "This file comes from the rules in `policy/rules/`; `npm run policies` writes it anew.",
].join("\n");

const RULE_COLUMNS = ["Rule", "Level", "Severity", "What holds", "What to do where it does not", "Controls"];

function ruleRow({ name, url, level, severity, description, remedy, controls }: Rule): string[] {
    return [`[\`${name}\`](${url})`, level, severity, description, remedy, controls.join(", ")];
}

/** For each framework, its controls and the rules that hold the stack to them. */
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
