import type { Quota } from "../../../catalog/quotas";
import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/**
 * The account's value of a quota, or AWS's default if the account has none of its own.
 *
 * @returns `undefined` if AWS reports neither.
 */
export async function readQuota(
    { name, service, code }: Pick<Quota, "name" | "service" | "code">,
    region: string,
): Promise<number | undefined> {
    const sdk = await import("@aws-sdk/client-service-quotas");
    const client = new sdk.ServiceQuotasClient(clientConfig(region));
    const subject = { name: `quota ${code} (${name})`, region };
    const input = { ServiceCode: service, QuotaCode: code };
    const applied = await callAws(
        "servicequotas:GetServiceQuota",
        subject,
        () => client.send(new sdk.GetServiceQuotaCommand(input)),
        ["NoSuchResourceException"],
    );
    const found =
        applied ??
        (await callAws(
            "servicequotas:GetAWSDefaultServiceQuota",
            subject,
            () => client.send(new sdk.GetAWSDefaultServiceQuotaCommand(input)),
            ["NoSuchResourceException"],
        ));
    return found?.Quota?.Value;
}
