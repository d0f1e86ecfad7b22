const Module = require("node:module");
const { join, sep } = require("node:path");

const COMPILED = join(__dirname, "..", "node_modules", ".cache", "posit-connect", "compiled");

/** Needed to compile TypeScript and to serialize functions, which no process of this project does. */
const UNUSED = { typescript: {}, "@npmcli/arborist": {}, fdir: {}, "normalize-package-data": {} };

/**
 * Makes Pulumi's SDK load modules only when it uses them: those of {@link UNUSED}, which take half of the SDK's load time,
 * and others that this process does not need at its start.
 *
 * @param others by name, the properties that the SDK reads at start, which are returned without loading the module.
 */
exports.loadLazily = (others) => {
    const modules = { ...UNUSED, ...others };
    // Compiled code of earlier starts, from Node.js 22 on.
    Module.enableCompileCache?.(COMPILED);
    const load = Module._load;
    const sdk = join("node_modules", "@pulumi", "pulumi");
    // The SDK vendors some of them: …/vendor/ts-node@7.0.1.
    const findName = (request) =>
        Object.keys(modules).find(
            (name) => request === name || request.includes(`${sep}vendor${sep}${name}@`),
        );
    Module._load = (request, parent, isMain) => {
        const name = parent?.filename?.includes(sdk) ? findName(request) : undefined;
        if (name === undefined) {
            return load(request, parent, isMain);
        }
        // A missing module fails here, as it does without lazy loading.
        Module._resolveFilename(request, parent, isMain);
        return new Proxy(
            { __esModule: true, ...modules[name] },
            { get: (known, key) => known[key] ?? load(request, parent, isMain)[key] },
        );
    };
};
