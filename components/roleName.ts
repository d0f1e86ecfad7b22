import { createHash } from "node:crypto";
import type { Account } from "../stacks/account";

/** Characters. Source: IAM user guide, "IAM and AWS STS quotas". */
const LIMIT = 64;
const DIGEST = 8;

/**
 * The name of a role: the stack's, then what the role is for, such as `posit-connect-prod-nodes-us-east-1`. Policies can identify
 * a stack's roles by it.
 *
 * It includes the region, as roles are global and stacks are not. A stack's name that is too long is cut and gets a digest of the
 * complete name.
 */
export function roleName(physicalName: string, purpose: string, { region }: Account): string {
    const end = `-${purpose}-${region}`;
    if (physicalName.length + end.length <= LIMIT) {
        return physicalName + end;
    }
    const digest = createHash("sha256").update(physicalName).digest("hex").slice(0, DIGEST);
    const start = physicalName.slice(0, LIMIT - end.length - DIGEST - 1).replace(/-$/, "");
    return `${start}-${digest}${end}`;
}
