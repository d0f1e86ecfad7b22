import { expect } from "chai";
import { tagsSchema } from "../../stacks/sections/tags";
import { findMoto } from "../recovery/moto";
import { modelFolder, serviceModel } from "./serviceModel";

/** Services with a resource that gets the tags, by botocore's names. */
const SERVICES = [
    "acm",
    "backup",
    "ec2",
    "efs",
    "eks",
    "elbv2",
    "events",
    "iam",
    "kms",
    "logs",
    "rds",
    "sns",
    "wafv2",
];

const found = findMoto();

describe(`tags in the settings, compared with AWS's own models of its services${"missing" in found ? ` (skipped: ${found.missing})` : ""}`, function () {
    this.timeout(20_000);

    before(function () {
        if ("missing" in found) {
            this.skip();
        }
    });

    it("may have each character that every service accepts, and no other", () => {
        const folder = modelFolder("python" in found ? found.python : "");
        const patterns = SERVICES.flatMap((service) =>
            Object.entries(serviceModel(folder, service).shapes)
                .filter(([name]) => /^tag(Key|Value)(String|Type)?$/i.test(name))
                .flatMap(([, { pattern }]) => (pattern === undefined ? [] : [pattern])),
        ).map((pattern) => new RegExp(`^(?:${pattern})$`, "u"));
        const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
        const differing = characters.filter(
            (text) =>
                tagsSchema.safeParse({ [text]: text }).success !==
                patterns.every((pattern) => pattern.test(text)),
        );

        expect(patterns.length).to.be.at.least(10);
        expect(differing).to.deep.equal([]);
    });
});
