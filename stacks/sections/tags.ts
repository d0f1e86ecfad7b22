import { z } from "zod";
import { text } from "../field";

/** A tag that every AWS service accepts. Source: Tagging AWS Resources user guide, "Tag naming and usage conventions". */
const key = text(
    /^[\w +\-=.:/@]{1,128}$/,
    "a tag's key: up to 128 letters, digits, spaces and + - = . _ : / @",
)
    .refine((name) => !/^aws:/i.test(name), {
        error: "a key that does not begin with aws:, which AWS reserves",
    })
    .refine((name) => name !== "Name", { error: "a key other than Name, which the program sets" });

const value = text(
    /^[\w +\-=.:/@]{0,256}$/,
    "a tag's value: up to 256 letters, digits, spaces and + - = . _ : / @",
);

export const tagsSchema = z
    .record(key, value, { error: "a table of tags" })
    .refine((tags) => Object.keys(tags).length <= 40, {
        error: "no more than 40 tags (AWS accepts 50, and the program sets some of them)",
    })
    .default({})
    .describe(
        "Tags on every resource that takes tags, in addition to `Name`. Nodes and their disks have them, so a change replaces " +
            "the nodes one after the other.",
    );
