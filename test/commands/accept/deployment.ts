import { createServer as createPlainServer, type Server as PlainServer } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { SecureVersion } from "node:tls";
import { generate } from "selfsigned";
import { type Acceptance, Endpoint } from "../../../commands/accept/endpoint";

export const DOMAIN = "connect.acme.io";

/** Names of the servers behind the load balancer. */
const SERVERS = ["server-a", "server-b", "server-c"];

/** The last day of the tests' certificates. OpenSSL compares it with this machine's clock. */
export const LAST_DAY = "2126-11-23T12:00:00Z";

/** How a deployment differs from a good one. */
export interface Faults {
    /** Name in the certificate. */
    certificateName?: string;
    /** Whether the certificate is signed by its own key, not by an authority. */
    selfSigned?: true;
    expired?: true;
    /** Whether this machine does not know the authority. */
    unknownAuthority?: true;
    minVersion?: SecureVersion;
    maxVersion?: SecureVersion;
    /** Target of the redirect; none if plain HTTP serves pages. */
    redirect?: string | null;
    /** Status of the health check of the second server. */
    ping?: number;
    /** Whether the load balancer sends no cookie, or one that it does not follow. */
    sticky?: "noCookie" | "ignored";
    /** Whether Connect does not report the name of the server. */
    anonymous?: true;
    /** Response to `/metrics`. */
    metrics?: string;
    /** Whether a server's own port is open. */
    openPort?: true;
    headers?: Record<string, string>;
    cookie?: string;
    login?: number;
    /** `authentication` of Connect's public settings. */
    authentication?: unknown;
    /** Whether Connect's public settings are no JSON. */
    noJson?: true;
    /** Whether this machine cannot offer old TLS versions. */
    unable?: true;
    /** Whether nothing listens. */
    down?: true;
}

/** A deployment of Connect behind a load balancer, on loopback ports. */
export class LocalDeployment {
    /** The ports, also once they are closed. */
    private readonly ports: number[];

    private constructor(
        private readonly servers: (Server | PlainServer)[],
        private readonly authorities: string | undefined,
        private readonly faults: Faults,
    ) {
        this.ports = servers.map((server) => (server.address() as AddressInfo).port);
    }

    static async start(faults: Faults = {}): Promise<LocalDeployment> {
        const { key, cert, authority } = await certificates(faults);
        // Each path has a turn of its own, so that counts do not depend on the order in which connections arrive.
        const turns: Record<string, number> = {};
        const balance = (path: string, cookie: string | undefined): string => {
            const named = SERVERS.find((server) => cookie?.includes(`AWSALB=${server}`));
            return faults.sticky !== "ignored" && named !== undefined
                ? named
                : (SERVERS[(turns[path] = (turns[path] ?? -1) + 1) % SERVERS.length] ?? "");
        };
        const https = createServer(
            {
                key,
                cert,
                minVersion: faults.minVersion ?? "TLSv1.2",
                maxVersion: faults.maxVersion ?? "TLSv1.3",
                ...(faults.minVersion === "TLSv1" ? { ciphers: "DEFAULT@SECLEVEL=0" } : {}),
            },
            (request, response) => {
                const server = balance(request.url ?? "", request.headers.cookie);
                const { status, body } = connectResponse(request.url ?? "", server, faults);
                response
                    .writeHead(status, {
                        server: "Posit Connect",
                        "x-content-type-options": "nosniff",
                        ...faults.headers,
                        "set-cookie": [
                            ...(faults.sticky === "noCookie" ? [] : [`AWSALB=${server}; Path=/`]),
                            faults.cookie ?? "RSC-XSRF=1; Path=/; Secure",
                        ],
                    })
                    .end(body);
            },
        );
        const http = createPlainServer((request, response) => {
            const { redirect = `https://${DOMAIN}:443${request.url ?? ""}` } = faults;
            if (redirect === null) {
                response.writeHead(200).end("<html>");
            } else {
                response.writeHead(301, { location: redirect }).end();
            }
        });
        const inner = createPlainServer();
        for (const server of [https, http, inner]) {
            await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
        }
        const deployment = new LocalDeployment(
            [https, http, inner],
            faults.unknownAuthority ? undefined : authority,
            faults,
        );
        if (faults.down) {
            await deployment.stop();
        }
        return deployment;
    }

