import { UserError } from "../lib/userError";

/** The stack of this name, or its file, is another drill's: nothing of it is to be taken away. */
export class StackTaken extends UserError {}

/** The stacks of the project, as a drill needs them. */
export interface Stacks {
    /**
     * Makes sure that a drill can have a stack of this name.
     *
     * @throws a {@link UserError} where the CLI or the backend does not answer, or the stack or its file is there already.
     */
    checkFree(stack: string): Promise<void>;

    /**
     * A stack's secrets by key, in plain text: they are never printed and never on a command line.
     *
     * @throws a {@link UserError} where they cannot be read.
     */
    secretsOf(stack: string): Promise<Record<string, string>>;

    /** A stack that is still to be created. */
    drillStack(stack: string): DrillStack;
}

/** The stack of a drill. Each of its methods throws a {@link UserError} that says what the engine said. */
export interface DrillStack {
    /**
     * @throws a {@link StackTaken} where another drill has made it meanwhile.
     *
     * @param text of the stack's file.
     * @param source the stack whose secrets provider it shares.
     * @param secrets what is added to the file, encrypted, by key.
     */
    create(text: string, source: string, secrets: Record<string, string>): Promise<void>;

    /** @param interrupted cancels it as Ctrl-C does: what is under way ends, and nothing is begun any more. */
    up(interrupted: AbortSignal): Promise<void>;

    /** DNS name of its load balancer. */
    loadBalancer(): Promise<string>;

    /** Destroys all of it; one that was not created is no failure. */
    destroy(): Promise<void>;

    /** Takes it out of the backend, with its file; one that was not created is no failure. */
    remove(): Promise<void>;
}
