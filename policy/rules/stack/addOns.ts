import { stackRule } from "../../rule";
import { leadsTo, linkOf } from "../../../graph/links";
import { CLUSTER } from "../../../graph/types";

const ADD_ON = "aws:eks/addon:Addon";

const NEEDED = ["vpc-cni", "coredns", "kube-proxy", "aws-efs-csi-driver", "eks-pod-identity-agent"];

export const addOns = stackRule({
    name: "stack-add-ons",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R4", "Pulumi add-ons"],
    description:
        "The cluster has the add-ons that Connect needs, for network, names, services, shared files and pods' rights.",
    remedy: "Make an aws.eks.Addon of the cluster for each.",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html",
    *check(graph) {
        for (const cluster of graph.all(CLUSTER)) {
            const names = graph
                .all(ADD_ON)
                .filter((addOn) => leadsTo(linkOf(graph, addOn, ["clusterName"], [CLUSTER]), cluster))
                .map(({ properties }) => properties.addonName);
            for (const needed of NEEDED.filter((name) => !names.includes(name))) {
                yield {
                    urn: cluster.urn,
                    sentence: `The cluster ${cluster.name} lacks the add-on ${needed}.`,
                };
            }
        }
    },
});
