import { expect } from "chai";
import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { Graph } from "../../graph/graph";
import { simulate } from "../../simulation/simulate";
import { readStackFile } from "../../stacks/stackFile";
import { plan, planIn, type Outcome } from "../commands/plan";
import { program, PROJECT } from "../program";

const ROLE = "arn:aws:iam::111122223333:role/deployer";

const CLUSTER = `  posit-connect:cluster:
    privateAccessCidrs: [10.0.0.0/16]
    administratorRoleArns: [${ROLE}]
`;

/** A stack that can be planned. Each case adds one thing to it. */
const BASE = `config:
  aws:region: us-east-1
  aws:allowedAccountIds: ["111122223333"]
  posit-connect:network: { availabilityZones: [us-east-1a, us-east-1b] }
  posit-connect:backup: { copyRegion: us-west-2 }
  posit-connect:loadBalancer: { domainName: connect.data-team.org, hostedZoneId: Z0123456789ABCDEFGHIJ }
`;

const nodeGroup = (types: string): string =>
    `${CLUSTER}    nodeGroups: { general: { instanceTypes: ${types} } }\n`;

/** Inputs after public reports, reduced to what shows the fault: text of a stack's file, and the error that names the way out. */
const REJECTED: Record<string, [text: string, error: string]> = {
    "a role of the AWS provider in the form of its version 6 (pulumi/pulumi-eks#669)": [
        `${BASE}${CLUSTER}  aws:assumeRole: { roleArn: ${ROLE} }\n`,
        "aws:assumeRole: must be a list, aws:assumeRoles. Run pulumi config rm aws:assumeRole, then pulumi config set --path 'aws:assumeRoles[0].roleArn' <the role's ARN>.",
    ],
    "a role with options that the sign-in to the cluster does not have": [
        `${BASE}${CLUSTER}  aws:assumeRoles: [{ roleArn: ${ROLE}, externalId: secret }]\n`,
        'aws:assumeRoles[0].externalId: must be left out, as the sign-in to the cluster does not use it, got "secret". Move it to a profile in ~/.aws/config (role_arn, source_profile), and set aws:profile to the profile\'s name.',
    ],
    "an access key, which the sign-in to the cluster does not share": [
        `${BASE}${CLUSTER}  aws:accessKey: AKIDEXAMPLE\n`,
        "aws:accessKey: must be left out, as the sign-in to the cluster does not use it. Run pulumi config rm aws:accessKey, and set the environment variable AWS_ACCESS_KEY_ID, or aws:profile.",
    ],
    "a token in a URL": [
        `${BASE}${CLUSTER}  posit-connect:connect: { packageManagerUrl: "https://reader:EXAMPLETOKEN1234@packages.data-team.org" }\n`,
        "posit-connect:connect.packageManagerUrl: must be without credentials in a URL",
    ],
    "a chart that the values are not written for (rstudio/helm NEWS 0.9.0)": [
        `${BASE}${CLUSTER}  posit-connect:connect: { chart: { version: "0.8.14" } }\n`,
        "posit-connect:connect.chart.version: must be a version from ",
    ],
    "nodes with a GPU and without a driver (rstudio/helm#192)": [
        `${BASE}${nodeGroup("[g5.xlarge]")}`,
        "posit-connect:cluster.nodeGroups.general.instanceTypes[0]: must be a type without GPUs",
    ],
    "nodes of the first Graviton (pulumi/pulumi-eks#738)": [
        `${BASE}${nodeGroup("[a1.4xlarge]")}`,
        "posit-connect:cluster.nodeGroups.general.instanceTypes[0]: must be an amd64 type",
    ],
    "a slip in the namespace": [
        `${BASE}${CLUSTER}  posit_connect:database: { storageGiB: 500 }\n`,
        "posit_connect:database: must be in the namespace posit-connect. Did you mean posit-connect:database? Rename the key in the file.",
    ],
    "a part of the namespace": [
        `${BASE}${CLUSTER}  connect:database: { storageGiB: 500 }\n`,
        "connect:database: must be in the namespace posit-connect. Did you mean posit-connect:database?",
    ],
    "an account id without quotes, whose zero the hint keeps": [
        `${BASE.replace('"111122223333"', "012345678901")}${CLUSTER}`,
        'aws:allowedAccountIds[0]: must be an account id of 12 digits, such as "123456789012", got 012345678901. Write it in quotes in the file, "012345678901".',
    ],
    "a version that quotes would not make valid, without a hint": [
        `${BASE}${CLUSTER}  posit-connect:connect: { version: 2026.08 }\n`,
        'posit-connect:connect.version: must be a version of Connect, such as "2026.08.0", got 2026.08.\n',
    ],
    "a load balancer inside the company network, without its networks": [
        `${BASE.replace("domainName", "internal: true, domainName")}${CLUSTER}`,
        "posit-connect:loadBalancer.allowedCidrs: must be a list of your own networks",
    ],
};

