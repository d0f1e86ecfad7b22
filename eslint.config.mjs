import pulumi from "@pulumi/eslint-plugin";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** The rooms that each room may import from, in addition to itself. CONTRIBUTING.md describes them. */
const ROOMS = {
    "index.ts": ["components", "stacks"],
    components: ["stacks", "catalog", "lib"],
    stacks: ["catalog", "lib"],
    catalog: ["lib"],
    lib: [],
    simulation: ["stacks", "catalog", "lib"],
    graph: ["catalog", "lib"],
    policy: ["graph", "catalog", "lib"],
    recovery: ["stacks", "graph", "simulation", "catalog", "lib"],
    load: ["lib"],
    bootstrap: ["recovery", "graph", "components", "stacks", "catalog", "lib"],
    commands: [
        "bootstrap",
        "components",
        "stacks",
        "catalog",
        "lib",
        "simulation",
        "graph",
        "policy",
        "recovery",
        "load",
        "index.ts",
    ],
};

const zones = Object.entries(ROOMS).map(([room, allowed]) => ({
    target: `./${room}`,
    from: ".",
    except: [room, ...allowed, "node_modules"].map((each) => `./${each}`),
    message: `${room} may import only ${["itself", ...allowed].join(", ")}: see "Rooms" in CONTRIBUTING.md.`,
}));

export default tseslint.config(
    { ignores: ["node_modules", "coverage", "policy/bin"] },
    ...tseslint.configs.strictTypeChecked,
    {
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        plugins: { "@pulumi": pulumi, "import-x": importX },
        settings: {
            "import-x/extensions": [".ts"],
            "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
            "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js", ".cjs", ".json"] })],
        },
        rules: {
            "@pulumi/no-output-in-template-literal": "error",
            "@typescript-eslint/restrict-template-expressions": [
                "error",
                { allowNumber: true, allowBoolean: true },
            ],
            "no-restricted-syntax": [
                "error",
                {
                    selector: "AssignmentExpression[left.object.name='process'][left.property.name='env']",
                    message: "Set its variables: native code does not read a replacement of process.env.",
                },
            ],
            "import-x/no-cycle": ["error", { ignoreExternal: true }],
            "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones }],
        },
    },
    {
        files: ["components/**"],
        rules: {
            "@typescript-eslint/no-restricted-imports": [
                "error",
                {
                    patterns: [
                        {
                            group: ["**/stacks/**"],
                            allowTypeImports: true,
                            message: "A component takes types from stacks, and values from its arguments.",
                        },
                    ],
                },
            ],
        },
    },
    {
        files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
        extends: [tseslint.configs.disableTypeChecked],
        rules: { "@pulumi/no-output-in-template-literal": "off" },
    },
    { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
