import { groupBy } from "../lib/groupBy";
import { decodeProperties, mergeProperties, type Value } from "./value";

/**
 * A stack's resources and their relations, read from Pulumi's deployment format: the same for an offline plan, an
 * exported state, a preview and the requests to a policy pack.
 */

/** The fields of a resource that are read here; see `pulumi stack export`. */
export interface ResourceState {
    urn: string;
    type: string;
    custom?: boolean;
    id?: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
    parent?: string;
    protect?: boolean;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[]>;
    ignoreChanges?: string[];
    provider?: string;
    deletedWith?: string;
    retainOnDelete?: boolean;
}

export interface Deployment {
    version: number;
    deployment: { resources?: ResourceState[] };
}

/** A resource with defaults for missing fields. */
export interface Resource extends Required<
    Pick<ResourceState, "urn" | "type" | "custom" | "inputs" | "outputs">
> {
    /** The resource's name in the program: the last part of its URN. */
    name: string;
    id: string | undefined;
    /** Inputs and outputs, decoded and merged; see {@link mergeProperties}. */
    properties: Readonly<Record<string, Value>>;
    parent: string | undefined;
    /** URN of the explicit provider that manages it. */
    provider: string | undefined;
    protect: boolean;
    /** URN of a resource whose deletion also deletes this one, which is then not deleted by itself. */
    deletedWith: string | undefined;
    retainOnDelete: boolean;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    ignoreChanges: string[];
}

export class Graph {
    readonly resources: readonly Resource[];

    private readonly byUrn: ReadonlyMap<string, Resource>;
    private readonly byType: ReadonlyMap<string, Resource[]>;
    private readonly byParent: ReadonlyMap<string, Resource[]>;
    private readonly prerequisites = new Map<Resource, ReadonlySet<Resource>>();

    constructor(readonly source: Deployment) {
        this.resources = (source.deployment.resources ?? []).map(complete);
        this.byUrn = new Map(this.resources.map((resource) => [resource.urn, resource]));
        this.byType = groupBy(this.resources, ({ type }) => type);
        this.byParent = groupBy(this.resources, ({ parent }) => parent ?? "");
    }

    /** The same resources in the order of their URNs. Pulumi registers those that are independent in any order. */
    inUrnOrder(): Graph {
        const resources = [...(this.source.deployment.resources ?? [])];
        resources.sort((one, other) => (one.urn < other.urn ? -1 : 1));
        return new Graph({ ...this.source, deployment: { resources } });
    }

    find(urn: string): Resource | undefined {
        return this.byUrn.get(urn);
    }

    /** Every resource of some types, such as `aws:rds/instance:Instance`; of each in the order of registration. */
    all(...types: readonly string[]): Resource[] {
        return types.flatMap((type) => this.byType.get(type) ?? []);
    }

    /** The only resource of a type. @throws an `Error` with the number of resources, if that is not one. */
    only(type: string): Resource {
        const found = this.all(type);
        if (found.length !== 1 || found[0] === undefined) {
            throw new Error(`expected exactly one ${type}, found ${found.length}`);
        }
        return found[0];
    }

    /** The number of resources of each type, without the stack itself. */
    count(): Record<string, number> {
        const counts = [...this.byType].map(([type, { length }]) => [type, length] as const);
        return Object.fromEntries(counts.filter(([type]) => type !== STACK_TYPE));
    }

    /** The resources directly under one, or under the stack. */
    children(parent: Resource): Resource[] {
        return this.byParent.get(parent.urn) ?? [];
    }

    /** A resource and everything under it. */
    tree(root: Resource): Resource[] {
        return [root, ...this.children(root).flatMap((child) => this.tree(child))];
    }

    /** The stack, which contains all other resources. */
    get stack(): Resource | undefined {
        return this.all(STACK_TYPE)[0];
    }

    /** The resources that an input refers to. */
    references(resource: Resource, property: string): Resource[] {
        return (resource.propertyDependencies[property] ?? []).flatMap((urn) => this.find(urn) ?? []);
    }

    /**
     * Whether a resource is created after another, directly or through others. A component represents all its
     * children.
     */
    dependsOn(from: Resource, to: Resource): boolean {
        const prerequisites = this.prerequisites.get(from) ?? this.findPrerequisites(from);
        this.prerequisites.set(from, prerequisites);
        return this.tree(to).some((resource) => prerequisites.has(resource));
    }

    private findPrerequisites(from: Resource): ReadonlySet<Resource> {
        const seen = new Set<Resource>();
        const open = [from];
        for (let next = open.pop(); next !== undefined; next = open.pop()) {
            for (const dependency of next.dependencies.flatMap((urn) => this.expand(urn))) {
                if (!seen.has(dependency)) {
                    seen.add(dependency);
                    open.push(dependency);
                }
            }
        }
        return seen;
    }

    private expand(urn: string): Resource[] {
        const resource = this.find(urn);
        return resource === undefined ? [] : resource.custom ? [resource] : this.tree(resource);
    }
}

const STACK_TYPE = "pulumi:pulumi:Stack";

function complete(state: ResourceState): Resource {
    const { urn, type, custom = true, id, inputs = {}, outputs = {} } = state;
    return {
        urn,
        type,
        name: urn.split("::").slice(3).join("::"),
        custom,
        id,
        inputs,
        outputs,
        // Most providers return the id with the outputs; the deployment format keeps it next to them.
        properties: mergeProperties(
            decodeProperties(inputs),
            decodeProperties(id === undefined ? outputs : { id, ...outputs }),
        ),
        parent: state.parent,
        provider: state.provider?.split("::").slice(0, -1).join("::"),
        protect: state.protect ?? false,
        deletedWith: state.deletedWith,
        retainOnDelete: state.retainOnDelete ?? false,
        dependencies: state.dependencies ?? [],
        propertyDependencies: state.propertyDependencies ?? {},
        ignoreChanges: state.ignoreChanges ?? [],
    };
}
