import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { changesCommand } from "../../commands/changesCommand";
import { changesOf, preview, urnOf } from "../graph/changesFixtures";
import { ROOT } from "../program";

interface Outcome {
    status: number;
    out: string;
    err: string;
}

const TODAY = "2026-11-23";
const DATABASE = urnOf("aws:rds/instance:Instance", "database");

function changes(...args: string[]): Outcome {
    const outcome: Outcome = { status: -1, out: "", err: "" };
    outcome.status = changesCommand(args, {
        out: (text) => {
            outcome.out += text;
        },
        err: (text) => {
            outcome.err += text;
        },
        color: false,
        today: TODAY,
    });
    return outcome;
}

describe("npm run changes", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "changes-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    /** Writes a file and returns its path. */
    function file(name: string, content: unknown): string {
        const path = join(folder, name);
        writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
        return path;
    }

    function stackFile(acknowledgedChanges?: unknown): string {
        const config =
            acknowledgedChanges === undefined
                ? {}
                : { "posit-connect:acknowledgedChanges": acknowledgedChanges };
        return file("Pulumi.dev.yaml", stringify({ config }, { version: "1.1" }));
    }

    const REPLACED = {
        op: "replace",
        newState: { inputs: { engine: "mysql" } },
        diffReasons: ["engine"],
        replaceReasons: ["engine"],
        detailedDiff: { engine: { kind: "update-replace", inputDiff: true } },
    };
    const ROLLED = {
        op: "update",
        type: "aws:eks/nodeGroup:NodeGroup",
        name: "general",
        detailedDiff: { "launchTemplate.version": { kind: "update", inputDiff: true } },
    };
    const CREATED = ["a", "b", "c"].map((name) => ({ op: "create", type: "aws:ec2/subnet:Subnet", name }));

    it("reports the changes and their effects on users, and exits with 0 if no data is lost", () => {
        const path = file("preview.json", preview(ROLLED, ...CREATED));

        expect(changes("--preview", path, "--stack", stackFile())).to.deep.equal({
            status: 0,
            err: "",
            out: [
                "Changes · dev · from a preview · 1 updated, 3 created",
                "",
                "Updated",
                "  node group general: launchTemplate.version, about 15 min",
                "      [rolling] The nodes are replaced: new ones start, old ones are drained one after the other, about 5",
                "      minutes each. Servers move one at a time. Jobs that a stopped server launched never complete, and its",
                "      interactive sessions end. Content on them stops: interactive sessions end, and renders run again at",
                "      their next scheduled time, or by hand.",
                "      https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html",
                "",
                "Created",
                "  subnet    3  a, b and 1 more",
                "",
                "Users notice: nodes or pods are replaced one after the other; sessions on them end, Connect stays available.",
                "",
            ].join("\n"),
        });
    });

    it("lists created resources with an effect before the others, as they change how those of before are used", () => {
        const endpoint = {
            op: "create",
            type: "aws:ec2/vpcEndpoint:VpcEndpoint",
            name: "logs",
            newState: { inputs: { vpcEndpointType: "Interface", privateDnsEnabled: true } },
        };
        const path = file("preview.json", preview(endpoint, ...CREATED));

        expect(changes("--preview", path, "--stack", stackFile())).to.deep.equal({
            status: 0,
            err: "",
            out: [
                "Changes · dev · from a preview · 4 created",
                "",
                "Created",
                "  VPC endpoint logs, about 1 min",
                "      [brief] Requests to the service use the endpoint instead of the NAT gateway, if its policy and security",
                "      groups allow them. Open connections to the service may be closed.",
                "      https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
                "  subnet    3  a, b and 1 more",
                "",
                "Users notice: an interruption of seconds to two minutes.",
                "",
            ].join("\n"),
        });
    });

    it("stops with 4 before a resource is deleted whose type the catalog does not know", () => {
        const table = { op: "delete", type: "aws:dynamodb/table:Table", name: "orders" };
        const { status, out } = changes(
            ...["--preview", file("p.json", preview(table)), "--stack", stackFile()],
        );

        expect(status).to.equal(4);
        expect(out).to.include(
            "  ✗ aws:dynamodb/table:Table orders is deleted\n" +
                "      lost: not known, as the catalog does not know this type. Check that it holds no data.\n",
        );
        expect(out).to.match(/Users notice: not known for all changes: see above\.\n$/);
    });

    it("stops with 4 before data is lost, and reports the loss and how to acknowledge it", () => {
        const { status, out } = changes(
            "--preview",
            file("p.json", preview(REPLACED)),
            "--stack",
            stackFile(),
        );

        expect(status).to.equal(4);
        expect(out).to.include(
            "  ✗ database is replaced, because of engine\n      lost: all data of Connect",
        );
        expect(out).to.include(
            [
                '  To accept this, add to "config" in Pulumi.dev.yaml:',
                "    posit-connect:acknowledgedChanges:",
                `      - urn: ${DATABASE}`,
                "        reason: <why, and who approved it>",
                '        expires: "2026-12-07"',
                "",
            ].join("\n"),
        );
        expect(out.split("\n").filter((line) => line.length > 120)).to.deep.equal([]);
    });

    it("exits with 0 if the loss is acknowledged, and reports the acknowledgement", () => {
        const stack = stackFile([{ urn: DATABASE, reason: "moved by hand", expires: "2026-11-30" }]);
        const { status, out } = changes("--preview", file("p.json", preview(REPLACED)), "--stack", stack);

        expect(status).to.equal(0);
        expect(out).to.include("      Acknowledged until 2026-11-30: moved by hand\n");
        expect(out).to.not.include("Data would be lost");
    });

    it("reports acknowledgements that have expired or are not used", () => {
        const other = DATABASE.replace("::database", "::other");
        const stack = stackFile([
            { urn: DATABASE, reason: "moved by hand", expires: "2026-11-22" },
            { urn: other, reason: "moved by hand", expires: "2026-11-30" },
        ]);
        const { status, out } = changes("--preview", file("p.json", preview(REPLACED)), "--stack", stack);

        expect(status).to.equal(4);
        expect(out).to.include(
            "Acknowledgements in Pulumi.dev.yaml\n" +
                `  ${DATABASE}: expired on 2026-11-22; remove it, or renew it\n` +
                `  ${other}: not used, as the resource is neither replaced nor deleted; remove it\n`,
        );
    });

    it("prints data with --json, without inputs", () => {
        const path = file("p.json", preview(REPLACED));
        const { status, out } = changes("--preview", path, "--stack", stackFile(), "--json");

        const [change] = changesOf(REPLACED).changes;
        expect(status).to.equal(4);
        expect(out).to.not.include("mysql");
        expect(JSON.parse(out)).to.deep.include({
            stack: "dev",
            blocked: [DATABASE],
            expired: [],
            unused: [],
        });
        expect((JSON.parse(out) as { changes: unknown[] }).changes[0]).to.deep.include({
            action: "replace",
            urn: DATABASE,
            noun: "database",
            name: "database",
            properties: change?.properties,
        });
    });

    it("compares two plans", () => {
        const plan = (engine: string) => ({
            version: 3,
            deployment: {
                manifest: { version: "offline plan" },
                resources: [{ urn: DATABASE, type: "aws:rds/instance:Instance", inputs: { engine } }],
            },
        });
        const { status, out } = changes(
            ...["--from", file("a.json", plan("postgres")), "--to", file("b.json", plan("mysql"))],
            ...["--stack", stackFile()],
        );

        expect(status).to.equal(4);
        expect(out).to.match(/^Changes · dev · from two plans · 1 replaced\n/);
    });

    it("groups similar changes, and reports what they follow from", () => {
        const vpc = urnOf("aws:ec2/vpc:Vpc", "network");
        const plan = (cidrBlock: string) => ({
            version: 3,
            deployment: {
                manifest: { version: "offline plan" },
                resources: [
                    { urn: vpc, type: "aws:ec2/vpc:Vpc", inputs: { cidrBlock } },
                    ...["a", "b"].map((name) => ({
                        urn: urnOf("aws:iam/rolePolicy:RolePolicy", name),
                        type: "aws:iam/rolePolicy:RolePolicy",
                        inputs: { policy: "x" },
                        propertyDependencies: { policy: [vpc] },
                    })),
                ],
            },
        });
        const args = ["--from", file("a.json", plan("1")), "--to", file("b.json", plan("2"))];
        const { out } = changes(...args, "--stack", stackFile());
        const json = JSON.parse(changes(...args, "--stack", stackFile(), "--json").out) as {
            changes: { notes: string[] }[];
        };

        expect(json.changes.map(({ notes }) => notes)).to.deep.equal([
            [],
            ["Follows from the VPC network, which is replaced."],
            ["Follows from the VPC network, which is replaced."],
        ]);

        expect(out).to.include(
            "Updated\n" +
                "  2 × IAM policy a, b: policy\n" +
                "      [unknown] Within seconds, AWS rejects requests that the new policy no longer allows, unless another\n" +
                "      policy does.\n" +
                "      https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html\n" +
                "      Follows from the VPC network, which is replaced.\n",
        );
    });

    it("reads the settings of the stack in the changes", () => {
        const steps = JSON.stringify(preview(REPLACED)).replaceAll("urn:pulumi:dev::", "urn:pulumi:gone::");

        expect(changes("--preview", file("p.json", steps)).err).to.match(
            new RegExp(`^Pulumi\\.gone\\.yaml does not exist in ${ROOT}\\.`),
        );
    });

    for (const [name, write] of Object.entries<(json: string) => string | Buffer>({
        "lines of text around it": (json) =>
            `Installing policy pack posit-connect 0.1.0...\r\n\r\n${json}\r\nUpdate plan written to 'plan.json'\r\n`,
        "a byte order mark": (json) => `\ufeff${json}`,
        "UTF-16, as PowerShell writes it": (json) => Buffer.from(`\ufeff${json}`, "utf16le"),
        "UTF-16 with the other byte order": (json) => Buffer.from(`\ufeff${json}`, "utf16le").swap16(),
    })) {
        it(`reads a preview with ${name}`, () => {
            const path = join(folder, "p.json");
            writeFileSync(path, write(JSON.stringify(preview(REPLACED), null, 2)));

            expect(changes("--preview", path, "--stack", stackFile()).status).to.equal(4);
        });
    }

    it("stops with 4 if AWS rejects a change, and names the versions in between", () => {
        const skipped = {
            op: "update",
            type: "aws:eks/cluster:Cluster",
            name: "cluster",
            oldState: { inputs: { version: "1.33" } },
            newState: { inputs: { version: "1.36" } },
            detailedDiff: { version: { kind: "update", inputDiff: true } },
        };
        const { status, out } = changes(
            ...["--preview", file("p.json", preview(skipped)), "--stack", stackFile()],
        );

        expect(status).to.equal(4);
        expect(out.replace(/\s+/g, " ")).to.include("Update to 1.34, then to 1.35, then to 1.36.");
        expect(out).to.match(
            /Users notice: a change is rejected: by AWS or Connect, halfway through the update, or as it would damage data\. See above\.\n$/,
        );
    });

    it("requires no settings if there are no changes", () => {
        expect(changes("--preview", file("p.json", { changeSummary: { same: 12 } }))).to.deep.equal({
            status: 0,
            out: "Changes · from a preview · none\n\nUsers notice: nothing.\n",
            err: "",
        });
    });

    it("prints its options", () => {
        const { status, out } = changes("--help");

        expect(status).to.equal(0);
        for (const option of ["--preview", "--from", "--to", "--against", "--stack", "--json"]) {
            expect(out).to.include(option);
        }
    });

    describe("fails with exit status 1 for", () => {
        function failure(...args: string[]): string {
            const { status, out, err } = changes(...args);

            expect({ status, out }).to.deep.equal({ status: 1, out: "" });
            return err;
        }

        it("a missing file, a folder, an empty file and one without JSON", () => {
            expect(failure("--preview", join(folder, "none.json"))).to.equal(
                `--preview ${folder}/none.json does not exist.\n`,
            );
            expect(failure("--preview", folder)).to.equal(`--preview ${folder} is a folder.\n`);
            expect(failure("--preview", file("p.json", ""))).to.match(
                /p\.json is empty\. Write it again with `pulumi preview --json`\.\n$/,
            );
            expect(failure("--preview", file("p.json", "Previewing update"))).to.match(
                /p\.json must hold one JSON object, got text that begins with "Previewing update"\. Write it again with `pulumi preview --json`\.\n$/,
            );
            expect(failure("--from", file("a", "> posit-connect plan\nno"), "--to", "b")).to.match(
                /begins with "> posit-connect plan"\. Write it again with `npm run -s plan -- --json`\.\n$/,
            );
            for (const text of ["{}\n{}\n", '{\n    "steps": [\n', "{}\nend {\n}\n"]) {
                expect(failure("--preview", file("p.json", text))).to.match(
                    /p\.json must hold one complete JSON object, got one that is cut off, or has other text with braces around it\. Write it again with /,
                );
            }
        });

        it("bytes that are no text, unless they are around the object", () => {
            const text = JSON.stringify(preview(REPLACED), null, 2);
            const path = join(folder, "p.json");
            const error =
                "is not text in UTF-8, nor in UTF-16 with a byte order mark. Write it again with `pulumi preview --json`.\n";
            for (const bytes of [
                Buffer.from(text, "utf16le"),
                Buffer.from(text.replace("postgres", "pöstgres"), "latin1"),
                Buffer.from([0x1f, 0x8b, 0x08, 0x1b, 0xff]),
            ]) {
                writeFileSync(path, bytes);
                expect(failure("--preview", path)).to.equal(`--preview ${path} ${error}`);
            }

            writeFileSync(path, Buffer.from(`Prévisualisation\n${text}\n`, "latin1"));
            expect(changes("--preview", path, "--stack", stackFile()).status).to.equal(4);
        });

        it("a plan without resources", () => {
            const empty = file("p.json", {
                version: 3,
                deployment: { manifest: { version: "offline plan" } },
            });

            expect(failure("--from", empty, "--to", empty)).to.equal(
                "--from is incomplete, it has no resources, not even a stack. Write it again with `npm run -s plan -- --json`.\n",
            );
        });

        it("a file of another kind", () => {
            const state = file("s.json", { version: 3, deployment: {} });

            expect(failure("--preview", state)).to.equal(
                `--preview ${state} is an exported state, not a preview. Write a preview with \`pulumi preview --json\`.\n`,
            );
            expect(failure("--from", state, "--to", state)).to.match(
                /^--from is an exported state, or a plan of another version\. .* pass it with --preview\.\n$/,
            );
            const previewed = file("p.json", preview());
            expect(failure("--from", previewed, "--to", previewed)).to.equal(
                "--from is a preview, not an offline plan. Pass it with --preview.\n",
            );
        });

        it("acknowledgements that cannot be read, all errors at once", () => {
            const stack = stackFile([
                { urn: "database", reason: " ", expires: "2026-02-30" },
                { urn: DATABASE, reason: "a", expires: "2026-12-01", until: "x" },
                { urn: DATABASE, reason: "a", expires: "2026-12-01" },
            ]);
            const err = failure("--preview", file("p.json", preview(REPLACED)), "--stack", stack);

            expect(err).to.match(/^Pulumi\.dev\.yaml acknowledges changes in a form that cannot be read\. /);
            for (const line of [
                "acknowledgedChanges[0].urn: must be a resource's URN, as ",
                'acknowledgedChanges[0].reason: must be the reason of the change, got " ".',
                'acknowledgedChanges[0].expires: must be a day in quotes, such as "2027-06-30", got "2026-02-30".',
                "acknowledgedChanges[1].until: must be a known setting. ",
            ]) {
                expect(err).to.include(`  posit-connect:${line}`);
            }
        });

        it("acknowledgements that are a secret", () => {
            expect(
                failure(
                    "--preview",
                    file("p.json", preview(REPLACED)),
                    "--stack",
                    stackFile({ secure: "v1:a" }),
                ),
            ).to.include("posit-connect:acknowledgedChanges: must be plain text, without a secret in it.");
        });
    });

    describe("rejects wrong usage with exit status 2", () => {
        for (const args of [
            [],
            ["--from", "a"],
            ["--to", "a"],
            ["--preview", "a", "--from", "b", "--to", "c"],
            ["--preview", "a", "--against", "main"],
            ["--from", "a", "--to", "b", "--against", "main"],
            ["--against", "main", "--stack", "Pulumi.dev.yaml"],
            ["--preview"],
            ["preview.json"],
            ["--jsn"],
        ]) {
            it(args.join(" ") || "nothing", () => {
                const { status, out, err } = changes(...args);

                expect({ status, out }).to.deep.equal({ status: 2, out: "" });
                expect(err).to.match(/^error: .*\n(.*\n)?\(Options come after two dashes: /);
            });
        }
    });
});
