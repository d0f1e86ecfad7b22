import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { parseConfigFile } from "../../stacks/configFile";
import { configValue } from "../../stacks/configValue";
import { ownKey } from "../../stacks/key";
import { readProject } from "../../stacks/project";
import { readStackFile } from "../../stacks/stackFile";
import { findCli } from "./cli";
import { makeFolder } from "./folders";
import { engineSuite } from "./harness";

/** Runs the CLI on a project with one stack, and returns what it prints. */
function pulumi(folder: string, ...args: string[]) {
    const cli = findCli();
    const { status, stdout, stderr } = spawnSync("path" in cli ? cli.path : "", args, {
        cwd: folder,
        encoding: "utf8",
        env: {
            ...process.env,
            PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
            PULUMI_HOME: join(folder, "home"),
            PULUMI_CONFIG_PASSPHRASE: "for tests only",
            PULUMI_SKIP_UPDATE_CHECK: "1",
        },
    });
    return { status, stdout, stderr };
}

/** The folder of a project with one empty stack. The tests replace its files. */
let initialized: string | undefined;

function projectFolder(project: string, stack: string | Buffer): string {
    const folder = initialized ?? makeFolder();
    if (initialized === undefined) {
        mkdirSync(join(folder, "state"));
        writeFileSync(join(folder, "Pulumi.yaml"), "name: other\nruntime: nodejs\n");
        const created = pulumi(folder, "stack", "init", "dev", "--non-interactive");
        expect(created.status, created.stderr).to.equal(0);
        initialized = folder;
    }
    writeFileSync(join(folder, "Pulumi.yaml"), project);
    writeFileSync(join(folder, "Pulumi.dev.yaml"), stack);
    return folder;
}

/** The configuration that the CLI prints: values by key as they would reach the program. */
function enginesConfig(folder: string): Record<string, unknown> {
    const { stdout, stderr } = pulumi(folder, "config", "--json", "--stack", "dev");
    expect(stdout, stderr).to.not.equal("");
    const { name } = readProject(folder);
    return values(parseConfigFile("config.json", JSON.parse(stdout), name).config);
}

function ownConfig(folder: string): Record<string, unknown> {
    const project = readProject(folder);
    return values(readStackFile("dev", { stacks: folder, paths: folder }, project).config);
}

/** As values, because the engine sorts the keys of a table. */
function values(config: Record<string, string>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(config).map(([key, text]) => [key, configValue(text)]));
}

const STACK = `config:
  database: { finalSnapshot: true }
  posit-connect:network: { availabilityZones: [us-east-1a, us-east-1b] }
  aws:profile: me
`;

const PROJECTS: Record<string, string> = {
    "a project without configuration": "name: other\nruntime: nodejs\n",
    "a plain value of a provider and of the project": `name: other
runtime: nodejs
config:
  aws:region: eu-west-1
  protect: false
  tags: [1, two, true]
`,
    "a table as a value, and as a default with its type": `name: other
runtime: nodejs
config:
  fileSystem: { value: { infrequentAccessAfterDays: 30, factor: 1.5 } }
  other:connect: { type: object, default: { replicas: 3 } }
`,
    "values inside of a table that the stack has, or has not": `name: other
runtime: nodejs
config:
  database.storageGiB: { default: "100" }
  database.finalSnapshot: { default: false }
  cluster.administratorRoleArns[0]: { default: arn }
  connect["a key"].version: 1
`,
    "keys in Pulumi's older form": `name: other
runtime: nodejs
config:
  aws:config:region: eu-west-1
  other:config:protect: false
`,
    "a value that the stack overrides": `name: other
runtime: nodejs
config:
  aws:profile: another
  database: { type: object, default: { storageGiB: 500 } }
`,
};

