import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { imageStatus } from "../../../commands/doctor/imageStatus";
import {
    httpRequest,
    localAddresses,
    readApiStatus,
    readText,
    readVersion,
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
        expect((error as Error).message).to.match(/ --no-such-option failed: Command failed/);
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
        respond(challenge(), Response.json({ token: "t" }), new Response(null, { status: 200 }));

        expect(await imageStatus("posit/connect:2026.08.0")).to.equal(200);
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
        expect(await imageStatus("posit/connect:1")).to.equal(403);
    });

    it("is that of the named registry, of a digest or of the tag latest", async () => {
        respond(new Response(null, { status: 404 }));
        expect(await imageStatus("registry.example.com:5000/r/content@sha256:ab")).to.equal(404);
        expect(requests[0]?.[0]).to.equal(
            "https://registry.example.com:5000/v2/r/content/manifests/sha256:ab",
        );

        respond(new Response(null, { status: 401 }));
        expect(await imageStatus("localhost/content")).to.equal(401);
        expect(requests[0]?.[0]).to.equal("https://localhost/v2/content/manifests/latest");
    });
});
