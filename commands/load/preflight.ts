import { UserError } from "../../lib/userError";
import type { ConnectClient } from "../../load/connectClient";
import { isObject } from "../../lib/isObject";

/** Requests without a session, to find the servers behind the load balancer. */
const REQUESTS = 24;

/** Roles that may publish. Source: Connect Server API reference, `GET /v1/user`. */
const PUBLISHERS = ["publisher", "administrator"];

/**
 * Checks before any load that Connect responds and accepts the key.
 *
 * @returns the names of its servers, as many as the load balancer shows; none if Connect does not report them.
 * @throws a {@link UserError} of one line.
 */
export async function preflight(client: ConnectClient): Promise<string[]> {
    const { status, body } = await client.send("GET", "/__api__/v1/user");
    if (status === 401 || status === 403) {
        throw new UserError([
            `--key: ${client.url} does not accept it (status ${status}). Create one in Connect: your name, Manage Your API Keys.`,
        ]);
    }
    if (status !== 200 || !isObject(body) || typeof body["username"] !== "string") {
        throw new UserError([
            `--url: ${client.url} is not Posit Connect: /__api__/v1/user responds with status ${status}.`,
        ]);
    }
    const role = String(body["user_role"]);
    if (!PUBLISHERS.includes(role)) {
        throw new UserError([
            `--key: ${body["username"]} is a ${role}, and the test publishes its content. Use the key of a publisher.`,
        ]);
    }
    const answers = await Promise.all(
        Array.from({ length: REQUESTS }, () => client.send("GET", "/__api__/server_settings")),
    );
    const names = answers.flatMap(({ body: settings }) =>
        isObject(settings) && typeof settings["hostname"] === "string" ? [settings["hostname"]] : [],
    );
    return [...new Set(names)].sort();
}
