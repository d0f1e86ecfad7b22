import { callAws, clientConfig } from "../../../recovery/aws/callAws";

/** A hosted zone of Route 53. */
export interface HostedZone {
    /** Name without the final dot. */
    name: string;
    isPrivate: boolean;
    nameServers: string[];
}

/** `undefined` if the account has no such zone. */
export async function readHostedZone(id: string, region: string): Promise<HostedZone | undefined> {
    const sdk = await import("@aws-sdk/client-route-53");
    const client = new sdk.Route53Client(clientConfig(region));
    const found = await callAws(
        "route53:GetHostedZone",
        { name: `hosted zone ${id}`, region },
        () => client.send(new sdk.GetHostedZoneCommand({ Id: id })),
        ["NoSuchHostedZone"],
    );
    return (
        found && {
            name: (found.HostedZone?.Name ?? "").replace(/\.$/, ""),
            isPrivate: found.HostedZone?.Config?.PrivateZone === true,
            nameServers: found.DelegationSet?.NameServers ?? [],
        }
    );
}
