import { expect } from "chai";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { changesBetween } from "../../graph/changesBetween";
import { Graph, type Deployment } from "../../graph/graph";
import { readExample, ROOT, simulateStack, withInputs } from "../program";
import { DEV, plan, planIn, PROD, sharedPlan } from "./plan";

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

    /** The committed prod stack with other sections. */
    function prodWith(sections: Record<string, unknown>): string {
        const { config } = readExample("prod");
        const settings = Object.entries(config).map(([key, value]): [string, unknown] => [
            key,
            /^[[{"]/.test(value) || value === "true" ? JSON.parse(value) : value,
        ]);
        return stackFile(stringify({ config: { ...Object.fromEntries(settings), ...sections } }));
    }

    describe("prints", () => {
        for (const [stack, file] of [
            ["dev", DEV],
            ["prod", PROD],
        ] as const) {
            it(`parts, requirements and remaining steps of ${stack}, in about 70 lines`, async () => {
                const { status, out, err } = await sharedPlan("--stack", file);

                expect({ status, err }).to.deep.equal({ status: 0, err: "" });
                expect(out).to.match(
                    new RegExp(
                        `^Posit Connect on AWS · ${stack} · us-east-1 · offline plan, no network access\n`,
                    ),
                );
                expect(out).to.include(
                    `Reference architecture: 12 of 12 met${stack === "dev" ? ", 2 of these with a waiver" : ""}\n`,
                );
                expect(out.match(/^ {2}R\d+ .*✓/gm)).to.have.lengthOf(stack === "dev" ? 10 : 12);
                expect(out).to.include(
                    "  • pulumi config set --secret posit-connect:license < license.lic\n",
                );
                expect(out).to.include(
                    `\nCost: $${stack === "dev" ? "912.59" : "2,008.02"} a month, and what depends on use. npm run cost lists both.\n`,
                );
                expect(out).to.include("Not checked offline: ");
                expect(out.split("\n").length).to.be.below(71);
                expect(out.split("\n").filter((line) => line.length > 120)).to.deep.equal([]);
            });
        }

        it("the waivers of a requirement in its row", async () => {
            const { out } = await sharedPlan("--stack", DEV);

            expect(out).to.match(
                /\n {2}R11 {2}survives the loss of a zone +○ {2}connect › [^]*waived until\s+2027-11-30: stack-nat-gateways\n/,
            );
        });

        it("a violated requirement as not met, with the finding", async () => {
            const { status, out } = await planIn(
                { program: withInputs("aws:rds/instance:Instance", { multiAz: false }) },
                ...["--stack", PROD],
            );

            expect(status).to.equal(3);
            expect(out).to.include("Reference architecture: 11 of 12 met\n");
            expect(out).to.match(/\n {2}R7 .* ✗ {2}multiAz: must be true, got false\.\n/);
        });

        it("the number of resources in the graph", async () => {
            const { out } = await sharedPlan("--stack", PROD);

            const total = Object.values((await simulateStack("prod")).count()).reduce(
                (sum, count) => sum + count,
                0,
            );
            expect(/resources +(\d+)\n/.exec(out)?.[1]).to.equal(String(total));
        });

        it("every resource under its component with --tree", async () => {
            const { out } = await sharedPlan("--stack", DEV, "--tree");

            expect(out).to.include("\n  database  posit-connect:index:Database\n");
            expect(out).to.match(/\n {4}database {2}aws:rds\/instance:Instance\n/);
        });

        it("the network exposure with --exposure", async () => {
            const { out } = await plan("--stack", PROD, "--exposure");

            const table = out.slice(out.indexOf("Network exposure"));
            expect(table).to.match(/\n {2}internet +→ load balancer +443\/tcp +/);
            expect(table).to.match(/\n {2}nodes +→ database +5432\/tcp +database-from-cluster +/);
            expect(table).to.not.match(/internet +→ (nodes|database|file system)/);
        });

        it("no color if standard output is not a terminal", async () => {
            expect((await sharedPlan("--stack", DEV, "--tree")).out).to.not.include("\u001b");
        });

        it("the kind of a first preview", async () => {
            expect((await plan("--stack", DEV, "--first-preview")).out).to.include(
                " · first preview, simulated offline\n",
            );
        });

        it("its options", async () => {
            const { status, out } = await plan("--help");

            expect(status).to.equal(0);
            for (const option of [
                "--stack",
                "--first-preview",
                "--tree",
                "--json",
                "--file",
                "--diagram",
                "--state",
                "--policy-config",
                "--format",
            ]) {
                expect(out).to.include(option);
            }
        });
    });

    describe("writes the graph", () => {
        it("with --json, without a report", async () => {
            const { status, out, err } = await sharedPlan("--stack", PROD, "--json");

            expect({ status, err }).to.deep.equal({ status: 0, err: "" });
            expect(new Graph(JSON.parse(out) as Deployment).count()).to.deep.equal(
                (await simulateStack("prod")).count(),
            );
        });

        it("with --file, in addition to the report", async () => {
            const file = join(folder, "graph.json");

            const { out } = await plan("--stack", DEV, "--file", file);
            expect(out).to.include("Reference architecture");
            expect(readFileSync(file, "utf8")).to.equal((await sharedPlan("--stack", DEV, "--json")).out);
        });

        it("the same each time", async () => {
            expect(await plan("--stack", DEV, "--json")).to.deep.equal(
                await sharedPlan("--stack", DEV, "--json"),
            );
        });
    });

    describe("writes the diagram with --diagram", () => {
        for (const [file, start] of [
            ["network.svg", "<svg "],
            ["network.mmd", "flowchart TB\n"],
        ] as const) {
            it(`by the ending of ${file}, in addition to the report`, async () => {
                const { status, out } = await plan("--stack", DEV, "--diagram", join(folder, file));

                expect(status).to.equal(0);
                expect(out).to.equal((await sharedPlan("--stack", DEV)).out);
                const drawn = readFileSync(join(folder, file), "utf8");
                expect(drawn.slice(0, start.length)).to.equal(start);
                expect(drawn).to.include("Application Load Balancer");
            });
        }
    });

    it("uses a placeholder for an encrypted secret, and reports it", async () => {
        const path = prodWith({ "posit-connect:license": { secure: "v1:abcd" } });

        const { status, out } = await plan("--stack", path);
        expect(status).to.equal(0);
        expect(out).to.include(
            "Not set yet, using a placeholder: posit-connect:oidcClientSecret.\n" +
                "Set and encrypted, using a placeholder: posit-connect:license.\n",
        );
        expect(out).to.not.include("posit-connect:license < license.lic");
    });

    it("differs with the encrypted text of a secret, so that a change of the secret shows between two plans", async () => {
        const planned = async (secure: string): Promise<unknown> => {
            const path = prodWith({ "posit-connect:license": { secure } });
            const { out } = await plan("--stack", path, "--json");
            expect(out).to.not.include(secure);
            return JSON.parse(out);
        };
        const before = await planned("v1:abcd");
        const changed = (after: unknown) =>
            changesBetween(before, after).changes.map(({ action, type }) => `${action} ${type}`);

        expect(changed(await planned("v1:abcd"))).to.deep.equal([]);
        expect(changed(await planned("v1:efgh"))).to.have.members([
            "update kubernetes:core/v1:Secret",
            "update kubernetes:helm.sh/v3:Release",
            ...Array.from({ length: 4 }, () => "update aws:s3/bucketObjectv2:BucketObjectv2"),
        ]);
    });

    describe("rejects invalid usage with exit status 2", () => {
        for (const [args, message] of [
            [["--stak", "dev"], "error: unknown option '--stak'\n(Did you mean --stack?)"],
            [["--stack"], "error: option '--stack <name>' argument missing"],
            [["prod"], "error: too many arguments. Expected 0 arguments but got 1."],
        ] as const) {
            it(args.join(" "), async () => {
                const { status, out, err } = await plan(...args);

                expect({ status, out }).to.deep.equal({ status: 2, out: "" });
                expect(err).to.equal(
                    `${message}\n(Put options after two dashes: npm run plan -- --stack prod. --help lists them.)\n`,
                );
            });
        }
    });

    describe("rejects invalid settings with exit status 1, without a plan", () => {
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
                `Pulumi.staging.yaml does not exist in ${ROOT}. Stacks with a file: dev, prod.\n`,
            );
        });

        it("invalid YAML", async () => {
            expect(await refusal(stackFile("config:\n  aws:region: [us-east-1\n"))).to.match(
                /^Pulumi\.test\.yaml is not valid YAML. Nothing was planned\.\n\n {2}.*at line 3, column 1/,
            );
        });

        it("invalid YAML next to a secret, which the error does not print", async () => {
            const password = "  posit-connect:smtpPassword: hunter2\n";
            expect(await refusal(stackFile(`config:\n${password}${password}`))).to.equal(
                "Pulumi.test.yaml is not valid YAML. Nothing was planned.\n\n" +
                    "  Map keys must be unique at line 3, column 3\n",
            );
        });

        it("a key with credentials, which the error does not print", async () => {
            expect(await refusal(stackFile("https://reader:hunter2@example.com: x\n"))).to.equal(
                "Pulumi.test.yaml has top-level keys that Pulumi does not know: https://***@example.com. " +
                    'Settings belong under "config".\n',
            );
        });

        it("several documents in a file", async () => {
            expect(await refusal(stackFile("config: {}\n---\nconfig: {}\n"))).to.equal(
                "Pulumi.test.yaml is not valid YAML. Nothing was planned.\n\n" +
                    "  The file has several documents (---). Pulumi's files are one document.\n",
            );
        });

        it("an alias of nothing", async () => {
            expect(await refusal(stackFile("config: *missing\n"))).to.match(
                /^Pulumi\.test\.yaml is not valid YAML. Nothing was planned\.\n\n {2}Unresolved alias/,
            );
        });

        it("a time without quotes, which the engine converts to another text", async () => {
            const { config } = readExample("prod");
            const text = stringify({ config: { "aws:region": config["aws:region"] } });
            const err = await refusal(
                stackFile(
                    `${text}  posit-connect:recovery:\n` +
                        "    database: { pointInTime: 2026-11-20T09:00:00Z }\n" +
                        "    fileSystem: { takenAt: 2026-11-20 05:02:11.5 }\n",
                ),
            );
            const told = err
                .split("\n")
                .flatMap((line) => /^ {2}(\S+): must .* got (\d.+)$/.exec(line)?.slice(1, 3) ?? []);
            expect(told).to.deep.equal([
                "posit-connect:recovery.database.pointInTime",
                '2026-11-20T09:00:00Z. Write it in quotes in the file, "2026-11-20T09:00:00Z".',
                "posit-connect:recovery.fileSystem.takenAt",
                "2026-11-20 05:02:11.5.",
            ]);
        });

        it("a mistyped key next to the settings", async () => {
            expect(await refusal(stackFile("confg:\n  aws:region: us-east-1\n"))).to.equal(
                "Pulumi.test.yaml has top-level keys that Pulumi does not know: confg. " +
                    'Settings belong under "config".\n',
            );
        });

        for (const name of ["", "../b", "prod.yaml", "Pulumi.yaml"]) {
            it(`the stack name ${JSON.stringify(name)}`, async () => {
                expect(await refusal(name)).to.match(/^--stack .*: must be a stack's name or its file, /);
            });
        }

        it("a folder instead of a file", async () => {
            mkdirSync(join(folder, "Pulumi.test.yaml"));

            expect(await refusal(join(folder, "Pulumi.test.yaml"))).to.match(
                /^Pulumi\.test\.yaml cannot be read \(EISDIR/,
            );
        });

        for (const text of ["", "config:\n", "- 1\n", "config: [1]\n", "config: text\n"]) {
            it(`a file that contains ${JSON.stringify(text)}`, async () => {
                expect(await refusal(stackFile(text))).to.match(/^Pulumi\.test\.yaml has /);
            });
        }

        const network = { availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"] };
        const CASES: Record<string, [Record<string, unknown>, RegExp]> = {
            "a mistyped section": [
                { "posit-connect:netwrok": {} },
                /posit-connect:netwrok: must be a known setting\. posit-connect:network is set already\./,
            ],
            "a mistyped key": [
                { "posit-connect:database": { storageGib: 30 } },
                /posit-connect:database\.storageGib: must be a known setting\. Did you mean posit-connect:database\.storageGiB\?/,
            ],
            "a string for a number": [
                { "posit-connect:database": { storageGiB: "20" } },
                /posit-connect:database\.storageGiB: must be a whole number .* got "20"\./,
            ],
            "one zone": [
                { "posit-connect:network": { availabilityZones: ["us-east-1a"] } },
                /posit-connect:network\.availabilityZones: must .*two to six availability zones/,
            ],
            "a zone of another region": [
                { "posit-connect:network": { availabilityZones: ["us-east-1a", "eu-west-1b"] } },
                /must be a zone of us-east-1, .* got "eu-west-1b"/,
            ],
            "an API that is open to the internet": [
                { "posit-connect:cluster": { publicAccessCidrs: ["0.0.0.0/0"] } },
                /posit-connect:cluster\.publicAccessCidrs\[0\]: must .* got "0\.0\.0\.0\/0"/,
            ],
            "an unsupported Kubernetes version": [
                { "posit-connect:cluster": { version: "1.28" } },
                /posit-connect:cluster\.version: must .*1\.34.*1\.35.*1\.36.* got "1\.28"/,
            ],
            "an unsupported PostgreSQL version": [
                { "posit-connect:database": { engineVersion: "13" } },
                /posit-connect:database\.engineVersion: must .*14.*15.*16.*17.* got "13"/,
            ],
            "one server": [
                { "posit-connect:connect": { replicas: 1 } },
                /posit-connect:connect\.replicas: must .* from 2 .* got 1\./,
            ],
            "too little storage": [
                { "posit-connect:database": { storageGiB: 10 } },
                /posit-connect:database\.storageGiB: must .*20 GiB.* got 10\./,
            ],
            "a VPC that overlaps the cluster's service addresses": [
                { "posit-connect:network": { ...network, cidrBlock: "172.20.0.0/16" } },
                /posit-connect:network\.cidrBlock: must be a block that does not overlap .* got "172\.20\.0\.0\/16"/,
            ],
            "subnets too small for the nodes' pods": [
                {
                    "posit-connect:network": { ...network, cidrBlock: "10.0.0.0/19" },
                    "posit-connect:cluster": { nodeGroups: { general: { minSize: 3, maxSize: 60 } } },
                },
                /posit-connect:network\.cidrBlock: must .* got "10\.0\.0\.0\/19"/,
            ],
            "one node": [
                { "posit-connect:cluster": { nodeGroups: { general: { minSize: 1 } } } },
                /posit-connect:cluster\.nodeGroups\.general\.minSize: must .* got 1\./,
            ],
            "a self-signed certificate for the complete internet": [
                { "posit-connect:loadBalancer": { selfSignedCertificate: true } },
                /posit-connect:loadBalancer\.allowedCidrs/,
            ],
            "an empty license": [
                { "posit-connect:license": "" },
                /posit-connect:license: must be set to a value, .* Run pulumi config set --secret/,
            ],
            "a license in plain text": [
                { "posit-connect:license": "the text" },
                /posit-connect:license: must be encrypted, got plain text\. /,
            ],
        };
        for (const [name, [sections, message]] of Object.entries(CASES)) {
            it(name, async () => {
                const err = await refusal(prodWith(sections));

                expect(err).to.match(/^Pulumi\.test\.yaml has \d+ errors?\. Nothing was planned\.\n\n/);
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

            // The replaced section also configured prod's login, so its secret is not required.
            expect(err).to.match(
                /^Pulumi\.test\.yaml has 4 errors\. Nothing was planned\.\n\n( {2}\S.*\n){4}$/,
            );
        });
    });

    describe("rejects a file for the graph", () => {
        it("that is a folder", async () => {
            const { status, out, err } = await plan("--stack", DEV, "--file", folder);

            expect({ status, out, err }).to.deep.equal({
                status: 1,
                out: "",
                err: `--file ${folder}: must be a file, got a folder. Name a file in it.\n`,
            });
        });

        it("in a folder that does not exist", async () => {
            const { status, out, err } = await plan(
                "--stack",
                DEV,
                "--file",
                join(folder, "none", "graph.json"),
            );

            expect({ status, out, err }).to.deep.equal({
                status: 1,
                out: "",
                err: `--file ${folder}/none/graph.json: the folder ${folder}/none does not exist. Create it.\n`,
            });
        });
    });

    it("rejects all wrong paths of files at once", async () => {
        const { status, out, err } = await plan("--file", folder, "--diagram", join(folder, "network.png"));

        expect({ status, out, err }).to.deep.equal({
            status: 1,
            out: "",
            err:
                `--file ${folder}: must be a file, got a folder. Name a file in it.\n` +
                `--diagram ${folder}/network.png: must end in .svg or .mmd, got .png. Rename it.\n`,
        });
    });

    it("reads a key without a namespace as the project's, as Pulumi does", async () => {
        const { err } = await plan("--stack", stackFile("config:\n  netwrok: {}\n"));

        expect(err).to.match(
            /posit-connect:netwrok: must be a known setting\. Did you mean posit-connect:network\?/,
        );
    });

    it("lists the prerequisites of an adopted network", async () => {
        const subnets = ["a", "b"].map((zone) => ({
            id: `subnet-0000000${zone}`,
            availabilityZone: `us-east-1${zone}`,
        }));
        const adopt = {
            vpcId: "vpc-00000001",
            cidrBlock: "10.1.0.0/16",
            publicSubnets: subnets.map((subnet) => ({ ...subnet, id: subnet.id.replace("0000", "1111") })),
            privateSubnets: subnets,
        };

        const { out } = await plan("--stack", prodWith({ "posit-connect:network": { adopt } }));
        expect(out).to.include("network        adopted VPC, 2 zones");
        expect(out).to.include("Reference architecture: 8 of 12 met, 4 not verified\n");
        expect(out).to.include("Prerequisites in your network\n  • vpc-00000001 has DNS support ");
    });

    it("reports a program error with its message only", async () => {
        const outcome = await planIn({
            program: () => {
                throw new Error("first line\nsecond line");
            },
        });

        expect(outcome).to.deep.equal({
            status: 1,
            out: "",
            err: "The program failed. Nothing was planned.\n\n  first line\n  second line\n",
        });
    });
});
