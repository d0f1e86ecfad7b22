import type { Account } from "../stacks/account";
import { shortName } from "./shortName";

/** Name of the bucket in a region that keeps what a restore needs in addition to the data. */
export function recoveryBucketName(account: Account, physicalName: string, region: string): string {
    return [shortName(`${physicalName}-recovery`), account.id, region].join("-");
}
