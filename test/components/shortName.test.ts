import { expect } from "chai";
import fc from "fast-check";
import { shortName } from "../../components/shortName";

describe("shortName", () => {
    for (const [name, short] of [
        ["posit-connect-prod", "posit-connect-prod"],
        ["a".repeat(32), "a".repeat(32)],
        ["a".repeat(33), `${"a".repeat(23)}-852785c8`],
        ["posit-connect-a-very-long-stack-name", "posit-connect-a-very-lo-XXXXXXXX"],
        ["posit-connect-Feature.One", "posit-connect-feature-o-XXXXXXXX"],
        ["internal-tools", "tools-XXXXXXXX"],
        ["--", "XXXXXXXX"],
    ] as const) {
        it(`shortens ${name} to ${short}`, () => {
            expect(
                shortName(name).replace(/[0-9a-f]{8}$/, short.endsWith("XXXXXXXX") ? "XXXXXXXX" : "$&"),
            ).to.equal(short);
        });
    }

    it("is a name that AWS accepts, for every input", () => {
        fc.assert(
            fc.property(
                fc.string({
                    unit: fc.constantFrom("a", "b", "X", "0", "9", "-", ".", "_", "/", "ä"),
                    maxLength: 80,
                }),
                (name) => {
                    expect(shortName(name)).to.match(/^(?!internal-)[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/);
                },
            ),
        );
    });

    it("does not start with internal-, even if the name does repeatedly", () => {
        fc.assert(
            fc.property(
                fc.array(fc.constantFrom("internal", "-", "Internal-", "x"), { maxLength: 8 }),
                (parts) => {
                    expect(shortName(parts.join(""))).not.to.match(/^internal-/);
                },
            ),
        );
    });

    it("keeps two names apart", () => {
        fc.assert(
            fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (one, other) => {
                fc.pre(one !== other);
                const stem = "posit-connect-a-stack-with-a-very-long-name-";
                expect(shortName(stem + one)).not.to.equal(shortName(stem + other));
            }),
        );
    });

    it("does not change a shortened name again", () => {
        fc.assert(
            fc.property(fc.string({ maxLength: 60 }), (name) => {
                expect(shortName(shortName(name))).to.equal(shortName(name));
            }),
        );
    });
});
