import { expect } from "chai";
import fc from "fast-check";
import { countQuantity, lowest, mebibytes, millicores, quantities } from "../../lib/quantity";
import { canonical, thousandths } from "../kubernetes/admission";

describe("quantities", () => {
    const cases = [
        { cpu: 2, memory: 4, expected: { cpu: "2", memory: "4Gi" } },
        { cpu: "2000m", memory: "4096Mi", expected: { cpu: "2", memory: "4Gi" } },
        { cpu: 0.1, memory: 1.3, expected: { cpu: "100m", memory: "1331Mi" } },
        { cpu: "0.1", memory: "1.3Gi", expected: { cpu: "100m", memory: "1331Mi" } },
        { cpu: 0.29, memory: 0.125, expected: { cpu: "290m", memory: "128Mi" } },
        { cpu: 1.001, memory: 2048, expected: { cpu: "1001m", memory: "2Ti" } },
        { cpu: 10000, memory: 1536, expected: { cpu: "10k", memory: "1536Gi" } },
    ];
    for (const { expected, ...amount } of cases) {
        it(`are in the API server's canonical form (${JSON.stringify(amount)})`, () => {
            expect(quantities(amount)).to.deep.equal(expected);
        });
    }

    it("are canonical and exact for every amount that settings allow", () => {
        const amount = fc.record({
            cpu: fc.integer({ min: 1, max: 10_000_000 }).map((number) => number / 1000),
            memory: fc.double({ min: 0.001, max: 100_000, noNaN: true }),
        });
        fc.assert(
            fc.property(amount, ({ cpu, memory }) => {
                const found = quantities({ cpu, memory });

                expect(found).to.deep.equal({ cpu: canonical(found.cpu), memory: canonical(found.memory) });
                expect(thousandths(found.cpu)).to.equal(thousandths(String(cpu)));
                expect(thousandths(found.memory)).to.equal(BigInt(mebibytes(memory)) * 1000n * 1024n ** 2n);
            }),
        );
    });
});

describe("countQuantity", () => {
    it("is in the API server's canonical form", () => {
        const counts = [1, 250, 1000, 1001, 12_000];
        expect(counts.map(countQuantity)).to.deep.equal(["1", "250", "1k", "1001", "12k"]);
        expect(counts.map((count) => canonical(countQuantity(count)))).to.deep.equal(
            counts.map(countQuantity),
        );
    });
});

describe("lowest", () => {
    it("returns the lower CPU and the lower memory of two amounts", () => {
        const found = lowest({ cpu: "500m", memory: "512Mi" }, { cpu: 4, memory: 0.3 });

        expect(found).to.deep.equal({ cpu: "500m", memory: 0.3 });
        expect([millicores(found.cpu), mebibytes(found.memory)]).to.deep.equal([500, 307]);
    });
});
