import { UserError } from "../lib/userError";

/** There is nothing that a stack can be restored from. */
export class NotRecoverable extends UserError {}
