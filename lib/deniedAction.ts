/** The IAM action that AWS says it has denied, such as `kms:Decrypt`, which need not be the one that was asked for. */
export function deniedAction(message: string): string | undefined {
    return /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];
}
