/**
 * A stack's resources and what connects them, read from Pulumi's deployment format: the same for an offline plan,
 * an exported state and a preview.
 */

/** The fields of a resource that the questions need; see `pulumi stack export`. */
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

/** A resource with what a question asks for filled in. */
export interface Resource extends Required<
    Pick<ResourceState, "urn" | "type" | "custom" | "inputs" | "outputs">
> {
    /** The resource's name in the program: the last part of its URN. */
    name: string;
    id: string | undefined;
    parent: string | undefined;
    /** URN of the explicit provider that looks after it. */
    provider: string | undefined;
    protect: boolean;
    /** URN of a resource with which it goes, so that it is not deleted by itself. */
    deletedWith: string | undefined;
    retainOnDelete: boolean;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    ignoreChanges: string[];
}

export class Graph {
    readonly resources: readonly Resource[];

    private readonly byUrn: Map<string, Resource>;
    private readonly byParent = new Map<string, Resource[]>();

    constructor(deployment: Deployment) {
        this.resources = (deployment.deployment.resources ?? []).map(complete);
        this.byUrn = new Map(this.resources.map((resource) => [resource.urn, resource]));
        for (const resource of this.resources) {
            const siblings = this.byParent.get(resource.parent ?? "");
            if (siblings === undefined) {
                this.byParent.set(resource.parent ?? "", [resource]);
            } else {
                siblings.push(resource);
            }
        }
    }

    find(urn: string): Resource | undefined {
        return this.byUrn.get(urn);
    }

    /** Every resource of a type, such as `aws:rds/instance:Instance`, in the order of registration. */
    all(type: string): Resource[] {
        return this.resources.filter((resource) => resource.type === type);
    }

    /** The one resource of a type. @throws an `Error` that counts them, where there is not exactly one. */
    only(type: string): Resource {
        const found = this.all(type);
        if (found.length !== 1 || found[0] === undefined) {
            throw new Error(`expected exactly one ${type}, found ${found.length}`);
        }
        return found[0];
    }

    /** How many resources there are of each type, the stack itself left out. */
    count(): Record<string, number> {
        const counts: Record<string, number> = {};
        for (const { type } of this.resources) {
            if (type !== STACK_TYPE) {
                counts[type] = (counts[type] ?? 0) + 1;
            }
        }
        return counts;
    }

    /** The resources directly under one, or under the stack. */
    children(parent: Resource): Resource[] {
        return this.byParent.get(parent.urn) ?? [];
    }

    /** A resource and everything under it. */
    tree(root: Resource): Resource[] {
        return [root, ...this.children(root).flatMap((child) => this.tree(child))];
    }

    /** The stack, which holds everything else. */
    get stack(): Resource | undefined {
        return this.resources.find(({ type }) => type === STACK_TYPE);
    }

    /** The resources that an input refers to. */
    references(resource: Resource, property: string): Resource[] {
        return (resource.propertyDependencies[property] ?? []).flatMap((urn) => this.find(urn) ?? []);
    }

    /**
     * Whether a resource is made after another, directly or through others. A component stands for everything
     * under it.
     */
    dependsOn(from: Resource, to: Resource): boolean {
        const wanted = new Set(this.tree(to).map(({ urn }) => urn));
        const seen = new Set<string>();
        const open = [from];
        for (let next = open.pop(); next !== undefined; next = open.pop()) {
            for (const dependency of next.dependencies.flatMap((urn) => this.whole(urn))) {
                if (wanted.has(dependency.urn)) {
                    return true;
                }
                if (!seen.has(dependency.urn)) {
                    seen.add(dependency.urn);
                    open.push(dependency);
                }
            }
        }
        return false;
    }

    private whole(urn: string): Resource[] {
        const resource = this.find(urn);
        return resource === undefined ? [] : resource.custom ? [resource] : this.tree(resource);
    }
}

const STACK_TYPE = "pulumi:pulumi:Stack";

function complete(state: ResourceState): Resource {
    return {
        urn: state.urn,
        type: state.type,
        name: state.urn.split("::").slice(3).join("::"),
        custom: state.custom ?? true,
        id: state.id,
        inputs: state.inputs ?? {},
        outputs: state.outputs ?? {},
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
