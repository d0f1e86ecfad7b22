import { execFile } from "node:child_process";
import { resolveNs } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { connect } from "node:tls";
import { UserError } from "../../lib/userError";

/** Milliseconds that a server or a tool may take to respond. */
const TIMEOUT = 8_000;

/** Bytes of a tool's output. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/** A response over HTTP. */
export interface HttpResponse {
    status: number;
    text: string;
    headers: Record<string, string>;
}

/** @throws a {@link UserError} if there is no response. */
export async function httpRequest(
    url: string,
    { method = "GET", headers = {} }: { method?: "GET" | "HEAD"; headers?: Record<string, string> } = {},
): Promise<HttpResponse> {
    try {
        const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(TIMEOUT) });
        return {
            status: response.status,
            text: await response.text(),
            headers: Object.fromEntries(response.headers),
        };
    } catch (error) {
        const { cause, message } = error as Error;
        const reason = cause instanceof Error ? cause.message || cause.name : message;
        throw new UserError([`${new URL(url).host} cannot be reached from this machine (${reason}).`]);
    }
}

/** Name servers that DNS has for a domain; none if it is not delegated. @throws a {@link UserError} if DNS does not respond. */
export async function readNameServers(domain: string): Promise<string[]> {
    try {
        return await resolveNs(domain);
    } catch (error) {
        const { code = "" } = error as NodeJS.ErrnoException;
        if (["ENOTFOUND", "ENODATA"].includes(code)) {
            return [];
        }
        throw new UserError([`DNS does not answer for ${domain} (${code}).`]);
    }
}

/** IPv4 addresses of this machine, loopback excepted. */
export function localAddresses(): string[] {
    return Object.values(networkInterfaces()).flatMap((all = []) =>
        all.filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address),
    );
}

/**
 * The status with which the Kubernetes API responds, also to a request without a login.
 *
 * @returns `undefined` if there is no response.
 */
export function readApiStatus(endpoint: string): Promise<number | undefined> {
    return new Promise((settle) => {
        // The path is checked, not the certificate: nothing is sent.
        const sent = request(
            `${endpoint}/readyz`,
            { rejectUnauthorized: false, timeout: TIMEOUT, agent: false },
            (response) => {
                response.resume();
                settle(response.statusCode);
            },
        );
        sent.on("timeout", () => sent.destroy());
        sent.on("close", () => {
            settle(undefined);
        });
        sent.on("error", () => {
            settle(undefined);
        });
        sent.end();
    });
}

/** A tool that has ended. */
export interface ToolOutcome {
    status: number;
    stdout: string;
    stderr: string;
}

/**
 * Runs an installed tool.
 *
 * @param options `cwd`, and a `timeout` in milliseconds.
 * @returns `undefined` if it is not installed.
 * @throws a {@link UserError} if it does not end in time.
 */
export function runTool(
    command: string,
    args: readonly string[],
    { cwd, timeout = TIMEOUT }: { cwd?: string; timeout?: number } = {},
): Promise<ToolOutcome | undefined> {
    return new Promise((settle, reject) => {
        execFile(command, args, { cwd, timeout, maxBuffer: MAX_OUTPUT }, (error, stdout, stderr) => {
            if (error === null) {
                settle({ status: 0, stdout, stderr });
            } else if (typeof error.code === "number") {
                settle({ status: error.code, stdout, stderr });
            } else if (error.code === "ENOENT") {
                settle(undefined);
            } else {
                reject(new UserError([`${command} ${args.join(" ")} did not end in time.`]));
            }
        });
    });
}

/** Output of a command that prints a tool's version; `undefined` if the tool is not installed. */
export async function readVersion(command: string, args: readonly string[]): Promise<string | undefined> {
    const outcome = await runTool(command, args);
    if (outcome !== undefined && outcome.status !== 0) {
        throw new UserError([`${command} ${args.join(" ")} failed with status ${outcome.status}.`]);
    }
    return outcome && `${outcome.stdout}${outcome.stderr}`;
}

/** A certificate that a server has presented. */
export interface ServedCertificate {
    /** In milliseconds since 1970. */
    expires: number;
    /** Why clients do not trust it; `undefined` if they do. */
    fault?: string;
}

/** The certificate of an HTTPS server. @throws a {@link UserError} if there is no response. */
export function readCertificate(host: string, port = 443): Promise<ServedCertificate> {
    return new Promise((settle, reject) => {
        // The certificate is the answer, also one that clients do not trust: nothing is sent.
        const socket = connect({ host, port, servername: host, rejectUnauthorized: false }, () => {
            const { valid_to: until } = socket.getPeerCertificate() as { valid_to: string };
            socket.destroy();
            settle({
                expires: Date.parse(until),
                ...(socket.authorized ? {} : { fault: String(socket.authorizationError) }),
            });
        });
        const fail = (reason: string): void => {
            socket.destroy();
            reject(new UserError([`${host}:${port} cannot be reached from this machine (${reason}).`]));
        };
        socket.setTimeout(TIMEOUT, () => {
            fail("no response in time");
        });
        socket.on("error", ({ message }: Error) => {
            fail(message);
        });
    });
}

/** Text of a file, by a path from the caller's folder; `undefined` if it does not exist. */
export function readText(path: string): string | undefined {
    try {
        return readFileSync(resolve(process.env["INIT_CWD"] ?? process.cwd(), path), "utf8");
    } catch (error) {
        const { code = "" } = error as NodeJS.ErrnoException;
        if (code === "ENOENT") {
            return undefined;
        }
        throw new UserError([`${path} cannot be read (${code}).`]);
    }
}
