import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../program";

const requireHere = createRequire(__filename);

/** Node's functions that load each module, and that keep compiled code. */
const loader = Module as unknown as { _load: unknown; enableCompileCache?: (folder: string) => unknown };

describe("loadLazily", () => {
    const { _load: load, enableCompileCache } = loader;
    let folder: string;
    let loaded: string[];
    let compiled: string[];

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "lazily-"));
        loaded = [];
        compiled = [];
        // Code from a cache has no exact coverage.
        loader.enableCompileCache = (cache) => compiled.push(cache);
        (globalThis as { loaded?: string[] }).loaded = loaded;
    });

    afterEach(() => {
        loader._load = load;
        if (enableCompileCache === undefined) {
            delete loader.enableCompileCache;
        } else {
            loader.enableCompileCache = enableCompileCache;
        }
        delete (globalThis as { loaded?: string[] }).loaded;
        rmSync(folder, { recursive: true });
    });

    /** Writes a module of a package, which records that it is loaded, and returns a `require` of that package. */
    function write(name: string, text: string): NodeJS.Require {
        const file = join(folder, "node_modules", name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, `globalThis.loaded.push(${JSON.stringify(name)});\n${text}`);
        return createRequire(file);
    }

    function loadLazily(others: object): void {
        (requireHere("../../commands/loadLazily.cjs") as { loadLazily: typeof loadLazily }).loadLazily(
            others,
        );
    }

    it("loads a module of the SDK when it is used, except to read known properties", () => {
        write("fdir/index.js", "exports.crawl = () => 'crawled';");
        write("@pulumi/pulumi/vendor/compiler@1.0.0/index.js", "exports.compile = () => 'compiled';");
        const text = "module.exports = [require('fdir'), require('./vendor/compiler@1.0.0')];";
        const requireSdk = write("@pulumi/pulumi/index.js", text);
        loadLazily({ compiler: { version: "1.0.0" } });

        const [fdir, compiler] = requireSdk("./index.js") as [
            { crawl: () => string },
            { version: string; compile: () => string },
        ];
        expect([compiler.version, loaded]).to.deep.equal(["1.0.0", ["@pulumi/pulumi/index.js"]]);
        expect([compiler.compile(), fdir.crawl()]).to.deep.equal(["compiled", "crawled"]);
        expect(loaded).to.deep.equal([
            "@pulumi/pulumi/index.js",
            "@pulumi/pulumi/vendor/compiler@1.0.0/index.js",
            "fdir/index.js",
        ]);
    });

    it("keeps compiled code for the next start, if this Node.js can", () => {
        loadLazily({});
        delete loader.enableCompileCache;
        loadLazily({});

        expect(compiled).to.deep.equal([join(ROOT, "node_modules", ".cache", "posit-connect", "compiled")]);
    });

    it("loads modules of others at once, and fails at once for a missing one of the SDK", () => {
        write("fdir/index.js", "");
        write("other/index.js", "require('fdir');");
        const requireSdk = write("@pulumi/pulumi/index.js", "require('missing');");
        loadLazily({ missing: {} });

        requireSdk("other");
        expect(loaded).to.deep.equal(["other/index.js", "fdir/index.js"]);
        expect(() => requireSdk("./index.js") as unknown).to.throw("Cannot find module 'missing'");
    });

    it("gives the policy pack's process a TypeScript compiler and a debugger that are not loaded", async () => {
        const request = "../../runtime/closure/v8Hooks";
        write("@pulumi/pulumi/runtime/closure/v8Hooks.js", "");
        write("typescript/index.js", "");
        write("ts-node/index.js", "");
        const requireSdk = write(
            "@pulumi/pulumi/cmd/run-policy-pack/index.js",
            `exports.all = ["typescript", "ts-node", "${request}"].map((name) => require(name));`,
        );
        const pack = requireHere.resolve("../../commands/packWithoutCompiler.cjs");
        Reflect.deleteProperty(requireHere.cache, pack);
        requireHere(pack);

        const { all } = requireSdk("./index.js") as { all: [{ version: string }, object, object] };
        const [typescript, compiler, hooks] = all as [
            { version: string },
            { register: () => unknown },
            { isInitializedAsync: () => Promise<unknown> },
        ];
        expect([typescript.version, compiler.register(), await hooks.isInitializedAsync()]).to.deep.equal([
            (requireHere("typescript/package.json") as { version: string }).version,
            undefined,
            undefined,
        ]);
        expect(loaded).to.deep.equal(["@pulumi/pulumi/cmd/run-policy-pack/index.js"]);
    });
});
