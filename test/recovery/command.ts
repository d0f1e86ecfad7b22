import { join } from "node:path";
import { recoveryCommand, type RecoveryContext } from "../../commands/recoveryCommand";
import { program, ROOT } from "../program";

/** The moment of the tests. */
export const NOW = Date.parse("2026-11-23T12:00:00Z");

/** The outcome of a command: its whole output. */
export interface Outcome {
    status: number;
    out: string;
    err: string;
}

/** Credentials that no AWS takes, and nothing from this machine's own files. */
const ENVIRONMENT = {
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    AWS_CONFIG_FILE: join(__dirname, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(__dirname, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/**
 * Runs the command in this process, in an environment without any other setting of AWS's.
 *
 * @param environment variables beside those, or in their place; `undefined` takes one out.
 * @param reaches what a drill or a restore that is performed reaches; one that is not asks for nothing.
 */
export async function recovery(
    environment: Record<string, string | undefined>,
    args: string[],
    colour = false,
    {
        createDrillContext = () => Promise.reject(new Error("this performs no drill")),
        createRestoreContext = () => {
            throw new Error("this performs no restore");
        },
        root = ROOT,
    }: Partial<Pick<RecoveryContext, "createDrillContext" | "createRestoreContext" | "root">> = {},
): Promise<Outcome> {
    const outcome: Outcome = { status: -1, out: "", err: "" };
    outcome.status = await inEnvironment(environment, () =>
        recoveryCommand(args, {
            out: (text) => {
                outcome.out += text;
            },
            err: (text) => {
                outcome.err += text;
            },
            colour,
            now: NOW,
            root,
            program,
            createDrillContext,
            createRestoreContext,
        }),
    );
    return outcome;
}

/** Runs something with these variables set, and no other one of AWS's. */
export async function inEnvironment<T>(
    environment: Record<string, string | undefined>,
    run: () => Promise<T>,
): Promise<T> {
    const before = process.env;
    const own = Object.entries(before).filter(([name]) => !name.startsWith("AWS_"));
    const wanted: Record<string, string | undefined> = { ...ENVIRONMENT, ...environment };
    const set = Object.entries(wanted).filter(([, value]) => value !== undefined);
    process.env = Object.fromEntries([...own, ...set]);
    try {
        return await run();
    } finally {
        process.env = before;
    }
}
