/** Runs a function on a day, `YYYY-MM-DD`, with a fake `Date`. */
export function onDay<Result>(day: string, act: () => Result): Result {
    const real = globalThis.Date;
    const noon = Date.parse(`${day}T12:00:00Z`);
    globalThis.Date = class extends real {
        constructor() {
            super(noon);
        }
    } as DateConstructor;
    try {
        return act();
    } finally {
        globalThis.Date = real;
    }
}
