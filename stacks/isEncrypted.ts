import { isObject } from "../lib/isObject";

/**
 * Whether a value of a stack's file is encrypted as a unit. A table with further keys is none.
 *
 * Source: `pulumi/pulumi` 3.259.0, sdk/go/common/resource/config/object.go, `isSecureValue`.
 */
export function isEncrypted(value: unknown): boolean {
    return isObject(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}
