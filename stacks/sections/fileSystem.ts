import type { z } from "zod";
import { oneOf, table } from "../field";

export const fileSystemSchema = table({
    infrequentAccessAfterDays: oneOf([1, 7, 14, 30, 60, 90, 180, 270, 365], "EFS has no other lifecycle")
        .default(30)
        .describe(
            "Days without access after which a file moves to the storage class Infrequent Access, at about a tenth of the price. " +
                "Its next access, a few tens of milliseconds slower, moves it back.",
        ),
})
    .prefault({})
    .describe("The EFS file system.");

export type FileSystemSettings = z.infer<typeof fileSystemSchema>;
