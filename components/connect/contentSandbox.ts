import * as kubernetes from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ConnectSettings } from "../../stacks/sections/connect";
import { contentLimits } from "./contentLimits";
import { contentNetworkPolicies } from "./contentNetworkPolicies";
import { packageConfig } from "./packageConfig";
import { LABELS, metadataIn, type NamedNamespace, RELEASE, type Scope, SERVER_NAMESPACE } from "./scope";

/** Service account of the content pods. */
export const CONTENT_SERVICE_ACCOUNT = "posit-connect-content";

/** ConfigMap with the files of {@link packageConfig}. */
export const PYTHON_CONFIG = "posit-connect-python-config";

/**
 * Rejects every eviction of running content, so that a drain waits until it has ended. Kubernetes accepts no `maxUnavailable` for the
 * pods of Jobs, and no percentage: this minimum is above any number of pods.
 *
 * Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/, "Arbitrary workloads and arbitrary selectors".
 */
const CONTENT_BUDGET = {
    // Only content runs in the namespace.
    selector: {},
    minAvailable: 2 ** 31 - 1,
    // Pods on a broken node must not keep it from being drained.
    unhealthyPodEvictionPolicy: "AlwaysAllow",
} satisfies types.input.policy.v1.PodDisruptionBudgetSpec;

/** Isolates publishers' content in its namespace: its account, its configuration, its limits and its network. */
export function isolateContent(
    scope: Scope,
    namespace: NamedNamespace,
    settings: ConnectSettings,
    hasPackageToken: boolean,
    vpcCidrBlock: string,
    waitsForContent: boolean,
    gpus: number,
): pulumi.CustomResource[] {
    const { content } = settings;
    const serviceAccount = new kubernetes.core.v1.ServiceAccount(
        `${scope.name}-content`,
        {
            metadata: {
                ...metadataIn(namespace, CONTENT_SERVICE_ACCOUNT),
                // For an account without this key, Connect starts no pod, and reports no error.
                labels: { ...LABELS, "connect.posit.co/service-account": "true" },
            },
            automountServiceAccountToken: false,
        },
        scope.options(namespace),
    );
    const pythonFiles = scope.createConfigMap(
        "python-config",
        namespace,
        PYTHON_CONFIG,
        Object.fromEntries(packageConfig(settings, hasPackageToken).map(({ key, text }) => [key, text])),
    );
    const limits = contentLimits(content, gpus);
    const resourceQuota = new kubernetes.core.v1.ResourceQuota(
        `${scope.name}-content`,
        { metadata: metadataIn(namespace, "content"), spec: limits.resourceQuota },
        scope.options(namespace),
    );
    const limitRange = new kubernetes.core.v1.LimitRange(
        `${scope.name}-content`,
        { metadata: metadataIn(namespace, "content"), spec: limits.limitRange },
        scope.options(namespace),
    );
    const policies = contentNetworkPolicies({
        serverNamespace: SERVER_NAMESPACE,
        releaseName: RELEASE,
        vpcCidrBlock,
        egressCidrs: content.egressCidrs,
    });
    const networkPolicies = Object.entries(policies).map(
        ([policy, spec]) =>
            new kubernetes.networking.v1.NetworkPolicy(
                `${scope.name}-${policy}`,
                { metadata: metadataIn(namespace, policy), spec },
                scope.options(namespace),
            ),
    );
    const budgets = waitsForContent
        ? [
              new kubernetes.policy.v1.PodDisruptionBudget(
                  `${scope.name}-content`,
                  { metadata: metadataIn(namespace, "content"), spec: CONTENT_BUDGET },
                  scope.options(namespace),
              ),
          ]
        : [];
    return [serviceAccount, pythonFiles, resourceQuota, limitRange, ...networkPolicies, ...budgets];
}
