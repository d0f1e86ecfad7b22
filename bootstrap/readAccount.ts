import { globalArn, type Location } from "../lib/arn";
import { callAws, clientConfig } from "../recovery/aws/callAws";
import { listKeys } from "../recovery/aws/s3";
import { checkAccount } from "../recovery/aws/sts";
import { GITHUB, CI_PROJECT, stateBucketName } from "./ciAccount";

/** IAM is the same in all regions, and its endpoint is here. */
const IAM_REGION = "us-east-1";

/** Parts of an account that other programs may have created. */
export interface AccountFacts {
    /** Whether it has GitHub's identity provider, and this program did not create that. */
    hasForeignProvider: boolean;
    /** Whether the state bucket exists, with a state in it. */
    isInBucket: () => Promise<boolean>;
}

/**
 * Checks the credentials, and reads the parts of an account that exist.
 *
 * @throws a `UserError` if the credentials belong to another account, or AWS does not respond.
 */
export async function readAccount(place: Location): Promise<AccountFacts> {
    await checkAccount("the access of CI", place.account, place.region);
    return {
        hasForeignProvider: await hasForeignProvider(place),
        isInBucket: async () => (await listKeys(stateBucketName(place), place.region)).length > 0,
    };
}

/**
 * Whether the account has GitHub's identity provider, and this program did not create it. An account has only one, which
 * other repositories may use.
 */
async function hasForeignProvider(place: Location): Promise<boolean> {
    const { IAMClient, GetOpenIDConnectProviderCommand } = await import("@aws-sdk/client-iam");
    const client = new IAMClient(clientConfig(IAM_REGION));
    const arn = globalArn(place, "iam", `oidc-provider/${GITHUB}`);
    const found = await callAws(
        "iam:GetOpenIDConnectProvider",
        { name: `identity provider ${GITHUB}`, region: IAM_REGION },
        () => client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
        ["NoSuchEntityException", "NoSuchEntity"],
    );
    return (
        found !== undefined &&
        !(found.Tags ?? []).some(
            ({ Key: key, Value: value }) => key === "pulumi:project" && value === CI_PROJECT,
        )
    );
}
