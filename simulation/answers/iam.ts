import { type Answer, digest, globalArn, physicalName } from "../answer";

export const iam: Record<string, Answer> = {
    "aws:iam/role:Role": {
        id: (request) => physicalName(request),
        outputs: (request) => ({
            name: request.id,
            arn: globalArn(request.place, "iam", `role/${request.id}`),
            uniqueId: `AROA${digest(request.urn, 17).toUpperCase()}`,
        }),
    },
    "aws:iam/rolePolicy:RolePolicy": {
        id: (request) => physicalName(request),
        outputs: (request) => ({ name: request.id }),
    },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { id: (request) => physicalName(request) },
};
