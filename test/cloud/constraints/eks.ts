import { ROLLBACK_DAYS } from "../../../catalog/kubernetesVersions";
import { deployerIn } from "../../../simulation/place";
import type { Cloud, CloudObject } from "../cloud";
import type { Attempt, Constraint, Constraints } from "../constraint";
import { ApiError } from "../../../simulation/apiError";
import { list, listNames, rejectTakenName, part, stackOf, rejectWhen, text } from "./common";

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ADD_ON = "aws:eks/addon:Addon";
const ACCESS_ENTRY = "aws:eks/accessEntry:AccessEntry";
/** Types that are part of a cluster, and are deleted with it. */
const PARTS = [
    ADD_ON,
    ACCESS_ENTRY,
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
];

/** Add-ons that are Deployments: without a node their pods never start. */
const NEED_NODES = ["coredns", "aws-efs-csi-driver"];

/** The number of a Kubernetes minor version: 35 of `1.35` and of `v1.35.3-eksbuild.21`. */
function minor(version: string): number {
    return Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? 0);
}

const clusterExists: Constraint = ({ object, cloud }) =>
    cloud.find(CLUSTER, object.inputs["clusterName"]) === undefined
        ? new ApiError(
              "ResourceNotFoundException",
              `no cluster found for name: ${text(object, "clusterName")}`,
          )
        : undefined;

/** Nodes pull their images and join through the internet; a node that starts without a route never joins. */
function hasRouteToInternet(cloud: Cloud, subnet: string): boolean {
    const tables = cloud
        .all("aws:ec2/routeTableAssociation:RouteTableAssociation")
        .filter((association) => text(association, "subnetId") === subnet)
        .map((association) => text(association, "routeTableId"));
    // An adopted subnet is assumed to have a route.
    return (
        cloud.find("aws:ec2/subnet:Subnet", subnet) === undefined ||
        cloud
            .all("aws:ec2/route:Route")
            .some(
                (route) =>
                    tables.includes(text(route, "routeTableId")) &&
                    cloud.find("aws:ec2/natGateway:NatGateway", route.inputs["natGatewayId"]) !== undefined,
            )
    );
}

const nodesCanJoin: Constraint = ({ object, cloud }) => {
    const closed = list(object, "subnetIds").filter((subnet) => !hasRouteToInternet(cloud, subnet));
    const role = text(object, "nodeRoleArn").split("/").pop();
    const policies = cloud
        .all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .filter((attachment) => text(attachment, "role") === role)
        .map((attachment) => text(attachment, "policyArn").split("/").pop());
    const missing = [
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKS_CNI_Policy",
        "AmazonEC2ContainerRegistryPullOnly",
    ].filter((policy) => !policies.includes(policy));
    const reasons = [
        closed.length > 0 && `no route to the internet from ${closed.join(", ")}`,
        missing.length > 0 && `their role lacks ${missing.join(", ")}`,
    ].filter((reason) => reason !== false);
    return reasons.length === 0
        ? undefined
        : new ApiError(
              "NodeCreationFailure",
              `instances failed to join the kubernetes cluster: ${reasons.join("; ")}`,
          );
};

const notNewerThanCluster =
    (key: string, subject: string): Constraint =>
    ({ object, cloud }) => {
        const cluster = cloud.find(CLUSTER, object.inputs["clusterName"]);
        const version = text(object, key);
        return cluster !== undefined && minor(version) > minor(text(cluster, "version"))
            ? new ApiError(
                  "InvalidParameterException",
                  `${subject} version ${version} is not supported by the cluster's ${text(cluster, "version")}`,
              )
            : undefined;
    };

const launchTemplateVersionExists: Constraint = ({ object, cloud }) => {
    const template = cloud.find(
        "aws:ec2/launchTemplate:LaunchTemplate",
        part(object, "launchTemplate", "id"),
    );
    const version = Number(part(object, "launchTemplate", "version"));
    return template !== undefined && version > Number(template.outputs["latestVersion"])
        ? new ApiError("InvalidRequestException", `the launch template has no version ${version}`)
        : undefined;
};

const subnetsExist: Constraint = ({ object, cloud }) => {
    const missing = list(object, "subnetIds").filter(
        (id) => /^subnet-[0-9a-f]{17}$/.test(id) && cloud.find("aws:ec2/subnet:Subnet", id) === undefined,
    );
    return missing.length === 0
        ? undefined
        : new ApiError("InvalidParameterException", `the subnet ID '${missing.join(", ")}' does not exist`);
};

const scalingFits: Constraint = ({ object, before }) => {
    const scaling = (group: CloudObject, key: string): number => Number(part(group, "scalingConfig", key));
    const desired = scaling(before, "desiredSize");
    return scaling(object, "minSize") > desired
        ? new ApiError(
              "InvalidParameterException",
              `Minimum capacity ${scaling(object, "minSize")} can't be greater than desired size ${desired}`,
          )
        : undefined;
};

/** A principal has one access entry. EKS creates one for the creator of a cluster, unless this is disabled. */
const noEntryYet: Constraint = ({ object, cloud }) => {
    const [cluster, principal] = [text(object, "clusterName"), text(object, "principalArn")];
    const isCreator =
        principal === deployerIn(cloud.options.place) &&
        cloud
            .all(CLUSTER)
            .some(
                (each) =>
                    each.id === cluster &&
                    part(each, "accessConfig", "bootstrapClusterCreatorAdminPermissions") !== false,
            );
    const isTaken = cloud
        .all(ACCESS_ENTRY)
        .some(
            (other) =>
                other !== object &&
                text(other, "clusterName") === cluster &&
                text(other, "principalArn") === principal,
        );
    return isCreator || isTaken
        ? new ApiError(
              "ResourceInUseException",
              "The specified access entry resource is already in use on this cluster.",
          )
        : undefined;
};

