import { text } from "./field";

/** ID of an AWS account. */
export function accountId() {
    return text(/^\d{12}$/, 'an account id of 12 digits, such as "123456789012"');
}
