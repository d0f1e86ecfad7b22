import { UNKNOWN } from "../../../graph/value";
import type { StackRule } from "../../rule";
import { unknownFinding } from "../../stackFindings";

export const roles: readonly StackRule[] = [
    {
        name: "stack-permissions-boundary",
        level: "mandatory",
        severity: "high",
        controls: ["Pulumi permissions-boundary"],
        description: "If a role has a permissions boundary, all roles have the same one.",
        remedy: "Set permissionsBoundary of each role to the setting iam.permissionsBoundaryArn.",
        url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
        *check(graph) {
            const all = graph.all("aws:iam/role:Role");
            const bounded = all.find(({ properties }) => typeof properties.permissionsBoundary === "string");
            for (const role of all) {
                const { permissionsBoundary } = role.properties;
                if (permissionsBoundary === UNKNOWN) {
                    yield unknownFinding(role, "The permissions boundary");
                } else if (bounded !== undefined && permissionsBoundary === undefined) {
                    yield {
                        urn: role.urn,
                        sentence: `The role ${role.name} has no permissions boundary, but ${bounded.name} has one.`,
                    };
                } else if (
                    bounded !== undefined &&
                    permissionsBoundary !== bounded.properties.permissionsBoundary
                ) {
                    yield {
                        urn: role.urn,
                        sentence: `The roles ${bounded.name} and ${role.name} have different permissions boundaries.`,
                    };
                }
            }
        },
    },
];
