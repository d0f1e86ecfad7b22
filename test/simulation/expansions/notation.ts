import {
    ArgumentReference,
    type Arguments,
    type Child,
    type Expand,
    Reference,
    Text,
    Whole,
} from "../../../simulation/expansion";

/** A child as the recordings write it: `${Type.name.prop}` for an output, `${resource Type.name}` for a child. */
export interface RecordedChild {
    type: string;
    name: string;
    parent: string;
    custom: boolean;
    inputs: Record<string, unknown>;
    dependencies?: string[];
    propertyDependencies: Record<string, string[]>;
    version?: string;
    ignoreChanges?: string[];
}

export interface RecordedExpansion {
    state: Record<string, unknown>;
    /** By type and name. */
    children: RecordedChild[];
}

/** Runs an expansion on recorded inputs and writes what comes out in the notation of the recordings. */
export function expand(
    expansion: Expand,
    component: string,
    name: string,
    inputs: Record<string, unknown>,
): RecordedExpansion {
    const { children, state } = expansion(name, recordedArguments(inputs));
    const registered = new Set<string>();
    const recorded = children.map((child) => {
        const parent = child.parent ?? key(component, name);
        if (child.parent !== undefined) {
            require(registered, child.parent);
        }
        const result = recordChild(child, parent, registered);
        registered.add(key(child.type, child.name));
        return result;
    });
    return {
        state: write(state, registered, new Set()) as Record<string, unknown>,
        children: byTypeAndName(recorded),
    };
}

export function byTypeAndName(children: RecordedChild[]): RecordedChild[] {
    const sortKey = ({ type, name }: RecordedChild): string => `${type} ${name}`;
    return [...children].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function key(type: string, name: string): string {
    return `${type.slice(type.lastIndexOf(":") + 1)}.${name}`;
}

function require(registered: ReadonlySet<string>, child: string): void {
    if (!registered.has(child)) {
        throw new Error(`${child} is referred to before it is registered`);
    }
}

function recordChild(child: Child, parent: string, registered: ReadonlySet<string>): RecordedChild {
    const inputs: Record<string, unknown> = {};
    const propertyDependencies: Record<string, string[]> = {};
    const all = new Set<string>(child.dependsOn);
    all.forEach((dependency) => {
        require(registered, dependency);
    });
    for (const [property, value] of Object.entries(child.inputs)) {
        const dependencies = new Set<string>();
        const written = write(value, registered, dependencies);
        if (written !== undefined) {
            inputs[property] = written;
        }
        if (dependencies.size > 0) {
            propertyDependencies[property] = [...dependencies].sort();
            dependencies.forEach((dependency) => all.add(dependency));
        }
    }
    return {
        type: child.type,
        name: child.name,
        parent,
        custom: child.custom,
        inputs,
        ...(all.size === 0 ? {} : { dependencies: [...all].sort() }),
        propertyDependencies,
        ...(child.version === undefined ? {} : { version: child.version }),
        ...(child.ignoreChanges === undefined ? {} : { ignoreChanges: child.ignoreChanges }),
    };
}

function write(value: unknown, registered: ReadonlySet<string>, dependencies: Set<string>): unknown {
    if (value instanceof Reference) {
        require(registered, value.child);
        dependencies.add(value.child);
        const cut = value.withoutPrefix === undefined ? "" : `, without ${value.withoutPrefix}`;
        return value.property === undefined
            ? `\${resource ${value.child}}`
            : `\${${value.child}.${value.property}${cut}}`;
    }
    if (value instanceof ArgumentReference) {
        outsideResources(value.value).forEach((dependency) => dependencies.add(dependency));
        return value.value;
    }
    if (value instanceof Whole) {
        return write(value.value, registered, dependencies);
    }
    if (value instanceof Text) {
        return value.parts.map((part) => String(write(part, registered, dependencies))).join("");
    }
    if (Array.isArray(value)) {
        return value.map((item) => write(item, registered, dependencies));
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(
            Object.entries(value)
                .map(([property, part]) => [property, write(part, registered, dependencies)] as const)
                .filter(([, written]) => written !== undefined),
        );
    }
    return value;
}

/** Resources of the program whose outputs stand in an argument: `${Key.eks-secrets.arn}`, but not `${args.x}`. */
function outsideResources(value: unknown): string[] {
    return [...JSON.stringify(value).matchAll(/\$\{([A-Z]\w*\.[\w-]+)\.\w+\}/g)].flatMap(
        ([, found]) => found ?? [],
    );
}

function recordedArguments(inputs: Record<string, unknown>): Arguments {
    return {
        names: Object.keys(inputs),
        place: { account: "123456789012", region: "us-east-1", partition: "aws" },
        value: (argument) => inputs[argument],
        pass: (argument, ...path) => {
            const start = inputs[argument];
            if (start === undefined) {
                return undefined;
            }
            const value = path.reduce<unknown>(
                (here, step) => (here as Record<string | number, unknown>)[step],
                start,
            );
            return new ArgumentReference(argument, value);
        },
    };
}
