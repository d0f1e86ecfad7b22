import { expect } from "chai";
import { exposure } from "../../graph/exposure";
import { CLUSTER_ACCESS, simulateStack } from "../program";

const table = async (stack: "dev" | "prod", mode: "preview" | "update"): Promise<string[]> =>
    exposure(await simulateStack(stack, mode)).map(
        ({ from, to, ports, by }) => `${from} → ${to} ${ports} (${by.split("::").pop() ?? ""})`,
    );

const INSIDE = [
    "load balancer → nodes 3939/tcp (load-balancer)",
    "nodes → internet all (cluster-eksCluster)",
    "nodes → content pods all (connect-from-servers)",
    "nodes → database 5432/tcp (database-from-cluster)",
    "nodes → file system 2049/tcp (file-system-from-cluster)",
    "nodes → API endpoint 443/tcp (cluster-eksCluster)",
    "content pods → internet all (connect-to-needed)",
    "content pods → nodes 3939/tcp (connect-to-needed)",
    "content pods → nodes 53/tcp (connect-to-needed)",
    "content pods → nodes 53/udp (connect-to-needed)",
];

describe("the network exposure", () => {
    for (const mode of ["preview", "update"] as const) {
        it(`is, in prod, the website for the internet and the connections of each part (${mode})`, async () => {
            const everyone = [
                "internet → load balancer 443/tcp (load-balancer-https-from-0-0-0-0-0)",
                "internet → load balancer 80/tcp (load-balancer-http-from-0-0-0-0-0)",
                "nodes → load balancer 443/tcp (load-balancer-https-from-0-0-0-0-0)",
                "nodes → load balancer 80/tcp (load-balancer-http-from-0-0-0-0-0)",
                "listed addresses → API endpoint 443/tcp (cluster-api-from-192-0-2-0-24)",
            ];

            const rows = await table("prod", mode);

            expect(rows).to.have.members([...everyone, ...INSIDE]);
            expect(rows.filter((row) => INSIDE.includes(row))).to.deep.equal(INSIDE);
        });

        it(`is, in dev, the website and the API for listed addresses and the connections of each part (${mode})`, async () => {
            expect(await table("dev", mode)).to.deep.equal([
                "listed addresses → load balancer 443/tcp (load-balancer-https-from-203-0-113-0-24)",
                "listed addresses → load balancer 80/tcp (load-balancer-http-from-203-0-113-0-24)",
                "listed addresses → API endpoint 443/tcp (cluster-eksCluster)",
                ...INSIDE,
            ]);
        });
    }

    it("includes each block that can reach the API's private endpoint, and the nodes' port that the same rule opens", async () => {
        const cluster = { ...CLUSTER_ACCESS, privateAccessCidrs: ["10.0.0.0/16", "192.0.2.0/24"] };
        const graph = await simulateStack("dev", "update", { sections: { cluster } });

        const rows = exposure(graph)
            .filter(({ by }) => by.includes("cluster-api-from-"))
            .map(({ from, to, ports, by }) => `${from} → ${to} ${ports} (${by.split("::").pop() ?? ""})`);
        expect(rows).to.deep.equal([
            "listed addresses → API endpoint 443/tcp (cluster-api-from-192-0-2-0-24)",
            "private addresses → nodes 443/tcp (cluster-api-from-10-0-0-0-16)",
            "private addresses → API endpoint 443/tcp (cluster-api-from-10-0-0-0-16)",
            "nodes → API endpoint 443/tcp (cluster-api-from-10-0-0-0-16)",
        ]);
    });
});
