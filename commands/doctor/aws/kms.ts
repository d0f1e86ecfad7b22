import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** A key, as far as the service that starts nodes can use it. */
export interface KeyAccess {
    state: string;
    /** Whether AWS manages it, and so lets all services of the account use it. */
    isManaged: boolean;
    policy: string;
}

/** `undefined` if the key or alias does not exist. */
export async function readKeyAccess(key: string, region: string): Promise<KeyAccess | undefined> {
    const sdk = await import("@aws-sdk/client-kms");
    const client = new sdk.KMSClient(clientConfig(region));
    const subject = { name: `key ${key}`, region };
    const found = await callAws(
        "kms:DescribeKey",
        subject,
        () => client.send(new sdk.DescribeKeyCommand({ KeyId: key })),
        ["NotFoundException"],
    );
    const { KeyId, KeyState = "unknown", KeyManager } = found?.KeyMetadata ?? {};
    if (KeyId === undefined) {
        return undefined;
    }
    if (KeyManager === "AWS") {
        return { state: KeyState, isManaged: true, policy: "" };
    }
    const policy = await callAws("kms:GetKeyPolicy", subject, () =>
        client.send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: "default" })),
    );
    return { state: KeyState, isManaged: false, policy: policy?.Policy ?? "" };
}

/** Whether an alias exists. */
export async function hasAlias(alias: string, region: string): Promise<boolean> {
    const sdk = await import("@aws-sdk/client-kms");
    const client = new sdk.KMSClient(clientConfig(region));
    const found = await callAws(
        "kms:DescribeKey",
        { name: alias, region },
        () => client.send(new sdk.DescribeKeyCommand({ KeyId: alias })),
        ["NotFoundException"],
    );
    return found !== undefined;
}
