// What no offline plan can be faster than: a Pulumi program without resources, under Pulumi's own mocks, that imports
// the packages that the real one imports.
const pulumi = require("@pulumi/pulumi");
require("@pulumi/aws");
require("@pulumi/awsx");
require("@pulumi/eks");
require("@pulumi/kubernetes");
require("@pulumi/random");
require("@pulumi/tls");

const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };

pulumi.runtime
    .setMocks(mocks, "posit-connect", "bench", false)
    .then(() => pulumi.runtime.runInPulumiStack(() => Promise.resolve({})))
    .then(() => pulumi.runtime.disconnect());
