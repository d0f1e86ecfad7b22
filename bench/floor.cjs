// The lower bound for an offline plan: a Pulumi program without resources, under Pulumi's own mocks, that imports the
// same packages as the real program.
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
