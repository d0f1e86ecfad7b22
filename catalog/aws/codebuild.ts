import { arn } from "../../lib/arn";
import { passRole } from "../actions";
import { textInput } from "../identifiers";
import { ESTIMATE, resourceType } from "../resourceType";

const RUNNER = "https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html";

export const project = resourceType("aws:codebuild/project:Project", {
    label: "runner",
    price: { usage: () => ["runnerMinutes"] },
    loses: undefined,
    seconds: { create: 5, update: 3, delete: 3, source: ESTIMATE },
    replacedBy: ["name"],
    physicalName: "name",
    computed: ["encryptionKey"],
    id: (request) => arn(request.place, "codebuild", `project/${textInput(request, "name")}`),
    outputs: { arn: ({ id }) => id },
    effects: [
        {
            on: "update",
            effect: "Jobs that start later use the new settings. Running jobs end with the old ones. Users do not notice.",
            interruption: "none",
            source: RUNNER,
        },
        {
            on: ["replace", "delete"],
            effect: "Running jobs end, and jobs with its label wait until a runner exists. An update that runs on it stops in the middle.",
            interruption: "none",
            source: RUNNER,
        },
    ],
    deployerActions: [
        { on: "project/{name}", actions: ["codebuild:UpdateProject"] },
        {
            on: "{source.auth.resource}",
            actions: ["codeconnections:PassConnection", "codeconnections:UseConnection"],
        },
    ],
    actions: [
        {
            on: "project/{name}",
            actions: ["codebuild:CreateProject", "codebuild:BatchGetProjects", "codebuild:DeleteProject"],
        },
        passRole("serviceRole", "codebuild.amazonaws.com"),
    ],
});

export const webhook = resourceType("aws:codebuild/webhook:Webhook", {
    label: "webhook",
    price: { free: "part of a project, whose minutes are priced" },
    loses: undefined,
    seconds: { create: 3, update: 2, delete: 2, source: ESTIMATE },
    replacedBy: ["manualCreation", "projectName", "scopeConfiguration"],
    id: (request) => textInput(request, "projectName"),
    outputs: {
        payloadUrl: "https://codebuild.us-east-1.amazonaws.com/webhooks",
        url: "https://api.github.com/hooks",
    },
    secretOutputs: ["secret"],
    effects: [
        {
            on: "update",
            effect: "Jobs that are queued later start by the new filters. Users do not notice.",
            interruption: "none",
            source: RUNNER,
        },
        {
            on: ["replace", "delete"],
            effect: "Jobs with the runner's label wait until the webhook exists.",
            interruption: "none",
            source: RUNNER,
        },
    ],
    deployerActions: [{ on: "project/{projectName}", actions: ["codebuild:UpdateWebhook"] }],
    actions: [
        {
            on: "project/{projectName}",
            actions: ["codebuild:CreateWebhook", "codebuild:BatchGetProjects", "codebuild:DeleteWebhook"],
        },
    ],
});
