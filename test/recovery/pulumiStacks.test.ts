import { expect } from "chai";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiStacks, StackTaken } from "../../recovery/pulumiStacks";
import { UserError } from "../../lib/userError";
import { RecordedCli } from "./cli";

const STACK = "prod-drill-1";
const NEVER = new AbortController().signal;

/** The message of the {@link UserError} that a promise rejects with. */
async function errorOf(work: Promise<unknown>): Promise<string> {
    const error = await work.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(UserError);
    return (error as UserError).message;
}

describe("the stack of a drill, with recorded output of the CLI", () => {
    let cli: RecordedCli;

    beforeEach(() => {
        cli = new RecordedCli();
    });

    afterEach(() => {
        cli.remove();
    });

    it("is created with the old stack's secrets provider, deployed, destroyed and removed", async () => {
        const stacks = await pulumiStacks(cli.root);
        const file = join(cli.root, `Pulumi.${STACK}.yaml`);
        await stacks.checkFree(STACK);
        expect(await stacks.secretsOf("prod")).to.deep.equal({
            "posit-connect:license": "text-of-the-license",
        });
        const stack = stacks.drillStack(STACK);
        await stack.create("config: {}\n", "prod", { "posit-connect:license": "text-of-the-license" });
        expect(existsSync(file)).to.equal(true);
        await stack.up(NEVER);
        expect(await stack.loadBalancer()).to.equal("lb.example.com");
        await stack.destroy();
        await stack.remove();

        expect(existsSync(file)).to.equal(false);
        const commands = cli
            .commands()
            .filter((line) => !/--help|^stack (ls|output|history)|^config --/.test(line));
        expect(commands).to.deep.equal([
            `stack init ${STACK} --secrets-provider awskms://alias/pulumi`,
            `config set --secret posit-connect:license --stack ${STACK}`,
            "  by standard input: text-of-the-license",
            `stack select --stack ${STACK}`,
            `up --yes --skip-preview --stack ${STACK}`,
            `stack select --stack ${STACK}`,
            `destroy --yes --skip-preview --stack ${STACK}`,
            `stack rm --yes ${STACK}`,
            // The user's stack is selected again.
            "stack select --stack dev",
        ]);
    });

    it("is rejected if another drill has left its stack or its file", async () => {
        const stacks = await pulumiStacks(cli.root);
        cli.respond("stack-ls", JSON.stringify([{ name: `organization/${STACK}` }]));
        expect(await errorOf(stacks.checkFree(STACK))).to.equal(
            `Stack ${STACK} already exists, from another drill. Run \`pulumi destroy --stack ${STACK}\` and \`pulumi stack rm ${STACK}\`.`,
        );
        writeFileSync(join(cli.root, `Pulumi.${STACK}.yaml`), "");
        expect(await errorOf(stacks.checkFree(STACK))).to.equal(
            `Pulumi.${STACK}.yaml already exists, from another drill. Destroy its resources, and remove the stack.`,
        );
    });

    it("is rejected if the backend does not have the old stack, or there is no CLI", async () => {
        cli.removeConfig();
        expect(await errorOf((await pulumiStacks(cli.root)).secretsOf("prod"))).to.equal(
            "The secrets of stack prod cannot be read: no stack named 'prod' found",
        );
        process.env["PATH"] = cli.root;
        expect(await errorOf(pulumiStacks(cli.root))).to.match(
            /^The Pulumi CLI \(https:\/\/www\.pulumi\.com\/docs\/install\/\) cannot be used: /,
        );
    });

    it("reports each error of the engine once", async () => {
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);
        const event = {
            diagnosticEvent: { message: "LimitExceeded:\n  too many\n", color: "never", severity: "error" },
        };
        cli.respond("failed", `${JSON.stringify(event)}\n${JSON.stringify(event)}\n`);

        expect(await errorOf(stack.up(NEVER))).to.equal(`pulumi up of ${STACK}: LimitExceeded: too many`);
    });

    it("reports the standard error of the CLI, without its other output", async () => {
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);
        cli.respond("broken", "one line\nand another\n");

        expect(await errorOf(stack.loadBalancer())).to.equal(
            `The outputs of stack ${STACK} cannot be read: no backend`,
        );
    });

    it("is not deployed if the drill was interrupted before", async () => {
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);

        expect(await errorOf(stack.up(AbortSignal.abort("SIGTERM")))).to.equal(
            `pulumi up of ${STACK}: SIGTERM`,
        );
        expect(cli.commands().filter((line) => line.startsWith("up"))).to.deep.equal([]);
    });

    it("is deployed to the end if its terminal is closed in the meantime", async () => {
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);
        cli.respond("hangup", "");
        await stack.up(NEVER);

        expect(cli.commands()).to.include(`up --yes --skip-preview --stack ${STACK}`);
    });

    it("is left to another drill that created it in the meantime, and leaves no file", async () => {
        cli.respond("taken", "");
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);
        const error: unknown = await stack
            .create("config: {}\n", "prod", {})
            .catch((thrown: unknown) => thrown);

        expect(error).to.be.instanceOf(StackTaken);
        expect((error as Error).message).to.equal(
            `Stack ${STACK} belongs to another drill that has created it in the meantime, and is not changed.`,
        );
        expect(existsSync(join(cli.root, `Pulumi.${STACK}.yaml`))).to.equal(false);
    });

    it("can be destroyed and removed without an error if it was never created", async () => {
        cli.respond("missing", "");
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);
        await stack.destroy();
        await stack.remove();

        expect(cli.commands().filter((line) => line.startsWith("destroy"))).to.deep.equal([]);
    });
});
