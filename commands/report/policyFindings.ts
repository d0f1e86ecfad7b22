import { labelOf } from "../../graph/labelOf";
import { nameOf, typeOf } from "../../graph/urn";
import { count } from "../../lib/count";
import { groupBy } from "../../lib/groupBy";
import {
    countFindings,
    isRule,
    type Judgement,
    termsOf,
    usedWaivers,
    type Violation,
} from "../policyPack/judgement";
import type { UnknownType } from "../policyPack/unknownTypes";
import { badge } from "./badge";
import { lines, type Markup, markup } from "./markup";
import { prose } from "./prose";

/** The findings by resource with their remedies, the waivers, and every rule with its result. */
export function policyFindings(judgement: Judgement, unknown: readonly UnknownType[]): Markup {
    const { violations, policies, levelFile } = judgement;
    const byResource = [...groupBy(violations, ({ urn }) => urn)].sort(
        ([, one], [, other]) => Number(other.some(isMandatory)) - Number(one.some(isMandatory)),
    );
    const waivers = [
        ...new Map(
            usedWaivers(judgement).map((waiver) => [`${waiver.rule} ${termsOf(waiver)}`, waiver]),
        ).values(),
    ];
    const rules = policies.filter(isRule);
    return markup`<p>${`${countFindings(judgement)}, at the levels of `}<code>${levelFile}</code>.</p>
${lines(byResource.map(([urn, found]) => findingsOf(urn, found, judgement)))}
${
    waivers.length === 0
        ? []
        : markup`<h3>Waivers</h3>
<ul class="list">${waivers.map((waiver) => markup`<li>${badge("warn", "waived")} <code>${waiver.rule}</code> ${termsOf(waiver)}</li>`)}</ul>`
}
<details><summary>All ${rules.length} rules and their results</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Rules"><table class="rules">
<thead><tr><th scope="col">Rule</th><th scope="col">Severity</th><th scope="col">Result</th><th scope="col">Controls</th></tr></thead>
<tbody>${rules.map(({ name, description, severity, controls }) => markup`<tr><th scope="row"><code>${name}</code><br><span class="muted">${description}</span></th><td>${severity}</td><td>${resultOf(name, judgement)}</td><td>${controls.join(", ")}</td></tr>`)}</tbody>
</table></div></details>
${
    unknown.length === 0
        ? []
        : markup`<details><summary>${count(unknown.length, "resource type")} without a rule</summary>
<ul class="columns">${unknown.map(({ type, resources }) => markup`<li><code>${type}</code>${resources === 1 ? "" : ` × ${resources}`}</li>`)}</ul></details>`
}
`;
}

const isMandatory = ({ mandatory }: Violation): boolean => mandatory;

function findingsOf(urn: string, found: readonly Violation[], { policies }: Judgement): Markup {
    const type = typeOf(urn);
    return markup`<article class="finding ${found.some(isMandatory) ? "bad" : "warn"}"><h3>${nameOf(urn)} <span class="muted">${labelOf(type)}</span></h3>
<ul>${found.map(({ policy, mandatory, sentence, remedy }) => {
        const severity = policies.find(({ name }) => name === policy)?.severity;
        return markup`<li>${mandatory ? badge("bad", "violation") : badge("warn", "advice")} <code>${policy}</code>${severity === undefined ? "" : ` · ${severity} severity`}<p>${prose(sentence)}</p>${remedy === "" ? [] : markup`<p class="remedy"><strong>Remedy:</strong> ${prose(remedy)}</p>`}</li>`;
    })}</ul></article>`;
}

function resultOf(rule: string, { violations, waived, unverified }: Judgement): Markup {
    const own = violations.filter(({ policy }) => policy === rule);
    const broken = own.filter(isMandatory).length;
    const results = [
        ...(broken > 0 ? [badge("bad", count(broken, "violation"))] : []),
        ...(own.length > broken ? [badge("warn", `${own.length - broken} advisory`)] : []),
        ...(waived.some((finding) => finding.rule === rule) ? [badge("warn", "waived")] : []),
        ...(unverified.some((finding) => finding.rule === rule) ? [badge("warn", "not verified")] : []),
    ];
    return results.length === 0 ? badge("good", "no finding") : markup`${results}`;
}
