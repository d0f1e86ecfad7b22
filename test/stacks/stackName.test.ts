import { expect } from "chai";
import { findStackNameErrors } from "../../stacks/stackName";

describe("a stack's name", () => {
    for (const stack of ["dev", "prod-eu-1", "2", "a".repeat(49)]) {
        it(`may be ${stack}`, () => {
            expect(findStackNameErrors(stack, "posit-connect")).to.deep.equal([]);
        });
    }

    const renamed: Record<string, string> = {
        "Prod_EU.1": "prod-eu-1",
        "prod--eu": "prod-eu",
        "-prod": "prod",
        "prod-": "prod",
        ["a".repeat(50)]: "a".repeat(49),
        [`${"a".repeat(48)}-b`]: "a".repeat(48),
        _: "prod",
    };
    for (const [stack, suggested] of Object.entries(renamed)) {
        it(`must not be ${stack}, which RDS rejects`, () => {
            expect(findStackNameErrors(stack, "posit-connect")).to.deep.equal([
                {
                    key: "stack name",
                    allowed:
                        "1 to 49 lower-case letters, digits and single hyphens, with none at either end (RDS accepts no other in " +
                        "posit-connect-<stack>)",
                    got: `"${stack}"`,
                    advice: `Run pulumi stack rename ${suggested}.`,
                },
            ]);
            expect(findStackNameErrors(suggested, "posit-connect")).to.deep.equal([]);
        });
    }
});
