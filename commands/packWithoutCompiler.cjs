// Required by the policy pack's process before Pulumi's SDK, which loads the TypeScript compiler for any pack. This one is
// compiled (policy/PulumiPolicy.yaml), and the compiler takes half of its start.
const { loadLazily } = require("./loadLazily.cjs");

loadLazily({
    typescript: { version: require("typescript/package.json").version },
    "ts-node": { register: () => undefined },
    "@npmcli/arborist": {},
    "./automation": {},
});
