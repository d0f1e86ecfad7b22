import * as pulumi from "@pulumi/pulumi";
import type { CiAccess } from "./ciAccess";
import { boundaryArn, STATE_KEY_ALIAS } from "./ciAccount";
import { CiResources } from "./ciResources";

/** Creates what CI needs in an account once. `npm run bootstrap` writes the configuration. */
export = function bootstrap(): Record<string, pulumi.Input<unknown>> {
    const region = new pulumi.Config("aws").require("region");
    const config = new pulumi.Config();
    const id = pulumi.getStack();
    const ci = new CiResources("ci", {
        account: { id, region, partition: "aws" },
        access: config.requireObject<CiAccess>("access"),
        createProvider: config.requireBoolean("createGithubProvider"),
        tags: { "pulumi:project": pulumi.getProject(), "pulumi:stack": id },
    });
    return {
        backend: ci.backend,
        secretsProvider: `awskms://${STATE_KEY_ALIAS}?region=${region}&context_stack=STACK`,
        permissionsBoundaryArn: boundaryArn({ account: id, region, partition: "aws" }),
        roles: ci.roles,
    };
};
