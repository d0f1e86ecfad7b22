import type { types } from "@pulumi/kubernetes";
import { GPU_RESOURCE } from "../../catalog/nodePools";
import { countQuantity, quantities } from "../../lib/quantity";
import type { ConnectSettings } from "../../stacks/sections/connect";

/**
 * Limits of content pods: for each container, and for all pods together.
 *
 * @param gpus GPUs of all nodes for content.
 */
export function contentLimits(
    { quota, resources, maxCpu, maxMemoryGiB }: ConnectSettings["content"],
    gpus: number,
) {
    const reserved = quantities({ cpu: quota.cpu, memory: quota.memoryGiB });
    return {
        resourceQuota: {
            hard: {
                "requests.cpu": reserved.cpu,
                "requests.memory": reserved.memory,
                pods: countQuantity(quota.pods),
                ...(gpus === 0 ? {} : { [`requests.${GPU_RESOURCE}`]: countQuantity(gpus) }),
                persistentvolumeclaims: "1",
                "services.loadbalancers": "0",
                "services.nodeports": "0",
            },
        } satisfies types.input.core.v1.ResourceQuotaSpec,
        limitRange: {
            limits: [
                {
                    type: "Container",
                    max: quantities({ cpu: maxCpu, memory: maxMemoryGiB }),
                    // For a container without limits. Connect sets both for each process.
                    default: quantities({ cpu: resources.cpuLimit, memory: resources.memoryLimitGiB }),
                    defaultRequest: quantities({
                        cpu: resources.cpuRequest,
                        memory: resources.memoryRequestGiB,
                    }),
                },
            ],
        } satisfies types.input.core.v1.LimitRangeSpec,
    };
}
