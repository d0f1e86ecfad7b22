import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { expect } from "chai";
import type { Deployment } from "../../simulation/deployment";
import { program, ROOT } from "../program";
import { EngineStack, engineSuite, violations } from "./harness";
import { expectSuccess } from "./lifecycle";

const pack = ["--policy-pack", join(ROOT, "policy")];

/** A copy of an exported state in which the database is public. */
function withPublicDatabase(state: Deployment): Deployment {
    const copy = structuredClone(state);
    for (const { type, inputs = {}, outputs = {} } of copy.deployment.resources) {
        if (type === "aws:rds/instance:Instance") {
            inputs["publiclyAccessible"] = outputs["publiclyAccessible"] = true;
        }
    }
    return copy;
}

engineSuite("the policy pack in the engine", () => {
    it("reports the violations of an exported state", async () => {
        const stack = await EngineStack.start("dev");
        expectSuccess(await stack.up());
        const state = await stack.export();
        const options = [...pack, "--policy-pack-config", join(ROOT, "policy", "dev.json")];

        expect(await stack.analyze(state, ...options)).to.deep.equal([]);
        expect(await stack.analyze(withPublicDatabase(state), ...options)).to.deep.equal([
            "rds-not-public database",
        ]);
        stack.stop();
    });

    it("holds a stack to its budget, which the engine passes to the pack", async () => {
        const stack = await EngineStack.start("dev", {
            settings: (config) => {
                config["posit-connect:budget"] = { monthlyUsd: 100 };
            },
        });
        const { events } = await stack.preview(...pack);

        const sentences = events.flatMap(({ policyEvent }) =>
            policyEvent?.policyName === "stack-budget" ? [policyEvent.message] : [],
        );
        expect(sentences).to.have.length(1);
        expect(sentences[0]).to.match(
            /The stack costs \$[\d,.]+ a month without use, more than its budget of \$100\.00\./,
        );
        stack.stop();
    });

    it("stops a stack with a public database before its first resource is created", async () => {
        const stack = await EngineStack.start("prod", {
            program: async () => {
                const outputs = (await program()) as Record<string, unknown>;
                new aws.rds.Instance("reports", {
                    identifier: "reports",
                    engine: "postgres",
                    instanceClass: "db.m5.large",
                    publiclyAccessible: true,
                });
                return outputs;
            },
        });
        const outcome = await stack.preview(...pack);

        expect(outcome.error).to.not.equal(undefined);
        expect(violations(outcome)).to.include("rds-not-public reports");
        expect(stack.cloud.history).to.deep.equal([]);
        stack.stop();
    });
});