    endpoint(url: string, trusted: boolean): Endpoint {
        const [https = 0, http = 0, inner = 0] = this.ports;
        return new LocalEndpoint(this.faults, url, trusted, {
            address: "127.0.0.1",
            https,
            http,
            inner: this.faults.openPort ? [inner] : [1],
            authorities: this.authorities,
        });
    }

    async stop(): Promise<void> {
        await Promise.all(
            this.servers.map(
                (server) =>
                    new Promise((closed) => {
                        server.close(closed);
                        server.closeAllConnections();
                    }),
            ),
        );
    }
}

/** Addresses of names in the tests' DNS. */
export const ADDRESSES: Record<string, string[]> = {
    [DOMAIN]: ["198.51.100.1", "198.51.100.2"],
    "posit-connect-prod-1.us-east-1.elb.amazonaws.com": ["198.51.100.1", "198.51.100.2", "198.51.100.3"],
};

/** The tests' DNS, and a machine without old TLS versions; everything else is real. */
class LocalEndpoint extends Endpoint {
    constructor(
        private readonly faults: Faults,
        ...rest: ConstructorParameters<typeof Endpoint>
    ) {
        super(...rest);
    }

    override accepts(version: SecureVersion): Promise<Acceptance> {
        return this.faults.unable && version < "TLSv1.2" ? Promise.resolve("unable") : super.accepts(version);
    }

    override addresses(name: string): Promise<string[]> {
        return Promise.resolve(ADDRESSES[name] ?? []);
    }
}

function connectResponse(url: string, server: string, faults: Faults): { status: number; body: string } {
    switch (url) {
        case "/__ping__":
            return { status: server === SERVERS[1] ? (faults.ping ?? 200) : 200, body: "{}" };
        case "/__api__/server_settings": {
            const { authentication = { name: "OAuth2", handles_credentials: false, handles_login: true } } =
                faults;
            return {
                status: 200,
                body: faults.noJson
                    ? "<html>"
                    : JSON.stringify({ ...(faults.anonymous ? {} : { hostname: server }), authentication }),
            };
        }
        case "/__login__":
            return { status: faults.login ?? 200, body: "<!DOCTYPE html><title>Posit Connect</title>" };
        case "/metrics":
            return { status: faults.metrics === undefined ? 404 : 200, body: faults.metrics ?? "404" };
        default:
            return { status: 404, body: "" };
    }
}

async function certificates({ certificateName = DOMAIN, expired, selfSigned }: Faults) {
    const root = await generate([{ name: "commonName", value: "authority" }], {
        algorithm: "sha256",
        keyType: "ec",
        notBeforeDate: new Date("2020-01-01T00:00:00Z"),
        notAfterDate: new Date(LAST_DAY),
        extensions: [
            { name: "basicConstraints", cA: true, critical: true },
            { name: "keyUsage", keyCertSign: true, critical: true },
        ],
    });
    const leaf = await generate([{ name: "commonName", value: certificateName }], {
        algorithm: "sha256",
        keyType: "ec",
        notBeforeDate: new Date("2020-01-01T00:00:00Z"),
        notAfterDate: new Date(expired ? "2021-01-01T00:00:00Z" : LAST_DAY),
        extensions: [
            { name: "basicConstraints", cA: false },
            { name: "subjectAltName", altNames: [{ type: 2, value: certificateName }] },
        ],
        ...(selfSigned ? {} : { ca: { key: root.private, cert: root.cert } }),
    });
    return { key: leaf.private, cert: leaf.cert, authority: root.cert };
}
