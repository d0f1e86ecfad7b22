import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { APIS, bundleOf } from "../../load/publish";
import { settings } from "../fixtures";
import { ROOT } from "../program";

const CONTENT = join(ROOT, "load", "content");

interface Manifest {
    platform?: string;
    python?: { version: string };
    files: Record<string, { checksum: string }>;
    packages?: Record<string, { description: Record<string, string> }>;
}

const manifestOf = (api: string): Manifest =>
    JSON.parse(readFileSync(join(CONTENT, api, "manifest.json"), "utf8")) as Manifest;

describe("the APIs of the load test", () => {
    for (const api of APIS) {
        it(`have a manifest with the checksum of each file, and are bundled with it: ${api}`, async () => {
            const files = readdirSync(join(CONTENT, api)).filter((file) => file !== "manifest.json");
            const checksums = files.map((file) => [
                file,
                {
                    checksum: createHash("md5")
                        .update(readFileSync(join(CONTENT, api, file)))
                        .digest("hex"),
                },
            ]);
            expect(manifestOf(api).files).to.deep.equal(Object.fromEntries(checksums));

            const names = execFileSync("tar", ["-t", "-z", "-f", "-"], { input: await bundleOf(api) })
                .toString()
                .trim()
                .split("\n");
            expect(names.sort()).to.deep.equal([...files, "manifest.json"].sort());
        });
    }

    it("have the versions of the default execution environment", () => {
        const [environment] = settings.connect.executionEnvironments;

        expect([manifestOf("plumber").platform, manifestOf("fastapi").python?.version]).to.deep.equal([
            environment?.r?.[0]?.version,
            environment?.python?.[0]?.version,
        ]);
    });

    it("answer with a plain number: R would write a list of one", () => {
        expect(readFileSync(join(CONTENT, "plumber", "plumber.R"), "utf8")).to.include(
            "#* @serializer unboxedJSON\n",
        );
    });

    it("list every package that one of theirs imports, except those of R itself", () => {
        const { packages = {} } = manifestOf("plumber");
        const own = ["R", "grDevices", "methods", "stats", "tools", "utils"];
        const needed = Object.values(packages).flatMap(({ description }) =>
            ["Depends", "Imports", "LinkingTo"].flatMap((field) =>
                (description[field] ?? "")
                    .split(",")
                    .map((name) => name.replace(/\(.*/, "").trim())
                    .filter((name) => name !== "" && !own.includes(name)),
            ),
        );

        expect(needed.filter((name) => !(name in packages))).to.deep.equal([]);
        expect(Object.keys(packages)).to.include("plumber");
    });
});

describe("the load test on the k6-operator", () => {
    it("runs a script of load/k6 with every variable that it requires, and keeps the key out of arguments", () => {
        interface TestRun {
            spec: {
                script: { configMap: { name: string; file: string } };
                runner: {
                    env: { name: string; value: string }[];
                    envFrom: { secretRef: { name: string } }[];
                };
            };
        }
        const { spec } = parse(readFileSync(join(ROOT, "load", "k6-operator.yaml"), "utf8")) as TestRun;
        const scripts = readdirSync(join(ROOT, "load", "k6"));
        const script = readFileSync(join(ROOT, "load", "k6", "connect.js"), "utf8");
        // Those without a standard value, outside of the publisher.
        const required = [...script.matchAll(/env\("(\w+)"\)/g)]
            .map(([, name = ""]) => name)
            .filter((name) => name !== "LOAD_BUNDLE");
        const given = spec.runner.env.map(({ name }) => name);

        expect(scripts).to.include(spec.script.configMap.file);
        expect(required.filter((name) => !given.includes(name))).to.deep.equal([]);
        expect(given).to.not.include("CONNECT_API_KEY");
        expect(spec.runner.envFrom).to.deep.equal([{ secretRef: { name: "connect-load" } }]);
    });
});

describe("load/shiny", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "shiny-"));
        writeFileSync(join(folder, "recording.log"), "");
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    const URL = "https://connect.example.com/content/1/";

    const shiny = (args: string[], env: NodeJS.ProcessEnv = {}) => {
        const { status, stdout, stderr } = spawnSync("bash", [join(ROOT, "load", "shiny"), ...args], {
            cwd: folder,
            encoding: "utf8",
            env: { PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin`, ...env },
        });
        return { status, stdout, stderr };
    };

    it("starts shinycannon with the key in its environment only", () => {
        writeFileSync(
            join(folder, "shinycannon"),
            '#!/usr/bin/env bash\necho "$@"\necho "$SHINYCANNON_CONNECT_API_KEY"\n',
        );
        chmodSync(join(folder, "shinycannon"), 0o755);
        const { status, stdout } = shiny(["recording.log", URL, "50", "5"], { CONNECT_API_KEY: "secret" });

        expect([status, stdout.split("\n").slice(0, 2)]).to.deep.equal([
            0,
            [
                `recording.log ${URL} --workers 50 --loaded-duration-minutes 5 --output-dir shiny-load --overwrite-output`,
                "secret",
            ],
        ]);
        expect(shiny(["recording.log", URL]).stderr).to.equal(
            "CONNECT_API_KEY is not set: the API key of a user who may see the app.\n",
        );
    });

    it("says in one line what is missing", () => {
        expect(shiny([])).to.deep.equal({
            status: 2,
            stdout: "",
            stderr: "Usage: CONNECT_API_KEY=... load/shiny RECORDING APP_URL [USERS] [MINUTES] [OUTPUT]\n",
        });
        expect(shiny(["none.log", URL]).stderr).to.equal(
            `none.log does not exist. Record a session: shinyloadtest::record_session("${URL}").\n`,
        );
        expect(shiny(["recording.log", URL]).stderr).to.match(/^shinycannon is not in PATH: https:/);
    });
});
