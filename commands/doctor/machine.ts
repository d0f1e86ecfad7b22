import { execFile } from "node:child_process";
import { resolveNs } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { UserError } from "../../lib/userError";

/** Milliseconds that a server or a tool may take to respond. */
const TIMEOUT = 8_000;

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

/** Output of a command that prints a tool's version; `undefined` if the tool is not installed. */
export function readVersion(command: string, args: readonly string[]): Promise<string | undefined> {
    return new Promise((settle, reject) => {
        execFile(command, args, { timeout: TIMEOUT }, (error, stdout, stderr) => {
            if (error === null) {
                settle(`${stdout}${stderr}`);
            } else if (error.code === "ENOENT") {
                settle(undefined);
            } else {
                reject(
                    new UserError([
                        `${command} ${args.join(" ")} failed: ${error.message.split("\n")[0] ?? ""}`,
                    ]),
                );
            }
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
