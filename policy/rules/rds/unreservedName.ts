import { type Check, optional, textThat } from "../../check";
import { isKeyWord } from "./keyWords";

/** Left out, it is the name in the backup that a database is restored from. */
export const unreservedName = (property: string): Check =>
    optional(
        textThat(property, "a name that is no SQL key word", (name) => !isKeyWord(name), [
            "connect",
            "CONNECT",
            "dispatch",
            "user",
        ]),
    );
