import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { EngineStack, engineSuite, type Outcome } from "./harness";

function program(): Promise<Record<string, unknown>> {
    return Promise.resolve({ arn: new aws.kms.Key("key", { description: "of a test" }).arn });
}

function settings(config: Record<string, unknown>): void {
    config["aws:region"] = "us-east-1";
}

engineSuite("the engine in an incorrect environment", () => {
    it("reports that another run has locked the state, with an instruction", async () => {
        const stack = await EngineStack.start("locked", { program, settings });
        let complete = (): void => undefined;
        const completed = new Promise<void>((resolve) => {
            complete = resolve;
        });
        let first: Promise<Outcome> | undefined;
        await new Promise<void>((started) => {
            stack.cloud.options.delay = () => {
                started();
                return completed;
            };
            first = stack.up();
        });
        const second = await stack.destroy();
        complete();

        expect(second.error).to.equal(
            "another run has locked the stack's state: wait until it ends, or run `pulumi cancel` if it was killed",
        );
        expect((await first)?.error).to.equal(undefined);
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
