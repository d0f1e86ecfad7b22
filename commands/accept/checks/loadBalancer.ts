import { count } from "../../../lib/count";
import { PING } from "../../../recovery/ping";
import { zonesOf } from "../../../stacks/sections/network";
import { type Check, failed, passed } from "../../doctor/check";
import type { AcceptContext } from "../acceptContext";

export const loadBalancer: Check<AcceptContext> = {
    id: "load-balancer",
    title: "Load balancer",
    inAccount: true,
    run: async (context) => {
        const deployed = await context.loadBalancer();
        if (deployed === undefined) {
            return failed("there is none of the plan's name", "Update the stack.");
        }
        const { state, zones, dnsName } = deployed;
        const missing = zonesOf(context.settings.network).filter((zone) => !zones.includes(zone));
        if (state !== "active") {
            return failed(`${dnsName} is ${state}`, "Wait until it is active, and look at the AWS console.");
        }
        return missing.length > 0
            ? failed(`${dnsName} is not in ${missing.join(", ")}`, "Update the stack.")
            : passed(`${dnsName} is active in ${zones.join(", ")}`);
    },
};

/** The load balancer itself sends the health check to each server, from inside the VPC. */
export const targets: Check<AcceptContext> = {
    id: "targets",
    title: "Servers and zones",
    inAccount: true,
    run: async (context) => {
        const group = await context.targetGroup();
        if (group === undefined) {
            return failed("there is no target group of the plan's name", "Update the stack.");
        }
        const { path, matcher } = group.healthCheck;
        if (path !== PING || matcher !== "200") {
            return failed(
                `the health check is ${path} with status ${matcher}, not ${PING} with status 200`,
                "Update the stack: it was changed outside of Pulumi.",
            );
        }
        const { replicas } = context.settings.connect;
        // Those of the revision before end with their last requests.
        const servers = group.targets.filter(({ state }) => state !== "draining");
        const ill = servers.filter(({ state }) => state !== "healthy");
        if (ill.length > 0) {
            const reasons = ill.map(
                ({ address, zone, state, reason }) =>
                    `${address} in ${zone} is ${state}${reason === "" ? "" : ` (${reason.replace(/\.$/, "")})`}`,
            );
            return failed(
                reasons.join("; "),
                "Read the server's log: kubectl logs --namespace posit-connect --selector app.kubernetes.io/component=server",
            );
        }
        if (servers.length < replicas) {
            return failed(
                `${count(servers.length, "server")} of ${replicas}`,
                "Look for a pod that does not start: kubectl get pods --namespace posit-connect --output wide",
            );
        }
        const zones = [...new Set(servers.map(({ zone }) => zone))].sort();
        const expected = Math.min(new Set(zonesOf(context.settings.network)).size, replicas);
        return zones.length < expected
            ? failed(
                  `${count(servers.length, "server")}, all in ${zones.join(", ")}`,
                  "Look for a zone without a node: kubectl get nodes --label-columns topology.kubernetes.io/zone",
              )
            : passed(`${PING} answers with 200 on ${count(servers.length, "server")} in ${zones.join(", ")}`);
    },
};
