import { EACH, JSON_TEXT, type Path, placeOf, type Segment } from "../../../graph/path";
import type { Resource } from "../../../graph/graph";
import { type ResourceRule, type Rule, isStackRule, type StackRule } from "../../rule";
import { isBackedUpContinuously, PLAN } from "../../../graph/backup";
import type { Graph } from "../../../graph/graph";
import {
    DATABASE,
    LOAD_BALANCER,
    MOUNT_TARGET,
    NODE_GROUP,
    SECURITY_GROUP,
    SUBNET_GROUP,
} from "../../../graph/types";

/** What whole-stack rules are about, and no rule about one resource: where and when things are, and who reaches them. */
const PLACES: Readonly<Record<string, readonly Path[]>> = {
    [NODE_GROUP]: [["subnetIds"], ["scalingConfig", "minSize"]],
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

/** No program may keep Pulumi from mending what one of some rules holds it to. */
export function ignoredChanges(rules: readonly Rule[]): StackRule {
    const guarded = new Map<string, Path[]>(
        Object.entries(PLACES).map(([type, paths]) => [type, [...paths]]),
    );
    for (const rule of rules.filter((each): each is ResourceRule => !isStackRule(each))) {
        for (const type of rule.applies) {
            // A rule against a type is about none of its properties.
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
            "No change is ignored of a property that a policy is about, but for a database's days of backups where AWS Backup sets them.",
        remedy: "Take the property out of ignoreChanges.",
        url: "https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/",
        *check(graph) {
            for (const resource of graph.resources) {
                const { type, urn, name, ignoreChanges } = resource;
                for (const ignored of ignoreChanges) {
                    const path = parsePath(ignored);
                    const hit = (guarded.get(type) ?? []).find((each) => overlap(path, each));
                    if (hit !== undefined && !isBackupsOwn(graph, resource, ignored)) {
                        yield {
                            urn,
                            sentence: `${name} ignores changes of ${ignored}, and a policy is about ${placeOf("", hit)}.`,
                        };
                    }
                }
            }
        },
    };
}

/** From the first continuous backup on it is AWS Backup that sets a database's days, and RDS refuses anyone else. */
function isBackupsOwn(graph: Graph, resource: Resource, ignored: string): boolean {
    return ignored === "backupRetentionPeriod" && isBackedUpContinuously(graph, resource);
}

/** A property path as Pulumi writes it: `a.b[0].c`, `a["b.c"]`, `a[*]`. */
function parsePath(text: string): Path {
    return [...text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(([match, quoted, name]): Segment =>
        match === "*" ? EACH : (quoted ?? name ?? "").replaceAll('\\"', '"'),
    );
}

/** Whether one of two properties is within the other, or they are the same. Nothing is ignored within a text. */
function overlap(ignored: Path, guarded: Path): boolean {
    const end = guarded.indexOf(JSON_TEXT);
    const property = end === -1 ? guarded : guarded.slice(0, end);
    return property
        .slice(0, ignored.length)
        .every((segment, i) => segment === EACH || ignored[i] === EACH || String(segment) === ignored[i]);
}
