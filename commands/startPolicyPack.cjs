// Required by the policy pack's own process before Pulumi's SDK, which loads the TypeScript compiler for any pack. This
// one is compiled (policy/PulumiPolicy.yaml), and half of its start would be spent on that.
const { loadLazily } = require("./loadLazily.cjs");

loadLazily({
    typescript: { version: require("typescript/package.json").version },
    "ts-node": { register: () => undefined },
    "@npmcli/arborist": {},
    "./automation": {},
});

// The plan holds the other end: when it is gone, whatever ended it, so is this process.
process.stdin.on("close", () => process.exit());
process.stdin.resume();
process.stdin.unref();
