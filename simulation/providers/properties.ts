import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { isObject, isResourceReference, UNKNOWN } from "../wire";

/** A property that a provider does not take, or not with this value. */
export interface Mistake {
    /** Path, such as `scalingConfig.minSize`. */
    property: string;
    reason: string;
}

/** What the SDK adds by itself, and no declaration tells of. */
const UNDECLARED: Record<string, string[]> = { "kubernetes:helm.sh/v3:Release": ["compat"] };

/**
 * Compares inputs with what the packages declare: unknown properties, wrong types, required ones that are missing.
 *
 * The packages carry their providers' schemas only as declarations for TypeScript. A custom Kubernetes resource is
 * declared nowhere, and taken as it is.
 *
 * @param inputs plain data; unknowns as the sentinel.
 */
export function mistakesIn(type: string, inputs: Record<string, unknown>): Mistake[] {
    const declared = declarationOf(type);
    if (declared === undefined) {
        return [];
    }
    const known = Object.entries(inputs).filter(([key]) => !(UNDECLARED[type] ?? []).includes(key));
    return membersIn(declared.members, Object.fromEntries(known), "", declared.package);
}

interface Declaration {
    members: ts.NodeArray<ts.TypeElement>;
    /** Folder of the package. */
    package: string;
}

const declarations = new Map<string, Declaration | undefined>();

function declarationOf(type: string): Declaration | undefined {
    if (!declarations.has(type)) {
        declarations.set(type, findDeclaration(type));
    }
    return declarations.get(type);
}

/** `aws:rds/instance:Instance` is in `aws/rds/instance.d.ts`, `kubernetes:core/v1:Secret` in `core/v1/secret.d.ts`. */
function findDeclaration(type: string): Declaration | undefined {
    const [name = "", module = "", resource = ""] = type.split(":");
    const folder = dirname(createRequire(__filename).resolve(`@pulumi/${name}/package.json`));
    const path =
        name === "kubernetes"
            ? join(
                  module.replace(/\.[\w.]*(?=\/)/, ""),
                  `${resource.charAt(0).toLowerCase()}${resource.slice(1)}`,
              )
            : module.replace(/^index\//, "");
    const file = join(folder, `${path}.d.ts`);
    if (!existsSync(file)) {
        return undefined;
    }
    const found = parse(file).statements.find(
        (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === `${resource}Args`,
    );
    return found === undefined
        ? undefined
        : { members: (found as ts.InterfaceDeclaration).members, package: folder };
}

const sources = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
    const source =
        sources.get(file) ?? ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
    sources.set(file, source);
    return source;
}

/** The interface that `inputs.rds.InstanceBlueGreenUpdate` names. */
function nested(folder: string, names: string[]): ts.NodeArray<ts.TypeElement> | undefined {
    let statements: readonly ts.Statement[] = parse(join(folder, "types", "input.d.ts")).statements;
    for (const name of names.slice(0, -1)) {
        const space = statements.find(
            (statement): statement is ts.ModuleDeclaration =>
                ts.isModuleDeclaration(statement) && statement.name.text === name,
        );
        statements = space?.body !== undefined && ts.isModuleBlock(space.body) ? space.body.statements : [];
    }
    return statements.find(
        (statement): statement is ts.InterfaceDeclaration =>
            ts.isInterfaceDeclaration(statement) && statement.name.text === names.at(-1),
    )?.members;
}

function membersIn(
    members: ts.NodeArray<ts.TypeElement>,
    value: Record<string, unknown>,
    path: string,
    folder: string,
): Mistake[] {
    const properties = new Map(
        members.filter(ts.isPropertySignature).map((member) => [nameOf(member), member] as const),
    );
    const unknown = Object.keys(value)
        .filter((key) => !properties.has(key))
        .map((key) => ({ property: under(path, key), reason: "is not known" }));
    const missing = [...properties]
        .filter(([key, member]) => member.questionToken === undefined && value[key] === undefined)
        .map(([key]) => ({ property: under(path, key), reason: "is required, and missing" }));
    const wrong = [...properties].flatMap(([key, { type }]) =>
        type === undefined || value[key] === undefined
            ? []
            : typeIn(type, value[key], under(path, key), folder),
    );
    return [...unknown, ...missing, ...wrong];
}

function nameOf({ name }: ts.PropertySignature): string {
    return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
}

function under(path: string, key: string): string {
    return path === "" ? key : `${path}.${key}`;
}

function typeIn(type: ts.TypeNode, value: unknown, path: string, folder: string): Mistake[] {
    if (value === UNKNOWN) {
        return [];
    }
    if (ts.isParenthesizedTypeNode(type)) {
        return typeIn(type.type, value, path, folder);
    }
    if (ts.isUnionTypeNode(type)) {
        const tries = type.types
            .filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword)
            .map((member) => typeIn(member, value, path, folder));
        // Of several forms the one that comes nearest tells what is wrong.
        return (
            tries
                .sort((a, b) => depth(b) - depth(a) || a.length - b.length)
                .find((found) => found.length === 0) ??
            tries[0] ??
            []
        );
    }
    if (ts.isArrayTypeNode(type)) {
        return Array.isArray(value)
            ? value.flatMap((item, i) => typeIn(type.elementType, item, `${path}[${i}]`, folder))
            : is("a list", value, path);
    }
    if (ts.isTypeLiteralNode(type)) {
        const index = type.members.find(ts.isIndexSignatureDeclaration);
        return isObject(value)
            ? Object.entries(value).flatMap(([key, item]) =>
                  index === undefined ? [] : typeIn(index.type, item, under(path, key), folder),
              )
            : is("a map", value, path);
    }
    if (ts.isTypeReferenceNode(type)) {
        return referenceIn(type, value, path, folder);
    }
    return primitiveIn(type, value, path);
}

