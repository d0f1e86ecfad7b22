import { join } from "node:path";
import { planCommand, type PlanContext } from "../../commands/planCommand";
import { EXAMPLES, program, ROOT } from "../program";

export const DEV = join(EXAMPLES, "Pulumi.dev.yaml");
export const PROD = join(EXAMPLES, "Pulumi.prod.yaml");

/** The policy pack on the day of the tests, started as by the command. */
export const policyPack: PlanContext["policyPack"] = {
    folder: join(ROOT, "policy"),
    nodeArguments: [
        "--require",
        join(ROOT, "test", "fixedDay.cjs"),
        "--require",
        join(ROOT, "commands", "startPolicyPack.cjs"),
    ],
    timeoutMs: 60_000,
};

export interface Outcome {
    status: number;
    out: string;
    err: string;
}

/** Runs the command in this process, with parts of its context replaced. */
export async function planIn(context: Partial<PlanContext>, ...args: string[]): Promise<Outcome> {
    const outcome: Outcome = { status: -1, out: "", err: "" };
    outcome.status = await planCommand(args, {
        program,
        policyPack,
        out: (text) => {
            outcome.out += text;
        },
        err: (text) => {
            outcome.err += text;
        },
        progress: () => () => undefined,
        color: false,
        ...context,
    });
    return outcome;
}

export const plan = (...args: string[]): Promise<Outcome> => planIn({}, ...args);

const planned = new Map<string, Promise<Outcome>>();

/** A plan that other tests also read, which is made once. It writes no files. */
export function sharedPlan(...args: string[]): Promise<Outcome> {
    const key = args.join(" ");
    const outcome = planned.get(key) ?? plan(...args);
    planned.set(key, outcome);
    return outcome;
}
