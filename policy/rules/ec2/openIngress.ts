import { isObject, type Value } from "../../../graph/value";
import { EVERYONE } from "./everyone";

const WEB_PORTS: readonly unknown[] = [80, 443];

/** What is wanted of a rule of a security group, to follow "must be". */
export const CLOSED = `other than ${EVERYONE.join(" and ")} but for TCP on port 80 or 443`;

/** Whether the ports of a rule of a security group are one of the two that a website needs. */
export function isForWeb(rule: Value | undefined): boolean {
    return (
        isObject(rule) &&
        // The protocol has another name in each form; a rule has one of them.
        (rule.protocol ?? rule.ipProtocol) === "tcp" &&
        WEB_PORTS.includes(rule.fromPort) &&
        rule.fromPort === rule.toPort
    );
}

/** Whether one source of a rule lets in no more than known networks, or everyone to a website. */
export function isClosed(cidr: Value, rule: Value | undefined): boolean {
    return (typeof cidr === "string" && !EVERYONE.includes(cidr)) || isForWeb(rule);
}
