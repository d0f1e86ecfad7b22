// Mocha's spec reporter. It also appends the numbers of passed and failed tests to the file that TEST_COUNTS names, and
// each failure, with its title and error, to the file that TEST_FAILURES names.
const { appendFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

module.exports = class extends reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
            const title = `${test.file ?? ""}: ${test.titlePath().join(" · ")}`;
            appendFileSync(
                process.env.TEST_FAILURES,
                `${title}\n    ${String(error.message).slice(0, 2000)}\n`,
            );
        });
        runner.once(Runner.constants.EVENT_RUN_END, () => {
            const { passes, failures, pending } = this.stats;
            // A skipped test has shown nothing.
            appendFileSync(process.env.TEST_COUNTS, `${passes} ${failures + pending}\n`);
        });
    }
};
