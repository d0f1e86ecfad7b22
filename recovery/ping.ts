import { request } from "node:https";

/** Milliseconds that a response may take. */
const TIMEOUT = 10_000;

/** Connect's health check for load balancers. */
export const PING = "/__ping__";

/** Whether a stack has a self-signed certificate: one without a domain of its own. */
export function isSelfSigned({ hostname }: URL): boolean {
    return hostname.endsWith(".amazonaws.com");
}

/**
 * Checks Connect's health through a load balancer: the domain points to the promoted stack.
 *
 * @param url URL of Connect.
 * @param loadBalancer DNS name.
 * @returns the status, `200` if it is healthy, or why there was no response.
 */
export function ping(url: string, loadBalancer: string): Promise<string> {
    const { hostname, host, port } = new URL(url);
    return new Promise((resolve) => {
        const sent = request(
            {
                host: loadBalancer,
                port: port === "" ? 443 : port,
                servername: hostname,
                headers: { host },
                path: PING,
                rejectUnauthorized: !isSelfSigned(new URL(url)),
                agent: false,
                timeout: TIMEOUT,
            },
            (response) => {
                response.resume();
                resolve(String(response.statusCode));
            },
        );
        sent.on("timeout", () => sent.destroy(new Error(`no response within ${TIMEOUT / 1000} s`)));
        sent.on("error", (error) => {
            resolve(error.message);
        });
        sent.end();
    });
}
