import { join } from "node:path";
import { recoveryCommand, type RecoveryContext } from "../../commands/recoveryCommand";
import { withEnvironment } from "../environment";
import { program, ROOT } from "../program";

/** The tests' current time. */
export const NOW = Date.parse("2026-11-23T12:00:00Z");

/** The exit status and the complete output of a command. */
export interface Outcome {
    status: number;
    out: string;
    err: string;
}

/** Credentials of AWS's documentation, and no configuration from this machine's files. */
const ENVIRONMENT = {
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    AWS_CONFIG_FILE: join(__dirname, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(__dirname, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/**
 * Runs the command in this process, with no other AWS configuration in its environment.
 *
 * @param environment variables that are added or replaced; `undefined` removes one.
 * @param context the context of a drill or a restore that is run; a plan requires none.
 */
export async function recovery(
    environment: Record<string, string | undefined>,
    args: string[],
    color = false,
    {
        createDrillContext = () => Promise.reject(new Error("a plan creates no drill context")),
        createRestoreContext = () => {
            throw new Error("a plan creates no restore context");
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
            color,
            now: NOW,
            root,
            program,
            createDrillContext,
            createRestoreContext,
        }),
    );
    return outcome;
}

/** Runs a function with these environment variables, and no other AWS ones. */
export async function inEnvironment<T>(
    environment: Record<string, string | undefined>,
    run: () => Promise<T>,
): Promise<T> {
    const others = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
    return withEnvironment(
        { ...Object.fromEntries(others.map((name) => [name, undefined])), ...ENVIRONMENT, ...environment },
        run,
    );
}
