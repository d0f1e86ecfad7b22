import { readFileSync } from "node:fs";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { rootCertificates } from "node:tls";
import { isObject } from "../lib/isObject";
import { UserError } from "../lib/userError";

/** Milliseconds that a response may take. A task is asked for at most half as long. */
const TIMEOUT = 60_000;

/** A response of Connect. */
export interface Answer {
    status: number;
    body: unknown;
}

/** Codes of Node.js for a certificate that is not trusted, or belongs to another host. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/;

/** Connect's own API, with a key. Each error is one line that never shows the key. */
export class ConnectClient {
    /** Address of Connect, without a slash at its end. */
    readonly url: string;

    private readonly authorities: string[] | undefined;

    constructor(
        url: string,
        private readonly key: string,
    ) {
        this.url = url.replace(/\/+$/, "");
        // k6 and OpenSSL read it too.
        const file = process.env["SSL_CERT_FILE"];
        this.authorities = file ? [...rootCertificates, readFileSync(file, "utf8")] : undefined;
    }

    /**
     * Sends a request with its own connection, and so without a session.
     *
     * @param path below the address, such as `/__api__/v1/user`.
     * @throws a {@link UserError} if there is no response.
     */
    send(method: string, path: string, body?: object | Buffer): Promise<Answer> {
        const { protocol } = new URL(this.url);
        const request = protocol === "http:" ? requestPlain : requestTls;
        const isBundle = Buffer.isBuffer(body);
        const bytes = body === undefined || isBundle ? body : Buffer.from(JSON.stringify(body));
        return new Promise((resolve, reject) => {
            const sent = request(
                `${this.url}${path}`,
                {
                    method,
                    agent: false,
                    timeout: TIMEOUT,
                    ...(this.authorities === undefined ? {} : { ca: this.authorities }),
                    headers: {
                        authorization: `Key ${this.key}`,
                        ...(bytes === undefined
                            ? {}
                            : {
                                  "content-type": isBundle ? "application/gzip" : "application/json",
                                  "content-length": bytes.length,
                              }),
                    },
                },
                (response) => {
                    const chunks: Buffer[] = [];
                    response.on("data", (chunk: Buffer) => chunks.push(chunk));
                    response.on("end", () => {
                        resolve({
                            status: response.statusCode ?? 0,
                            body: parse(Buffer.concat(chunks).toString()),
                        });
                    });
                },
            );
            sent.on("timeout", () => sent.destroy(new Error(`no response within ${TIMEOUT / 1000} s`)));
            sent.on("error", (error: NodeJS.ErrnoException) => {
                const { code = "", message } = error;
                reject(
                    new UserError([
                        CERTIFICATE.test(code)
                            ? `${this.url}: its certificate is not trusted (${code}). Name the file of its authority in SSL_CERT_FILE.`
                            : `${this.url}: cannot be reached from this machine (${message}).`,
                    ]),
                );
            });
            sent.end(bytes);
        });
    }

    /**
     * Sends a request that must succeed.
     *
     * @throws a {@link UserError} with Connect's own words if it does not.
     */
    async require(method: string, path: string, body?: object | Buffer): Promise<Record<string, unknown>> {
        const answer = await this.send(method, path, body);
        if (answer.status < 200 || answer.status > 299) {
            const { error } = isObject(answer.body) ? answer.body : {};
            const reason = typeof error === "string" ? error.replace(/\.$/, "") : "no reason";
            throw new UserError([`${method} ${this.url}${path}: status ${answer.status} (${reason}).`]);
        }
        return isObject(answer.body) ? answer.body : {};
    }
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}
