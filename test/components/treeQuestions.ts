import type { Graph, Resource } from "../../graph/graph";

/** How many resources of each type there are in a component, itself included. */
export function countIn(graph: Graph, component: Resource): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { type } of graph.tree(component)) {
        counts[type] = (counts[type] ?? 0) + 1;
    }
    return counts;
}

/** Types of AWS resources that have no tags; of other providers none has. */
const TAGLESS = new Set([
    "aws:acm/certificateValidation:CertificateValidation",
    "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    "aws:backup/selection:Selection",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:codebuild/webhook:Webhook",
    "aws:ec2/route:Route",
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "aws:efs/mountTarget:MountTarget",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:kms/alias:Alias",
    "aws:route53/record:Record",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    // It takes ten at the most, and a stack may have more.
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sns/topicSubscription:TopicSubscription",
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
]);

/** Names of the resources in a component that could carry these tags and do not. */
export function untagged(graph: Graph, component: Resource, tags: Record<string, string>): string[] {
    return graph
        .tree(component)
        .filter(({ type }) => type.startsWith("aws:") && !TAGLESS.has(type))
        .filter(({ inputs }) => {
            const carried = (inputs.tags ?? {}) as Record<string, unknown>;
            return Object.entries(tags).some(([key, value]) => carried[key] !== value);
        })
        .map(({ type, name }) => `${type} ${name}`);
}
