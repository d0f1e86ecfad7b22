import { z } from "zod";
import type { Account } from "./account";
import { acknowledgementsSchema } from "./sections/acknowledgedChanges";
import { awsSchema } from "./sections/aws";
import { backupSchema } from "./sections/backup";
import { complianceByConsent, copiedElsewhere, weeklyOutlivesDaily } from "./backupRules";
import { clusterSchema, type ClusterSettings } from "./sections/cluster";
import { apiReachable, nodeReleaseFits } from "./clusterRules";
import { connectSchema } from "./sections/connect";
import { chartsFound, limitsInOrder, versionsAsTagged } from "./connectRules";
import { databaseSchema } from "./sections/database";
import { maintenanceApartFromBackups, roomToGrow } from "./databaseRules";
import { fileSystemSchema } from "./sections/fileSystem";
import { flag, section } from "./field";
import { loadBalancerSchema } from "./sections/loadBalancer";
import { certificateAtHome, oneCertificate, selfSignedForFew } from "./loadBalancerRules";
import { adoptedNetwork, newNetwork } from "./sections/network";
import { contentFitsNodes, serversFitNodes } from "./nodeRules";
import { contentKeptOut, nodeGroups, roomForPods, zonesInRegion } from "./networkRules";
import { recoverySchema } from "./sections/recovery";
import { halvesTogether, manifestKept, oneDatabasePoint, snapshotAtHome } from "./recoveryRules";
import { Checked, type Rule } from "./rule";
import { tagsSchema } from "./sections/tags";

const network = z.union([newNetwork, adoptedNetwork]);

/**
 * Everything that a stack may choose but its secrets: names, units, ranges, defaults and documentation. Keys other
 * than `aws` are configuration keys of the project, `posit-connect:network` and so on.
 */
export const settingsSchema = section({
    aws: awsSchema,
    tags: tagsSchema
        .default({})
        .describe(
            "Tags on everything that takes tags, beside `Name`. Nodes and their disks carry them, so a change rolls the nodes.",
        ),
    protect: flag()
        .default(true)
        .describe(
            "Whether Pulumi refuses to delete or replace what holds data: database, file system, backups and " +
                "their keys. Turn it off, and update, before a destroy, which then takes the backups along.",
        ),
    acknowledgedChanges: acknowledgementsSchema
        .default([])
        .describe(
            "Resources that hold data and may be replaced or deleted all the same: `npm run changes` stops at any other.",
        ),
    network: network.describe("The VPC: a new one, or with `adopt` an existing one."),
    cluster: clusterSchema.describe("The EKS cluster and its nodes."),
    database: databaseSchema.prefault({}).describe("The PostgreSQL database."),
    fileSystem: fileSystemSchema.prefault({}).describe("The EFS file system."),
    backup: backupSchema
        .prefault({})
        .describe("Backups of the database and of the files, daily and weekly, by AWS Backup."),
    loadBalancer: loadBalancerSchema.describe(
        "The public load balancer. It takes exactly one certificate: `domainName` with `hostedZoneId`, `domainName` with " +
            "`certificateArn`, or `selfSignedCertificate`.",
    ),
    connect: connectSchema.prefault({}).describe("Posit Connect itself."),
    recovery: recoverySchema
        .optional()
        .describe(
            "Makes a new stack from another one's backups, as docs/recovery.md tells. It stays for the life of the stack.",
        ),
});

/** Settings as declared: what depends on other settings is not settled yet. */
export type DeclaredSettings = z.infer<typeof settingsSchema>;

/** Settings without the secrets: plain data with every default filled in. */
export interface Settings extends Omit<DeclaredSettings, "aws" | "cluster"> {
    account: Account;
    cluster: ClusterSettings;
}

const RULES: Rule[] = [
    zonesInRegion,
    roomForPods,
    nodeGroups,
    apiReachable,
    nodeReleaseFits,
    roomToGrow,
    maintenanceApartFromBackups,
    weeklyOutlivesDaily,
    copiedElsewhere,
    complianceByConsent,
    oneCertificate,
    selfSignedForFew,
    certificateAtHome,
    chartsFound,
    limitsInOrder,
    serversFitNodes,
    contentFitsNodes,
    versionsAsTagged,
    contentKeptOut,
    manifestKept,
    oneDatabasePoint,
    snapshotAtHome,
    halvesTogether,
];

/**
 * The schema with its rules for one shape of the network, so that a mistake is one of that shape and not one of
 * neither.
 */
export function schemaFor(adopted: boolean) {
    const shape = { ...settingsSchema.shape, network: adopted ? adoptedNetwork : newNetwork };
    return section(shape).superRefine(
        (settings, context) => {
            const checked = new Checked(context.issues);
            for (const { path, message } of RULES.flatMap((rule) => [...rule(settings, checked)])) {
                context.addIssue({ code: "custom", path: [...path], message });
            }
        },
        // Rules look at what the schema found, so they run however much that is.
        { when: () => true },
    );
}
