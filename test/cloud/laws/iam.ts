import type { Laws } from "../law";
import { named, nameTaken, standsInTheWay, text } from "./common";

const PARTS = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"];

export const iam: Record<string, Laws> = {
    "aws:iam/role:Role": {
        create: [nameTaken("EntityAlreadyExists", "the role", ({ id }) => id)],
        delete: [
            standsInTheWay("DeleteConflict", ({ object, cloud }) =>
                PARTS.map((type) => named(cloud, type, (policy) => text(policy, "role") === object.id)).map(
                    (found) =>
                        found && `cannot delete ${object.id}, must detach all policies first: ${found}`,
                ),
            ),
        ],
    },
};
