import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../lib/userError";
import type { ConnectClient } from "./connectClient";

/** The APIs of the load test, each a folder in load/content with a manifest. */
export const APIS = ["fastapi", "plumber"] as const;

export type Api = (typeof APIS)[number];

/** A published API. */
export interface Published {
    api: Api;
    guid: string;
}

/** The rate of requests of a test. */
export interface Load {
    users: number;
    /** Mean seconds between an answer and the next request of a user. */
    thinkSeconds: number;
    servers: number;
}

/** Assumed CPU time of a request in a process, and how busy a process may be. Half of Posit's measured time on a server is 4.3 ms. */
const SECONDS_PER_REQUEST = 0.01;
const BUSY = 0.5;

/** Connect's default limits of what a publisher may set. Source: configuration appendix, `Scheduler.MinProcessesLimit`. */
const MOST_MIN_PROCESSES = 10;

/**
 * Processes of each API on each server that answer a test's requests without waiting for a new process. Connect starts them in
 * advance, so that no start is in the measured time.
 */
export function processesFor({ users, thinkSeconds, servers }: Load): number {
    const perSecond = users / thinkSeconds / APIS.length / Math.max(1, servers);
    const needed = Math.ceil((perSecond * SECONDS_PER_REQUEST) / BUSY);
    return Math.min(MOST_MIN_PROCESSES, Math.max(1, needed));
}

/** Connections that a process may have at once: all that wait, too. */
export const CONNECTIONS_PER_PROCESS = 50;

/** How long the installation of packages may take. */
const DEPLOY_SECONDS = 1200;

/** How long processes may take to start. */
const START_SECONDS = 180;

/**
 * Publishes the APIs with the processes that a test needs, and waits until they respond.
 *
 * @param progress is called with each step.
 * @returns the APIs. If one fails, those that exist are deleted first.
 */
export async function publishApis(
    client: ConnectClient,
    processes: number,
    progress: (text: string) => void,
): Promise<Published[]> {
    const published: Published[] = [];
    try {
        for (const api of APIS) {
            progress(`Publishing ${api} …`);
            // A name of its own, so that a test never replaces content.
            const name = `load-test-${api}-${randomBytes(4).toString("hex")}`;
            const guid = String(
                (
                    await client.require("POST", "/__api__/v1/content", {
                        name,
                        title: `Load test: ${api}`,
                        // Only its owner, whose key the test has.
                        access_type: "acl",
                        min_processes: processes,
                        max_processes: processes,
                        max_conns_per_process: CONNECTIONS_PER_PROCESS,
                    })
                )["guid"],
            );
            published.push({ api, guid });
            await deploy(client, guid, await bundleOf(api));
        }
        for (const { api, guid } of published) {
            progress(`Waiting for ${api} …`);
            await waitForApi(client, api, guid);
        }
        return published;
    } catch (error) {
        await deleteApis(client, published);
        throw error;
    }
}

/** Deletes published APIs. One that does not exist any more is no error. */
export async function deleteApis(client: ConnectClient, published: readonly Published[]): Promise<void> {
    for (const { guid } of published) {
        const path = `/__api__/v1/content/${guid}`;
        const { status } = await client.send("DELETE", path);
        if (status !== 204 && status !== 200 && status !== 404) {
            throw new UserError([
                `DELETE ${client.url}${path}: status ${status}. Delete the content in Connect's dashboard.`,
            ]);
        }
    }
}

/** The files of an API as Connect takes them: a tar archive, compressed with gzip. */
export async function bundleOf(api: Api): Promise<Buffer> {
    const folder = join(__dirname, "content", api);
    const { stdout } = await promisify(execFile)(
        "tar",
        // The manifest is at the archive's root.
        ["-c", "-z", "-f", "-", "-C", folder, ...readdirSync(folder).sort()],
        // Without it, macOS adds files of its own.
        { encoding: "buffer", maxBuffer: 10_000_000, env: { ...process.env, COPYFILE_DISABLE: "1" } },
    );
    return stdout;
}

async function deploy(client: ConnectClient, guid: string, bundle: Buffer): Promise<void> {
    const content = `/__api__/v1/content/${guid}`;
    const { id } = await client.require("POST", `${content}/bundles`, bundle);
    const { task_id: task } = await client.require("POST", `${content}/deploy`, { bundle_id: id });
    const end = Date.now() + DEPLOY_SECONDS * 1000;
    let output: unknown[] = [];
    while (Date.now() < end) {
        const state = await client.require("GET", `/__api__/v1/tasks/${String(task)}?wait=5`);
        output = Array.isArray(state["output"]) && state["output"].length > 0 ? state["output"] : output;
        if (state["finished"] === true) {
            if (state["code"] === 0) {
                return;
            }
            throw new UserError([
                `${client.url} did not deploy the content: ${String(state["error"])}. The end of its log:`,
                ...output.slice(-10).map((line) => `  ${String(line)}`),
            ]);
        }
    }
    throw new UserError([`${client.url} did not deploy the content within ${DEPLOY_SECONDS} s.`]);
}

async function waitForApi(client: ConnectClient, api: Api, guid: string): Promise<void> {
    const path = `/content/${guid}/square?x=3`;
    const end = Date.now() + START_SECONDS * 1000;
    for (;;) {
        const { status, body } = await client.send("GET", path);
        const { result } = (body ?? {}) as { result?: unknown };
        if (status === 200 && Number(result) === 9) {
            return;
        }
        if (Date.now() > end) {
            throw new UserError([
                `${client.url}${path}: ${api} responds with status ${status} and not with 9, ${START_SECONDS} s after its deployment. Read its log in Connect's dashboard.`,
            ]);
        }
        await new Promise((resolve) => setTimeout(resolve, 1000));
    }
}
