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

    for (const project of ["Shop", "7up", "shop-", "a".repeat(62)]) {
        it(`is not checked in the project ${project}, whose name RDS rejects`, () => {
            expect(findStackNameErrors("prod", project)).to.deep.equal([
                {
                    key: "project name",
                    allowed:
                        "at most 61 lower-case letters, digits and single hyphens, with a letter first and no hyphen last (RDS accepts no " +
                        "other in <project>-<stack>)",
                    got: `"${project}"`,
                    advice: "Change the name in Pulumi.yaml.",
                },
            ]);
        });
    }
});
