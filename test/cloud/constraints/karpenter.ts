import type { Cloud, CloudObject } from "../cloud";
import type { Constraints } from "../constraint";
import { part, rejectWhen, text } from "./common";

const NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool";
const RELEASE = "kubernetes:helm.sh/v3:Release";

const TIMEOUT = "Timeout";

function hasRelease(cloud: Cloud, name: string): boolean {
    return cloud.all(RELEASE).some((release) => text(release, "name") === name);
}

/** Prerequisites that Karpenter lacks to start and to end instances; none if it works. */
function missingForKarpenter(cloud: Cloud): string[] {
    const identity = cloud
        .all("aws:eks/podIdentityAssociation:PodIdentityAssociation")
        .find((association) => text(association, "serviceAccount") === "karpenter");
    const role = identity === undefined ? undefined : text(identity, "roleArn").split("/").pop();
    const permissions = cloud
        .all("aws:iam/rolePolicy:RolePolicy")
        .filter((policy) => text(policy, "role") === role)
        .map((policy) => text(policy, "policy"))
        .join();
    return [
        hasRelease(cloud, "karpenter") ? "" : "its release",
        identity === undefined ? "its identity" : "",
        permissions.includes("ec2:TerminateInstances") ? "" : "the permission to end instances",
        cloud.all("aws:sqs/queue:Queue").length === 0 ? "its queue" : "",
        cloud.all("aws:eks/nodeGroup:NodeGroup").length === 0 ? "nodes" : "",
        cloud.all("aws:ec2/natGateway:NatGateway").length === 0 ? "a route to the internet" : "",
    ].filter((lack) => lack !== "");
}

/** Only Karpenter removes the finalizers of its nodes and of their class: without it, a deletion does not end. */
function finalizerProblem(cloud: Cloud, object: CloudObject): string | undefined {
    const lacks = missingForKarpenter(cloud);
    return lacks.length === 0
        ? undefined
        : `the finalizers of "${object.name}" are not removed: Karpenter lacks ${lacks.join(", ")}`;
}

/** The reasons why Karpenter does not report an object as ready. */
function readyProblem(
    cloud: Cloud,
    object: CloudObject,
    ...further: (string | undefined)[]
): string | undefined {
    const reasons = [
        ...missingForKarpenter(cloud).map((lack) => `Karpenter lacks ${lack}`),
        ...further.filter((reason) => reason !== undefined),
    ];
    return reasons.length === 0
        ? undefined
        : `"${object.name}" is not Ready: context deadline exceeded: ${reasons.join("; ")}`;
}

const definitionExists = rejectWhen("NotFound", ({ object, cloud }) => [
    !hasRelease(cloud, "karpenter-crd") && `no matches for kind "${text(object, "kind")}"`,
]);

export const karpenter: Record<string, Constraints> = {
    [NODE_CLASS]: {
        create: [
            definitionExists,
            rejectWhen(TIMEOUT, ({ object, cloud }) => {
                const name = part(object, "spec", "instanceProfile");
                const profile = cloud
                    .all("aws:iam/instanceProfile:InstanceProfile")
                    .find((each) => text(each, "name") === name);
                return [
                    readyProblem(
                        cloud,
                        object,
                        profile === undefined ? `no instance profile ${String(name)}` : undefined,
                    ),
                ];
            }),
        ],
        delete: [
            rejectWhen(TIMEOUT, ({ object, cloud }) => [
                finalizerProblem(cloud, object),
                cloud
                    .all(NODE_POOL)
                    .filter((pool) => isOfClass(pool, object))
                    .map((pool) => `nodes of the pool ${pool.name} still use "${object.name}"`)[0],
            ]),
        ],
    },
    [NODE_POOL]: {
        create: [
            definitionExists,
            rejectWhen(TIMEOUT, ({ object, cloud }) => [
                readyProblem(
                    cloud,
                    object,
                    cloud.all(NODE_CLASS).some((nodeClass) => isOfClass(object, nodeClass))
                        ? undefined
                        : "no node class",
                ),
            ]),
        ],
        delete: [rejectWhen(TIMEOUT, ({ object, cloud }) => [finalizerProblem(cloud, object)])],
    },
};

function isOfClass(pool: CloudObject, nodeClass: CloudObject): boolean {
    return (
        part(pool, "spec", "template", "spec", "nodeClassRef", "name") === part(nodeClass, "metadata", "name")
    );
}
