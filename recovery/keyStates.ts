import { ask, clientIn } from "./ask";
import { together } from "./together";

/** State of each key: `Enabled`, another one of KMS's words, or `gone`. */
export type KeyStates = ReadonlyMap<string, string>;

/** @param region region of the keys. */
export async function keyStates(arns: Iterable<string>, region: string): Promise<KeyStates> {
    const { KMSClient, DescribeKeyCommand } = await import("@aws-sdk/client-kms");
    const client = new KMSClient(clientIn(region));
    return new Map(
        await together(
            [...new Set(arns)].map(async (arn): Promise<[string, string]> => {
                const key = await ask(
                    "kms:DescribeKey",
                    { what: `key ${arn}`, region },
                    () => client.send(new DescribeKeyCommand({ KeyId: arn })),
                    ["NotFoundException"],
                );
                return [arn, key === undefined ? "gone" : (key.KeyMetadata?.KeyState ?? "unknown")];
            }),
        ),
    );
}