/** Node groups of a cluster whose version is not the given one; `undefined` if there are none. */
function nodesWithoutVersion(cloud: Cloud, cluster: string, version: string): string | undefined {
    return listNames(
        cloud,
        NODE_GROUP,
        (group) => text(group, "clusterName") === cluster && minor(text(group, "version")) !== minor(version),
    );
}

/** Reasons against a lower version of a control plane. */
function rollbackFindings({ object, before, cloud }: Attempt): (string | false | undefined)[] {
    const [from, to] = [text(before, "version"), text(object, "version")];
    if (minor(to) >= minor(from)) {
        return [];
    }
    const { upgrade } = before;
    const isOf = (other: CloudObject): boolean => text(other, "clusterName") === object.id;
    const newer = [
        listNames(cloud, NODE_GROUP, (group) => isOf(group) && minor(text(group, "version")) > minor(to)),
        listNames(
            cloud,
            ADD_ON,
            (addOn) =>
                isOf(addOn) &&
                text(addOn, "addonName") === "kube-proxy" &&
                minor(text(addOn, "addonVersion")) > minor(to),
        ),
    ].filter((names) => names !== undefined);
    return [
        upgrade === undefined && `the cluster was not upgraded to ${from}: it cannot be rolled back`,
        upgrade !== undefined &&
            upgrade.from !== to &&
            `the cluster can be rolled back to ${upgrade.from} only`,
        upgrade !== undefined &&
            upgrade.daysAgo > ROLLBACK_DAYS &&
            `the upgrade to ${from} was more than ${ROLLBACK_DAYS} days ago`,
        newer.length > 0 && `newer than ${to}: ${newer.join(", ")}`,
    ];
}

export const eks: Record<string, Constraints> = {
    [CLUSTER]: {
        create: [
            rejectTakenName("ResourceInUseException", "the cluster", ({ id }) => id),
            rejectWhen("InvalidParameterException", ({ object, cloud }) => {
                const zones = new Set(
                    [part(object, "vpcConfig", "subnetIds")]
                        .flat()
                        .map(
                            (id) => cloud.find("aws:ec2/subnet:Subnet", id)?.inputs["availabilityZone"] ?? id,
                        ),
                );
                return [zones.size < 2 && "subnets specified must be in at least two different AZs"];
            }),
        ],
        update: [
            rejectWhen("InvalidParameterException", ({ object, before, cloud }) => {
                const [from, to] = [text(before, "version"), text(object, "version")];
                const others = nodesWithoutVersion(cloud, object.id, from);
                return [
                    minor(to) > minor(from) + 1 &&
                        `unsupported Kubernetes minor version update from ${from} to ${to}`,
                    minor(to) > minor(from) &&
                        others &&
                        `Nodegroups ${others} must be updated to match cluster version ${from} before updating cluster version`,
                ];
            }),
            rejectWhen("InvalidRequestException", rollbackFindings),
        ],
        updated: ({ object, before }) => {
            const [from, to] = [text(before, "version"), text(object, "version")];
            if (from !== to) {
                object.upgrade = minor(to) > minor(from) ? { from, daysAgo: 0 } : undefined;
            }
        },
        delete: [
            rejectWhen("InvalidRequestException", ({ object }) => [
                object.inputs["deletionProtection"] === true &&
                    `cannot delete the cluster ${object.id}: its deletion protection is on`,
            ]),
            rejectWhen("ResourceInUseException", ({ object, cloud }) => {
                const found = listNames(
                    cloud,
                    NODE_GROUP,
                    (group) => text(group, "clusterName") === object.id,
                );
                return [found && `cluster has nodegroups attached: ${found}`];
            }),
        ],
        deleted: ({ object, cloud }) => {
            const inside = (other: CloudObject): boolean =>
                (PARTS.includes(other.type) && text(other, "clusterName") === object.id) ||
                (other.type.startsWith("kubernetes:") && stackOf(other) === stackOf(object));
            cloud
                .all()
                .filter(inside)
                .forEach((other) => {
                    cloud.remove(other);
                });
        },
    },
    [NODE_GROUP]: {
        create: [
            clusterExists,
            rejectTakenName("ResourceInUseException", "the node group", ({ id }) => id),
            subnetsExist,
            launchTemplateVersionExists,
            notNewerThanCluster("version", "node group"),
            nodesCanJoin,
        ],
        update: [launchTemplateVersionExists, notNewerThanCluster("version", "node group"), scalingFits],
    },
    [ADD_ON]: {
        create: [
            clusterExists,
            rejectTakenName("ResourceInUseException", "the add-on", ({ id }) => id),
            rejectWhen("InsufficientNumberOfReplicas", ({ object, cloud }) => [
                NEED_NODES.includes(text(object, "addonName")) &&
                    cloud.all(NODE_GROUP).length === 0 &&
                    `the add-on ${text(object, "addonName")} is unhealthy: no nodes available to schedule pods`,
            ]),
            kubeProxyFits,
        ],
        update: [kubeProxyFits],
    },
    [ACCESS_ENTRY]: { create: [clusterExists, noEntryYet] },
    ...Object.fromEntries(
        PARTS.filter((type) => type !== ADD_ON && type !== ACCESS_ENTRY).map((type) => [
            type,
            { create: [clusterExists] },
        ]),
    ),
};

function kubeProxyFits(attempt: Parameters<Constraint>[0]): ApiError | undefined {
    return text(attempt.object, "addonName") === "kube-proxy"
        ? notNewerThanCluster("addonVersion", "add-on")(attempt)
        : undefined;
}
