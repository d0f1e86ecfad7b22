import { type Policies, type Policy, PolicyPack, type ReportViolation } from "@pulumi/policy";
import { subject, watchRequests } from "./analyzer";
import { today } from "./clock";
import { configSchema, DEFAULT, parseConfiguration, WAIVERS } from "./configuration";
import { Evaluation } from "./evaluation";
import { controlOf } from "./frameworks";
import { type Finding, isStackRule, type Rule } from "./rule";
import { rules } from "./rules";

const started = (configuration = DEFAULT): Evaluation => new Evaluation(rules, configuration, today());

let configuration = DEFAULT;
let evaluation = started();

/** The types of which a single resource is judged. */
const judged = new Set(rules.flatMap((rule) => (isStackRule(rule) ? [] : rule.applies)));

const watching = watchRequests(
    (given) => {
        configuration = parseConfiguration(given, rules);
        evaluation = started(configuration);
    },
    (type) => judged.has(type),
);

/** Tells the engine, which shows the message alone: what is wrong, then what to do. */
function report(violation: ReportViolation, findings: Finding[], remedy?: string): void {
    for (const { urn, sentence } of findings) {
        violation(remedy === undefined ? sentence : `${sentence}\n${remedy}`, urn);
    }
}

function described(rule: Rule): Policy {
    const [control = ""] = rule.controls;
    const { framework, reference } = controlOf(control);
    return {
        name: rule.name,
        description: rule.description,
        enforcementLevel: rule.level === "advisory" ? "advisory" : "mandatory",
        severity: rule.severity,
        framework: {
            name: framework.name,
            version: framework.version,
            reference,
            specification: rule.controls.join(", "),
        },
        remediationSteps: rule.remedy,
        tags: [...rule.controls],
        url: rule.url,
    };
}

const policies: Policies = rules.map((rule) =>
    isStackRule(rule)
        ? {
              ...described(rule),
              validateStack: (_, violation) => {
                  const { graph } = subject();
                  report(violation, graph === undefined ? [] : evaluation.stack(rule, graph), rule.remedy);
              },
          }
        : {
              ...described(rule),
              validateResource: (_, violation) => {
                  const { resource } = subject();
                  report(
                      violation,
                      resource === undefined ? [] : evaluation.resource(rule, resource),
                      rule.remedy,
                  );
              },
          },
);

/** What is said of the judging itself. After all rules: only then is it known. */
const ownPolicies: Policies = [
    {
        name: WAIVERS,
        description: "Every waiver is in force and is for one resource.",
        enforcementLevel: "mandatory",
        severity: "high",
        remediationSteps: "Change the waivers in the file that --policy-pack-config names.",
        configSchema,
        validateStack: (_, violation) => {
            report(violation, evaluation.wrongWaivers());
        },
    },
    {
        name: "waived",
        description: "What is waived, and waivers that cover nothing.",
        enforcementLevel: "advisory",
        severity: "low",
        validateStack: (_, violation) => {
            report(violation, evaluation.waivers());
        },
    },
    {
        name: "not-told",
        description: "What the stack does not tell, as it is made elsewhere: see to it there.",
        enforcementLevel: "advisory",
        severity: "medium",
        validateStack: (_, violation) => {
            report(violation, evaluation.untold);
            evaluation = started(configuration);
        },
    },
];

new PolicyPack("posit-connect", { policies: [...policies, ...ownPolicies] });

if (!watching()) {
    throw new Error(
        "the policy pack and @pulumi/policy use two copies of @grpc/grpc-js: install them as one",
    );
}
