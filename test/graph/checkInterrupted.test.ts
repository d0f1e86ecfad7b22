import { expect } from "chai";
import { UnreadableChanges } from "../../graph/change";
import { checkInterrupted } from "../../graph/checkInterrupted";

const URN = "urn:pulumi:prod::posit-connect::aws:rds/instance:Instance::database";

const state = (type: string) => ({
    version: 3,
    deployment: { resources: [{ urn: URN }], pending_operations: [{ type, resource: { urn: URN } }] },
});

describe("checkInterrupted", () => {
    for (const type of ["creating", "updating", "deleting"]) {
        it(`rejects a state in which an update was interrupted while ${type}, with the way out`, () => {
            expect(() => {
                checkInterrupted(state(type), "prod");
            })
                .to.throw(UnreadableChanges)
                .with.property("message")
                .that.includes(`\n  ${type} ${URN}\n`)
                .and.includes("run `pulumi cancel`, then `pulumi refresh`");
        });
    }

    it("accepts an interrupted read, and a state without operations", () => {
        checkInterrupted(state("reading"), "prod");
        checkInterrupted({ version: 3, deployment: {} }, "prod");
    });

    it("rejects the state of another stack, and other files", () => {
        expect(() => {
            checkInterrupted(state("reading"), "dev");
        }).to.throw("belongs to the stack prod, the preview to dev");
        expect(() => {
            checkInterrupted({ steps: [] }, "prod");
        }).to.throw("is not the output of `pulumi stack export`");
    });
});
