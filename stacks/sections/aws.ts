import { z } from "zod";
import { accountId } from "../accountId";
import { region } from "../region";

const oneAccount =
    'must list exactly one account, ["123456789012"]: the stack belongs to it, and the AWS provider refuses any other';

/** The AWS provider's own settings that this program reads as well. The provider's others are left to it. */
export const awsSchema = z.object(
    {
        region: region().describe(
            "Region of everything. Changing it replaces the stack: make another stack instead.",
        ),
        allowedAccountIds: z
            .array(accountId(), { error: oneAccount })
            .length(1, { error: oneAccount })
            .describe(
                "The one AWS account of the stack, 12 digits in quotes. The AWS provider refuses any other; key " +
                    "policies and ARNs are made of it, so that a preview asks AWS for nothing.",
            ),
    },
    { error: "must be set" },
);
