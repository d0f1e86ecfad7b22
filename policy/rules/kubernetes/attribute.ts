import { type Check, textThat } from "../../check";
import type { Path } from "../../../graph/path";

/** An annotation such as `deletion_protection.enabled=true,idle_timeout.timeout_seconds=3600` sets a key to a value. */
export const setsAttribute = (place: Path, key: string, ...values: readonly [string, ...string[]]): Check => {
    const wanted = values.map((value) => `${key}=${value}`);
    return textThat(
        place,
        `attributes with ${wanted.join(" or ")}`,
        (text) => {
            const set = text
                .split(",")
                .map((attribute) => attribute.trim())
                .filter((attribute) => attribute.startsWith(`${key}=`));
            return set.length > 0 && set.every((attribute) => wanted.includes(attribute));
        },
        ["", `${key}=`, `${key}=other`, `other.${key}=${values[0]}`, `${key}=${values[0]},${key}=other`],
    );
};
