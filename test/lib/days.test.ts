import { expect } from "chai";
import { daysAfter, daysBetween } from "../../lib/days";

describe("days", () => {
    it("are added over the end of a month and of a year", () => {
        expect([
            daysAfter("2026-11-29", 7),
            daysAfter("2026-12-31", 1),
            daysAfter("2027-03-01", -1),
        ]).to.deep.equal(["2026-12-06", "2027-01-01", "2027-02-28"]);
    });

    it("are counted from one day to another, in both directions", () => {
        expect([
            daysBetween("2026-11-29", "2026-12-02"),
            daysBetween("2026-12-02", "2026-11-29"),
            daysBetween("2026-11-29", "2026-11-29"),
        ]).to.deep.equal([3, -3, 0]);
    });
});
