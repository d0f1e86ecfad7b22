// Required by the policy pack's process of a plan.
require("./packWithoutCompiler.cjs");

// The plan holds the other end of standard input. If the plan ends, however it ends, so does this process.
process.stdin.on("close", () => process.exit());
process.stdin.resume();
process.stdin.unref();
