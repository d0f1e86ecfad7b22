import { isOnDockerHub } from "../imageStatus";
import { usedImages } from "../usedImages";
import { type Check, failed, notNeeded, passed, unknown } from "../check";

/**
 * Docker Hub limits pulls without a login for each address, and all nodes behind a NAT gateway share its address. Each node pulls each
 * image once.
 */
export const pulls: Check = {
    id: "pulls",
    title: "Image pulls",
    run: async (context) => {
        const { settings, secretKeys, sources } = context;
        const used = usedImages(context).filter(isOnDockerHub);
        const [first] = used;
        if (first === undefined) {
            return notNeeded("no image is on Docker Hub");
        }
        if (secretKeys.includes("posit-connect:registryCredentials")) {
            return notNeeded("registryCredentials are set, whose account has a limit of its own");
        }
        const { pullLimit } = await sources.imageStatus(first);
        const advice =
            "Set posit-connect:registryCredentials, or a mirror in posit-connect:connect.images and executionEnvironments.";
        if (pullLimit === undefined) {
            return unknown("Docker Hub does not report its limit", advice);
        }
        const { network, cluster } = settings;
        const gateways =
            "adopt" in network || network.natGateways === "Single" ? 1 : network.availabilityZones.length;
        const nodes = Object.values(cluster.nodeGroups).reduce((sum, { maxSize }) => sum + maxSize, 0);
        const need = Math.ceil(nodes / gateways) * used.length;
        const text =
            `${need} pulls through a NAT gateway for ${used.length} images on ${Math.ceil(nodes / gateways)} nodes, ` +
            `Docker Hub allows ${pullLimit.pulls} in ${pullLimit.hours} hours`;
        return need <= pullLimit.pulls ? passed(text) : failed(text, advice);
    },
};
