import type { ResourceActions } from "./resourceType";

/** In place of a UUID that AWS assigns to a resource. */
export const UUID = "00000000-0000-0000-0000-000000000000";

/** The right to pass the role that an input names, to `passedTo` if AWS documents the service. */
export function passRole(input: string, passedTo?: string): ResourceActions {
    return { on: `{${input}}`, where: input, actions: ["iam:PassRole"], passedTo };
}

/** Rights on a key that a service uses in its caller's name, to create a grant that it uses later. */
export function grant(key: string, via: string, ...actions: string[]): ResourceActions {
    return { on: key, actions: ["kms:CreateGrant", "kms:DescribeKey", ...actions], via };
}

/** The right to have AWS create a role that a service uses, in an account that does not have it yet. */
export function serviceLinkedRole(service: string, role: string): ResourceActions {
    return { on: `role/aws-service-role/${service}/${role}`, actions: ["iam:CreateServiceLinkedRole"] };
}
