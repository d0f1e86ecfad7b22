/** The IAM action that an AWS error reports as denied, such as `kms:Decrypt`. It can differ from the requested action. */
export function deniedAction(message: string): string | undefined {
    return /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];
}
