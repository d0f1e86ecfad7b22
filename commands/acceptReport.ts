import { createColors } from "picocolors";
import { wrap } from "../lib/wrap";
import type { ExpectedFailure } from "./accept/vipToml";
import { checkLines, checkSummary } from "./checkLines";
import type { Checked } from "./doctor/check";

/** The answers of all checks, and the configuration of Posit's suite. */
export interface Acceptance {
    project: string;
    stack: string;
    /** Address of Connect; `undefined` if it is not known. */
    url: string | undefined;
    checks: Checked[];
    vip: { file: string; expected: ExpectedFailure[] } | undefined;
}

const WIDTH = 120;

/** Steps that lead back to the deployment before the update; none if no check failed. */
export function wayBack(checks: readonly Checked[]): string[] {
    return checks.some(({ verdict }) => verdict === "failed")
        ? [
              "Do what the failed checks say, if the update is not the cause, and run this command again.",
              'Otherwise revert the commit, and update: docs/delivery.md, "Go back".',
              "A new version of Connect has migrated the database, and the older one cannot use it: docs/upgrades.md.",
              "If data is damaged, restore: docs/recovery.md.",
          ]
        : [];
}

/** The checks for a person, and the ways to go on. */
export function acceptReport(acceptance: Acceptance, { color }: { color: boolean }): string {
    const { project, stack, url = "no address", checks, vip } = acceptance;
    const colors = createColors(color);
    const back = wayBack(checks);
    return `${[
        [colors.bold("Acceptance"), project, stack, url].join(" · "),
        "",
        ...checkLines(checks, { color }),
        "",
        checkSummary(checks, {
            failed: "the deployment is not accepted",
            unknown: "nothing is known to be wrong, and not everything is known",
            passed: "the deployment is accepted",
        }),
        ...(back.length === 0 ? [] : ["", colors.bold("The way back")]),
        ...back.map((line, index) => `${index + 1}. ${line}`),
        ...(vip === undefined
            ? []
            : [
                  "",
                  `${colors.bold("Posit's own suite")}: vip verify --config ${vip.file}. On this stack, by design:`,
                  ...vip.expected.flatMap(({ check, outcome, why }) =>
                      wrap(`"${check}" ${outcome}: ${why}.`, WIDTH - 2).map(
                          (line, index) => `${index === 0 ? "-" : " "} ${line}`,
                      ),
                  ),
              ]),
    ].join("\n")}\n`;
}
