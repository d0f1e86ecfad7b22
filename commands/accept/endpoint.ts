import { lookup } from "node:dns/promises";
import { request as requestPlain } from "node:http";
import { request as requestTls, type RequestOptions } from "node:https";
import { connect as connectTcp, isIP } from "node:net";
import {
    checkServerIdentity,
    connect as connectTls,
    type PeerCertificate,
    type SecureVersion,
} from "node:tls";
import { UserError } from "../../lib/userError";

/** Milliseconds that a response or a connection may take. */
const TIMEOUT = 10_000;

/** Milliseconds after which a port that does not respond is closed: a security group drops packets. */
const CLOSED_AFTER = 3_000;

/** Bytes that are read of a response. */
const MAX_BYTES = 1_000_000;

/** Node.js's codes for a certificate that it does not trust. Its messages differ from version to version. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/;

/** Node.js's code for a certificate that belongs to another host. */
const OTHER_NAME = "ERR_TLS_CERT_ALTNAME_INVALID";

/** The connection to a deployment. */
export interface Route {
    /** Address to connect to, instead of one from DNS. */
    address?: string;
    https: number;
    http: number;
    /** Ports of the servers that only the load balancer and the cluster may reach. */
    inner: readonly number[];
    /** Certificates of authorities in PEM, instead of this machine's. */
    authorities?: string;
}

/** A user's own: the ports of Connect's servers without TLS, and of their metrics, are closed on it. */
const ROUTE: Route = { https: 443, http: 80, inner: [3939, 3232] };

/** A response over HTTP or HTTPS. */
export interface Response {
    status: number;
    headers: Record<string, string>;
    /** `Set-Cookie`, each with its attributes. */
    cookies: string[];
    text: string;
}

/** A completed handshake. */
export interface Handshake {
    /** Such as `TLSv1.3`. */
    version: string;
    certificate: PeerCertificate;
    /** Why the certificate is not trusted, as OpenSSL names it; none if it is. */
    distrust: string | undefined;
    /** Why the certificate does not belong to the host; none if it does. */
    mismatch: string | undefined;
}

/** Whether a server accepts a TLS version; `unable` if this machine cannot offer it. */
export type Acceptance = "accepted" | "refused" | "unable";

/** A deployment of Connect, as a user's machine reaches it. Each request has its own connection. */
export class Endpoint {
    readonly url: URL;

    /**
     * @param url address that users type.
     * @param trusted whether its certificate must be trusted; a self-signed one is not.
     */
    constructor(
        url: string,
        private readonly trusted: boolean,
        private readonly route: Route = ROUTE,
    ) {
        this.url = new URL(url);
    }

    /** The addresses that DNS has for a name; none if it has no such name. @throws a {@link UserError} if DNS does not respond. */
    async addresses(name: string): Promise<string[]> {
        try {
            return (await lookup(name, { all: true })).map(({ address }) => address).sort();
        } catch (error) {
            const { code = "" } = error as NodeJS.ErrnoException;
            if (code === "ENOTFOUND") {
                return [];
            }
            throw new UserError([`DNS does not answer for ${name} (${code}). Run the command again.`]);
        }
    }

    /** Sends a GET over HTTPS. @throws a {@link UserError} if there is no response. */
    get(path: string, cookies: readonly string[] = []): Promise<Response> {
        return this.send(
            requestTls,
            {
                port: this.route.https,
                path,
                servername: this.url.hostname,
                rejectUnauthorized: this.trusted,
                ca: this.route.authorities,
            },
            cookies,
        );
    }

    /** Sends a GET over plain HTTP. @throws a {@link UserError} if there is no response. */
    getPlain(path: string): Promise<Response> {
        return this.send(requestPlain, { port: this.route.http, path }, []);
    }

