const Module = require("node:module");
const { join, sep } = require("node:path");

/**
 * Lets Pulumi's SDK load modules only where it uses them: it needs them to serialize functions, to compile TypeScript
 * and to drive the Pulumi CLI, which nothing here does, and they are half of the time that the SDK takes to load.
 *
 * @param modules by name, what each is asked for at start, and answers without being loaded.
 */
exports.loadLazily = (modules) => {
    const load = Module._load;
    const sdk = join("node_modules", "@pulumi", "pulumi");
    // The SDK brings a copy of some along: …/vendor/ts-node@7.0.1.
    const nameOf = (request) =>
        Object.keys(modules).find(
            (name) => request === name || request.includes(`${sep}vendor${sep}${name}@`),
        );
    Module._load = (request, parent, isMain) => {
        const name = parent?.filename?.includes(sdk) ? nameOf(request) : undefined;
        if (name === undefined) {
            return load(request, parent, isMain);
        }
        // One that is not there is missed now, as ever.
        Module._resolveFilename(request, parent, isMain);
        return new Proxy(
            { __esModule: true, ...modules[name] },
            { get: (it, key) => it[key] ?? load(request, parent, isMain)[key] },
        );
    };
};
