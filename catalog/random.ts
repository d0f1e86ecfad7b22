import { digest, hexId } from "./identifiers";
import { resourceType } from "./resourceType";
import { COMPUTED_IS_FREE } from "./price";

export const randomId = resourceType("random:index/randomId:RandomId", {
    label: "random id",
    price: COMPUTED_IS_FREE,
    loses: undefined,
    seconds: { create: 0, update: 0, delete: 0, source: "computed by Pulumi" },
    replacedBy: ["byteLength", "keepers", "prefix"],
    id: hexId("id"),
    outputs: { hex: ({ urn }) => digest(urn, 8) },
    effects: [
        {
            on: "replace",
            effect: "The name of the final snapshot changes.",
            interruption: "none",
        },
        {
            on: "delete",
            effect: "Only Pulumi's state has it. Nothing changes in AWS.",
            interruption: "none",
        },
    ],
    actions: [],
});

export const randomPassword = resourceType("random:index/randomPassword:RandomPassword", {
    label: "generated password",
    price: COMPUTED_IS_FREE,
    loses: undefined,
    seconds: { create: 0, update: 0, delete: 0, source: "computed by Pulumi" },
    replacedBy: [
        "keepers",
        "length",
        "lower",
        "minLower",
        "minNumeric",
        "minSpecial",
        "minUpper",
        "number",
        "numeric",
        "overrideSpecial",
        "special",
        "upper",
    ],
    id: () => "none",
    outputs: {
        result: ({ urn }) => `simulated${digest(urn, 16)}`,
        bcryptHash: ({ urn }) => `simulated${digest(urn, 8)}`,
    },
    secretOutputs: ["result", "bcryptHash"],
    effects: [
        {
            on: "replace",
            effect: "The password of the database changes: see the changes of the database and the release.",
            interruption: "none",
        },
        {
            on: "delete",
            effect: "Only Pulumi's state has it. Nothing changes in AWS.",
            interruption: "none",
        },
    ],
    actions: [],
});
