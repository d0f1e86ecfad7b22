import { z } from "zod";
import { text } from "../field";

/** What every AWS service takes in a tag: "Tag naming and usage conventions" of Tagging AWS Resources. */
const key = text(
    /^[\w +\-=.:/@]{1,128}$/,
    "a tag's key: up to 128 letters, digits, spaces and + - = . _ : / @",
)
    .refine((name) => !/^aws:/i.test(name), { error: "must not begin with aws:, which is AWS's own" })
    .refine((name) => name !== "Name", { error: "is set on each resource by the program" });

const value = text(
    /^[\w +\-=.:/@]{0,256}$/,
    "a tag's value: up to 256 letters, digits, spaces and + - = . _ : / @",
);

export const tagsSchema = z
    .record(key, value, { error: "must be a table of tags" })
    .refine((tags) => Object.keys(tags).length <= 40, {
        error: "must be no more than 40 tags: AWS takes 50, some of them the program's",
    });