function primitiveIn(type: ts.TypeNode, value: unknown, path: string): Mistake[] {
    if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) {
        return value === type.literal.text ? [] : is(`"${type.literal.text}"`, value, path);
    }
    const wanted = new Map<ts.SyntaxKind, string>([
        [ts.SyntaxKind.StringKeyword, "string"],
        [ts.SyntaxKind.NumberKeyword, "number"],
        [ts.SyntaxKind.BooleanKeyword, "boolean"],
    ]).get(type.kind);
    return wanted === undefined || typeof value === wanted ? [] : is(`a ${wanted}`, value, path);
}

function referenceIn(
    { typeName, typeArguments }: ts.TypeReferenceNode,
    value: unknown,
    path: string,
    folder: string,
): Mistake[] {
    const names = partsOf(typeName);
    if (names.at(-1) === "Input" && typeArguments?.[0] !== undefined) {
        return typeIn(typeArguments[0], value, path, folder);
    }
    if (names[0] === "inputs") {
        const members = nested(folder, names.slice(1));
        if (members === undefined) {
            return [];
        }
        return isObject(value) ? membersIn(members, value, path, folder) : is("an object", value, path);
    }
    // A resource, an enumeration, an ARN or a policy document: text or an object.
    return typeof value === "string" || isResourceReference(value) || isObject(value)
        ? []
        : is(`a ${names.join(".")}`, value, path);
}

function partsOf(name: ts.EntityName): string[] {
    return ts.isIdentifier(name) ? [name.text] : [...partsOf(name.left), name.right.text];
}

function is(wanted: string, value: unknown, path: string): Mistake[] {
    const got = Array.isArray(value) ? "a list" : isObject(value) ? "an object" : JSON.stringify(value);
    return [{ property: path, reason: `must be ${wanted}, got ${got}` }];
}

function depth(mistakes: Mistake[]): number {
    return Math.max(0, ...mistakes.map(({ property }) => property.length));
}
