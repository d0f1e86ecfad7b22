// Mocha's spec reporter. It also appends the numbers of passed and failed tests to the file that TEST_COUNTS names.
const { appendFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

module.exports = class extends reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.once(Runner.constants.EVENT_RUN_END, () => {
            const { passes, failures, pending } = this.stats;
            // A skipped test has shown nothing.
            appendFileSync(process.env.TEST_COUNTS, `${passes} ${failures + pending}\n`);
        });
    }
};
