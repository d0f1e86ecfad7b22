import { changesAnswer, type ChangesAnswer } from "../../../commands/changesAnswer";
import type { PlanSummary } from "../../../commands/planSummary";
import type { CostChange } from "../../../graph/costChange";
import { assess } from "../../../graph/assess";
import { changesOf, type StepFields, urnOf } from "../../graph/changesFixtures";

export const TODAY = "2026-11-23";

const DATABASE = urnOf("aws:rds/instance:Instance", "database");

/** The answer of `npm run changes -- --json` about these steps. */
export const changes = (...steps: StepFields[]): ChangesAnswer =>
    changesAnswer(assess(changesOf(...steps), [], TODAY));

const WAIVER = {
    rule: "rds-port",
    resource: "*::database",
    reason: "Only nodes can reach the <database>, @team agreed in #12.",
    owner: "platform team",
    expires: "2027-11-30",
};

/** The answer of `npm run plan -- --format json`, shortened to three requirements. */
export function plan(stack: string, violations: PlanSummary["policies"]["violations"] = []): PlanSummary {
    const isBroken = violations.some(({ policy }) => policy === "rds-multi-az");
    return {
        stack,
        region: "us-east-1",
        resources: 225,
        requirements: [
            {
                id: "R1",
                requirement: "off-host execution",
                met: true,
                waivers: [],
                violated: false,
                by: "connect › backends.kubernetes.enabled true",
            },
            {
                id: "R7",
                requirement: "Multi-AZ, on every subnet with nodes",
                met: !isBroken,
                waivers: [],
                violated: isBroken,
                by: isBroken ? "multiAz: must be true, got false." : "database › multiAz true, 3 subnets",
            },
            {
                id: "R11",
                requirement: "survives the loss of a zone",
                met: true,
                waivers: [{ ...WAIVER, rule: "stack-nat-gateways" }],
                violated: false,
                by: "connect › 2 servers over 2 zones; waived until 2027-11-30: stack-nat-gateways",
            },
        ],
        diagram: "flowchart TB\n    users --> connect\n",
        policies: {
            levelFile: `policy/${stack}.json`,
            rules: 154,
            violations,
            waived: [
                {
                    rule: "rds-port",
                    urn: DATABASE,
                    sentence: "port: must be other than 5432, got 5432.",
                    waiver: WAIVER,
                },
            ],
            unverified: [],
        },
    };
}

export const VIOLATION = {
    policy: "rds-multi-az",
    mandatory: true,
    urn: DATABASE,
    sentence: "multiAz: must be true, got false.",
    remedy: "Set multiAz to true.",
};

export const ADVICE = {
    policy: "logs-retention",
    mandatory: false,
    urn: urnOf("aws:cloudwatch/logGroup:LogGroup", "flow-logs"),
    sentence: "retentionInDays: must be 365 or more, got 30 | 60.",
    remedy: "Set logRetentionDays to 365.",
};

export const REPLACED_DATABASE: StepFields = {
    op: "replace",
    newState: { inputs: { engine: "mysql" } },
    replaceReasons: ["engine"],
    detailedDiff: { engine: { kind: "update-replace", inputDiff: true } },
};

/** An update of each launch template, and the nodes that follow. */
export const ROLLING_NODES: StepFields[] = ["general", "gpu"].map((name) => ({
    op: "update",
    type: "aws:eks/nodeGroup:NodeGroup",
    name: `cluster-${name}`,
    detailedDiff: { "launchTemplate.version": { kind: "update", inputDiff: true } },
}));

export const NEW_TOPIC: StepFields = {
    op: "create",
    type: "aws:sns/topic:Topic",
    name: "note",
};

/** The answer of `npm run cost -- --against … --json` about a stack whose cost stays the same. */
export const SAME_COST: CostChange = { beforeUsd: 912.593, afterUsd: 912.593, differenceUsd: 0, lines: [] };

/** … with two more nodes. */
export const MORE_NODES: CostChange = {
    beforeUsd: 912.593,
    afterUsd: 1414.481,
    differenceUsd: 501.888,
    lines: [
        {
            resource: "cluster-general",
            item: "nodes, t3.2xlarge",
            before: { quantity: 2, monthlyUsd: 485.888 },
            after: { quantity: 4, monthlyUsd: 971.776 },
            differenceUsd: 485.888,
        },
        {
            resource: "cluster-general",
            item: "node disks, gp3",
            before: { quantity: 200, monthlyUsd: 16 },
            after: { quantity: 400, monthlyUsd: 32 },
            differenceUsd: 16,
        },
    ],
};

/** … with nodes of another type, whose price is not known. */
export const UNKNOWN_TYPE: CostChange = {
    beforeUsd: 1255.187,
    afterUsd: 526.355,
    differenceUsd: -728.832,
    lines: [
        {
            resource: "cluster-general",
            item: "nodes, t3.2xlarge",
            before: { quantity: 3, monthlyUsd: 728.832 },
            after: null,
            differenceUsd: -728.832,
        },
        {
            resource: "cluster-general",
            item: "nodes, x9.large",
            before: null,
            after: { quantity: 3, monthlyUsd: null },
            differenceUsd: null,
            problem: "nodes.x9.large is not in the prices of us-east-1",
        },
    ],
};
