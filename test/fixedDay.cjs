// Loaded by the tests and the processes that they start. It fixes the date, because waivers and the support of versions
// expire.
const START = Date.parse("2026-11-23T12:00:00Z");
const SystemDate = Date;

globalThis.Date = class extends SystemDate {
    constructor(...parts) {
        if (parts.length === 0) {
            super(START + performance.now());
        } else {
            super(...parts);
        }
    }

    static now() {
        return START + Math.floor(performance.now());
    }
};
