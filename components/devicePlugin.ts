import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSettings } from "../stacks/sections/cluster";
import { chartRepository } from "./chartRepository";
import { createPullSecrets } from "./createPullSecrets";

type DevicePluginSettings = ClusterSettings["devicePlugin"];

export interface DevicePluginArgs extends DevicePluginSettings {
    /** Provider for the cluster's Kubernetes objects. */
    provider: kubernetes.Provider;
    registryCredentials?: pulumi.Input<string>;
    chartPassword?: pulumi.Input<string>;
    /** Resources that its pods need before they start. */
    ready: pulumi.Resource[];
}

/** Source: the releases of NVIDIA/k8s-device-plugin, v0.20.0 of 2026-08-19. */
const CHART_VERSION = "0.20.0";

const NAMESPACE = "kube-system";
const NAME = "nvidia-device-plugin";
const PULL_SECRET = "nvidia-device-plugin-registry";

/**
 * NVIDIA's device plugin, which reports the GPUs of a node to Kubernetes, so that pods can request them. EKS's image has the drivers and
 * the container runtime for them, but not the plugin.
 *
 * Its chart selects the nodes with the label `nvidia.com/gpu.present`, and reserves nothing. Its pods have no privileges, as no GPU is
 * divided. The chart has a privileged DaemonSet too, which divides GPUs (MPS): it runs on nodes with another label, so on none.
 *
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html, "EKS AL2023 NVIDIA AMIs";
 * NVIDIA/k8s-device-plugin, deployments/helm/nvidia-device-plugin.
 */
export class DevicePlugin extends pulumi.ComponentResource {
    constructor(name: string, args: DevicePluginArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:DevicePlugin", name, {}, opts);
        const pullSecrets = createPullSecrets(
            `${name}-registry`,
            { name: PULL_SECRET, namespace: NAMESPACE },
            args,
            { parent: this, provider: args.provider },
        );
        new kubernetes.helm.v3.Release(
            name,
            {
                name: NAME,
                namespace: NAMESPACE,
                chart: args.chart,
                version: CHART_VERSION,
                ...chartRepository(args, args.chartPassword),
                atomic: true,
                timeout: 600,
                values: {
                    fullnameOverride: NAME,
                    // As the other agents of a node: whatever taints its group has.
                    tolerations: [{ operator: "Exists" }],
                    ...(args.imageRepository === undefined
                        ? {}
                        : { image: { repository: args.imageRepository } }),
                    ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: [{ name: PULL_SECRET }] }),
                },
            },
            { parent: this, provider: args.provider, dependsOn: [...pullSecrets, ...args.ready] },
        );
        this.registerOutputs({});
    }
}
