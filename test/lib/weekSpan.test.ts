import { expect } from "chai";
import { blocksBackupStart, type WeekSpan } from "../../lib/weekSpan";

const WEEK = 7 * 24 * 60;

/** Each minute of a span, as a minute of the week. */
const minutesOf = ({ start, end }: WeekSpan): number[] =>
    Array.from({ length: end - start + 1 }, (_, i) => (start + i + WEEK) % WEEK);

describe("a backup and a maintenance window", () => {
    it("do not overlap if no minute in which the backup can start is in the window or the hour before it", () => {
        const differing: unknown[] = [];
        for (let start = 0; start < WEEK; start += 97) {
            for (const startWindow of [0, 60, 120, 480]) {
                for (const from of [0, 1, 4_321, WEEK - 60, WEEK - 1]) {
                    for (const length of [30, 60, 1_439]) {
                        const starts = { start, end: start + startWindow };
                        const window = { start: from, end: from + length };
                        const blocked = new Set(minutesOf({ start: from - 60, end: from + length }));
                        const expected = minutesOf(starts).some((minute) => blocked.has(minute));
                        if (blocksBackupStart(starts, window) !== expected) {
                            differing.push({ starts, window, expected });
                        }
                    }
                }
            }
        }
        expect(differing).to.deep.equal([]);
    });
});
