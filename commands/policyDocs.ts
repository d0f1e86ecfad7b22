import { format, resolveConfig } from "prettier";
import { excludedControls } from "../policy/excludedControls";
import { policiesPage } from "../policy/policiesPage";
import { rules } from "../policy/rules";

const FILE = "docs/policies.md";

/** The generated file: its path in the repository, and its text. */
export async function policyDocs(): Promise<Record<string, string>> {
    // The same format as `npm run format`, so that neither command changes the output of the other.
    const options = { ...(await resolveConfig(FILE)), filepath: FILE };
    return { [FILE]: await format(policiesPage(rules, excludedControls), options) };
}
