import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Measurements } from "../commands/load/measurements";
import { builtProgram, KEY, LocalConnect } from "../test/load/localConnect";

/** Users without a wait between requests, and seconds with all of them. */
const USERS = 50;
const SECONDS = 5;

/** Requests a second of the load test's own tests. */
const TESTED = 150;

/**
 * Measures what limits a load test on this machine: the requests a second of the tests' Connect (a balancer and the FastAPI app
 * under uvicorn), and the ceiling of k6 with its output in JSON, on a server that only answers.
 */
export async function benchLoad(root: string): Promise<void> {
    const [k6, python] = [builtProgram("k6", "K6"), builtProgram("load", "LOAD_PYTHON")];
    process.stdout.write("\n");
    if (!existsSync(k6) || !existsSync(python)) {
        process.stdout.write("load test: not measured, build it with .ci/k6/build and .ci/load/build\n");
        return;
    }
    const connect = await LocalConnect.start({ python });
    const guid = connect.addContent();
    const own = await measureRate(root, k6, connect.url, guid);
    await connect.stop();
    printRate("the tests' Connect with uvicorn", own, `${(own / TESTED).toFixed(1)} times the tests' rate`);

    const server = createServer((request, response) => {
        const x = Number(new URL(request.url ?? "", "http://x").searchParams.get("x"));
        response.end(JSON.stringify({ hostname: "server", result: x * x }));
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const { port } = server.address() as AddressInfo;
    const ceiling = await measureRate(root, k6, `http://127.0.0.1:${port}`, "1");
    server.close();
    server.closeAllConnections();
    printRate(
        "k6 and its reader, on a server that only answers",
        ceiling,
        `${(ceiling / TESTED).toFixed(1)} times`,
    );
}

function printRate(name: string, perSecond: number, note: string): void {
    process.stdout.write(`${name.padEnd(50)} ${perSecond.toFixed(0).padStart(6)} requests/s  ${note}\n`);
}

/** Requests a second with all users, as `npm run load` measures them. */
async function measureRate(root: string, k6: string, url: string, guid: string): Promise<number> {
    const measurements = new Measurements();
    const child = spawn(
        k6,
        ["run", "--quiet", "--no-usage-report", "--out", "json=-", join(root, "load", "k6", "users.js")],
        {
            env: {
                PATH: dirname(k6),
                CONNECT_API_KEY: KEY,
                LOAD_URL: url,
                LOAD_CONTENT: `fastapi=${guid}`,
                LOAD_USERS: String(USERS),
                LOAD_RAMP_SECONDS: "1",
                LOAD_HOLD_SECONDS: String(SECONDS),
                LOAD_THINK_SECONDS: "0",
                LOAD_SUMMARY: "/dev/null",
            },
            stdio: ["ignore", "pipe", "ignore"],
        },
    );
    for await (const line of createInterface({ input: child.stdout })) {
        measurements.add(line);
    }
    return measurements.rates().find(({ phase }) => phase === "hold")?.requestsPerSecond ?? 0;
}
