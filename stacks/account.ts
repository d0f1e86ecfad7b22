/** The AWS account and region that a stack deploys to: what ARNs and key policies are made of. */
export interface Account {
    /** Account id, 12 digits. */
    id: string;
    /** Region, such as `us-east-1`. */
    region: string;
    /** AWS partition of the region: the second field of every ARN. */
    partition: "aws" | "aws-cn" | "aws-us-gov";
}
