import { request } from "node:https";

/** Milliseconds that an answer may take. */
const TIMEOUT = 10_000;

/** Connect's own answer to load balancers. */
export const PING = "/__ping__";

/** Whether a stack has a certificate that nobody vouches for: one without a domain of its own. */
export function selfSigned({ hostname }: URL): boolean {
    return hostname.endsWith(".amazonaws.com");
}

/**
 * Asks Connect for a sign of life through a load balancer: the domain itself leads to the stack that is in use.
 *
 * @param url of Connect.
 * @param loadBalancer DNS name.
 * @returns what it answered: `200` where it serves, another status, or why there was no answer.
 */
export function ping(url: string, loadBalancer: string): Promise<string> {
    const { hostname, host, port } = new URL(url);
    return new Promise((resolve) => {
        const asked = request(
            {
                host: loadBalancer,
                port: port === "" ? 443 : port,
                servername: hostname,
                headers: { host },
                path: PING,
                rejectUnauthorized: !selfSigned(new URL(url)),
                agent: false,
                timeout: TIMEOUT,
            },
            (response) => {
                response.resume();
                resolve(String(response.statusCode));
            },
        );
        asked.on("timeout", () => asked.destroy(new Error(`no answer within ${TIMEOUT / 1000} s`)));
        asked.on("error", (error) => {
            resolve(error.message);
        });
        asked.end();
    });
}
