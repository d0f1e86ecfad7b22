import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { AWS_KEYS } from "../../stacks/sections/aws";

describe("the AWS provider's configuration keys", () => {
    it("are those of the installed provider", () => {
        // A function of the SDK, and no key.
        const keys = Object.keys(aws.config).filter((key) => key !== "requireRegion");
        expect([...AWS_KEYS].sort()).to.deep.equal(keys.sort());
    });
});
