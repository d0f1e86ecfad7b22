import type { z } from "zod";
import type { Account } from "./account";
import { credentialFindings } from "./credentialFindings";
import { flag, table } from "./field";
import { CheckedSettings, type Finding, type Rule } from "./rule";
import { acknowledgedChangesSchema } from "./sections/acknowledgedChanges";
import { awsRules, awsSchema, type SignIn } from "./sections/aws";
import { budgetSchema } from "./sections/budget";
import { backupRules, backupSchema } from "./sections/backup";
import { clusterRules, clusterSchema, type ClusterSettings } from "./sections/cluster";
import { connectRules, connectSchema, type ConnectSettings } from "./sections/connect";
import { databaseRules, databaseSchema } from "./sections/database";
import { iamRules, iamSchema } from "./sections/iam";
import { fileSystemSchema } from "./sections/fileSystem";
import { loadBalancerRules, loadBalancerSchema } from "./sections/loadBalancer";
import { adoptedNetwork, networkRules, networkSchema, newNetwork } from "./sections/network";
import { recoveryRules, recoverySchema } from "./sections/recovery";
import { runnerRules, runnerSchema } from "./sections/runner";
import { tagsSchema } from "./sections/tags";
import { getPath } from "../lib/getPath";
import type { IssueDetails } from "./issueErrors";

/**
 * Everything that a stack may choose except its secrets: names, units, ranges, defaults and documentation. Keys other
 * than `aws` are configuration keys of the project, such as `posit-connect:network`.
 */
export const settingsSchema = table({
    aws: awsSchema,
    tags: tagsSchema,
    protect: flag()
        .default(true)
        .describe(
            "Whether Pulumi refuses to delete or replace resources with data: database, file system, backups and their keys. Turn " +
                "it off, and update, before a destroy, which then also deletes the backups.",
        ),
    acknowledgedChanges: acknowledgedChangesSchema,
    iam: iamSchema,
    network: networkSchema,
    cluster: clusterSchema,
    database: databaseSchema,
    fileSystem: fileSystemSchema,
    backup: backupSchema,
    loadBalancer: loadBalancerSchema,
    connect: connectSchema,
    recovery: recoverySchema,
    budget: budgetSchema,
    runner: runnerSchema,
});

/** Settings as declared: values that depend on other settings are not filled in yet. */
export type DeclaredSettings = z.infer<typeof settingsSchema>;

/** Settings without the secrets: plain data with every default filled in. */
export interface Settings extends Omit<DeclaredSettings, "aws" | "cluster" | "connect"> {
    account: Account;
    signIn: SignIn;
    cluster: ClusterSettings;
    connect: ConnectSettings;
}

const RULES: Rule[] = [
    ...iamRules,
    ...awsRules,
    ...networkRules,
    ...clusterRules,
    ...databaseRules,
    ...backupRules,
    ...loadBalancerRules,
    ...connectRules,
    ...recoveryRules,
    ...runnerRules,
];

/** The schema with its rules for one shape of the network, so that an error names that shape and not both. */
export function schemaFor(adopted: boolean) {
    const shape = { ...settingsSchema.shape, network: adopted ? adoptedNetwork : newNetwork };
    return table(shape).superRefine(
        (settings, context) => {
            const report = ({ path, allowed, advice }: Finding) => {
                const params: IssueDetails = { advice, parsed: getPath(settings, path) };
                context.addIssue({
                    code: "custom",
                    path: [...path],
                    message: allowed,
                    params: { ...params },
                });
            };
            // First, so that no rule between settings repeats a value with a credential.
            credentialFindings(settings).forEach(report);
            const checked = new CheckedSettings(settings, context.issues);
            RULES.flatMap((rule) => [...rule(checked)]).forEach(report);
        },
        // Rules read the schema's issues, so they run however many there are.
        { when: () => true },
    );
}
