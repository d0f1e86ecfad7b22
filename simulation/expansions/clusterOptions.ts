import { z } from "zod";
import { given, tags } from "./options";

const conflicts = {
    resolveConflictsOnCreate: z.string().default("OVERWRITE"),
    resolveConflictsOnUpdate: z.string().default("OVERWRITE"),
};

/** An add-on of a stated version: without one, eks asks AWS, which a plan must not. */
const addOn = { version: given, ...conflicts };

/** The options of `eks.Cluster` whose effect is written down: nodes, groups and an OIDC provider are made elsewhere. */
export const clusterOptions = z
    .strictObject({
        name: z.unknown().optional(),
        version: z.unknown().optional(),
        upgradePolicy: z.unknown().optional(),
        vpcId: given,
        kubernetesServiceIpAddressRange: z.string().optional(),
        publicSubnetIds: z.array(z.unknown()).default([]),
        privateSubnetIds: z.array(z.unknown()).default([]),
        nodeAssociatePublicIpAddress: z.boolean().optional(),
        skipDefaultNodeGroup: z.literal(true),
        skipDefaultSecurityGroups: z.literal(true),
        createOidcProvider: z.literal(false).optional(),
        authenticationMode: z.literal("API"),
        accessEntries: z
            .record(
                z.string(),
                z.strictObject({
                    principalArn: given,
                    username: z.unknown().optional(),
                    kubernetesGroups: z.unknown().optional(),
                    type: z.unknown().optional(),
                    tags: z.unknown().optional(),
                    accessPolicies: z
                        .record(z.string(), z.strictObject({ policyArn: given, accessScope: given }))
                        .default({}),
                }),
            )
            .default({}),
        providerCredentialOpts: z
            .strictObject({ profileName: z.string().optional(), roleArn: z.string().optional() })
            .default({}),
        endpointPrivateAccess: z.boolean().optional(),
        endpointPublicAccess: z.boolean().optional(),
        publicAccessCidrs: z.unknown().optional(),
        enabledClusterLogTypes: z.unknown().optional(),
        encryptionConfigKeyArn: z.unknown().optional(),
        deletionProtection: z.unknown().optional(),
        vpcCniOptions: z.strictObject({
            addonVersion: given,
            enableNetworkPolicy: z.boolean().optional(),
            ...conflicts,
        }),
        kubeProxyAddonOptions: z.strictObject(addOn),
        // Without it eks makes none, as it makes no nodes.
        corednsAddonOptions: z
            .discriminatedUnion("enabled", [
                z.strictObject({ enabled: z.literal(true), ...addOn }),
                z.strictObject({ enabled: z.literal(false), ...conflicts }),
            ])
            .optional(),
        tags,
        clusterTags: tags,
    })
    .refine((options) => options.endpointPublicAccess !== false || options.publicAccessCidrs === undefined, {
        path: ["publicAccessCidrs"],
        message: "eks rejects them if endpointPublicAccess is false",
    });

export type ClusterOptions = z.output<typeof clusterOptions>;

/** How an add-on takes over what EKS has put into the cluster already. */
export type ConflictOptions = z.output<z.ZodObject<typeof conflicts>>;
