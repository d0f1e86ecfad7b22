import { readPath } from "../../../graph/path";
import type { Resource } from "../../../graph/graph";
import { type Finding, stackRule } from "../../rule";
import { connectReleases, controllerReleases } from "../../../graph/releases";
import type { Graph } from "../../../graph/graph";
import { DATABASE, MOUNT_TARGET } from "../../../graph/types";

const BINDING = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";
const IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation";

export const releaseOrder = stackRule({
    name: "stack-release-order",
    level: "mandatory",
    severity: "medium",
    controls: ["Posit R9", "Pulumi release-order"],
    description:
        "Connect is installed after the load balancer controller and its rights, every mount target and the database.",
    remedy: "Name what the release needs in its dependsOn.",
    url: "https://www.pulumi.com/docs/iac/concepts/resources/options/dependson/",
    *check(graph) {
        const controllers = controllerReleases(graph);
        const needed = [...controllers, ...graph.all(MOUNT_TARGET), ...graph.all(DATABASE)];
        for (const release of connectReleases(graph)) {
            yield* after(graph, release, needed);
            if (controllers.length === 0) {
                yield {
                    urn: release.urn,
                    sentence: "The stack has no release of the load balancer controller.",
                };
            }
        }
        for (const controller of controllers) {
            yield* after(graph, controller, identitiesOf(graph, controller));
        }
        for (const binding of graph.all(BINDING)) {
            yield* after(graph, binding, controllers);
        }
    },
});

function* after(graph: Graph, resource: Resource, needed: readonly Resource[]): Iterable<Finding> {
    for (const first of needed) {
        if (!graph.dependsOn(resource, first)) {
            yield {
                urn: resource.urn,
                sentence: `${resource.name} does not depend on ${first.name} (${String(first.type.split(":").pop())}), which it needs.`,
            };
        }
    }
}

/** What gives the service account of a release its rights. */
function identitiesOf(graph: Graph, { properties }: Resource): readonly Resource[] {
    const account = readPath(properties, ["values", "serviceAccount", "name"]);
    return graph
        .all(IDENTITY)
        .filter(
            (identity) =>
                identity.properties.namespace === properties.namespace &&
                identity.properties.serviceAccount === account,
        );
}
