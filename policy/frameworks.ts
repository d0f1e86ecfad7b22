/** A published set of controls. */
export interface Framework {
    readonly name: string;
    readonly version: string;
    readonly url: string;
}

/** By the word or words before a control's own name in a rule's `controls`. */
export const frameworks: Readonly<Record<string, Framework>> = {
    FSBP: {
        name: "AWS Foundational Security Best Practices",
        version: "1.0.0",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html",
    },
    "Security Hub": {
        name: "AWS Security Hub, other standards",
        version: "2026",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html",
    },
    "CIS AWS": {
        name: "CIS AWS Foundations Benchmark",
        version: "7.0",
        url: "https://www.cisecurity.org/benchmark/amazon_web_services",
    },
    "CIS EKS": {
        name: "CIS Amazon EKS Benchmark",
        version: "1.7",
        url: "https://www.cisecurity.org/benchmark/kubernetes",
    },
    Checkov: {
        name: "Checkov",
        version: "AWS and Kubernetes policies",
        url: "https://www.checkov.io/5.Policy%20Index/terraform.html",
    },
    Posit: {
        name: "Posit Connect reference architecture",
        version: "Kubernetes in AWS",
        url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
    },
    Pulumi: {
        name: "Posit Connect on AWS",
        version: "this pack",
        url: "https://www.pulumi.com/docs/insights/policy/",
    },
};

/** A control such as `FSBP RDS.5`, in its parts. */
export function controlOf(control: string): { framework: Framework; key: string; reference: string } {
    const [, key = "", reference = ""] = /^(.*) (\S+)$/.exec(control) ?? [];
    const framework = frameworks[key];
    if (framework === undefined) {
        throw new Error(
            `the control "${control}" is of no known framework: ${Object.keys(frameworks).join(", ")}`,
        );
    }
    return { framework, key, reference };
}
