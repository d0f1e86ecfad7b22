import { expect } from "chai";
import { isKeyWord } from "../../catalog/sqlKeyWords";

describe("the list of SQL key words", () => {
    // Sources: aws/aws-cdk#5076, aws-cloudformation/cfn-lint#4425, and public Terraform and CloudFormation code.
    for (const name of [
        ...["admin", "user", "dispatch", "flag", "db", "catalog", "comments", "identity", "grant"],
        "connect",
    ]) {
        it(`contains ${name}, in upper and lower case`, () => {
            expect([name, name.toUpperCase()].map(isKeyWord)).to.deep.equal([true, true]);
        });
    }

    it("contains the first and the last word of its sources, and none of the names that RDS accepts", () => {
        const names = ["a", "zone", "posit_connect", "postgres", ""];

        expect(names.filter(isKeyWord)).to.deep.equal(["a", "zone"]);
    });
});
