import { type Check, satisfies } from "../../check";
import { JSON_TEXT } from "../../../graph/path";
import type { Value } from "../../../graph/value";
import { documentOf, everyGrant } from "./policyDocument";
import { listed } from "./statement";

/** A policy document, as JSON, of which no statement allows every action on every resource. */
export const limitedGrants = (property: string): Check =>
    satisfies([property, JSON_TEXT], {
        kind: "object",
        wanted: "a policy that does not allow every action on every resource",
        accepts: (policy) =>
            everyGrant(policy, ({ Action, Resource }) => isLimited(Action) || isLimited(Resource)),
        refused: [
            {},
            documentOf(),
            documentOf("Allow"),
            ...UNLIMITED.map((statement) =>
                documentOf({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }, statement),
            ),
        ],
    });

/** Statements that allow everything, or all but something. */
const UNLIMITED: readonly Value[] = [
    { Effect: "Allow", Action: "*", Resource: "*" },
    { Action: "*", Resource: "*" },
    { Effect: "Allow", Action: "*:*", Resource: "*" },
    { Effect: "Allow", Action: ["s3:GetObject", "*"], Resource: ["*"] },
    { Effect: "Allow", Action: "*", Resource: ["arn:aws:s3:::logs", "*"] },
    { Effect: "Allow", Action: "*" },
    { Effect: "Allow", Action: [], Resource: "*" },
    { Effect: "Allow", Action: [7], Resource: "*" },
    { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
    { Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::logs" },
];

/** Whether a list leaves something out. One that is not there, as `NotAction` is in its place, may not. */
function isLimited(value: Value | undefined): boolean {
    const values = listed(value);
    return (
        values.length > 0 &&
        values.every((element) => typeof element === "string" && !/^[*:]*$/.test(element))
    );
}
