import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Arguments of a release with its chart's repository; none if the chart is a path or a URL. */
export function chartRepository(
    { repository, user }: { repository: string; user?: string | undefined },
    password: pulumi.Input<string> | undefined,
): { repositoryOpts?: types.input.helm.v3.RepositoryOpts } {
    if (repository === "") {
        return {};
    }
    return user === undefined || password === undefined
        ? { repositoryOpts: { repo: repository } }
        : { repositoryOpts: { repo: repository, username: user, password: pulumi.secret(password) } };
}
