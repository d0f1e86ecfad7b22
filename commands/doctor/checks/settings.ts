import { count } from "../../../lib/count";
import { type Check, failed, passed } from "../check";

/** Pulumi rejects a stack without its secrets, and AWS an example's account. */
export const settings: Check = {
    id: "settings",
    title: "Settings",
    run: ({ needs }) =>
        needs.length === 0
            ? passed("every required setting and secret is set")
            : failed(
                  `${count(needs.length, "value")} missing, or an example's`,
                  needs
                      .map(({ command, note }) => (note === undefined ? command : `${command}  # ${note}`))
                      .join("\n"),
              ),
};
