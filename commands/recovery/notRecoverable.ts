import { Refusal } from "../refusal";

/** There is nothing that a stack can be restored from. */
export class NotRecoverable extends Refusal {}
