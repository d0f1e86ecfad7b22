import { expect } from "chai";
import { UserError } from "../../lib/userError";
import { createDrillContext } from "../../recovery/drillContext";
import { ROOT } from "../program";

describe("the context of a drill", () => {
    const path = process.env["PATH"];

    afterEach(() => {
        process.env["PATH"] = path;
    });

    it("is not created without the Pulumi CLI, and leaves the signals of the process as they are", async () => {
        process.env["PATH"] = "";
        const listeners = process.listenerCount("SIGTERM");
        const error: unknown = await createDrillContext(ROOT).catch((reason: unknown) => reason);

        expect(error).to.be.instanceOf(UserError);
        expect((error as Error).message).to.match(/^The Pulumi CLI .* cannot be used/);
        expect(process.listenerCount("SIGTERM")).to.equal(listeners);
    });
});
