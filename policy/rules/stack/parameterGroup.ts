import type { Resource } from "../../../graph/graph";
import { type Finding, stackRule } from "../../rule";
import { linkOf, resourcesOf } from "../../../graph/links";
import { DATABASE } from "../../../graph/types";
import { isObject, textOf } from "../../../graph/value";
import { notKnown } from "./findings";

const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";

export const parameterGroup = stackRule({
    name: "stack-parameter-group",
    level: "mandatory",
    severity: "high",
    controls: ["Security Hub RDS.38", "Posit R7"],
    description:
        "The parameter group that the database has is one of this stack that forces TLS, and is of the database's major version.",
    remedy: "Set parameterGroupName to the stack's group with rds.force_ssl at 1, and its family to postgres and the major version.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
    *check(graph) {
        for (const database of graph.all(DATABASE)) {
            const group = linkOf(graph, database, ["parameterGroupName"], [PARAMETER_GROUP]);
            if (group === undefined) {
                yield {
                    urn: database.urn,
                    sentence: `${database.name} names no parameter group, so that it has AWS's own.`,
                };
            } else if (group.is === "unknown") {
                yield notKnown(database, "parameterGroupName");
            } else if (group.is === "outside") {
                yield group.value.startsWith("default.")
                    ? {
                          urn: database.urn,
                          sentence: `${database.name} has AWS's own parameter group ${group.value}, which nobody can change.`,
                      }
                    : {
                          urn: database.urn,
                          sentence: `The stack does not tell whether ${group.value}, the parameter group of ${database.name}, forces TLS: it must.`,
                          untold: true,
                      };
            }
            for (const resource of group === undefined ? [] : resourcesOf(group)) {
                yield* groupFindings(database, resource);
            }
        }
    },
});

function* groupFindings(database: Resource, group: Resource): Iterable<Finding> {
    const { parameters, family } = group.properties;
    const forced = (Array.isArray(parameters) ? parameters : []).some(
        (parameter) => isObject(parameter) && parameter.name === "rds.force_ssl" && parameter.value === "1",
    );
    if (!forced) {
        yield {
            urn: group.urn,
            sentence: `${group.name}, the parameter group of ${database.name}, does not set rds.force_ssl to 1.`,
        };
    }
    const { engine, engineVersion } = database.properties;
    if (typeof engineVersion !== "string") {
        yield notKnown(database, "engineVersion");
    } else if (typeof family !== "string") {
        yield notKnown(group, "family");
    } else if (family !== `${textOf(engine)}${engineVersion.split(".")[0] ?? ""}`) {
        yield {
            urn: group.urn,
            sentence: `${group.name} is for ${family}, and ${database.name} is ${textOf(engine)} ${engineVersion}.`,
        };
    }
}
