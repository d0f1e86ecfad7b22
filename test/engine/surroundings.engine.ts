import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { EngineStack, engineSuite } from "./harness";

function program(): Promise<Record<string, unknown>> {
    return Promise.resolve({ arn: new aws.kms.Key("key", { description: "of a test" }).arn });
}

function settings(config: Record<string, unknown>): void {
    config["aws:region"] = "us-east-1";
}

engineSuite("an engine in wrong surroundings", () => {
    it("says that another run has locked the state, and what to do", async () => {
        const stack = await EngineStack.start("locked", { program, settings, cloud: { delay: () => 1500 } });
        const first = stack.up();
        await new Promise((resolve) => {
            const timer = setInterval(() => {
                if (stack.cloud.busy) {
                    clearInterval(timer);
                    resolve(undefined);
                }
            }, 5);
        });

        expect((await stack.destroy()).error).to.equal(
            "the stack's state is locked by another run: wait until that has ended; if it has died, `pulumi cancel`",
        );
        expect((await first).error).to.equal(undefined);
        stack.stop();
    });

    it("says that the passphrase is missing, and where it goes", async () => {
        const stack = await EngineStack.start("secretive", { program, settings });
        await stack.secret("posit-connect:license", "text");
        stack.env["PULUMI_CONFIG_PASSPHRASE"] = "";

        expect((await stack.up()).error).to.equal(
            "the passphrase of the stack's secrets is missing or another one: set PULUMI_CONFIG_PASSPHRASE",
        );
        stack.stop();
    });
});
