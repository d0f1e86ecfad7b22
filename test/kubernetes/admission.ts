import type { contentLimits } from "../../components/connect/contentLimits";
import type { Quantities } from "../../lib/quantity";
import type { KubernetesObject } from "./api";
import type { Values } from "./plan";

/** The limits that the component sets on the content namespace. */
export type Limits = ReturnType<typeof contentLimits>;

export interface Container {
    name: string;
    image: string;
    resources: { requests: Quantities; limits: Quantities };
}

export interface ContentPod extends KubernetesObject {
    spec: { initContainers: Container[]; containers: Container[]; [field: string]: unknown };
}

/**
 * A content pod as Connect creates it: with the default resources, or with the most that a publisher can request.
 */
export function contentPod(values: Values, size: "default" | "largest"): ContentPod {
    const { config, backends } = values;
    const { defaultInitContainer, namespace } = backends.kubernetes;
    const setting = (name: string): string => {
        const value = config["Scheduler"]?.[`${size === "largest" ? "Max" : ""}${name}`];
        if (typeof value !== "string") {
            throw new Error(`Connect's configuration has no Scheduler.${name}`);
        }
        return value;
    };
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: `content-${size}`, namespace },
        spec: {
            initContainers: [
                {
                    name: "init",
                    image: defaultInitContainer.repository,
                    resources: defaultInitContainer.resources,
                },
            ],
            containers: [
                {
                    name: "connect-content",
                    image: "content",
                    resources: {
                        requests: { cpu: setting("CPURequest"), memory: setting("MemoryRequest") },
                        limits: { cpu: setting("CPULimit"), memory: setting("MemoryLimit") },
                    },
                },
            ],
        },
    };
}

const RESOURCES = ["cpu", "memory"] as const;

/**
 * The reasons why the API server rejects a pod in an otherwise empty namespace with these limits. Empty if it admits the pod.
 *
 * Sources: kubernetes/kubernetes, plugin/pkg/admission/limitranger/admission.go, `PodValidateLimitFunc` (each container,
 * including init containers, against the maximum); pkg/apis/core/validation/validation.go, `ValidateContainerResourceRequirements` (requests
 * against limits); pkg/quota/v1/evaluator/core/pods.go, `PodUsageFunc` (a pod reserves the sum of its containers, or its
 * largest init container if that is more).
 */
export function rejections({ spec }: ContentPod, { limitRange, resourceQuota }: Limits): string[] {
    const containers = [...spec.initContainers, ...spec.containers];
    return RESOURCES.flatMap((resource) => {
        const listAmounts = (list: Container[], kind: "requests" | "limits"): bigint[] =>
            list.map(({ resources }) => thousandths(resources[kind][resource]));
        const maxima = limitRange.limits.map(({ max }) => thousandths(max[resource]));
        const overMaximum = maxima.some((most) =>
            [...listAmounts(containers, "requests"), ...listAmounts(containers, "limits")].some(
                (amount) => amount > most,
            ),
        );
        const limits = listAmounts(containers, "limits");
        const overLimit = listAmounts(containers, "requests").some(
            (request, index) => request > (limits[index] ?? 0n),
        );
        const sum = listAmounts(spec.containers, "requests").reduce((total, request) => total + request, 0n);
        const reserved = [sum, ...listAmounts(spec.initContainers, "requests")];
        const quota = thousandths(resourceQuota.hard[`requests.${resource}`]);
        return [
            ...(overMaximum ? [`${resource}: over the maximum`] : []),
            ...(overLimit ? [`${resource}: request over limit`] : []),
            ...(reserved.some((amount) => amount > quota) ? [`${resource}: over the quota`] : []),
        ];
    });
}

const FACTORS: Record<string, bigint> = {
    m: 1n,
    "": 1000n,
    ...powers(["k", "M", "G", "T", "P", "E"], 1000n),
    ...powers(["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"], 1024n),
};

function powers(units: string[], step: bigint): Record<string, bigint> {
    return Object.fromEntries(units.map((unit, index) => [unit, 1000n * step ** BigInt(index + 1)]));
}

/** A quantity in thousandths, rounded up. Admission compares quantities in this form. */
export function thousandths(quantity: string): bigint {
    const [, integer, fraction = "", unit = ""] = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)$/.exec(quantity) ?? [];
    const factor = FACTORS[unit];
    if (integer === undefined || factor === undefined) {
        throw new Error(`${quantity} is not a quantity`);
    }
    const scale = 10n ** BigInt(fraction.length);
    return (BigInt(integer + fraction) * factor + scale - 1n) / scale;
}

/**
 * A quantity in the API server's canonical form: an integer in the largest possible unit, binary or decimal as in the input.
 *
 * Source: kubernetes/apimachinery, pkg/api/resource/quantity.go, `CanonicalizeBytes`.
 */
export function canonical(quantity: string): string {
    const amount = thousandths(quantity);
    const binary = quantity.endsWith("i") && amount >= 1024n * 1000n && amount % 1000n === 0n;
    const [unit = "", factor = 1n] =
        Object.entries(FACTORS)
            .filter(([name]) => (binary ? name === "" || name.endsWith("i") : !name.endsWith("i")))
            .reverse()
            .find(([, size]) => amount % size === 0n) ?? [];
    return `${amount / factor}${unit}`;
}
