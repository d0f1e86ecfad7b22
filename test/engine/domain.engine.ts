import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifestOf, objectOf, objectsOf, takeSnapshot } from "./backups";
import { EngineStack, engineSuite, type Moment, words } from "./harness";
import { succeeded, unprotect } from "./lifecycle";

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const RECORD = "aws:route53/record:Record";

const BACKED_UP = "2026-11-20T09:00:00Z";
const SNAPSHOT = "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:job-1";

engineSuite("a domain's record, from the old stack to one that is restored from it", () => {
    const folder = mkdtempSync(join(tmpdir(), "domain-"));
    let old: EngineStack;
    let restored: EngineStack;
    let switched: Moment;

    before(async () => {
        old = await EngineStack.start("prod");
        succeeded(await old.up());
        takeSnapshot(old.cloud, "prod", SNAPSHOT, BACKED_UP);
        const manifest = join(folder, "manifest.json");
        writeFileSync(manifest, manifestOf(old.cloud, "prod").text);
        restored = await EngineStack.start("restored", {
            beside: old,
            example: "prod",
            settings: (config) => {
                config["posit-connect:recovery"] = {
                    from: manifest,
                    database: { snapshot: SNAPSHOT, takenAt: BACKED_UP },
                    force: true,
                };
            },
        });
        succeeded(await restored.up());
        expect(usersGoTo()).to.equal(nameOf("prod"));
        restored.settings((config) => {
            Object.assign(config["posit-connect:recovery"] as object, { live: true });
        });
        expect(words(succeeded(await restored.up()).steps)).to.include(`create ${RECORD} load-balancer`);
        switched = old.moment();
    });

    beforeEach(() => {
        old.goBack(switched);
    });

    afterEach(() => {
        expect(usersGoTo()).to.equal(nameOf("restored"));
    });

    after(() => {
        restored.stop();
        old.stop();
        rmSync(folder, { recursive: true });
    });

    /** Name of the load balancer that the domain's record points at, whoever looks. */
    function usersGoTo(): string {
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

    it("is given up by a setting, and stays with the restored stack through refresh, up and destroy", async () => {
        old.settings((config) => {
            Object.assign(config["posit-connect:loadBalancer"] as object, { dnsRecord: false });
        });
        const { steps } = succeeded(await old.up({ refresh: true }));
        expect(words(steps).filter((step) => step.includes(RECORD))).to.deep.equal([
            `delete ${RECORD} load-balancer`,
        ]);
        expect(succeeded(await old.preview({ expectNoChanges: true })).steps).to.deep.equal([]);

        old.settings(unprotect);
        succeeded(await old.up());
        succeeded(await old.destroy());
    });

    it("stays with the restored stack where the old one is destroyed without a word", async () => {
        old.settings(unprotect);
        succeeded(await old.up());
        succeeded(await old.destroy());
        expect(objectsOf(old.cloud, "prod").filter(({ type }) => type !== RECORD)).to.deep.equal([]);
    });
});
