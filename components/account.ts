/** The AWS account and region that a stack deploys to: what ARNs and key policies are made of. */
export interface Account {
    /** Account id, 12 digits. */
    id: string;
    /** Region, such as `us-east-1`. */
    region: string;
    /** The part of AWS that the region belongs to: the second field of every ARN. */
    partition: "aws" | "aws-cn" | "aws-us-gov";
}
