import type { Resource } from "../../../graph/graph";
import { UNKNOWN, type Value } from "../../../graph/value";
import { describeCases } from "./describeCases";
import { all, type Edit, setPart } from "./stack";

const NODE_ROLE = "Role::cluster-nodes";
const BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";

/** The stack with this permissions boundary on every role. */
const bounded: Edit = (resources) =>
    all(...rolesOf(resources).map((role) => setBoundary(role, BOUNDARY)))(resources);

function rolesOf(resources: readonly Resource[]): string[] {
    return resources.flatMap(({ type, name }) => (type === "aws:iam/role:Role" ? [`Role::${name}`] : []));
}

function setBoundary(role: string, boundary: Value | undefined): Edit {
    return setPart(role, ["permissionsBoundary"], boundary);
}

describeCases("roles", {
    "permissions-boundary": {
        "one on every role": { edit: bounded },
        "none on one role": {
            edit: all(bounded, setBoundary(NODE_ROLE, undefined)),
            broken: [`permissions-boundary: ${NODE_ROLE}`],
        },
        "another on one role": {
            edit: all(bounded, setBoundary(NODE_ROLE, "arn:aws:iam::123456789012:policy/other")),
            broken: [`permissions-boundary: ${NODE_ROLE}`],
        },
        "an unknown one on one role": {
            edit: all(bounded, setBoundary(NODE_ROLE, UNKNOWN)),
            broken: [`permissions-boundary: ${NODE_ROLE}`],
        },
    },
});
