import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse } from "yaml";
import { trackedFiles } from "../docs/trackedFiles";
import { ROOT } from "../program";
import { findCli } from "./cli";

const cli = findCli();

describe(`pulumi new${"missing" in cli ? ` (skipped: ${cli.missing})` : ""}`, function () {
    this.timeout(180_000);

    let folder: string;

    before(function () {
        if ("missing" in cli) {
            return this.skip();
        }
        folder = mkdtempSync(join(tmpdir(), "template-"));
        for (const file of trackedFiles("*")) {
            mkdirSync(dirname(join(folder, "repository", file)), { recursive: true });
            cpSync(join(ROOT, file), join(folder, "repository", file));
        }
    });

    after(() => {
        if (folder) {
            rmSync(folder, { recursive: true });
        }
    });

    /** Creates a project from this repository with the real CLI, which gets the answers on its command line. */
    function create(stack: string, answers: Record<string, string>) {
        const project = join(folder, stack);
        const backend = join(folder, `backend-${stack}`);
        mkdirSync(project);
        mkdirSync(backend);
        execFileSync(
            "missing" in cli ? "" : cli.path,
            [
                ...["new", join(folder, "repository"), "--yes", "--name", "acme-connect", "--stack", stack],
                ...Object.entries(answers).flatMap(([key, value]) => ["--config", `${key}=${value}`]),
            ],
            {
                cwd: project,
                stdio: "pipe",
                env: {
                    PATH: [join(__dirname, "languageHost"), process.env["PATH"]].join(delimiter),
                    HOME: folder,
                    PROJECT_FOLDER: ROOT,
                    PULUMI_HOME: join(folder, "home"),
                    PULUMI_BACKEND_URL: `file://${backend}`,
                    PULUMI_CONFIG_PASSPHRASE: "",
                    PULUMI_SKIP_UPDATE_CHECK: "1",
                },
            },
        );
        const plan = spawnSync(
            process.execPath,
            [join(project, "commands", "run.cjs"), "plan", "--stack", stack, "--json"],
            { cwd: project, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
        );
        return { text: readFileSync(join(project, `Pulumi.${stack}.yaml`), "utf8"), plan };
    }

    const ANSWERS = {
        "aws:region": "eu-west-1",
        "template:account": "210987654321",
        "template:domain": "connect.acme.io",
    };

    for (const stack of ["prod", "dev", "staging"]) {
        it(`creates a project whose stack ${stack} has the answers, and plans at once`, () => {
            const { text, plan } = create(stack, ANSWERS);
            const { config } = parse(text) as { config: Record<string, Record<string, unknown>> };

            expect({
                region: config["aws:region"],
                accounts: config["aws:allowedAccountIds"],
                zones: config["posit-connect:network"]?.["availabilityZones"],
                domain: config["posit-connect:loadBalancer"]?.["domainName"],
                answers: Object.keys(config).filter((key) => key.startsWith("template:")),
            }).to.deep.equal({
                region: "eu-west-1",
                accounts: ["210987654321"],
                zones: ["eu-west-1a", "eu-west-1b", ...(stack === "dev" ? [] : ["eu-west-1c"])],
                domain: "connect.acme.io",
                answers: [],
            });
            expect([plan.status, plan.stderr]).to.deep.equal([0, ""]);
            expect(plan.stdout).to.include(`urn:pulumi:${stack}::acme-connect::`);
        });
    }

    it("leaves the examples as they are without answers", () => {
        rmSync(join(folder, "prod"), { recursive: true, force: true });
        rmSync(join(folder, "backend-prod"), { recursive: true, force: true });
        const { text, plan } = create("prod", {});
        const example = parse(readFileSync(join(ROOT, "Pulumi.prod.yaml"), "utf8")) as { config: object };

        expect((parse(text) as { config: object }).config).to.deep.equal({
            ...example.config,
            // Pulumi writes every value as text.
            "posit-connect:protect": "true",
        });
        expect(plan.status).to.equal(0);
    });
});
