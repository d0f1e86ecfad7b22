import { type Answer, arn, digest, hexId, physicalName, textInput } from "../answer";

export const eks: Record<string, Answer> = {
    "aws:eks/cluster:Cluster": {
        id: (request) => physicalName(request),
        outputs: (request) => ({
            name: request.id,
            arn: arn(request.place, "eks", `cluster/${request.id}`),
            endpoint: `https://${digest(request.urn, 32).toUpperCase()}.gr7.${request.place.region}.eks.amazonaws.com`,
            certificateAuthority: {
                data: Buffer.from(`certificate authority of ${request.id}`).toString("base64"),
            },
            identities: [
                {
                    oidcs: [
                        {
                            issuer: `https://oidc.eks.${request.place.region}.amazonaws.com/id/${digest(request.urn, 32).toUpperCase()}`,
                        },
                    ],
                },
            ],
            // EKS makes this group itself and gives it to the control plane, the nodes and their pods.
            vpcConfig: {
                ...(request.inputs["vpcConfig"] as object),
                clusterSecurityGroupId: `sg-${digest(`${request.urn} cluster`, 17)}`,
            },
        }),
    },
    "aws:eks/accessEntry:AccessEntry": { id: hexId("ae") },
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": { id: hexId("apa") },
    "aws:eks/addon:Addon": {
        id: (request) => `${textInput(request, "clusterName")}:${textInput(request, "addonName")}`,
    },
    "aws:eks/nodeGroup:NodeGroup": {
        id: (request) => `${textInput(request, "clusterName")}:${physicalName(request, "nodeGroupName")}`,
    },
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
        id: hexId("a"),
        outputs: ({ id }) => ({ associationId: id }),
    },
};