describe("a stack's file from the field", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "field-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function file(text: string | Buffer, name = "Pulumi.test.yaml"): string {
        const path = join(folder, name);
        writeFileSync(path, text);
        return path;
    }

    const planned = (text: string | Buffer, ...options: string[]): Promise<Outcome> =>
        plan("--stack", file(text), ...options);

    async function graphOf(text: string | Buffer, ...options: string[]): Promise<Graph> {
        const { status, out, err } = await planned(text, "--json", ...options);
        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        return new Graph(JSON.parse(out) as ConstructorParameters<typeof Graph>[0]);
    }

    for (const [name, [text, error]] of Object.entries(REJECTED)) {
        it(`is rejected with ${name}`, async () => {
            const { status, out, err } = await planned(text);

            expect({ status, out }).to.deep.equal({ status: 1, out: "" });
            expect(err).to.include(`\n  ${error}`);
        });
    }

    /** Simulates the program with a stack's file in a project, without hiding secrets. */
    async function simulated(text: string, project: string): Promise<Graph> {
        const folders = { stacks: folder, paths: folder };
        const { config, stack } = readStackFile(file(text), folders, { name: project, config: [] });
        const license = "posit-connect:license";
        return new Graph(
            await simulate(program, {
                project,
                stack,
                config: { ...config, [license]: "a license" },
                secretKeys: [license],
                preview: false,
                deployer: ROLE,
            }),
        );
    }

    it("signs in to the cluster with the profile and the role of the AWS provider", async () => {
        const graph = await simulated(
            `${BASE}${CLUSTER}  aws:profile: company\n  aws:assumeRoles: [{ roleArn: ${ROLE} }]\n`,
            "posit-connect",
        );

        const provider = graph
            .all("pulumi:providers:kubernetes")
            .find(({ name }) => name === "cluster-eks-k8s");
        expect(JSON.stringify(provider?.inputs).replaceAll("\\", "")).to.include(
            `"--output","json","--role","${ROLE}","--profile","company"]`,
        );
    });

    describe("with ESC environments", () => {
        const ESC = `environment: [platform/aws-prod]\n${BASE.replace(/ {2}aws:.*\n/g, "")}${CLUSTER}`;
        const config = (changes: object = {}): string =>
            JSON.stringify({
                ...Object.fromEntries(
                    Object.entries(
                        readStackFile(
                            file(`${BASE}${CLUSTER}`, "Pulumi.full.yaml"),
                            { stacks: folder, paths: folder },
                            PROJECT,
                        ).config,
                    ).map(([key, value]) => [key, { value, secret: false }]),
                ),
                "posit-connect:license": { secret: true },
                ...changes,
            });

        it("names them, and how to give their values", async () => {
            expect(await planned(ESC)).to.deep.equal({
                status: 1,
                out: "",
                err: `Pulumi.test.yaml takes values from ESC environments. They are not known offline, and nothing was planned.

  platform/aws-prod

Write the complete configuration to a file, and plan with it. \`pulumi preview\` needs no such file.

  pulumi config --stack test --json --open > config.json
  npm run plan -- --stack test --config-file config.json
`,
            });
        });

        it("is planned with their values, and an encrypted secret", async () => {
            const graph = await graphOf(ESC, "--config-file", file(config(), "config.json"));

            expect(graph.all("aws:rds/instance:Instance")).to.have.length(1);
        });

        for (const [name, changes, error] of [
            [
                "values that are not known",
                { "aws:region": { value: "[unknown]", secret: false } },
                "has values that are not known: aws:region. ",
            ],
            [
                "a stack's file that has changed since",
                { "posit-connect:backup": { value: "{}", secret: false } },
                "differs from Pulumi.test.yaml: posit-connect:backup. ",
            ],
            [
                "another form",
                { "aws:region": "us-east-1" },
                "must be the output of `pulumi config --json`, got another form at aws:region. ",
            ],
        ] as const) {
            it(`is rejected with ${name}`, async () => {
                const path = file(config(changes), "config.json");
                const { status, out, err } = await planned(ESC, "--config-file", path);

                expect({ status, out }).to.deep.equal({ status: 1, out: "" });
                expect(err).to.include(`--config-file ${path} ${error}Write it `);
            });
        }
    });

    it("has the names of a renamed project, and takes its keys without a namespace", async () => {
        const graph = await simulated(`${BASE}${CLUSTER}`.replaceAll("posit-connect:", ""), "data-apps");

        expect(graph.stack?.urn).to.equal("urn:pulumi:test::data-apps::pulumi:pulumi:Stack::data-apps-test");
        expect(graph.only("aws:rds/instance:Instance").inputs["identifier"]).to.equal("data-apps-test");
    });

    it("is read in UTF-16, and rejected clearly in another encoding", async () => {
        const text = `\uFEFF${BASE}${CLUSTER}`;
        const graph = await graphOf(Buffer.from(text, "utf16le"));
        expect(graph.all("aws:rds/instance:Instance")).to.have.length(1);

        const { status, err } = await planned(Buffer.from(text.slice(1), "utf16le"));
        expect({ status, err }).to.deep.equal({
            status: 1,
            err: "Pulumi.test.yaml is not text in UTF-8. Save it as UTF-8: Pulumi reads no other encoding without a byte order mark.\n",
        });
    });

    it("never gives a stack trace, nor a hint that would be rejected, for any values", async () => {
        const key = fc.oneof(
            fc
                .constantFrom(
                    "network",
                    "cluster",
                    "database",
                    "connect",
                    "tags",
                    "backup",
                    "license",
                    "nonsense",
                )
                .map((name) => `posit-connect:${name}`),
            fc.constantFrom(
                "aws:region",
                "aws:assumeRoles",
                "aws:profile",
                "aws:token",
                "a:b:c",
                "bare",
                ":",
                "posit:connect",
                "__proto__",
            ),
        );
        const scalar = fc.oneof(
            fc.jsonValue({ maxDepth: 2 }),
            fc.constantFrom(1.1, 2026.08, true, "8080", "true", "2027-06-30"),
        );
        const section = fc.dictionary(
            fc.constantFrom(
                "version",
                "engineVersion",
                "storageGiB",
                "replicas",
                "nodeGroups",
                "availabilityZones",
                "cidrBlock",
                "adopt",
                "x",
            ),
            scalar,
        );
        await fc.assert(
            fc.asyncProperty(fc.dictionary(key, fc.oneof(scalar, section)), async (config) => {
                const path = file(stringify({ config }));
                const { status, out, err } = await planIn({ program: () => ({}) }, "--stack", path, "--json");

                expect(status).to.equal(1);
                expect(JSON.parse(out)).to.deep.equal({ error: err.trimEnd() });
                expect(err).to.match(/^(Pulumi\.test\.yaml|--stack) /);
                expect(err).to.not.match(/\n\s+at |Error:|undefined/);
            }),
            { numRuns: 150 },
        );
    });

    it("accepts each hint about quotes: the same error does not come back", async () => {
        const value = fc.oneof(
            fc.constantFrom(
                "15",
                "15.4",
                "1.35",
                "2026.08",
                "012345678901",
                "0123",
                "20",
                '"20"',
                '"true"',
                "true",
                "2027-06-30",
                "1e3",
                "1_0",
                "0x10",
                "010",
                "08",
                "+5",
                "-0",
                ".5",
                "~",
                "null",
                "",
                "yes",
                "*merged",
            ),
        );
        const line = fc.constantFrom<(value: string) => string>(
            (text) => `  posit-connect:database: { engineVersion: ${text} }\n`,
            (text) => `  posit-connect:database: { storageGiB: ${text} }\n`,
            (text) => `  posit-connect:connect: { version: ${text} }\n`,
            (text) => `  posit-connect:protect: ${text}\n`,
            (text) => `  posit-connect:tags: { a: ${text} }\n`,
            (text) => `  posit-connect:connect: { packageRepositories: { r: { snapshot: ${text} } } }\n`,
        );
        const errorsOf = async (text: string): Promise<string> =>
            (await planIn({ program: () => ({}) }, "--stack", file(text), "--json")).err;
        await fc.assert(
            fc.asyncProperty(line, value, async (write, text) => {
                const err = await errorsOf(
                    `${BASE}${CLUSTER}  site:date: &merged 2026-11-02\n${write(text)}`,
                );
                const quoted = /Write it in quotes in the file, "([^"]+)"/.exec(err)?.[1];
                if (quoted !== undefined) {
                    expect(await errorsOf(`${BASE}${CLUSTER}${write(`"${quoted}"`)}`)).to.equal("");
                }
                if (err.includes("Write it without quotes.")) {
                    expect(await errorsOf(`${BASE}${CLUSTER}${write(text.replaceAll('"', ""))}`)).to.equal(
                        "",
                    );
                }
            }),
            { numRuns: 60 },
        );
    });
});
