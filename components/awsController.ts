import * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../stacks/account";
import type { IamSettings } from "../stacks/sections/iam";
import { podIdentityTrust } from "./podIdentityTrust";
import type { PodPlacement } from "./podPlacement";
import { roleName } from "./roleName";

/** Arguments of the component of a program that runs in the cluster and acts in AWS. */
export interface AwsControllerArgs extends IamSettings {
    account: Account;
    /** Name of the cluster in AWS, and to make other names from. */
    physicalName: string;
    /** Tags on everything that takes tags. */
    tags: Record<string, string>;
    clusterName: pulumi.Input<string>;
    clusterArn: string;
    /** Provider for the cluster's Kubernetes objects. */
    provider: kubernetes.Provider;
    /** Nodes that its pods run on: none that it starts or removes. */
    placement: PodPlacement;
    /**
     * Credentials of the registry that `imageRepository` is in, as the JSON of a Docker configuration file. The chart's own
     * image is public.
     *
     * @default none: the image is pulled without credentials
     */
    registryCredentials?: pulumi.Input<string>;
    /** Password of `user` at the chart's repository. */
    chartPassword?: pulumi.Input<string>;
    /**
     * Resources that its pods need before they start. Its rights do not wait for them: Pod Identity needs some seconds to apply
     * an association, and a pod that starts earlier never gets the rights.
     */
    ready: pulumi.Resource[];
}

/** Namespace of the programs that belong to the cluster. */
export const SYSTEM_NAMESPACE = "kube-system";

/**
 * The role of a program in {@link SYSTEM_NAMESPACE}, and the association that gives it to the pods of one service account.
 *
 * @param part of the role's name.
 */
export function createControllerRole(
    name: string,
    args: AwsControllerArgs,
    { part, description, serviceAccount }: { part: string; description: string; serviceAccount: string },
    parent: pulumi.Resource,
): { role: aws.iam.Role; identity: aws.eks.PodIdentityAssociation } {
    const pods = { namespace: SYSTEM_NAMESPACE, serviceAccount };
    const role = new aws.iam.Role(
        name,
        {
            name: roleName(args.physicalName, part, args.account),
            description,
            permissionsBoundary: args.permissionsBoundaryArn,
            assumeRolePolicy: podIdentityTrust(args.account, args.clusterArn, pods),
            tags: args.tags,
        },
        { parent },
    );
    const identity = new aws.eks.PodIdentityAssociation(
        name,
        { clusterName: args.clusterName, ...pods, roleArn: role.arn, tags: args.tags },
        { parent },
    );
    return { role, identity };
}
