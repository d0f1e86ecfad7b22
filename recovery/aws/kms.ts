import { callAws, clientConfig } from "./callAws";
import { settleAll } from "./settleAll";

/** State of each key by its ARN: `Enabled`, another of KMS's states, or `deleted`. */
export type KeyStates = ReadonlyMap<string, string>;

/** @param region region of the keys. */
export async function readKeyStates(arns: Iterable<string>, region: string): Promise<KeyStates> {
    const { KMSClient, DescribeKeyCommand } = await import("@aws-sdk/client-kms");
    const client = new KMSClient(clientConfig(region));
    return new Map(
        await settleAll(
            [...new Set(arns)].map(async (arn): Promise<[string, string]> => {
                const key = await callAws(
                    "kms:DescribeKey",
                    { name: `key ${arn}`, region },
                    () => client.send(new DescribeKeyCommand({ KeyId: arn })),
                    ["NotFoundException"],
                );
                return [arn, key === undefined ? "deleted" : (key.KeyMetadata?.KeyState ?? "unknown")];
            }),
        ),
    );
}
