import { format, resolveConfig } from "prettier";
import { catalogue } from "../policy/catalogue";
import { leftOut } from "../policy/leftOut";
import { rules } from "../policy/rules";

const FILE = "docs/policies.md";

/** The file that comes from the rules, by its path in the repository: its text as it should be. */
export async function policyDocs(): Promise<Record<string, string>> {
    // As `npm run format` would have it: otherwise the two would undo each other.
    const options = { ...(await resolveConfig(FILE)), filepath: FILE };
    return { [FILE]: await format(catalogue(rules, leftOut), options) };
}
