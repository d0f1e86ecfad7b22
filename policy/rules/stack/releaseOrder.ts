import type { Resource } from "../../resource";
import { type Finding, stackRule } from "../../rule";
import { at } from "../../topology/links";
import { connectReleases, controllerReleases } from "../../topology/releases";
import type { Topology } from "../../topology/topology";
import { DATABASE, MOUNT_TARGET } from "../../topology/types";

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
    *check(topology) {
        const controllers = controllerReleases(topology);
        const needed = [...controllers, ...topology.all(MOUNT_TARGET), ...topology.all(DATABASE)];
        for (const release of connectReleases(topology)) {
            yield* after(topology, release, needed);
            if (controllers.length === 0) {
                yield {
                    urn: release.urn,
                    sentence: "The stack has no release of the load balancer controller.",
                };
            }
        }
        for (const controller of controllers) {
            yield* after(topology, controller, identitiesOf(topology, controller));
        }
        for (const binding of topology.all(BINDING)) {
            yield* after(topology, binding, controllers);
        }
    },
});

function* after(topology: Topology, resource: Resource, needed: readonly Resource[]): Iterable<Finding> {
    for (const first of needed) {
        if (!topology.dependsOn(resource, first)) {
            yield {
                urn: resource.urn,
                sentence: `${resource.name} does not depend on ${first.name} (${String(first.type.split(":").pop())}), which it needs.`,
            };
        }
    }
}

/** What gives the service account of a release its rights. */
function identitiesOf(topology: Topology, { properties }: Resource): readonly Resource[] {
    const account = at(properties, ["values", "serviceAccount", "name"]);
    return topology
        .all(IDENTITY)
        .filter(
            (identity) =>
                identity.properties.namespace === properties.namespace &&
                identity.properties.serviceAccount === account,
        );
}
