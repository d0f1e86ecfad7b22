import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sources } from "../../../commands/doctor/sources";
import { inEnvironment, type Outcome } from "../../recovery/command";
import { findMoto, Moto } from "../../recovery/moto";
import { ACCOUNT, DEPLOYER, doctorIn, writeStack } from "./doctor";

const found = findMoto();

describe(`npm run doctor with moto${"missing" in found ? ` (skipped: ${found.missing})` : ""}`, function () {
    let moto: Moto | undefined;
    let environment: Record<string, string>;
    let folder: string;
    let stack: string;
    const accountBefore = process.env["MOTO_ACCOUNT_ID"];

    before(async function () {
        if ("missing" in found) {
            this.skip();
        }
        // moto inherits it.
        process.env["MOTO_ACCOUNT_ID"] = ACCOUNT;
        moto = await Moto.start(found.python);
        environment = { AWS_ENDPOINT_URL: moto.endpoint };
        folder = mkdtempSync(join(tmpdir(), "doctor-"));
        stack = writeStack(folder, { "aws:assumeRoles": [{ roleArn: DEPLOYER }] });
        await inEnvironment(environment, async () => {
            const { IAMClient, CreateRoleCommand } = await import("@aws-sdk/client-iam");
            await new IAMClient({ region: "us-east-1" }).send(
                new CreateRoleCommand({
                    RoleName: "deployer",
                    Path: "/teams/",
                    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
                }),
            );
        });
    });

    after(async () => {
        if (moto === undefined) {
            return;
        }
        await moto.stop();
        rmSync(folder, { recursive: true });
        if (accountBefore === undefined) {
            delete process.env["MOTO_ACCOUNT_ID"];
        } else {
            process.env["MOTO_ACCOUNT_ID"] = accountBefore;
        }
    });

    const run = (...args: string[]): Promise<Outcome> =>
        inEnvironment(environment, () => doctorIn({ sources }, ...args));

    it("answers each check in less than 10 s", async () => {
        const begun = performance.now();
        const { status, out, err } = await run("--stack", stack);

        expect(err).to.equal("");
        expect(out.split("\n")).to.deep.equal([
            `Doctor · posit-connect · prod · ${ACCOUNT} · us-east-1`,
            "",
            `✓ Account             arn:aws:sts::${ACCOUNT}:assumed-role/deployer/doctor in ${ACCOUNT}`,
            "✓ Settings            every required setting and secret is set",
            `✓ Deployer            ${DEPLOYER} administers the cluster`,
            `✓ Administrators      ${DEPLOYER}`,
            "✓ Availability zones  us-east-1a (use1-az6), us-east-1b (use1-az1), us-east-1c (use1-az2)",
            "✓ Instance types      t3.2xlarge in each zone",
            "",
            "6 passed: nothing is known to stop an update",
            "",
        ]);
        expect(status).to.equal(0);
        expect(performance.now() - begun).to.be.lessThan(10_000);
    });
});
