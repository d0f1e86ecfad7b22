import { expect } from "chai";
import { losesPermissions } from "../../catalog/losesPermissions";

function policy(...statements: object[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const READ = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const DENY = { Effect: "Deny", Action: "s3:*", Resource: "*" };

describe("a changed policy", () => {
    const cases: [name: string, from: unknown, to: unknown, loses: boolean][] = [
        [
            "gains an action",
            policy(READ),
            policy({ ...READ, Action: ["s3:GetObject", "s3:PutObject"] }),
            false,
        ],
        [
            "gains a resource",
            policy({ ...READ, Resource: ["a"] }),
            policy({ ...READ, Resource: ["a", "b"] }),
            false,
        ],
        ["lists its statements in another order", policy(READ, DENY), policy(DENY, READ), false],
        ["renames a statement", policy({ ...READ, Sid: "A" }), policy({ ...READ, Sid: "B" }), false],
        ["no longer denies", policy(READ, DENY), policy(READ), false],
        [
            "loses an action",
            policy({ ...READ, Action: ["s3:GetObject", "s3:PutObject"] }),
            policy(READ),
            true,
        ],
        ["gains a condition", policy(READ), policy({ ...READ, Condition: { Bool: { a: "true" } } }), true],
        ["denies more", policy(READ), policy(READ, DENY), true],
        ["appears", undefined, policy(READ), true],
        ["is not known", policy(READ), "04da6b54-80e4-46f7-96ec-b56ff0331ba9", true],
        ["has values that are not known yet", policy(READ), policy(READ), true],
    ];
    for (const [name, from, to, loses] of cases) {
        it(`${loses ? "may lose" : "loses no"} permissions if it ${name}`, () => {
            expect(losesPermissions({ from, to })).to.equal(loses);
        });
    }
});
