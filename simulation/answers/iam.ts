import { globalArn } from "../../lib/arn";
import { digest, physicalName } from "../answer";
import { answersOf } from "../answersOf";

export const iam = answersOf({
    "aws:iam/role:Role": {
        id: (request) => physicalName(request),
        outputs: {
            name: ({ id }) => id,
            arn: ({ id, place }) => globalArn(place, "iam", `role/${id}`),
            uniqueId: ({ urn }) => `AROA${digest(urn, 17).toUpperCase()}`,
        },
    },
    "aws:iam/rolePolicy:RolePolicy": {
        id: (request) => physicalName(request),
        outputs: { name: ({ id }) => id },
    },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { id: (request) => physicalName(request) },
});
