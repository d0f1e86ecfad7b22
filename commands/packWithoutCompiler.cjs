// Required by the policy pack's process before Pulumi's SDK, which prepares to compile and serialize any pack. This one is
// compiled (policy/PulumiPolicy.yaml), and the preparation takes most of its start.
const { loadLazily } = require("./loadLazily.cjs");

loadLazily({
    typescript: { version: require("typescript/package.json").version },
    "ts-node": { register: () => undefined },
    "./automation": {},
    // Starts a debugger, which finds the sources of functions to serialize.
    "../../runtime/closure/v8Hooks": { isInitializedAsync: () => Promise.resolve() },
});
