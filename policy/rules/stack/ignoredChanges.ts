import { EACH, JSON_TEXT, type Path, placeOf, type Segment } from "../../../graph/path";
import type { Resource } from "../../../graph/graph";
import { type ResourceRule, type Rule, isStackRule, type StackRule } from "../../rule";
import { isBackedUpContinuously, PLAN } from "../../../graph/backup";
import type { Graph } from "../../../graph/graph";
import {
    DATABASE,
    LOAD_BALANCER,
    MOUNT_TARGET,
    NODE_CLASS,
    NODE_GROUP,
    NODE_POOL,
    SECURITY_GROUP,
    SUBNET_GROUP,
} from "../../../graph/types";

/** Properties that only rules about the stack check: locations, schedules and access. */
const STACK_PROPERTIES: Readonly<Record<string, readonly Path[]>> = {
    [NODE_GROUP]: [["subnetIds"], ["scalingConfig", "minSize"]],
    [NODE_POOL]: [["spec", "template"]],
    [NODE_CLASS]: [
        ["spec", "subnetSelectorTerms"],
        ["spec", "securityGroupSelectorTerms"],
    ],
    [DATABASE]: [
        ["dbSubnetGroupName"],
        ["vpcSecurityGroupIds"],
        ["parameterGroupName"],
        ["maintenanceWindow"],
    ],
    [PLAN]: [
        ["rules", EACH, "schedule"],
        ["rules", EACH, "startWindow"],
    ],
    [SUBNET_GROUP]: [["subnetIds"]],
    [MOUNT_TARGET]: [["subnetId"], ["securityGroups"]],
    [LOAD_BALANCER]: [["subnets"], ["securityGroups"]],
    [SECURITY_GROUP]: [["ingress"], ["egress"]],
};

/**
 * A rule that no resource ignores changes of a property that a rule checks. Otherwise Pulumi would not correct a
 * drift from it.
 */
export function ignoredChanges(rules: readonly Rule[]): StackRule {
    const guarded = new Map<string, Path[]>(
        Object.entries(STACK_PROPERTIES).map(([type, paths]) => [type, [...paths]]),
    );
    for (const rule of rules.filter((each): each is ResourceRule => !isStackRule(each))) {
        for (const type of rule.applies) {
            // A rule that rejects every resource of a type has no property.
            const paths = rule.checks.map(({ path }) => path).filter((path) => path.length > 0);
            guarded.set(type, [...(guarded.get(type) ?? []), ...paths]);
        }
    }
    return {
        name: "stack-ignored-changes",
        level: "mandatory",
        severity: "high",
        controls: ["Pulumi ignore-changes"],
        description:
            "No resource ignores changes of a property that a rule checks, except a database's backup retention period if AWS Backup sets it.",
        remedy: "Remove the property from ignoreChanges.",
        url: "https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/",
        *check(graph) {
            for (const resource of graph.resources) {
                const { type, urn, name, ignoreChanges } = resource;
                for (const ignored of ignoreChanges) {
                    const path = parsePath(ignored);
                    const hit = guarded.get(type)?.find((each) => overlap(path, each));
                    if (hit !== undefined && !isSetByAwsBackup(graph, resource, ignored)) {
                        yield {
                            urn,
                            sentence: `${name} ignores changes of ${ignored}, but a rule checks ${placeOf("", hit)}.`,
                        };
                    }
                }
            }
        },
    };
}

/**
 * After the first continuous backup, AWS Backup sets a database's retention period, and RDS rejects other changes of
 * it.
 */
function isSetByAwsBackup(graph: Graph, resource: Resource, ignored: string): boolean {
    return ignored === "backupRetentionPeriod" && isBackedUpContinuously(graph, resource);
}

/** A property path as Pulumi writes it: `a.b[0].c`, `a["b.c"]`, `a[*]`. */
function parsePath(text: string): Path {
    return [...text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|[^.[\]]+/g)].map(([match, quoted]): Segment =>
        match === "*" ? EACH : (quoted ?? match).replaceAll('\\"', '"'),
    );
}

/** Whether the properties are the same, or one is within the other. A change within a text cannot be ignored. */
function overlap(ignored: Path, guarded: Path): boolean {
    const end = guarded.indexOf(JSON_TEXT);
    const property = end === -1 ? guarded : guarded.slice(0, end);
    return property
        .slice(0, ignored.length)
        .every((segment, i) => segment === EACH || ignored[i] === EACH || String(segment) === ignored[i]);
}
