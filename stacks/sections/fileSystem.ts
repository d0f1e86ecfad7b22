import type { z } from "zod";
import { oneOf, section } from "../field";

export const fileSystemSchema = section({
    infrequentAccessAfterDays: oneOf([1, 7, 14, 30, 60, 90, 180, 270, 365], "EFS has no other lifecycle")
        .default(30)
        .describe(
            "Days without access after which a file moves to the cheaper class Infrequent Access. Its next access, " +
                "a few tens of milliseconds slower, brings it back.",
        ),
});

export type FileSystemSettings = z.infer<typeof fileSystemSchema>;
