import { expect } from "chai";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { planCommand } from "../../commands/planCommand";
import { readStackFile } from "../../commands/stackFile";
import { Graph, type Deployment } from "../../graph/graph";
import { play, program, ROOT } from "../program";

interface Outcome {
    status: number;
    out: string;
    err: string;
}

async function plan(...args: string[]): Promise<Outcome> {
    const outcome: Outcome = { status: -1, out: "", err: "" };
    outcome.status = await planCommand(args, {
        program,
        out: (text) => {
            outcome.out += text;
        },
        err: (text) => {
            outcome.err += text;
        },
        wait: () => Promise.resolve(() => undefined),
    });
    return outcome;
}

describe("npm run plan", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "plan-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    /** Writes a stack file of this text and returns its path. */
    function stackFile(text: string, stack = "test"): string {
        const path = join(folder, `Pulumi.${stack}.yaml`);
        writeFileSync(path, text);
        return path;
    }

    /** The committed prod stack with sections put in the place of its own. */
    function prodWith(sections: Record<string, unknown>): string {
        const { config } = readStackFile("prod", ROOT);
        const settings = Object.entries(config).map(([key, value]): [string, unknown] => [
            key,
            /^[[{"]/.test(value) || value === "true" ? JSON.parse(value) : value,
        ]);
        return stackFile(stringify({ config: { ...Object.fromEntries(settings), ...sections } }));
    }

    describe("prints", () => {
        for (const stack of ["dev", "prod"]) {
            it(`parts, rows and what is still needed for ${stack}, in some thirty lines`, async () => {
                const { status, out, err } = await plan("--stack", stack);

                expect({ status, err }).to.deep.equal({ status: 0, err: "" });
                expect(out).to.match(
                    new RegExp(
                        `^Posit Connect on AWS · ${stack} · us-east-1 · offline plan, nothing was contacted\n`,
                    ),
                );
                expect(out).to.include("11 of 11 met");
                expect(out.match(/^ {2}R\d+ .*✓/gm)).to.have.lengthOf(11);
                expect(out).to.include(
                    "  • pulumi config set --secret posit-connect:license < license.lic\n",
                );
                expect(out).to.include("Not known offline: ");
                expect(out.split("\n").length).to.be.below(40);
            });
        }

        it("the number of resources that the graph has", async () => {
            const { out } = await plan("--stack", "prod");

            const total = Object.values((await play("prod")).count()).reduce((sum, count) => sum + count, 0);
            expect(/resources +(\d+)\n/.exec(out)?.[1]).to.equal(String(total));
        });

        it("every resource under its component with --tree", async () => {
            const { out } = await plan("--tree");

            expect(out).to.include("\n  database  posit-connect:index:Database\n");
            expect(out).to.match(/\n {4}database {2}aws:rds\/instance:Instance\n/);
        });

        it("no colour where there is no terminal", async () => {
            expect((await plan("--tree")).out).to.not.include("\u001b");
        });

        it("that a first preview is one", async () => {
            expect((await plan("--first-preview")).out).to.include(" · first preview, played offline\n");
        });

        it("its options", async () => {
            const { status, out } = await plan("--help");

            expect(status).to.equal(0);
            for (const option of ["--stack", "--first-preview", "--tree", "--json", "--file"]) {
                expect(out).to.include(option);
            }
        });
    });

    describe("hands on the graph", () => {
        it("with --json, and prints nothing else", async () => {
            const { status, out, err } = await plan("--json", "--stack", "prod");

            expect({ status, err }).to.deep.equal({ status: 0, err: "" });
            expect(new Graph(JSON.parse(out) as Deployment).count()).to.deep.equal(
                (await play("prod")).count(),
            );
        });

        it("with --file, beside the report", async () => {
            const file = join(folder, "graph.json");

            const { out } = await plan("--file", file);
            expect(out).to.include("Reference architecture");
            expect(readFileSync(file, "utf8")).to.equal((await plan("--json")).out);
        });

        it("the same each time", async () => {
            expect(await plan("--json")).to.deep.equal(await plan("--json"));
        });
    });

    it("plays a stand-in for a secret that is encrypted for its owner, and says so", async () => {
        const path = prodWith({ "posit-connect:license": { secure: "v1:abcd" } });

        const { status, out } = await plan("--stack", path);
        expect(status).to.equal(0);
        expect(out).to.include(
            "Stand-in values were used for secrets: posit-connect:license, posit-connect:oidcClientSecret.\n",
        );
        expect(out).to.not.include("posit-connect:license < license.lic");
    });

    describe("refuses wrong usage with exit status 2", () => {
        for (const [args, message] of [
            [["--stak", "dev"], "error: unknown option '--stak'\n(Did you mean --stack?)"],
            [["--stack"], "error: option '--stack <name>' argument missing"],
            [["prod"], "error: too many arguments. Expected 0 arguments but got 1."],
        ] as const) {
            it(args.join(" "), async () => {
                const { status, out, err } = await plan(...args);

                expect({ status, out }).to.deep.equal({ status: 2, out: "" });
                expect(err).to.equal(`${message}\n(npm run plan -- --help lists the options)\n`);
            });
        }
    });

    describe("refuses wrong settings with exit status 1, and plans nothing", () => {
        async function refusal(path: string): Promise<string> {
            const graph = join(folder, "graph.json");
            const { status, out, err } = await plan("--stack", path, "--file", graph);

            expect({ status, out, graph: existsSync(graph) }).to.deep.equal({
                status: 1,
                out: "",
                graph: false,
            });
            expect(err).to.not.match(/\n\s+at /);
            return err;
        }

        it("a missing stack file", async () => {
            expect(await refusal("staging")).to.equal(
                `Pulumi.staging.yaml is not there (looked in ${ROOT}). There are: dev, prod.\n`,
            );
        });

        it("invalid YAML", async () => {
            expect(await refusal(stackFile("config:\n  aws:region: [us-east-1\n"))).to.match(
                /^Pulumi\.test\.yaml is not valid YAML; nothing was planned\.\n\n {2}.*at line 3, column 1/,
            );
        });

        for (const text of ["", "config:\n", "- 1\n", "config: [1]\n", "config: text\n"]) {
            it(`a file that holds ${JSON.stringify(text)}`, async () => {
                expect(await refusal(stackFile(text))).to.match(/^Pulumi\.test\.yaml has /);
            });
        }

        const network = { availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"] };
        const CASES: Record<string, [Record<string, unknown>, RegExp]> = {
            "a mistyped section": [
                { "posit-connect:netwrok": {} },
                /posit-connect:netwrok +not a setting; did you mean posit-connect:network\?/,
            ],
            "a mistyped key": [
                { "posit-connect:database": { storageGib: 30 } },
                /posit-connect:database\.storageGib +not a setting; did you mean posit-connect:database\.storageGiB\?/,
            ],
            "a string for a number": [
                { "posit-connect:database": { storageGiB: "20" } },
                /posit-connect:database\.storageGiB +"20" +.*number/,
            ],
            "one zone": [
                { "posit-connect:network": { availabilityZones: ["us-east-1a"] } },
                /posit-connect:network\.availabilityZones +.*two to six availability zones/,
            ],
            "a zone of another region": [
                { "posit-connect:network": { availabilityZones: ["us-east-1a", "eu-west-1b"] } },
                /eu-west-1b.* is not a zone of us-east-1/,
            ],
            "an API that is open to all": [
                { "posit-connect:cluster": { publicAccessCidrs: ["0.0.0.0/0"] } },
                /posit-connect:cluster\.publicAccessCidrs\[0\] +"0\.0\.0\.0\/0"/,
            ],
            "an unsupported Kubernetes version": [
                { "posit-connect:cluster": { version: "1.28" } },
                /posit-connect:cluster\.version +"1\.28" +.*1\.34.*1\.35.*1\.36/,
            ],
            "an unsupported PostgreSQL version": [
                { "posit-connect:database": { engineVersion: "13" } },
                /posit-connect:database\.engineVersion +"13" +.*14.*15.*16.*17/,
            ],
            "one server": [
                { "posit-connect:connect": { replicas: 1 } },
                /posit-connect:connect\.replicas +1 +.*2/,
            ],
            "too little storage": [
                { "posit-connect:database": { storageGiB: 10 } },
                /posit-connect:database\.storageGiB +10 +.*20 GiB/,
            ],
            "a VPC over the cluster's own addresses": [
                { "posit-connect:network": { ...network, cidrBlock: "172.20.0.0/16" } },
                /posit-connect:network\.cidrBlock +"172\.20\.0\.0\/16" +overlaps/,
            ],
            "subnets too small for the nodes' pods": [
                {
                    "posit-connect:network": { ...network, cidrBlock: "10.0.0.0/19" },
                    "posit-connect:cluster": { nodeGroups: { general: { minSize: 3, maxSize: 60 } } },
                },
                /posit-connect:network\.cidrBlock +"10\.0\.0\.0\/19" +/,
            ],
            "one node": [
                { "posit-connect:cluster": { nodeGroups: { general: { minSize: 1 } } } },
                /posit-connect:cluster\.nodeGroups\.general\.minSize +1 +/,
            ],
            "a self-signed certificate for everyone": [
                { "posit-connect:loadBalancer": { selfSignedCertificate: true } },
                /posit-connect:loadBalancer\.allowedCidrs/,
            ],
            "an empty licence": [
                { "posit-connect:license": "" },
                /posit-connect:license +is empty; pulumi config set --secret/,
            ],
            "a licence in plain text": [
                { "posit-connect:license": "the text" },
                /posit-connect:license +is in plain text; /,
            ],
        };
        for (const [name, [sections, message]] of Object.entries(CASES)) {
            it(name, async () => {
                const err = await refusal(prodWith(sections));

                expect(err).to.match(/^Pulumi\.test\.yaml has \d+ mistakes?; nothing was planned\.\n\n/);
                expect(err).to.match(message);
                expect(err).to.not.include("the text");
            });
        }

        it("all of them at once", async () => {
            const err = await refusal(
                prodWith({
                    "posit-connect:netwrok": {},
                    "posit-connect:database": { storageGiB: 10, engineVersion: "13" },
                    "posit-connect:connect": { replicas: 1 },
                }),
            );

            // The section that was replaced took prod's login, and with it the need of its secret, along.
            expect(err).to.match(
                /^Pulumi\.test\.yaml has 4 mistakes; nothing was planned\.\n\n( {2}\S.*\n){4}$/,
            );
        });
    });

    it("tells a fault of the program by its message alone", async () => {
        const outcome = { out: "", err: "" };
        const status = await planCommand([], {
            program: () => {
                throw new Error("first line\nsecond line");
            },
            out: (text) => {
                outcome.out += text;
            },
            err: (text) => {
                outcome.err += text;
            },
            wait: () => Promise.resolve(() => undefined),
        });

        expect({ status, ...outcome }).to.deep.equal({
            status: 1,
            out: "",
            err: "The program failed; nothing was planned.\n\n  first line\n  second line\n",
        });
    });
});
