import { expect } from "chai";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiStacks, StackTaken } from "../../recovery/pulumiStacks";
import { UserError } from "../../lib/userError";
import { RecordedCli } from "./cli";

const STACK = "prod-drill-1";
const NEVER = new AbortController().signal;

/** The message of a refusal. */
async function refusal(work: Promise<unknown>): Promise<string> {
    const error = await work.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(UserError);
    return (error as UserError).message;
}

describe("the stack of a drill, by a recorded CLI", () => {
    let cli: RecordedCli;

    beforeEach(() => {
        cli = new RecordedCli();
    });

    afterEach(() => {
        cli.end();
    });

    it("is created with the old one's secrets provider, brought up, destroyed and removed", async () => {
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
        const told = cli.told().filter((line) => !/--help|^stack (ls|output|history)|^config --/.test(line));
        expect(told).to.deep.equal([
            `stack init ${STACK} --secrets-provider awskms://alias/pulumi`,
            `config set --secret posit-connect:license --stack ${STACK}`,
            "  by standard input: text-of-the-license",
            `stack select --stack ${STACK}`,
            `up --yes --skip-preview --stack ${STACK}`,
            `stack select --stack ${STACK}`,
            `destroy --yes --skip-preview --stack ${STACK}`,
            `stack rm --yes ${STACK}`,
            // What its user had selected is selected again.
            "stack select --stack dev",
        ]);
    });

    it("is not begun where another drill has left its stack, or its file", async () => {
        const stacks = await pulumiStacks(cli.root);
        cli.answer("stack-ls", JSON.stringify([{ name: `organization/${STACK}` }]));
        expect(await refusal(stacks.checkFree(STACK))).to.equal(
            `Stack ${STACK} already exists, from another drill. Run \`pulumi destroy --stack ${STACK}\` and \`pulumi stack rm ${STACK}\`.`,
        );
        writeFileSync(join(cli.root, `Pulumi.${STACK}.yaml`), "");
        expect(await refusal(stacks.checkFree(STACK))).to.equal(
            `Pulumi.${STACK}.yaml already exists, from another drill. Destroy its resources, and remove the stack.`,
        );
    });

    it("is not begun where the old stack is not in the backend, and where there is no CLI", async () => {
        cli.forget("config");
        expect(await refusal((await pulumiStacks(cli.root)).secretsOf("prod"))).to.equal(
            "The secrets of stack prod cannot be read: no stack named 'prod' found",
        );
        process.env["PATH"] = cli.root;
        expect(await refusal(pulumiStacks(cli.root))).to.match(
            /^The Pulumi CLI \(https:\/\/www\.pulumi\.com\/docs\/install\/\) cannot be used: /,
        );
    });

    it("says what the engine said where it fails, each error once", async () => {
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);
        const event = {
            diagnosticEvent: { message: "LimitExceeded:\n  too many\n", color: "never", severity: "error" },
        };
        cli.answer("refused", `${JSON.stringify(event)}\n${JSON.stringify(event)}\n`);

        expect(await refusal(stack.up(NEVER))).to.equal(`pulumi up of ${STACK}: LimitExceeded: too many`);
    });

    it("says what the CLI said on standard error, whatever else it printed", async () => {
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);
        cli.answer("broken", "one line\nand another\n");

        expect(await refusal(stack.loadBalancer())).to.equal(
            `The outputs of stack ${STACK} cannot be read: no backend`,
        );
    });

    it("is not begun to be brought up where that was interrupted before", async () => {
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);

        expect(await refusal(stack.up(AbortSignal.abort("SIGTERM")))).to.equal(
            `pulumi up of ${STACK}: SIGTERM`,
        );
        expect(cli.told().filter((line) => line.startsWith("up"))).to.deep.equal([]);
    });

    it("is brought up to the end where its terminal is gone meanwhile", async () => {
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);
        cli.answer("hangup", "");
        await stack.up(NEVER);

        expect(cli.told()).to.include(`up --yes --skip-preview --stack ${STACK}`);
    });

    it("is left to another drill that has made it meanwhile, and leaves no file", async () => {
        cli.answer("taken", "");
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

    it("is no failure to take away where it was never created", async () => {
        cli.answer("gone", "");
        const stack = (await pulumiStacks(cli.root)).drillStack(STACK);
        await stack.destroy();
        await stack.remove();

        expect(cli.told().filter((line) => line.startsWith("destroy"))).to.deep.equal([]);
    });
});
