/** A published set of controls. */
export interface Framework {
    readonly name: string;
    readonly version: string;
    readonly url: string;
    /** Identifiers of its controls for the services that the program uses. The pack names its own controls freely. */
    readonly controls?: ReadonlySet<string>;
}

/** By the word or words before a control's own name in a rule's `controls`. */
export const frameworks: Readonly<Record<string, Framework>> = {
    FSBP: {
        name: "AWS Foundational Security Best Practices",
        version: "1.0.0",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html",
        // Source: "Controls that apply to the standard" on that page, read in November 2026.
        controls: numbered({
            "Backup.": [1],
            "EC2.": [
                ...[
                    1, 2, 3, 4, 6, 7, 8, 9, 10, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 51, 55, 56, 57, 58,
                    60,
                ],
                ...[170, 171, 172, 173, 180, 181],
            ],
            "CodeBuild.": [1, 2, 3, 4, 7],
            "EFS.": [1, 2, 3, 4, 6, 7, 8],
            "EKS.": [1, 2, 3, 8],
            "ELB.": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 17, 18],
            "IAM.": [1, 2, 3, 4, 5, 6, 7, 8, 21],
            "KMS.": [1, 2, 3, 5],
            "RDS.": [
                ...[
                    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 27,
                ],
                ...[34, 35, 36, 37, 40, 41, 42, 43, 44, 45, 46, 47, 48],
            ],
            "S3.": [1, 2, 3, 5, 6, 8, 9, 12, 13, 19, 24, 25],
            "SNS.": [4],
            "SQS.": [1, 3],
            "WAF.": [1, 2, 3, 4, 6, 7, 8, 10, 12],
        }),
    },
    "Security Hub": {
        name: "AWS Security Hub, other standards",
        version: "2026",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html",
        controls: numbered({
            "EC2.": [12, 13, 14, 22, 28],
            "ELB.": [16],
            "KMS.": [4],
            "RDS.": [18, 26, 38],
            "S3.": [7, 10, 11, 14, 15, 17, 20],
            "WAF.": [11],
        }),
    },
    "CIS AWS": {
        name: "CIS AWS Foundations Benchmark",
        version: "7.0",
        url: "https://www.cisecurity.org/benchmark/amazon_web_services",
        controls: numbered({
            "2.": range(2, 21),
            "2.1.": range(1, 6),
            "3.1.": range(1, 4),
            "3.2.": range(1, 4),
            "3.3.": [1],
            "4.": range(1, 10),
            "5.": range(1, 16),
            "6.": range(2, 8),
            "6.1.": [1, 2],
        }),
    },
    "CIS EKS": {
        name: "CIS Amazon EKS Benchmark",
        version: "1.7",
        url: "https://www.cisecurity.org/benchmark/kubernetes",
        controls: numbered({
            "2.1.": [1, 2],
            "3.1.": range(1, 4),
            "3.2.": range(1, 9),
            "4.1.": range(1, 8),
            "4.2.": range(1, 5),
            "4.3.": [1, 2],
            "4.4.": [1, 2],
            "4.5.": [1, 2],
            "5.1.": range(1, 4),
            "5.2.": [1],
            "5.3.": [1],
            "5.4.": range(1, 5),
            "5.5.": [1],
        }),
    },
    Checkov: {
        name: "Checkov",
        version: "AWS and Kubernetes policies",
        url: "https://www.checkov.io/5.Policy%20Index/terraform.html",
        // Source: that index in August 2026, for the types that the program creates.
        controls: numbered({
            CKV_AWS_: [
                ...[
                    1, 2, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 33, 37,
                    38, 39,
                ],
                ...[
                    40, 42, 46, 49, 53, 54, 55, 56, 57, 58, 60, 61, 62, 63, 66, 70, 79, 88, 91, 93, 100, 103,
                    107,
                ],
                ...[
                    108, 109, 110, 111, 118, 123, 126, 129, 130, 131, 133, 135, 143, 144, 145, 148, 150, 152,
                    157,
                ],
                ...[
                    158, 161, 166, 168, 169, 175, 184, 186, 192, 211, 226, 227, 233, 234, 245, 250, 260, 261,
                    273, 274,
                ],
                ...[
                    275, 277, 283, 286, 287, 288, 289, 290, 293, 300, 314, 316, 328, 329, 330, 338, 339, 341,
                    342, 348, 353,
                ],
                ...[354, 355, 356, 358, 375, 378, 379, 382, 385, 388, 389, 393],
            ],
            CKV2_AWS_: [
                ...[
                    1, 5, 6, 7, 9, 11, 12, 14, 15, 18, 20, 21, 22, 28, 30, 31, 37, 40, 41, 43, 47, 56, 60, 61,
                    62,
                ],
                ...[64, 65, 68, 69, 71, 74, 75, 76, 77, 78],
            ],
            CKV_K8S_: [
                ...[
                    8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29, 30, 31,
                    33,
                ],
                ...[34, 35, 37, 38, 39, 40, 43],
            ],
        }),
    },
    Posit: {
        name: "Posit Connect reference architecture",
        version: "Kubernetes in AWS",
        url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
        controls: numbered({ R: range(1, 14) }),
    },
    Pulumi: {
        name: "Posit Connect on AWS",
        version: "this pack",
        url: "https://www.pulumi.com/docs/insights/policy/",
    },
};

/**
 * The parts of a control such as `FSBP RDS.5`.
 *
 * @throws Error if no framework has it.
 */
export function controlOf(control: string): { framework: Framework; key: string; reference: string } {
    const [, key = "", reference = ""] = /^(.*) (\S+)$/.exec(control) ?? [];
    const framework = frameworks[key];
    if (framework === undefined || framework.controls?.has(reference) === false) {
        throw new Error(
            `${control}: is not a control of ${framework?.name ?? Object.keys(frameworks).join(", ")}.`,
        );
    }
    return { framework, key, reference };
}

/** Controls with a number after a prefix. */
function numbered(controls: Readonly<Record<string, readonly number[]>>): ReadonlySet<string> {
    return new Set(
        Object.entries(controls).flatMap(([prefix, numbers]) =>
            numbers.map((number) => `${prefix}${number}`),
        ),
    );
}

function range(first: number, last: number): number[] {
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