const REJECTED: Record<string, string> = {
    "a key without a value": "  protect: { type: boolean }",
    "a default of another type": "  protect: { type: boolean, default: 5 }",
    "a stack's value of another type": "  database: { type: string, default: a }",
    "a default of a provider": "  aws:region: { default: eu-west-1 }",
    "a provider's key with a type": "  aws:region: { type: string, value: eu-west-1 }",
    "a table without `value`": "  network: { cidrBlock: 10.0.0.0/16 }",
    "a key of three parts": "  a:b:c: 1",
    "a name in a list of the stack": "  posit-connect:network.availabilityZones.a: { value: 1 }",
    "an index in a table of the stack": "  posit-connect:network[0]: { value: 1 }",
    "an index beyond the end of a list of the stack":
        "  posit-connect:network.availabilityZones[3]: { value: 1 }",
    "a list without the type of its items": "  zones: { type: array, default: [] }",
    "a default and a value": "  protect: { default: true, value: true }",
    "a value in plain text that must be encrypted": "  database: { type: object, secret: true }",
};

/** Whether the CLI stops before it runs a program: this machine may have no language host. */
function engineRejects(folder: string): boolean {
    const { stderr, stdout } = pulumi(folder, "preview", "--stack", "dev", "--non-interactive");
    return !/language plugin|Cannot find module|main/.test(stderr + stdout);
}

engineSuite("a stack's configuration", () => {
    for (const [name, project] of Object.entries(PROJECTS)) {
        it(`is that of the engine with ${name}`, () => {
            const folder = projectFolder(project, STACK);

            expect(ownConfig(folder)).to.deep.equal(enginesConfig(folder));
            expect(engineRejects(folder)).to.equal(false);
        });
    }

    for (const [name, declaration] of Object.entries(REJECTED)) {
        it(`is rejected, as by the engine, with ${name}`, () => {
            const folder = projectFolder(`name: other\nruntime: nodejs\nconfig:\n${declaration}\n`, STACK);

            expect(engineRejects(folder)).to.equal(true);
            expect(() => ownConfig(folder)).to.throw(/Pulumi\.yaml/);
        });
    }

    for (const [name, encode] of Object.entries({
        "UTF-8 with a byte order mark": (text: string) => Buffer.from(`\uFEFF${text}`),
        "UTF-16": (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le"),
    })) {
        it(`is read from ${name}`, () => {
            const folder = projectFolder("name: other\nruntime: nodejs\n", encode(STACK));

            expect(ownConfig(folder)).to.deep.equal(enginesConfig(folder));
        });
    }

    it("has the engine's values for every form of a YAML scalar, and for merged tables", () => {
        const digits = fc.stringMatching(/^[-+]?[0-9][0-9_]{0,5}(\.[0-9]{1,3})?$/);
        const based = fc.stringMatching(/^0[box]?[0-9a-f_]{1,4}$/);
        const time = fc.stringMatching(
            /^20[0-9]{2}-(0?[1-9]|1[0-2])-([012]?[0-9]|3[01])([T ]1?[0-9]:[0-5]?[0-9]:[0-5][0-9](\.[0-9]{1,3})?(Z|[+]0[0-9]:[03]0)?)?$/,
        );
        const word = fc.constantFrom(
            "yes",
            "On",
            "~",
            "null",
            "True",
            "FALSE",
            "1e3",
            ".5",
            "+3",
            "-0",
            "a_1",
        );
        const scalars = fc.sample(fc.oneof(digits, based, time, word), { numRuns: 600, seed: 7 });
        const lines = scalars.map((scalar, index) => `  k${index}: ${scalar}\n  t${index}: [${scalar}]\n`);
        const merged = "  merged: { <<: { a: 1, b: 2 }, b: 3 }\n";
        const folder = projectFolder("name: other\nruntime: nodejs\n", `config:\n${lines.join("")}${merged}`);

        const own = ownConfig(folder);
        const engines = enginesConfig(folder);
        const differing = scalars.filter((_, index) =>
            ["k", "t"].some((prefix) => {
                const key = ownKey(`other:${prefix}${index}`, "other");
                return JSON.stringify(own[key]) !== JSON.stringify(engines[key]);
            }),
        );
        expect(differing).to.deep.equal([]);
        expect(own["posit-connect:merged"]).to.deep.equal(engines["posit-connect:merged"]);
    });
});
