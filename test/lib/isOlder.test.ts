import { expect } from "chai";
import { isOlder } from "../../lib/isOlder";

/** In order: each version is older than the next. */
const VERSIONS = [
    "0.9.3-rc.1",
    "0.9.3-rc.2",
    "0.9.3-rc.10",
    "0.9.3",
    "0.9.20",
    "0.10.0-beta",
    "0.10.0",
    "1.35",
    "1.35.3-20260415",
    "2026.04.0",
];

describe("isOlder", () => {
    it("compares numbers, and puts a prerelease before its release", () => {
        const older = VERSIONS.flatMap((version, index) =>
            VERSIONS.flatMap((other, otherIndex) =>
                isOlder(version, other) === index < otherIndex ? [] : [[version, other]],
            ),
        );
        expect(older).to.deep.equal([]);
    });
});
