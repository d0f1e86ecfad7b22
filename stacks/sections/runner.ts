import type { z } from "zod";
import { table, text } from "../field";
import { finding, type Rule, rule } from "../rule";
import { pathOf } from "../settingPath";
import { logRetentionDays } from "../retention";
import { aws } from "./aws";

export const runnerSchema = table(
    {
        repository: text(
            /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?\/(?!\.{1,2}$)[\w.-]{1,100}$/,
            "a repository on GitHub as organization/name, such as example/connect",
        ).describe("Repository on GitHub whose workflows run jobs on the runner. A change replaces nothing."),
        connectionArn: text(
            /^arn:aws:codeconnections:[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/,
            "the ARN of a connection, such as arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef",
        ).describe(
            "Connection to GitHub with access to the repository. Create it in the console of CodeBuild, which asks GitHub for consent.",
        ),
        logRetentionDays: logRetentionDays().describe("Days that the logs of the runner are kept."),
    },
    "a table with repository and connectionArn",
)
    .optional()
    .meta({ defaultText: "none" })
    .describe(
        "A runner for jobs of GitHub Actions in the VPC, which reaches a private Kubernetes API. AWS CodeBuild starts one for each job and " +
            "bills its minutes only. It has no rights to deploy: a job gets those from its own role.",
    );

export type RunnerSettings = NonNullable<z.infer<typeof runnerSchema>>;

export const runner = pathOf<RunnerSettings | undefined>("runner");

/** CodeBuild uses connections of its own account and region only. */
const connectionInStack = rule(
    [runner.connectionArn, aws.region, aws.allowedAccountIds],
    ([connection, region, [account]]) => {
        if (connection === undefined) {
            return undefined;
        }
        const [, , , inRegion, inAccount] = connection.split(":");
        return inRegion === region && inAccount === account
            ? undefined
            : finding(
                  runner.connectionArn,
                  `a connection in ${region} of account ${account}, the stack's own (aws:region, aws:allowedAccountIds)`,
              );
    },
);

export const runnerRules: Rule[] = [connectionInStack];
