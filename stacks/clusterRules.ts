import { privateAccessCidrsOf } from "./sections/cluster";
import type { Rule } from "./rule";

/** The deployment itself creates Kubernetes objects, and a destroy deletes them, through the API. */
export const apiReachable: Rule = function* ({ network, cluster }, checked) {
    const isKnown =
        checked.hasShape("network") &&
        checked.isSound("cluster.publicAccessCidrs", "cluster.privateAccessCidrs");
    if (!isKnown || cluster.publicAccessCidrs.length > 0) {
        return;
    }
    if (privateAccessCidrsOf(cluster.privateAccessCidrs, network).length === 0) {
        yield {
            path: ["cluster", "privateAccessCidrs"],
            message:
                "must not be empty unless publicAccessCidrs is set: no network could reach the Kubernetes API. List the networks " +
                "that reach the VPC, such as the VPC's own block, or your public addresses in publicAccessCidrs",
        };
    }
};

/** A release of another Kubernetes version is rejected by EKS, in the middle of an upgrade. */
export const nodeReleaseFits: Rule = function* ({ cluster }, checked) {
    if (!checked.isSound("cluster.version", "cluster.nodeReleaseVersion")) {
        return;
    }
    const { version, nodeReleaseVersion } = cluster;
    if (nodeReleaseVersion !== undefined && !nodeReleaseVersion.startsWith(`${version}.`)) {
        yield {
            path: ["cluster", "nodeReleaseVersion"],
            message: `must be a release for Kubernetes ${version}, which cluster.version names: change both together`,
        };
    }
};
