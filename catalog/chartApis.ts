const CORE = ["v1/ConfigMap", "v1/Service", "v1/ServiceAccount"];

const RBAC = ["rbac.authorization.k8s.io/v1/Role", "rbac.authorization.k8s.io/v1/RoleBinding"];

/**
 * Kinds of Kubernetes' own APIs in the objects of a chart, each after its API version, by chart and version.
 *
 * Sources: rstudio/helm, charts/rstudio-connect/templates; kubernetes-sigs/aws-load-balancer-controller,
 * helm/aws-load-balancer-controller/templates and crds; kubernetes/autoscaler, charts/cluster-autoscaler/templates;
 * NVIDIA/k8s-device-plugin, deployments/helm/nvidia-device-plugin/templates, without `gfd` and `mps`;
 * aws/karpenter-provider-aws, charts/karpenter/templates and charts/karpenter-crd/templates.
 */
export const chartApis: Readonly<Record<string, readonly string[]>> = {
    "rstudio-connect 0.21.0": [...CORE, ...RBAC, "apps/v1/Deployment", "policy/v1/PodDisruptionBudget"],
    "aws-load-balancer-controller 3.5.0": [
        ...CORE,
        ...RBAC,
        "v1/Secret",
        "rbac.authorization.k8s.io/v1/ClusterRole",
        "rbac.authorization.k8s.io/v1/ClusterRoleBinding",
        "apps/v1/Deployment",
        "policy/v1/PodDisruptionBudget",
        "networking.k8s.io/v1/IngressClass",
        "apiextensions.k8s.io/v1/CustomResourceDefinition",
        "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration",
    ],
    "cluster-autoscaler 9.56.0": [
        ...CORE,
        ...RBAC,
        "v1/Secret",
        "rbac.authorization.k8s.io/v1/ClusterRole",
        "rbac.authorization.k8s.io/v1/ClusterRoleBinding",
        "apps/v1/Deployment",
        "policy/v1/PodDisruptionBudget",
    ],
    "nvidia-device-plugin 0.20.0": [
        "v1/ServiceAccount",
        "rbac.authorization.k8s.io/v1/ClusterRole",
        "rbac.authorization.k8s.io/v1/ClusterRoleBinding",
        "apps/v1/DaemonSet",
    ],
    "oci://public.ecr.aws/karpenter/karpenter 1.14.1": [
        ...RBAC,
        "v1/Service",
        "v1/ServiceAccount",
        "rbac.authorization.k8s.io/v1/ClusterRole",
        "rbac.authorization.k8s.io/v1/ClusterRoleBinding",
        "apps/v1/Deployment",
        "policy/v1/PodDisruptionBudget",
    ],
    "oci://public.ecr.aws/karpenter/karpenter-crd 1.14.1": [
        "apiextensions.k8s.io/v1/CustomResourceDefinition",
    ],
};
