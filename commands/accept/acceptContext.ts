import type { PlannedStack } from "../doctor/check";
import type { Sources } from "../doctor/sources";
import { UserError } from "../../lib/userError";
import { Endpoint } from "./endpoint";
import type { DeployedLoadBalancer, DeployedTargetGroup } from "./loadBalancers";

/** Everything that the checks read outside of the plan. None of it changes anything. */
export interface AcceptSources extends Pick<Sources, "caller"> {
    loadBalancer: (name: string, region: string) => Promise<DeployedLoadBalancer | undefined>;
    targetGroup: (name: string, region: string) => Promise<DeployedTargetGroup | undefined>;
    /** @param trusted whether the certificate of the URL must be trusted. */
    endpoint: (url: string, trusted: boolean) => Endpoint;
    sleep: (ms: number) => Promise<void>;
}

/** AWS, and the network of this machine. Each answer imports its client when it is asked. */
export const acceptSources: AcceptSources = {
    caller: async (...args) => (await import("../doctor/aws/sts")).signIn(...args),
    loadBalancer: async (...args) => (await import("./loadBalancers")).readLoadBalancer(...args),
    targetGroup: async (...args) => (await import("./loadBalancers")).readTargetGroup(...args),
    endpoint: (url, trusted) => new Endpoint(url, trusted),
    sleep: async (ms) => (await import("node:timers/promises")).setTimeout(ms),
};

/** A planned stack, and its deployment. */
export interface AcceptContext extends PlannedStack {
    /** In milliseconds since 1970. */
    now: number;
    /** The load balancer of the plan's name; `undefined` if there is none. */
    loadBalancer: () => Promise<DeployedLoadBalancer | undefined>;
    /** The target group of the plan's name, once its targets have registered; `undefined` if there is none. */
    targetGroup: () => Promise<DeployedTargetGroup | undefined>;
    /** Connect, as users reach it. @throws a {@link UserError} if its address is not known. */
    endpoint: () => Promise<Endpoint>;
}

/** Seconds between two reads of targets that still register, and how long that may take: two checks of ten seconds, and a pod's start. */
const REGISTRATION = { everySeconds: 5, seconds: 120 };

/** Starts to read the deployment of a planned stack. */
export function acceptContext(
    planned: PlannedStack,
    { sources, now }: { sources: AcceptSources; now: number },
): AcceptContext {
    const { caller, graph, place, settings } = planned;
    const nameOf = (type: string): string => String(graph.only(type).inputs["name"]);
    const isInAccount = (): Promise<boolean> =>
        caller().then(
            ({ account }) => account === place.account,
            () => false,
        );
    const inAccount = async <T>(read: () => Promise<T>): Promise<T> => {
        const { account } = await caller();
        if (account !== place.account) {
            throw new UserError([`The credentials belong to ${account}, the stack to ${place.account}.`]);
        }
        return read();
    };
    const loadBalancer = inAccount(() =>
        sources.loadBalancer(nameOf("aws:lb/loadBalancer:LoadBalancer"), place.region),
    );
    const targetGroup = inAccount(() =>
        readRegistered(nameOf("aws:lb/targetGroup:TargetGroup"), settings.connect.replicas, place, sources),
    );
    const { domainName, selfSignedCertificate } = settings.loadBalancer;
    const endpoint = async (): Promise<Endpoint> => {
        if (domainName === undefined && !(await isInAccount())) {
            throw new UserError(["no address without credentials of the stack's account, see Account"]);
        }
        const host = domainName ?? (await loadBalancer)?.dnsName;
        if (host === undefined) {
            throw new UserError(["There is no load balancer, and so no address of Connect."]);
        }
        return sources.endpoint(`https://${host}`, !selfSignedCertificate);
    };
    for (const promise of [loadBalancer, targetGroup]) {
        // The checks report its error.
        promise.catch(() => undefined);
    }
    return {
        ...planned,
        now,
        loadBalancer: () => loadBalancer,
        targetGroup: () => targetGroup,
        endpoint,
    };
}

/** Reads a target group until no server registers any more: an update ends shortly before. */
async function readRegistered(
    name: string,
    replicas: number,
    { region }: { region: string },
    { targetGroup, sleep }: AcceptSources,
): Promise<DeployedTargetGroup | undefined> {
    for (let waited = 0; ; waited += REGISTRATION.everySeconds) {
        const group = await targetGroup(name, region);
        const states = group?.targets.map(({ state }) => state) ?? [];
        const isPending =
            group !== undefined &&
            (states.includes("initial") || states.filter((state) => state !== "draining").length < replicas);
        if (!isPending || waited >= REGISTRATION.seconds) {
            return group;
        }
        await sleep(REGISTRATION.everySeconds * 1000);
    }
}
