import type { Difference } from "./live";

/** A difference from AWS in sentences, with what to do. */
export function differenceText(difference: Difference): string {
    switch (difference.kind) {
        case "notDeployed":
            return `AWS has no ${difference.name}: the stack is not deployed, or in another account or region.`;
        case "deployedVersion":
            return `${difference.of}: the settings have ${difference.planned}, and AWS has ${difference.deployed}. Set the deployed version, and run pulumi up --refresh first.`;
        case "notOffered":
            return `${difference.of} ${difference.version}: ${difference.status}. Choose another version.`;
        case "supportEnds":
            return `Kubernetes ${difference.version}: standard support ends on ${difference.aws}, and not on ${difference.here} as the catalog has it.`;
        case "addOnBuild":
            return `${difference.addOn}: EKS does not offer the build ${difference.build} for ${difference.version}. Set \`cluster.addOnVersions\` to one of ${difference.offered.slice(0, 3).join(", ") || "none"}.`;
        case "insight":
            return `EKS's insight for ${difference.version}, ${difference.name}: ${difference.status}. ${difference.reason}`.trim();
        case "postgresTarget":
            return `PostgreSQL: RDS does not upgrade ${difference.from} to ${difference.to}, the version that the setting leads to. It upgrades to ${difference.targets.join(", ") || "no version of that major version"}: docs/upgrades.md has the commands.`;
        case "newestMinor":
            return `PostgreSQL: the newest minor version is ${difference.aws}, and not ${difference.here} as the catalog has it.`;
        case "notAnswered":
            return `No answer about ${difference.question}: ${difference.reason}`;
    }
}
