import { text } from "./field";

export const hostName = (example: string) =>
    text(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i, `a host name, such as ${example}`);
