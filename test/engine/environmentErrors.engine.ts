import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { EngineStack, engineSuite } from "./harness";

function program(): Promise<Record<string, unknown>> {
    return Promise.resolve({ arn: new aws.kms.Key("key", { description: "of a test" }).arn });
}

function settings(config: Record<string, unknown>): void {
    config["aws:region"] = "us-east-1";
}

engineSuite("the engine in an incorrect environment", () => {
    it("reports that another run has locked the state, with an instruction", async () => {
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
            "another run has locked the stack's state: wait until it ends, or run `pulumi cancel` if it was killed",
        );
        expect((await first).error).to.equal(undefined);
        stack.stop();
    });

    it("reports that the passphrase is missing, with an instruction", async () => {
        const stack = await EngineStack.start("secrets", { program, settings });
        await stack.secret("posit-connect:license", "text");
        stack.env["PULUMI_CONFIG_PASSPHRASE"] = "";

        expect((await stack.up()).error).to.equal(
            "the passphrase of the stack's secrets is missing or incorrect: set PULUMI_CONFIG_PASSPHRASE",
        );
        stack.stop();
    });
});
