import { expect } from "chai";
import fc from "fast-check";
import { decode, SECRET, UNKNOWN, type Value } from "../../graph/value";
import { resourceReference, secret } from "../../lib/wire";

describe("a property's value", () => {
    it("reads each of Pulumi's sentinels as unknown, at any depth", () => {
        const sentinels = [
            "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
            "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
            "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
            "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
            "030794c1-ac77-496b-92df-f27374a8bd58",
            "e48ece36-62e2-4504-bad9-02848725956a",
            "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
        ];

        expect(decode({ list: sentinels, one: { of: sentinels[0] } })).to.deep.equal({
            list: sentinels.map(() => UNKNOWN),
            one: { of: UNKNOWN },
        });
    });

    it("keeps the existence of a secret and drops its value, in a request and in an exported state", () => {
        const exported = {
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            ciphertext: "v1:abc",
        };

        expect(decode({ password: secret("hidden"), deep: [secret({ a: 1 })], exported })).to.deep.equal({
            password: SECRET,
            deep: [SECRET],
            exported: SECRET,
        });
    });

    it("does not change other JSON", () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                expect(decode(value)).to.deep.equal(value);
            }),
        );
    });

    it("reads a reference to a resource as its id, and that of a component as its URN", () => {
        expect(decode([resourceReference("urn:a", "id-a"), resourceReference("urn:b")])).to.deep.equal([
            "id-a",
            "urn:b",
        ]);
    });

    it("does not change decoded values", () => {
        const decoded = decode({ unknown: UNKNOWN, list: [SECRET, 1] });

        expect(decode(decoded)).to.deep.equal(decoded);
    });

    it("reads an asset, which is not a secret, as an object", () => {
        const asset: Value = {
            "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
            text: "x",
        };

        expect(decode(asset)).to.deep.equal(asset);
    });
});
