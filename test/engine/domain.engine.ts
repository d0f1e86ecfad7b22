import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifestOf, objectOf, objectsOf, takeSnapshot } from "./backups";
import { EngineStack, engineSuite, formatSteps, type SavedStack } from "./harness";
import { expectSuccess, unprotect } from "./lifecycle";

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const RECORD = "aws:route53/record:Record";

const BACKED_UP = "2026-11-20T09:00:00Z";
const SNAPSHOT = "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1";

engineSuite("a domain's DNS record, moved from a stack to its restored stack", () => {
    const folder = mkdtempSync(join(tmpdir(), "domain-"));
    let old: EngineStack;
    let restored: EngineStack;
    let switched: SavedStack;

    before(async () => {
        old = await EngineStack.start("prod");
        expectSuccess(await old.up());
        takeSnapshot(old.cloud, "prod", SNAPSHOT, BACKED_UP);
        const manifest = join(folder, "manifest.json");
        writeFileSync(manifest, manifestOf(old.cloud, "prod").text);
        restored = await EngineStack.start("restored", {
            cloudOf: old,
            example: "prod",
            settings: (config) => {
                config["posit-connect:recovery"] = {
                    from: manifest,
                    database: { snapshot: SNAPSHOT, takenAt: BACKED_UP },
                    force: true,
                };
            },
        });
        expectSuccess(await restored.up());
        expect(findTarget()).to.equal(nameOf("prod"));
        restored.settings((config) => {
            Object.assign(config["posit-connect:recovery"] as object, { promoted: true });
        });
        expect(formatSteps(expectSuccess(await restored.up()).steps)).to.include(
            `create ${RECORD} load-balancer`,
        );
        switched = old.save();
    });

    beforeEach(() => {
        old.reset(switched);
    });

    afterEach(() => {
        expect(findTarget()).to.equal(nameOf("restored"));
    });

    after(() => {
        restored.stop();
        old.stop();
        rmSync(folder, { recursive: true });
    });

    /** DNS name of the load balancer that the domain's record points to, in every stack's records. */
    function findTarget(): string {
        const targets = old.cloud
            .all(RECORD)
            .filter(({ inputs }) => inputs["type"] === "A")
            .map(({ inputs }) => (inputs["aliases"] as { name: string }[])[0]?.name);
        expect(new Set(targets).size).to.equal(1);
        return String(targets[0]);
    }

    function nameOf(stack: string): string {
        return String(objectOf(old.cloud, stack, LOAD_BALANCER).outputs["dnsName"]);
    }

    it("is released by a setting, and stays with the restored stack during refresh, up and destroy of the source", async () => {
        old.settings((config) => {
            Object.assign(config["posit-connect:loadBalancer"] as object, { dnsRecord: false });
        });
        const { steps } = expectSuccess(await old.up("--refresh"));
        expect(formatSteps(steps).filter((step) => step.includes(RECORD))).to.deep.equal([
            `delete ${RECORD} load-balancer`,
        ]);
        expect(expectSuccess(await old.preview("--expect-no-changes")).steps).to.deep.equal([]);

        old.settings(unprotect);
        expectSuccess(await old.up());
        expectSuccess(await old.destroy());
    });

    it("stays with the restored stack if the source is destroyed without that setting", async () => {
        old.settings(unprotect);
        expectSuccess(await old.up());
        expectSuccess(await old.destroy());
        expect(objectsOf(old.cloud, "prod").filter(({ type }) => type !== RECORD)).to.deep.equal([]);
    });
});
