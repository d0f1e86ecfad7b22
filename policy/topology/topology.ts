import type { Resource } from "../resource";

const STACK = "pulumi:pulumi:Stack";

/** The resources of a stack and what connects them. */
export class Topology {
    private readonly byUrn: ReadonlyMap<string, Resource>;
    private readonly byType = new Map<string, Resource[]>();
    private readonly byParent = new Map<string, Resource[]>();
    private readonly waitedFor = new Map<string, ReadonlySet<string>>();

    constructor(readonly resources: readonly Resource[]) {
        this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
        for (const resource of resources) {
            add(this.byType, resource.type, resource);
            add(this.byParent, resource.parent, resource);
        }
    }

    /** URN of the stack itself, which stands for what is missing; `""` where it is not among the resources. */
    get stackUrn(): string {
        return this.all(STACK)[0]?.urn ?? "";
    }

    find(urn: string): Resource | undefined {
        return this.byUrn.get(urn);
    }

    /** Every resource of a type, or of several. */
    all(...types: readonly string[]): readonly Resource[] {
        return types.flatMap((type) => this.byType.get(type) ?? []);
    }

    /**
     * The resources of some types that a property refers to. A component stands for all under it, but only where the
     * property refers to none of the types directly: the outputs of a component drag it along.
     */
    references(resource: Resource, property: string, types: readonly string[]): readonly Resource[] {
        const named = (resource.propertyDependencies[property] ?? []).flatMap((urn) => this.find(urn) ?? []);
        const direct = named.filter(({ type }) => types.includes(type));
        return direct.length > 0
            ? direct
            : [...new Set(named.flatMap((each) => (each.custom ? [] : this.tree(each))))].filter(({ type }) =>
                  types.includes(type),
              );
    }

    /** Whether a resource is made after another, directly or through others. A component stands for all under it. */
    dependsOn(from: Resource, to: Resource): boolean {
        const waitedFor = this.waitedFor.get(from.urn) ?? this.allBefore(from);
        this.waitedFor.set(from.urn, waitedFor);
        return waitedFor.has(to.urn);
    }

    private allBefore(from: Resource): ReadonlySet<string> {
        const seen = new Set<string>();
        const open = [from];
        for (let next = open.pop(); next !== undefined; next = open.pop()) {
            for (const urn of next.dependencies) {
                for (const dependency of this.whole(urn)) {
                    if (!seen.has(dependency.urn)) {
                        seen.add(dependency.urn);
                        open.push(dependency);
                    }
                }
            }
        }
        return seen;
    }

    /** A resource and everything under it. */
    private tree(root: Resource): Resource[] {
        return [root, ...(this.byParent.get(root.urn) ?? []).flatMap((child) => this.tree(child))];
    }

    private whole(urn: string): Resource[] {
        const resource = this.find(urn);
        return resource === undefined ? [] : resource.custom ? [resource] : this.tree(resource);
    }
}

function add(map: Map<string, Resource[]>, key: string, resource: Resource): void {
    const list = map.get(key);
    if (list === undefined) {
        map.set(key, [resource]);
    } else {
        list.push(resource);
    }
}
