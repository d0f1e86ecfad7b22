import { type Policies, type Policy, PolicyPack, type ReportViolation } from "@pulumi/policy";
import { subject, watchRequests } from "./analyzer";
import { today } from "./clock";
import { configSchema, DEFAULT, parseConfiguration, WAIVERS } from "./configuration";
import { Evaluation } from "./evaluation";
import { controlOf } from "./frameworks";
import { type Finding, isStackRule, type Rule } from "./rule";
import { rules } from "./rules";
import { readStackSettings, type StackSettings } from "./stackSettings";

let configuration = DEFAULT;
let settings: StackSettings = {};
let evaluation = newEvaluation();
let lastOutcome = evaluation.outcome;

function newEvaluation(): Evaluation {
    return new Evaluation(rules, configuration, today(), settings);
}

/** The types that rules about one resource check. */
const judged = new Set(rules.flatMap((rule) => (isStackRule(rule) ? [] : rule.applies)));

const isWatching = watchRequests({
    configure: (given) => {
        configuration = parseConfiguration(given, rules);
        evaluation = newEvaluation();
    },
    configureStack: async (config) => {
        settings = await readStackSettings(config);
        evaluation = newEvaluation();
    },
    isChecked: (type) => judged.has(type),
    finish: () => {
        lastOutcome = evaluation.outcome;
        evaluation = newEvaluation();
    },
    lastOutcome: () => lastOutcome,
});

/** Reports findings to the engine, which prints only the message: the sentence, then the remedy. */
function report(violation: ReportViolation, findings: readonly Finding[], remedy?: string): void {
    for (const { urn, sentence } of findings) {
        violation(remedy === undefined ? sentence : `${sentence}\n${remedy}`, urn);
    }
}

function describe(rule: Rule): Policy {
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
              ...describe(rule),
              validateStack: (_, violation) => {
                  const { graph } = subject();
                  report(
                      violation,
                      graph === undefined ? [] : evaluation.judgeStack(rule, graph),
                      rule.remedy,
                  );
              },
          }
        : {
              ...describe(rule),
              validateResource: (_, violation) => {
                  const { resource } = subject();
                  report(
                      violation,
                      resource === undefined ? [] : evaluation.judgeResource(rule, resource),
                      rule.remedy,
                  );
              },
          },
);

/** Reports on the check itself. They come after all rules, because they depend on the rules' findings. */
const ownPolicies: Policies = [
    {
        name: WAIVERS,
        description: "Every waiver is in force and is for one resource.",
        enforcementLevel: "mandatory",
        severity: "high",
        remediationSteps: "Change the waivers in the file that --policy-pack-config names.",
        configSchema,
        validateStack: (_, violation) => {
            report(violation, evaluation.findWrongWaivers());
        },
    },
    {
        name: "waived",
        description: "The waivers that are used, and those that cover nothing.",
        enforcementLevel: "advisory",
        severity: "low",
        validateStack: (_, violation) => {
            report(violation, evaluation.describeWaivers());
        },
    },
    {
        name: "not-told",
        description: "Requirements on resources outside the stack, which cannot be verified.",
        enforcementLevel: "advisory",
        severity: "medium",
        validateStack: (_, violation) => {
            report(violation, evaluation.outcome.unverified);
        },
    },
];

new PolicyPack("posit-connect", { policies: [...policies, ...ownPolicies] });

if (!isWatching()) {
    throw new Error(
        "the policy pack and @pulumi/policy use two copies of @grpc/grpc-js. Install one copy for both",
    );
}
