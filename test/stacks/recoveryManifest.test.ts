import { expect } from "chai";
import { parseRecoveryManifest } from "../../stacks/recoveryManifest";
import { MANIFEST, MANIFEST_VERSION_1 } from "../recoveryManifest";

const WRONG: Record<string, [text: string, message: string]> = {
    "that is cut off": [
        JSON.stringify(MANIFEST).slice(0, 50),
        "m.json is not JSON: it is no recovery manifest, or not the whole of it.",
    ],
    "of a newer program": [
        JSON.stringify({ ...MANIFEST, schemaVersion: 3, more: true }),
        "m.json has schemaVersion 3, and this program reads up to 2: update the program.",
    ],
    "that is something else": [
        "[]",
        "m.json is no recovery manifest:\n  manifest: Invalid input: expected object, received array",
    ],
    "with mistakes, all of them": [
        JSON.stringify({ ...MANIFEST, vaults: [], database: { ...MANIFEST.database, arn: "db" }, extra: 1 }),
        "m.json is no recovery manifest:\n" +
            "  database.arn: must be an ARN\n" +
            "  vaults: Too small: expected array to have >=1 items\n" +
            '  manifest: Unrecognized key: "extra"',
    ],
};

describe("a recovery manifest", () => {
    it("is read back as it was written", () => {
        expect(parseRecoveryManifest(JSON.stringify(MANIFEST), "m.json")).to.deep.equal(MANIFEST);
    });

    it("of a program before there was a licence beside it is read too", () => {
        expect(parseRecoveryManifest(JSON.stringify(MANIFEST_VERSION_1), "m.json")).to.deep.equal(
            MANIFEST_VERSION_1,
        );
    });

    for (const [name, [text, message]] of Object.entries(WRONG)) {
        it(`${name} is refused`, () => {
            expect(() => parseRecoveryManifest(text, "m.json"))
                .to.throw(Error)
                .with.property("message", message);
        });
    }
});
