import { UserError } from "../lib/userError";

/** A stack cannot be restored from its backups. */
export class NotRecoverable extends UserError {}
