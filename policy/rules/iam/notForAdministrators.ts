import { type Check, satisfies } from "../../check";
import type { Path } from "../../../graph/path";

/** The ARN of a policy that is not AWS's own for administrators, in any partition. */
export const notForAdministrators = (place: string | Path): Check =>
    satisfies(place, {
        kind: "text",
        wanted: "another policy than AdministratorAccess",
        accepts: (value) => !(value as string).endsWith(":iam::aws:policy/AdministratorAccess"),
        refused: [
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "arn:aws-us-gov:iam::aws:policy/AdministratorAccess",
        ],
    });
