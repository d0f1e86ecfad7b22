// Loads index.ts as `pulumi up` does: with the ts-node and the compiler options that Pulumi's SDK chooses for this
// project. Source: @pulumi/pulumi, cmd/run/run.js. Prints whether the program is type-checked, and the message of the error that it fails with.
const { join } = require("node:path");
const tsutils = require("@pulumi/pulumi/tsutils");

const root = join(__dirname, "..");
process.chdir(root);
const compilerOptions = tsutils.loadTypeScriptCompilerOptions("tsconfig.json");
const { tsnodeRequire, typescriptRequire } = tsutils.typeScriptRequireStrings();
require(tsnodeRequire).register({
    compiler: typescriptRequire,
    transpileOnly: compilerOptions.noCheck,
    project: "tsconfig.json",
    compilerOptions: {
        target: "ES2020",
        module: "nodenext",
        moduleResolution: "nodenext",
        ...compilerOptions,
    },
});
console.log(`type-checked: ${!compilerOptions.noCheck}`);
require(join(root, "index.ts"))().catch((error) => {
    console.log(error.message);
});
