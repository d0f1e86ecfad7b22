import { resourceTypes } from "../../../catalog";
import { deployerIn } from "../../../simulation/place";
import type { Cloud, CloudObject } from "../cloud";
import type { Constraint, Constraints } from "../constraint";
import { isOlder } from "../../../lib/isOlder";
import { ApiError } from "../../../simulation/apiError";
import { karpenter } from "./karpenter";
import { listNames, part, stackOf, rejectWhen, text } from "./common";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const VOLUME = "kubernetes:core/v1:PersistentVolume";
const JOB = "kubernetes:batch/v1:Job";
const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const BINDING = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding";

const TIMEOUT = "Timeout";

const CONTROLLER = "aws-load-balancer-controller";

/** Namespaces that every cluster has. */
const BUILT_IN = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** The namespace of an object; empty if it has none. */
function namespaceOf(object: CloudObject): string {
    const namespace = part(object, "metadata", "namespace") ?? object.inputs["namespace"];
    return typeof namespace === "string" ? namespace : "";
}

const reachable: Constraint = ({ object, cloud }) =>
    cloud.all("aws:eks/cluster:Cluster").length === 0
        ? new ApiError(
              "ServiceUnavailable",
              `the cluster of "${object.name}" cannot be reached: no such host`,
          )
        : undefined;

/** EKS opens the private endpoint only to the nodes; Pulumi does not run on a node. */
const apiAccepts: Constraint = ({ object, cloud }) => {
    const isOpen = (cluster: CloudObject): boolean =>
        part(cluster, "vpcConfig", "endpointPublicAccess") !== false ||
        cloud
            .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
            .some(
                (rule) =>
                    rule.inputs["securityGroupId"] === groupOf(cluster) &&
                    rule.inputs["cidrIpv4"] !== undefined &&
                    rule.inputs["fromPort"] === 443,
            );
    return clustersOf(object, cloud).every(isOpen)
        ? undefined
        : new ApiError(TIMEOUT, `the cluster of "${object.name}" cannot be reached: dial tcp: i/o timeout`);
};

function groupOf({ outputs }: CloudObject): unknown {
    return (outputs["vpcConfig"] as { clusterSecurityGroupId?: string } | undefined)?.clusterSecurityGroupId;
}

