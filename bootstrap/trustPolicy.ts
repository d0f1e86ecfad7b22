import { globalArn } from "../lib/arn";
import { AUDIENCE, type CiAccount, GITHUB, type Purpose } from "./ciAccount";

/**
 * The subject of the jobs that may assume a role: those of the role's environment. The environment of a
 * deployment is named like the stack, that of a preview `STACK-preview`, as in `.github/workflows/`.
 *
 * Source: GitHub docs, "OpenID Connect reference": the subject of a job with an environment names it. GitHub issues no token to
 * a pull request from a fork.
 */
export function subjectOf(repository: string, stack: string, purpose: Purpose): string {
    return `repo:${repository}:environment:${purpose === "deploy" ? stack : `${stack}-preview`}`;
}

/** The trust policy of a role: only a job of the one repository in the role's environment can assume it. */
export function trustPolicy({ place, repository }: CiAccount, stack: string, purpose: Purpose): object {
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { Federated: globalArn(place, "iam", `oidc-provider/${GITHUB}`) },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: {
                    StringEquals: {
                        [`${GITHUB}:aud`]: AUDIENCE,
                        [`${GITHUB}:sub`]: subjectOf(repository, stack, purpose),
                    },
                },
            },
        ],
    };
}
