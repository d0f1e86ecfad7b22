import { globalArn, type Location } from "../lib/arn";

/** Name of the program's project in Pulumi, which its resources have as a tag. */
export const CI_PROJECT = "posit-connect-bootstrap";

/** Host of GitHub's tokens. Source: GitHub docs, "Configuring OpenID Connect in Amazon Web Services". */
export const GITHUB = "token.actions.githubusercontent.com";

/** Audience of a token for AWS. Source: the same page. */
export const AUDIENCE = "sts.amazonaws.com";

/** Path of the roles and of the boundary in IAM. No name of a stack's resource starts like it. */
export const CI_PATH = "/posit-connect-ci/";

/** Name of the key's alias. */
export const STATE_KEY_ALIAS = "alias/posit-connect-ci/state";

/** What CI uses in an account. */
export interface CiAccount {
    /** Account, and region of the state bucket and of its key. */
    place: Location;
    /** Repository on GitHub, as `organization/name`. */
    repository: string;
}

/** `preview` reads, for pull requests and the search for drift. `deploy` also creates, changes and deletes. */
export type Purpose = "preview" | "deploy";

export function stateBucketName({ account, region }: Location): string {
    return `posit-connect-state-${account}-${region}`;
}

export function boundaryArn(place: Location): string {
    return globalArn(place, "iam", `policy${CI_PATH}boundary`);
}

/** Name of the role of a stack, whose GitHub environment has the stack's name. */
export function ciRoleName(stack: string, purpose: Purpose): string {
    return `${stack}-${purpose}`;
}

export function ciRoleArn(place: Location, stack: string, purpose: Purpose): string {
    return globalArn(place, "iam", `role${CI_PATH}${ciRoleName(stack, purpose)}`);
}
