import { expect } from "chai";
import { roleName } from "../../components/roleName";
import { account } from "../fixtures";

const PURPOSES = ["nodes", "lb-controller", "flow-logs", "rds-monitoring", "backup", "backup-restores"];

describe("roleName", () => {
    it("begins with the stack's name, followed by the role's purpose and region", () => {
        expect(PURPOSES.map((purpose) => roleName("posit-connect-prod", purpose, account))).to.deep.equal([
            "posit-connect-prod-nodes-us-east-1",
            "posit-connect-prod-lb-controller-us-east-1",
            "posit-connect-prod-flow-logs-us-east-1",
            "posit-connect-prod-rds-monitoring-us-east-1",
            "posit-connect-prod-backup-us-east-1",
            "posit-connect-prod-backup-restores-us-east-1",
        ]);
    });

    it("cuts the longest stack's name so that IAM accepts the role's, and keeps each apart from all others", () => {
        const stacks = ["a", "b"].map((end) => `posit-connect-${"x".repeat(48)}${end}`);
        const regions = ["ap-southeast-1", "ap-southeast-2"].map((region) => ({ ...account, region }));
        const names = stacks.flatMap((stack) =>
            regions.flatMap((region) => PURPOSES.map((purpose) => roleName(stack, purpose, region))),
        );

        expect(new Set(names)).to.have.lengthOf(stacks.length * regions.length * PURPOSES.length);
        // Source: IAM API reference, CreateRole.
        expect(names.filter((name) => !/^[\w+=,.@-]{1,64}$/.test(name))).to.deep.equal([]);
        expect(names.filter((name) => !name.startsWith("posit-connect-"))).to.deep.equal([]);
        expect(names[1]).to.equal("posit-connect-xxxxxxxxxxxx-e2699b98-lb-controller-ap-southeast-1");
    });

    it("leaves no double hyphen at the cut", () => {
        expect(roleName(`${"a".repeat(38)}-${"b".repeat(20)}`, "nodes", account)).to.match(
            /^a{38}-[0-9a-f]{8}-nodes-us-east-1$/,
        );
    });
});
