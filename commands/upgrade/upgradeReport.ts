import { createColors } from "picocolors";
import type { SettingChange, UpgradePlan, UpgradeStep } from "../../graph/upgrade/upgradePlan";
import { count } from "../../lib/count";
import { wrap } from "../../lib/wrap";
import { differenceText } from "./differenceText";
import type { Difference } from "./live";
import { obstacleText } from "./obstacleText";
import { stepText } from "./stepText";

/** How an upgrade is reported. */
export interface UpgradeForm {
    stack: string;
    /** Differences from AWS; absent without `--live`. */
    differences?: readonly Difference[];
    color: boolean;
}

const WIDTH = 110;

type Colors = ReturnType<typeof createColors>;

/** An upgrade for a person: first everything that stops it, then the steps with what comes between them. */
export function upgradeReport(plan: UpgradePlan, form: UpgradeForm): string {
    const colors = createColors(form.color);
    const { obstacles, steps } = plan;
    const { differences } = form;
    const sections = [
        heading(plan, form, colors),
        remarks(
            "Resolve first",
            obstacles.filter(({ blocks }) => blocks).map(obstacleText),
            colors.red("✗"),
            colors,
        ),
        remarks(
            "Not as the catalog has it",
            (differences ?? []).map(differenceText),
            colors.yellow("○"),
            colors,
        ),
        remarks(
            "Know before",
            obstacles.filter(({ blocks }) => !blocks).map(obstacleText),
            colors.yellow("○"),
            colors,
        ),
        ...steps.map((step, i) => describeStep(step, i + 1, plan, form.stack, colors)),
        differences === undefined
            ? "Offline, from the catalog: --live asks AWS which versions it offers, and what its checks report."
            : differences.length === 0
              ? "AWS answers as the catalog has it."
              : "",
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function heading({ current, targets, steps, ends }: UpgradePlan, form: UpgradeForm, colors: Colors): string {
    const changes = [
        ...(targets.kubernetes === undefined
            ? []
            : [`Kubernetes ${current.kubernetes} → ${targets.kubernetes}`]),
        ...(targets.postgres === undefined ? [] : [`PostgreSQL ${current.postgres} → ${targets.postgres}`]),
        ...(targets.connect === undefined ? [] : [`Connect ${current.connect} → ${targets.connect}`]),
    ];
    return [
        colors.bold("Upgrade"),
        form.stack,
        ...changes,
        `${count(steps.length, "step")} from ${steps[0]?.day ?? ""} to ${ends}`,
    ].join(" · ");
}

function remarks(title: string, texts: readonly string[], mark: string, colors: Colors): string {
    return texts.length === 0
        ? ""
        : [
              colors.bold(title),
              ...texts.flatMap((text) =>
                  wrap(text, WIDTH - 4).map((line, i) => (i === 0 ? `  ${mark} ${line}` : `    ${line}`)),
              ),
          ].join("\n");
}

function describeStep(
    step: UpgradeStep,
    number: number,
    { current, steps }: UpgradePlan,
    stack: string,
    colors: Colors,
): string {
    const { title, commands, interruption, users, checks, wayBack } = stepText(step, current, stack);
    return [
        `${colors.bold(`${number}. ${title}`)} · from ${step.day}${interruption === "none" ? "" : ` · [${interruption}]`}`,
        ...labelled("set", step.settings.map(describeSetting)),
        ...labelled("run", commands, false),
        ...labelled("users", [users]),
        ...labelled("check", checks),
        ...labelled(
            "wait",
            step.waitDays === 0 || number === steps.length
                ? []
                : [`${count(step.waitDays, "day")} before the next step.`],
        ),
        ...labelled("way back", [wayBack]),
    ].join("\n");
}

const LABEL = 10;

/** Lines after a label. Commands are not wrapped, so that they can be copied. */
function labelled(label: string, texts: readonly string[], isWrapped = true): string[] {
    return texts
        .flatMap((text) => (isWrapped ? wrap(text, WIDTH - LABEL - 3) : [text]))
        .map((line, i) => `   ${(i === 0 ? label : "").padEnd(LABEL)}${line}`);
}

function describeSetting({ key, value }: SettingChange): string {
    return value === undefined
        ? `remove posit-connect:${key}`
        : `posit-connect:${key}: ${JSON.stringify(value)}`;
}
