import { createHash } from "node:crypto";
import { expect } from "chai";
import * as fc from "fast-check";
import { secretsHash } from "../../../components/connect/secretsHash";

describe("secretsHash", () => {
    it("stays the same for the same secrets", () => {
        expect(secretsHash("key", ["a", "b"])).to.equal(secretsHash("key", ["a", "b"]));
    });

    it("changes with each of them, with their order and with the key", () => {
        const hashes = [
            secretsHash("key", ["a", "b"]),
            secretsHash("key", ["a", "c"]),
            secretsHash("key", ["b", "a"]),
            secretsHash("key", ["ab", ""]),
            secretsHash("key", ["a"]),
            secretsHash("other key", ["a", "b"]),
        ];

        expect(new Set(hashes).size).to.equal(hashes.length);
    });

    it("resists guesses: it contains no secret's own hash", () => {
        fc.assert(
            fc.property(fc.string({ minLength: 1 }), fc.string(), (key, secret) => {
                const plain = [secret, JSON.stringify([secret])].map((text) =>
                    createHash("sha256").update(text).digest("hex"),
                );
                expect(plain).not.to.include(secretsHash(key, [secret]));
            }),
        );
    });
});
