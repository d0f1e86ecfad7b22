import { expect } from "chai";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { ping } from "../../recovery/ping";

describe("the health check over HTTPS", () => {
    let server: Server;
    let port: number;
    let received: { host?: string; path?: string; name: string };
    let status = 200;

    before(async () => {
        const { private: key, cert } = await generate([{ name: "commonName", value: "connect.example.com" }]);
        server = createServer({ key, cert }, (request, response) => {
            received = {
                host: request.headers.host,
                path: request.url,
                name: (request.socket as unknown as { servername: string }).servername,
            };
            response.writeHead(status).end();
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        ({ port } = server.address() as AddressInfo);
    });

    after(() => {
        server.close();
    });

    it("is sent to the load balancer with Connect's host name, and accepts a self-signed certificate of AWS's domain", async () => {
        const host = "k8s-1.us-east-1.elb.amazonaws.com";
        status = 200;
        expect(await ping(`https://${host}:${port}`, "127.0.0.1")).to.equal("200");
        expect(received).to.deep.equal({ host: `${host}:${port}`, path: "/__ping__", name: host });
        status = 503;
        expect(await ping(`https://${host}:${port}`, "127.0.0.1")).to.equal("503");
    });

    it("reports why there is no response: a self-signed certificate of another domain, or a closed port", async () => {
        expect(await ping(`https://connect.example.com:${port}`, "127.0.0.1")).to.match(
            /self-signed certificate/,
        );
        expect(await ping("https://connect.example.com:1", "127.0.0.1")).to.match(/ECONNREFUSED/);
    });
});
