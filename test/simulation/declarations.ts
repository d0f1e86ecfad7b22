import { join } from "node:path";
import ts from "typescript";
import { isObject } from "../../lib/isObject";
import { isResourceReference, isSecret, UNKNOWN_SENTINEL } from "../../lib/wire";
import { ROOT } from "../program";

/** Inputs that the simulation accepts, or outputs and results that it returns. */
export interface SimulatedValue {
    /** Type token of the resource or invoke. */
    type: string;
    is: "inputs" | "outputs" | "result";
    value: Record<string, unknown>;
}

/** TypeScript's errors for a property that a literal's type does not have; the second suggests another name. */
const UNKNOWN_PROPERTY = [2353, 2561];

/**
 * Compares values with the SDKs' declarations, at any depth: an unknown property, a wrong type, a required input that is
 * missing.
 *
 * The packages contain their providers' schemas only as TypeScript declarations, so TypeScript checks: each value becomes a
 * literal of the declared type.
 *
 * @returns a sentence for each mistake.
 */
export function undeclared(values: readonly SimulatedValue[]): string[] {
    const statements = [...new Map(values.map((value) => [statement(value), value]))];
    const text = ["declare const known: any;", ...statements.map(([line]) => line)].join("\n");
    const { source, diagnostics } = check(text);
    return diagnostics.map(({ start = 0, code, messageText }) => {
        const [, { type, is } = { type: "", is: "" }] =
            statements[source.getLineAndCharacterOfPosition(start).line - 1] ?? [];
        const message = UNKNOWN_PROPERTY.includes(code)
            ? "is not declared"
            : ts.flattenDiagnosticMessageText(messageText, "\n");
        return `${[`${type} ${is}`, ...pathAt(source, start)].join(" › ")}: ${message}`;
    });
}

/** One line, so that the line of an error identifies the value. */
function statement({ type, is, value }: SimulatedValue): string {
    const [name = "", module = "", member = ""] = type.split(":");
    const path =
        name === "kubernetes"
            ? // `networking.k8s.io/v1` is in `networking/v1`.
              `${module.replace(/\.[\w.]*(?=\/)/, "")}/${member.charAt(0).toLowerCase()}${member.slice(1)}`
            : module.replace(/^index\//, "");
    const declaration = `import("@pulumi/${name}/${path}").${member}`;
    const declared = {
        inputs: `${declaration}Args`,
        outputs: `import("../../catalog/declared").OutputsOf<${declaration}>`,
        result: `import("../../catalog/declared").ResultOf<typeof ${declaration}>`,
    };
    return `(${literal(value)}) satisfies ${declared[is]};`;
}

/** Unknowns, secrets and references to resources have any type. */
function literal(value: unknown): string {
    if (value === UNKNOWN_SENTINEL || isSecret(value) || isResourceReference(value)) {
        return "known";
    }
    if (Array.isArray(value)) {
        return `[${value.map(literal).join(", ")}]`;
    }
    return isObject(value)
        ? `{ ${Object.entries(value)
              .map(([key, item]) => `${JSON.stringify(key)}: ${literal(item)}`)
              .join(", ")} }`
        : JSON.stringify(value);
}

const parsed = new Map<string, ts.SourceFile>();

function check(text: string): { source: ts.SourceFile; diagnostics: readonly ts.Diagnostic[] } {
    const file = join(ROOT, "test", "simulation", "values.ts");
    const options: ts.CompilerOptions = {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        types: ["node"],
        strict: true,
        skipLibCheck: true,
    };
    const host = ts.createCompilerHost(options);
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    const readSource = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) => {
        const found = name === file ? source : (parsed.get(name) ?? readSource(name, ...rest));
        if (found !== undefined && found !== source) {
            parsed.set(name, found);
        }
        return found;
    };
    const program = ts.createProgram([file], options, host);
    return {
        source,
        diagnostics: [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)],
    };
}

/** Names of the properties around a position, the outermost first. */
function pathAt(source: ts.SourceFile, position: number): string[] {
    const path: string[] = [];
    for (let node = innermost(source, position); !ts.isSourceFile(node); node = node.parent) {
        if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) {
            path.unshift(node.name.text);
        }
    }
    return path;
}

function innermost(node: ts.Node, position: number): ts.Node {
    const child = ts.forEachChild(node, (each) =>
        each.getStart() <= position && position < each.getEnd() ? each : undefined,
    );
    return child === undefined ? node : innermost(child, position);
}