    private send(
        request: typeof requestTls,
        options: RequestOptions & { port: number },
        cookies: readonly string[],
    ): Promise<Response> {
        const { hostname } = this.url;
        return new Promise((resolve, reject) => {
            const fail = ({ code = "", message }: NodeJS.ErrnoException): void => {
                reject(
                    new UserError([
                        CERTIFICATE.test(code)
                            ? `${hostname}: nothing is sent to a server whose certificate is not trusted (${code}).`
                            : `${hostname} on port ${options.port} does not respond: ${message}. Check DNS and allowedCidrs.`,
                    ]),
                );
            };
            const sent = request(
                {
                    ...options,
                    host: this.route.address ?? hostname,
                    headers: {
                        host: hostname,
                        "user-agent": "posit-connect-accept",
                        ...(cookies.length === 0 ? {} : { cookie: cookies.join("; ") }),
                    },
                    agent: false,
                    timeout: TIMEOUT,
                },
                (response) => {
                    const chunks: Buffer[] = [];
                    let bytes = 0;
                    response.on("data", (chunk: Buffer) => {
                        bytes += chunk.length;
                        if (bytes <= MAX_BYTES) {
                            chunks.push(chunk);
                        }
                    });
                    response.on("error", fail);
                    response.on("end", () => {
                        const { "set-cookie": set = [], ...headers } = response.headers;
                        resolve({
                            status: response.statusCode ?? 0,
                            headers: headers as Record<string, string>,
                            cookies: set,
                            text: Buffer.concat(chunks).toString(),
                        });
                    });
                },
            );
            sent.on("timeout", () => sent.destroy(new Error(`no response within ${TIMEOUT / 1000} s`)));
            sent.on("error", fail);
            sent.end();
        });
    }

    /** Completes a handshake with any certificate. @throws a {@link UserError} if there is none. */
    async handshake(): Promise<Handshake> {
        const result = await this.connect({});
        if (result instanceof Error) {
            throw new UserError([`${this.url.hostname}: no TLS connection (${result.message}).`]);
        }
        return result;
    }

    /** Whether the server accepts exactly one TLS version. @throws a {@link UserError} if it cannot be reached. */
    async accepts(version: SecureVersion): Promise<Acceptance> {
        const result = await this.connect({
            minVersion: version,
            maxVersion: version,
            // OpenSSL 3 offers TLS 1.0 and 1.1 at no higher level.
            ...(version < "TLSv1.2" ? { ciphers: "DEFAULT@SECLEVEL=0" } : {}),
        });
        if (!(result instanceof Error)) {
            return "accepted";
        }
        const { code = "" } = result as NodeJS.ErrnoException;
        if (/NO_PROTOCOLS_AVAILABLE|NO_CIPHERS_AVAILABLE/.test(code)) {
            return "unable";
        }
        // Servers that know no older version send an alert, or close the connection.
        if (/ALERT|^ECONNRESET$|^EPIPE$|UNSUPPORTED_PROTOCOL/.test(code)) {
            return "refused";
        }
        throw new UserError([`${this.url.hostname}: no TLS connection (${result.message}).`]);
    }

    private connect(options: {
        minVersion?: SecureVersion;
        maxVersion?: SecureVersion;
        ciphers?: string;
    }): Promise<Handshake | Error> {
        const { hostname } = this.url;
        return new Promise((resolve) => {
            const socket = connectTls({
                ...options,
                host: this.route.address ?? hostname,
                port: this.route.https,
                ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
                ca: this.route.authorities,
                // The certificate is a finding, not a reason to stop.
                rejectUnauthorized: false,
                timeout: TIMEOUT,
            });
            socket.on("timeout", () => socket.destroy(new Error(`no response within ${TIMEOUT / 1000} s`)));
            socket.on("error", resolve);
            socket.on("secureConnect", () => {
                const certificate = socket.getPeerCertificate();
                // A text at run time, against its type.
                const error = socket.authorizationError as unknown as string | null;
                resolve({
                    version: socket.getProtocol() ?? "",
                    certificate,
                    // Another host's name is reported as such.
                    distrust: error === null || error === OTHER_NAME ? undefined : error,
                    mismatch: checkServerIdentity(hostname, certificate)?.message,
                });
                socket.destroy();
            });
        });
    }

    /** The ports of {@link Route.inner} that accept a connection. */
    async openPorts(): Promise<number[]> {
        const open = await Promise.all(
            this.route.inner.map(
                (port) =>
                    new Promise<boolean>((resolve) => {
                        const socket = connectTcp({
                            host: this.route.address ?? this.url.hostname,
                            port,
                            timeout: CLOSED_AFTER,
                        });
                        const end = (isOpen: boolean): void => {
                            socket.destroy();
                            resolve(isOpen);
                        };
                        socket.on("connect", () => {
                            end(true);
                        });
                        socket.on("timeout", () => {
                            end(false);
                        });
                        socket.on("error", () => {
                            end(false);
                        });
                    }),
            ),
        );
        return this.route.inner.filter((_, index) => open[index]);
    }
}
