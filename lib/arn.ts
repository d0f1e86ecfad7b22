/** An AWS account and region. */
export interface Location {
    /** AWS account id, 12 digits. */
    account: string;
    region: string;
    partition: string;
}

/** The ARN of a resource in an account and region. */
export function arn({ partition, region, account }: Location, service: string, resource: string): string {
    return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The ARN of a resource of a service without regions, such as IAM. */
export function globalArn({ partition, account }: Location, service: string, resource: string): string {
    return `arn:${partition}:${service}::${account}:${resource}`;
}
