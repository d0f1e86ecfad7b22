import type { Constraints } from "../constraint";
import { listNames, rejectTakenName, rejectWhen, text } from "./common";

const PARTS = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"];

const PROFILE = "aws:iam/instanceProfile:InstanceProfile";

export const iam: Record<string, Constraints> = {
    "aws:iam/role:Role": {
        create: [rejectTakenName("EntityAlreadyExists", "the role", ({ id }) => id)],
        delete: [
            rejectWhen("DeleteConflict", ({ object, cloud }) =>
                PARTS.map((type) =>
                    listNames(cloud, type, (policy) => text(policy, "role") === object.id),
                ).map(
                    (found) =>
                        found && `cannot delete ${object.id}, must detach all policies first: ${found}`,
                ),
            ),
            rejectWhen("DeleteConflict", ({ object, cloud }) => {
                const found = listNames(cloud, PROFILE, (profile) => text(profile, "role") === object.id);
                return [found && `cannot delete ${object.id}, must remove it from ${found} first`];
            }),
        ],
    },
    [PROFILE]: {
        create: [rejectTakenName("EntityAlreadyExists", "the instance profile", ({ id }) => id)],
    },
};
