import { z } from "zod";
import { accountId } from "../accountId";
import { region } from "../region";
import { pathOf } from "../settingPath";

const oneAccount = 'a list of exactly one account, such as ["123456789012"]';

/** The AWS provider's own settings that this program reads too. The provider checks its other settings. */
export const awsSchema = z.object(
    {
        region: region().describe(
            "Region of every resource. A change replaces the stack: create another stack instead.",
        ),
        allowedAccountIds: z
            .array(accountId(), { error: oneAccount })
            .length(1, { error: oneAccount })
            .describe(
                "The AWS account of the stack, 12 digits in quotes. The AWS provider rejects any other account. Key policies and " +
                    "ARNs use it, so that a preview needs no answer from AWS.",
            ),
    },
    { error: "set" },
);

export const aws = pathOf<z.infer<typeof awsSchema>>("aws");
