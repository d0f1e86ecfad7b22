import { arn } from "../../lib/arn";
import { digest, hexId, physicalName, textInput } from "../answer";
import { answersOf } from "../answersOf";

export const eks = answersOf({
    "aws:eks/cluster:Cluster": {
        id: (request) => physicalName(request),
        outputs: {
            name: ({ id }) => id,
            arn: ({ id, place }) => arn(place, "eks", `cluster/${id}`),
            endpoint: ({ urn, place }) =>
                `https://${digest(urn, 32).toUpperCase()}.gr7.${place.region}.eks.amazonaws.com`,
            certificateAuthority: {
                data: ({ id }) => Buffer.from(`certificate authority of ${id}`).toString("base64"),
            },
            identities: [
                {
                    oidcs: [
                        {
                            issuer: ({ urn, place }) =>
                                `https://oidc.eks.${place.region}.amazonaws.com/id/${digest(urn, 32).toUpperCase()}`,
                        },
                    ],
                },
            ],
            // EKS creates this group and attaches it to the control plane, the nodes and their pods.
            vpcConfig: { clusterSecurityGroupId: ({ urn }) => `sg-${digest(`${urn} cluster`, 17)}` },
        },
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
        outputs: { associationId: ({ id }) => id },
    },
});
