/** Whether a type's provider is bridged from Terraform: its outputs then include the id. */
export function isBridged(type: string): boolean {
    return !type.startsWith("kubernetes:") && !type.startsWith("pulumi:");
}
