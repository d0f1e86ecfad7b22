import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { parse } from "yaml";
import { CI_PROJECT } from "../../bootstrap/ciAccount";
import { type UpdateOptions, updateCi } from "../../bootstrap/updateCi";
import { bootstrapProgram } from "../bootstrap/program";
import { exampleAccess, PLACE } from "../bootstrap/stacks";
import { Cloud } from "../cloud/cloud";
import { type Served, serve } from "../cloud/providers/serve";
import { ROOT } from "../program";
import { findCli } from "./cli";

const cli = findCli();
const BUCKET = "arn:aws:s3:::posit-connect-state-123456789012-us-east-1";

/** The state bucket as a backend is a folder here. */
describe(`the access of CI on the engine${"missing" in cli ? ` (skipped: ${cli.missing})` : ""}`, function () {
    let folder: string;
    let served: Served;
    let options: UpdateOptions;
    let output: string;

    before(async function () {
        if ("missing" in cli) {
            return this.skip();
        }
        folder = mkdtempSync(join(tmpdir(), "bootstrap-"));
        mkdirSync(join(folder, "cli", "bin"), { recursive: true });
        symlinkSync(cli.path, join(folder, "cli", "bin", "pulumi"));
        mkdirSync(join(folder, "bucket"));
        mkdirSync(join(folder, "bootstrap"));
        copyFileSync(join(ROOT, "bootstrap", "Pulumi.yaml"), join(folder, "bootstrap", "Pulumi.yaml"));
        served = await serve(new Cloud({ place: PLACE }));
        options = {
            folder: join(folder, "bootstrap"),
            stack: PLACE.account,
            config: {
                "aws:region": PLACE.region,
                "aws:allowedAccountIds": [PLACE.account],
                [`${CI_PROJECT}:createGithubProvider`]: true,
                [`${CI_PROJECT}:access`]: await exampleAccess(),
            },
            backend: `file://${join(folder, "bucket")}`,
            isInBucket: () => Promise.resolve(existsSync(join(folder, "bucket", ".pulumi"))),
            onOutput: (text) => (output += text),
            workspace: {
                program: bootstrapProgram as () => Promise<Record<string, unknown>>,
                pulumiHome: join(folder, "home"),
                pulumiCommand: await PulumiCommand.get({ root: join(folder, "cli") }),
                envVars: {
                    PULUMI_DEBUG_PROVIDERS: served.attach,
                    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                    PULUMI_SKIP_UPDATE_CHECK: "1",
                },
            },
        };
    });

    beforeEach(() => {
        output = "";
    });

    after(() => {
        if (!("missing" in cli)) {
            served.stop();
            rmSync(folder, { recursive: true });
        }
    });

    it("is created with its state in a file, which then moves to the bucket", async () => {
        const outputs = await updateCi(options);

        expect(outputs["backend"]?.value).to.equal(`s3://${BUCKET.split(":::")[1] ?? ""}?region=us-east-1`);
        expect(existsSync(join(options.folder, ".state"))).to.equal(false);
        expect(stateIn("bucket")).to.include.members([
            "posit-connect-bootstrap:index:CiResources",
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        ]);
    });

    it("is unchanged by a second update, which uses the state in the bucket", async () => {
        const before = stateIn("bucket");

        await updateCi(options);

        expect(output).to.match(/Resources:\n\s+\d+ unchanged\n/);
        expect(stateIn("bucket")).to.deep.equal(before);
    });

    it("keeps what Pulumi wrote to the stack's file", () => {
        const file = parse(
            readFileSync(join(options.folder, `Pulumi.${PLACE.account}.yaml`), "utf8"),
        ) as object;

        expect(file).to.have.keys("config", "encryptionsalt");
    });

    /** Types of the resources in a state, sorted. */
    function stateIn(backend: string): string[] {
        const file = join(folder, backend, ".pulumi", "stacks", CI_PROJECT, `${PLACE.account}.json`);
        const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
            checkpoint: { latest: { resources: { type: string }[] } };
        };
        return checkpoint.latest.resources.map(({ type }) => type).sort();
    }
});
