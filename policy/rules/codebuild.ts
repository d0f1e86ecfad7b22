import { isAbsent, isNotEmpty, isNotTrue, oneOf, reference } from "../check";
import { type ResourceRule, resourceRules } from "../rule";

export const codebuild: readonly ResourceRule[] = resourceRules(
    { applies: ["aws:codebuild/project:Project"] },
    [
        {
            name: "codebuild-not-privileged",
            level: "mandatory",
            severity: "high",
            controls: ["Checkov CKV_AWS_316"],
            description: "A job cannot control the machine that it runs on.",
            remedy: "Leave out privilegedMode of environment.",
            url: "https://docs.aws.amazon.com/codebuild/latest/userguide/create-project.html",
            checks: [isNotTrue(["environment", "privilegedMode"])],
        },
        {
            name: "codebuild-logs",
            level: "mandatory",
            severity: "medium",
            controls: ["FSBP CodeBuild.4", "Checkov CKV_AWS_314"],
            description:
                "A project writes its logs to a log group of the program, which encrypts and deletes them.",
            remedy: "Set groupName of logsConfig.cloudwatchLogs to a log group that the program creates.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-4",
            checks: [reference(isNotEmpty(["logsConfig", "cloudwatchLogs", "groupName"], "text"))],
        },
        {
            name: "codebuild-no-stored-credentials",
            level: "mandatory",
            severity: "critical",
            controls: ["FSBP CodeBuild.2"],
            description:
                "A project has no variables, and reads its repository through a connection instead of a token.",
            remedy: "Remove environmentVariables of environment. Set type of source.auth to CODECONNECTIONS.",
            url: "https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-2",
            checks: [
                isAbsent(["environment", "environmentVariables"], "list", [[{ name: "TOKEN", value: "1" }]]),
                oneOf(["source", "auth", "type"], ["CODECONNECTIONS"], ["OAUTH", "SECRETS_MANAGER"]),
            ],
        },
    ],
);
