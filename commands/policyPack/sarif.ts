import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result } from "sarif";
import type { Policy } from "./configuration";
import { nameOf } from "../../graph/urn";
import { type Judgement, termsOf, type Violation } from "./judgement";

/** Code-scanning pages sort by these scores: 9 or more is critical, 7 high, 4 medium. */
const SEVERITIES: Record<Policy["severity"], string> = {
    critical: "9.5",
    high: "8.0",
    medium: "5.5",
    low: "3.0",
};

/**
 * The policies' findings as SARIF 2.1.0, for code-scanning pages.
 *
 * @param stackFile path of the stack's file in the repository. A graph has no lines, and this file is usually the one
 * to edit.
 */
export function sarif(judgement: Judgement, stackFile: string): string {
    const { pack, policies, violations, waived } = judgement;
    const names = policies.map(({ name }) => name);
    const numbers = new Map<string, number>();
    const result = (violation: Violation): Result => {
        const hash = createHash("sha256").update(`${violation.policy}\n${violation.urn}`).digest("hex");
        const number = (numbers.get(hash) ?? 0) + 1;
        numbers.set(hash, number);
        return {
            ruleId: violation.policy,
            ruleIndex: names.indexOf(violation.policy),
            level: violation.mandatory ? "error" : "warning",
            message: { text: [violation.sentence, violation.remedy].filter((text) => text !== "").join(" ") },
            locations: [
                {
                    physicalLocation: {
                        artifactLocation: {
                            // A stack's file outside the repository has no page in it.
                            uri: stackFile.startsWith("..") ? "index.ts" : stackFile,
                            uriBaseId: "%SRCROOT%",
                        },
                        region: { startLine: 1 },
                    },
                    logicalLocations: [
                        { name: nameOf(violation.urn), fullyQualifiedName: violation.urn, kind: "resource" },
                    ],
                },
            ],
            partialFingerprints: {
                "policyAndResource/v1": hash,
                // GitHub distinguishes results by this value, because they all have the same line.
                primaryLocationLineHash: `${hash.slice(0, 16)}:${number}`,
            },
        };
    };
    const log: Log = {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: {
                    driver: {
                        name: `Pulumi policy pack ${pack.name}`,
                        semanticVersion: pack.version,
                        informationUri: "https://www.pulumi.com/docs/insights/policy/",
                        rules: policies.map(descriptor),
                    },
                },
                invocations: [{ executionSuccessful: true }],
                automationDetails: { id: `plan/${stackFile}/` },
                columnKind: "utf16CodeUnits",
                results: [
                    ...violations.map(result),
                    ...waived.map(({ rule, urn, sentence, waiver }): Result => {
                        const { level, remedy } = policies.find(({ name }) => name === rule) ?? {
                            level: "mandatory",
                            remedy: "",
                        };
                        return {
                            ...result({
                                policy: rule,
                                mandatory: level === "mandatory",
                                urn,
                                sentence,
                                remedy,
                            }),
                            suppressions: [
                                { kind: "external", status: "accepted", justification: termsOf(waiver) },
                            ],
                        };
                    }),
                ],
            },
        ],
    };
    return `${JSON.stringify(log, null, 4)}\n`;
}

function descriptor(policy: Policy): ReportingDescriptor {
    const { name, description, level, severity, controls, remedy, url } = policy;
    const help = remedy === "" ? description : remedy;
    return {
        id: name,
        shortDescription: { text: description },
        fullDescription: { text: description },
        help: {
            text: help,
            markdown: [help, "", ...controls.map((control) => `- ${control}`)].join("\n").trimEnd(),
        },
        ...(url === "" ? {} : { helpUri: url }),
        defaultConfiguration: { level: level === "advisory" ? "warning" : "error" },
        properties: {
            tags: ["security", ...controls],
            precision: "very-high",
            "security-severity": SEVERITIES[severity],
        },
    };
}