/** The role or user that deploys has access through an entry with a policy, or as the creator of the cluster. */
const deployerHasAccess: Constraint = ({ object, cloud }) => {
    const isListed = (cluster: CloudObject): boolean =>
        part(cluster, "accessConfig", "bootstrapClusterCreatorAdminPermissions") !== false ||
        cloud
            .all("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
            .some(
                (association) =>
                    text(association, "clusterName") === cluster.id &&
                    text(association, "principalArn") === deployerIn(cloud.options.place),
            );
    return clustersOf(object, cloud).every(isListed)
        ? undefined
        : new ApiError("Unauthorized", "the server has asked for the client to provide credentials");
};

function clustersOf(object: CloudObject, cloud: Cloud): CloudObject[] {
    return cloud.all("aws:eks/cluster:Cluster").filter((cluster) => stackOf(cluster) === stackOf(object));
}

const namespaceExists: Constraint = ({ object, cloud }) => {
    const namespace = namespaceOf(object);
    return namespace === "" || BUILT_IN.includes(namespace) || cloud.find(NAMESPACE, namespace) !== undefined
        ? undefined
        : new ApiError("NotFound", `namespaces "${namespace}" not found`);
};

const doesNotExist: Constraint = ({ object, cloud }) =>
    cloud.find(object.type, object.id) === undefined
        ? undefined
        : new ApiError("AlreadyExists", `${object.type} "${object.id}" already exists`);

/** Prerequisites that the controller lacks; none if it works. */
function missingForController(cloud: Cloud): string[] {
    const identity = cloud
        .all("aws:eks/podIdentityAssociation:PodIdentityAssociation")
        .find((association) => text(association, "serviceAccount") === CONTROLLER);
    const role = text(identity ?? noObject, "roleArn")
        .split("/")
        .pop();
    const permissions = cloud
        .all("aws:iam/rolePolicy:RolePolicy")
        .filter((policy) => text(policy, "role") === role)
        .map((policy) => text(policy, "policy"))
        .join();
    return [
        cloud.all(RELEASE).some((release) => text(release, "name") === CONTROLLER) ? "" : "its release",
        identity === undefined ? "its identity" : "",
        permissions.includes("DescribeTargetHealth") ? "" : "the permission to describe targets",
        permissions.includes("DeregisterTargets") ? "" : "the permission to deregister targets",
        cloud.all("aws:eks/nodeGroup:NodeGroup").length === 0 ? "nodes" : "",
        cloud.all("aws:ec2/vpc:Vpc").length > 0 && cloud.all("aws:ec2/natGateway:NatGateway").length === 0
            ? "a route to the internet"
            : "",
    ].filter((lack) => lack !== "");
}

const noObject: CloudObject = { urn: "", type: "", name: "", id: "", inputs: {}, outputs: {} };

/** Only the controller removes the binding's finalizer: without it, a deletion does not end. */
function finalizerProblem(cloud: Cloud, binding: CloudObject): string | undefined {
    const lacks = missingForController(cloud);
    return lacks.length === 0
        ? undefined
        : `the finalizer elbv2.k8s.aws/resources of "${binding.name}" is not removed: the controller lacks ${lacks.join(", ")}`;
}

/** A pod of a chart requires a node, and mounts the volumes that its namespace claims. */
const podsCanRun: Constraint = ({ object, cloud }) => {
    const namespace = namespaceOf(object);
    const claims = cloud.all(CLAIM).filter((claim) => namespaceOf(claim) === namespace);
    const volumes = claims.map((claim) => cloud.find(VOLUME, part(claim, "spec", "volumeName")));
    const reasons = [
        cloud.all("aws:eks/nodeGroup:NodeGroup").length === 0 && "no nodes are available",
        volumes.some((volume) => volume === undefined) && "a claim has no volume",
        volumes.some((volume) => volume !== undefined && !mountable(cloud, volume)) &&
            "a volume's file system has no mount target",
        claims.length > 0 &&
            !cloud
                .all("aws:eks/addon:Addon")
                .some((addOn) => text(addOn, "addonName") === "aws-efs-csi-driver") &&
            "the driver efs.csi.aws.com does not exist",
    ].filter((reason) => reason !== false);
    return reasons.length === 0
        ? undefined
        : new ApiError(TIMEOUT, `release "${object.name}": context deadline exceeded: ${reasons.join("; ")}`);
};

function fileSystemOf(volume: CloudObject): string | undefined {
    return String(part(volume, "spec", "csi", "volumeHandle")).split(":")[0];
}

/** @param directory that was backed up; empty for the root. */
function moveRestoredFiles(fileSystem: CloudObject | undefined, directory: string): void {
    const inside = directory === "" ? "" : `${directory}/`;
    if (fileSystem?.written !== undefined) {
        fileSystem.written = fileSystem.written.map((written) => {
            const path = written.path.replace(/^aws-backup-restore_[^/]*\//, "");
            return { ...written, path: path.startsWith(inside) ? path.slice(inside.length) : written.path };
        });
    }
}

/** The value of an environment variable of a job's only container. */
function environmentOf(job: CloudObject, name: string): string {
    const [container] = part(job, "spec", "template", "spec", "containers") as {
        env?: { name: string; value: string }[];
    }[];
    return container?.env?.find((variable) => variable.name === name)?.value ?? "";
}

function mountable(cloud: Cloud, volume: CloudObject): boolean {
    const fileSystem = fileSystemOf(volume);
    return cloud
        .all("aws:efs/mountTarget:MountTarget")
        .some((target) => text(target, "fileSystemId") === fileSystem);
}

const access = [reachable, apiAccepts, deployerHasAccess];

const extra: Record<string, Constraints> = {
    ...karpenter,
    [NAMESPACE]: {
        delete: [
            rejectWhen(TIMEOUT, ({ object, cloud }) =>
                cloud
                    .all(BINDING)
                    .filter((binding) => namespaceOf(binding) === object.id)
                    .map((binding) => finalizerProblem(cloud, binding)),
            ),
        ],
        deleted: ({ object, cloud }) => {
            cloud
                .all()
                .filter((other) => other.type.startsWith("kubernetes:") && namespaceOf(other) === object.id)
                .forEach((other) => {
                    cloud.remove(other);
                });
        },
    },
    [VOLUME]: {
        delete: [
            rejectWhen(TIMEOUT, ({ object, cloud }) => {
                const found = listNames(
                    cloud,
                    CLAIM,
                    (claim) => part(claim, "spec", "volumeName") === object.id,
                );
                return [found && `the finalizer kubernetes.io/pv-protection stays on ${object.id}: ${found}`];
            }),
        ],
    },
    [CLAIM]: {
        delete: [
            rejectWhen(TIMEOUT, ({ object, cloud }) => {
                const found = listNames(
                    cloud,
                    RELEASE,
                    (release) => namespaceOf(release) === namespaceOf(object),
                );
                return [
                    found && `the finalizer kubernetes.io/pvc-protection stays on ${object.id}: ${found}`,
                ];
            }),
        ],
    },
    [RELEASE]: {
        create: [podsCanRun],
        update: [
            rejectWhen(TIMEOUT, ({ object, before }) => {
                const [from, to] = [before, object].map((release) =>
                    String(part(release, "values", "versionOverride")),
                );
                return [
                    isOlder(to ?? "", from ?? "") &&
                        `release "${object.name}": context deadline exceeded: the database was migrated by Connect ${from ?? ""}`,
                ];
            }),
        ],
    },
    // The only job is the one that moves restored files to the root.
    [JOB]: {
        create: [podsCanRun],
        created: ({ object, cloud }) => {
            cloud
                .all(VOLUME)
                .filter((volume) => part(volume, "spec", "claimRef", "namespace") === namespaceOf(object))
                .forEach((volume) => {
                    const fileSystem = cloud.find(FILE_SYSTEM, fileSystemOf(volume));
                    moveRestoredFiles(fileSystem, environmentOf(object, "DIRECTORY"));
                });
        },
    },
    [BINDING]: {
        create: [
            rejectWhen("NotFound", ({ cloud }) => [
                !cloud.all(RELEASE).some((release) => text(release, "name") === CONTROLLER) &&
                    'no matches for kind "TargetGroupBinding" in version "elbv2.k8s.aws/v1beta1"',
            ]),
            rejectWhen("InvalidTargetGroup", ({ object, cloud }) => [
                cloud.find("aws:lb/targetGroup:TargetGroup", part(object, "spec", "targetGroupARN")) ===
                    undefined && "the target group does not exist",
            ]),
        ],
        delete: [rejectWhen(TIMEOUT, ({ object, cloud }) => [finalizerProblem(cloud, object)])],
    },
};

export const kubernetes: Record<string, Constraints> = Object.fromEntries(
    Object.keys(resourceTypes)
        .filter((type) => type.startsWith("kubernetes:"))
        .map((type): [string, Constraints] => [
            type,
            {
                ...extra[type],
                create: [...access, doesNotExist, namespaceExists, ...(extra[type]?.create ?? [])],
                update: [...access, ...(extra[type]?.update ?? [])],
                delete: [...access, ...(extra[type]?.delete ?? [])],
            },
        ]),
);
