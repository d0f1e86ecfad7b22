import { expect } from "chai";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { readAccountPlan } from "../../../commands/doctor/aws/freetier";
import { imageStatus } from "../../../commands/doctor/imageStatus";
import {
    httpRequest,
    localAddresses,
    readApiStatus,
    readCertificate,
    readText,
    readVersion,
    runTool,
} from "../../../commands/doctor/machine";
import { UserError } from "../../../lib/userError";

async function listen(server: Server): Promise<number> {
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return (server.address() as AddressInfo).port;
}

/** The error of a promise that rejects. */
async function errorOf(promise: Promise<unknown>): Promise<unknown> {
    return promise.then(
        () => undefined,
        (error: unknown) => error,
    );
}

describe("the machine that runs doctor", () => {
    it("reads a response with its headers, and names a host that does not respond", async () => {
        const server = createServer((_, response) => {
            response.writeHead(404, { "x-reason": "none" }).end("no such chart");
        });
        const port = await listen(server);
        const url = `http://127.0.0.1:${port}/index.yaml`;
        const { status, text, headers } = await httpRequest(url);
        expect([status, text, headers["x-reason"]]).to.deep.equal([404, "no such chart", "none"]);

        await new Promise((closed) => server.close(closed));
        const error = await errorOf(httpRequest(url));
        expect(error).to.be.instanceOf(UserError);
        expect((error as Error).message).to.match(
            /^127\.0\.0\.1:\d+ cannot be reached from this machine \(.+\)\.$/,
        );
    });

    it("reads the status of an API with any certificate, and none without a response", async () => {
        const { private: key, cert } = await generate([{ name: "commonName", value: "api" }]);
        const server = createTlsServer({ key, cert }, (request, response) => {
            response.writeHead(request.url === "/readyz" ? 401 : 500).end();
        });
        const port = await listen(server);
        expect(await readApiStatus(`https://127.0.0.1:${port}`)).to.equal(401);

        await new Promise((closed) => server.close(closed));
        expect(await readApiStatus(`https://127.0.0.1:${port}`)).to.equal(undefined);
    });

    it("reads a tool's version, knows a tool that is missing, and names one that fails", async () => {
        expect(await readVersion(process.execPath, ["--version"])).to.equal(`${process.version}\n`);
        expect(await readVersion("no-such-tool", ["version"])).to.equal(undefined);
        const error = await errorOf(readVersion(process.execPath, ["--no-such-option"]));
        expect((error as Error).message).to.match(/ --no-such-option failed with status 9\./);
    });

    it("runs a tool in a folder, and knows one that is missing or does not end", async () => {
        const folder = mkdtempSync(join(tmpdir(), "doctor-"));
        const code = "console.log(process.cwd()); console.error('warning'); process.exit(3)";
        const outcome = await runTool(process.execPath, ["-e", code], { cwd: folder });
        const late = await errorOf(
            runTool(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { timeout: 100 }),
        );
        expect(outcome).to.deep.equal({
            status: 3,
            stdout: `${realpathSync(folder)}\n`,
            stderr: "warning\n",
        });
        expect((late as Error).message).to.match(/ did not end in time\.$/);
        expect(await runTool("no-such-tool", [])).to.equal(undefined);
        rmSync(folder, { recursive: true });
    });

    it("reads the plan of an account with the AWS CLI", async () => {
        const folder = mkdtempSync(join(tmpdir(), "doctor-"));
        const { PATH } = process.env;
        const answers = async (script: string): Promise<unknown> => {
            writeFileSync(join(folder, "aws"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
            process.env["PATH"] = `${folder}:${PATH ?? ""}`;
            return readAccountPlan().catch((error: unknown) => (error as Error).message);
        };
        try {
            expect(await answers('echo "$@" >&2; echo PAID')).to.equal("PAID");
            expect(
                await answers("echo 'An error occurred (ResourceNotFoundException)' >&2; exit 254"),
            ).to.equal(undefined);
            expect(await answers("echo 'An error occurred (AccessDenied)' >&2; exit 254")).to.equal(
                "aws freetier get-account-plan-state failed: An error occurred (AccessDenied)",
            );
            expect(await answers("exit 1")).to.equal("aws freetier get-account-plan-state failed: status 1");
            process.env["PATH"] = join(folder, "none");
            expect(await errorOf(readAccountPlan())).to.have.property(
                "message",
                "aws is not installed, which reads the account's plan.",
            );
        } finally {
            process.env["PATH"] = PATH;
            rmSync(folder, { recursive: true });
        }
    });

    it("reads the certificate of a server, also one that clients do not trust", async () => {
        const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
            notAfterDate: new Date("2027-06-01T00:00:00Z"),
        });
        const server = createTlsServer({ key, cert });
        await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
        const { port } = server.address() as AddressInfo;
        const found = await readCertificate("localhost", port);
        await new Promise((closed) => server.close(closed));
        const error = await errorOf(readCertificate("localhost", port));
        expect(found).to.deep.equal({
            expires: Date.parse("2027-06-01T00:00:00Z"),
            fault: "DEPTH_ZERO_SELF_SIGNED_CERT",
        });
        expect((error as Error).message).to.match(/^localhost:\d+ cannot be reached from this machine \(/);
    });

    it("reads a file, knows one that is missing, and names one that cannot be read", () => {
        const folder = mkdtempSync(join(tmpdir(), "doctor-"));
        writeFileSync(join(folder, "license.lic"), "text");
        expect(readText(join(folder, "license.lic"))).to.equal("text");
        expect(readText(join(folder, "other.lic"))).to.equal(undefined);
        expect(() => readText(folder)).to.throw(UserError, `${folder} cannot be read (EISDIR).`);
        rmSync(folder, { recursive: true });
    });

    it("has addresses without the loopback", () => {
        expect(localAddresses().filter((address) => address.startsWith("127."))).to.deep.equal([]);
    });
});

describe("the status of an image", () => {
    const { fetch } = globalThis;
    let requests: [url: string, authorization: string | null][];

    /** Replaces the registries: a response for each request in turn. */
    function respond(...responses: Response[]): void {
        requests = [];
        globalThis.fetch = (url, init) => {
            requests.push([url as string, new Headers(init?.headers).get("authorization")]);
            const next = responses.shift();
            return next === undefined ? Promise.reject(new Error("no response")) : Promise.resolve(next);
        };
    }

    afterEach(() => {
        globalThis.fetch = fetch;
    });

    const challenge = (): Response =>
        new Response(null, {
            status: 401,
            headers: {
                "www-authenticate":
                    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
            },
        });

    it("is that of Docker Hub with a token for anyone, if the image names no registry", async () => {
        respond(
            challenge(),
            Response.json({ token: "t" }),
            new Response(null, { status: 200, headers: { "ratelimit-limit": "100;w=21600" } }),
        );

        expect(await imageStatus("posit/connect:2026.08.0")).to.deep.equal({
            status: 200,
            pullLimit: { pulls: 100, hours: 6 },
        });
        const manifest = "https://registry-1.docker.io/v2/posit/connect/manifests/2026.08.0";
        expect(requests).to.deep.equal([
            [manifest, null],
            [
                "https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Aposit%2Fconnect%3Apull",
                null,
            ],
            [manifest, "Bearer t"],
        ]);
    });

    it("is that of the token's server if it gives no token", async () => {
        respond(challenge(), new Response(null, { status: 403 }));
        expect(await imageStatus("posit/connect:1")).to.deep.equal({ status: 403 });
    });

    it("is that of the named registry, of a digest or of the tag latest", async () => {
        respond(new Response(null, { status: 404 }));
        expect(await imageStatus("registry.example.com:5000/r/content@sha256:ab")).to.deep.equal({
            status: 404,
        });
        expect(requests[0]?.[0]).to.equal(
            "https://registry.example.com:5000/v2/r/content/manifests/sha256:ab",
        );

        respond(new Response(null, { status: 401 }));
        expect(await imageStatus("localhost/content")).to.deep.equal({ status: 401 });
        expect(requests[0]?.[0]).to.equal("https://localhost/v2/content/manifests/latest");
    });
});
