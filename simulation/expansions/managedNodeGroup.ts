import { z } from "zod";
import { type Expand, resource } from "../expansion";
import { given, readOptions } from "./options";

/** The AWS package inside eks 4.3.0. */
const version = "7.25.0";

const known = z
    .strictObject({
        cluster: given,
        nodeRole: z.unknown().optional(),
        nodeRoleArn: z.unknown().optional(),
        amiType: z.unknown().optional(),
        capacityType: z.unknown().optional(),
        instanceTypes: z.unknown().optional(),
        labels: z.unknown().optional(),
        launchTemplate: z.unknown().optional(),
        // eks fills what is missing.
        scalingConfig: z.strictObject({ desiredSize: given, maxSize: given, minSize: given }),
        subnetIds: given,
        tags: z.unknown().optional(),
        taints: z.unknown().optional(),
        version: z.unknown().optional(),
        ignoreScalingChanges: z.boolean().default(false),
    })
    .refine(({ nodeRole, nodeRoleArn }) => (nodeRole === undefined) !== (nodeRoleArn === undefined), {
        path: ["nodeRoleArn"],
        message: "eks wants either it or nodeRole",
    });

/** Options that reach the node group as they are. */
const PASSED = [
    "amiType",
    "capacityType",
    "instanceTypes",
    "labels",
    "launchTemplate",
    "scalingConfig",
    "subnetIds",
    "tags",
    "taints",
    "version",
];

/**
 * What `eks.ManagedNodeGroup` 4.3.0 registers where it makes no launch template of its own.
 *
 * The cluster is a reference to an `eks.Cluster`: the carrier reads its outputs, and the node group depends on the
 * AWS cluster that they lead to, not on the component.
 * Source: `pulumi/pulumi-eks`, nodejs/eks/nodes/nodegroup.ts.
 */
export const expandManagedNodeGroup: Expand = (name, args) => {
    const options = readOptions("eks:index:ManagedNodeGroup", args, known);
    // With a launch template the image, and so the version, is the template's affair unless it is given.
    const followsCluster = options.version === undefined && options.launchTemplate === undefined;
    return {
        children: [
            {
                type: "aws:eks/nodeGroup:NodeGroup",
                name,
                custom: true,
                inputs: {
                    clusterName: args.pass("cluster", "core", "cluster", "name"),
                    nodeRoleArn: args.pass("nodeRoleArn") ?? args.pass("nodeRole", "arn"),
                    ...(followsCluster
                        ? { version: args.pass("cluster", "core", "cluster", "version") }
                        : {}),
                    ...Object.fromEntries(
                        PASSED.filter((option) => args.value(option) !== undefined).map((option) => [
                            option,
                            args.pass(option),
                        ]),
                    ),
                },
                ...(options.ignoreScalingChanges ? { ignoreChanges: ["scalingConfig.desiredSize"] } : {}),
                version,
            },
        ],
        state: { nodeGroup: resource(`NodeGroup.${name}`), placementGroupName: "" },
    };
};
