import { expect } from "chai";
import fc from "fast-check";
import { parseCIDR } from "ipaddr.js";
import { MAX_ZONES, subnetLayout } from "../../components/subnetLayout";

/** First and last address of a block, as numbers. */
function range(cidr: string): [number, number] {
    const [address, prefix] = parseCIDR(cidr);
    const first = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
    return [first, first + 2 ** (32 - prefix) - 1];
}

const layouts = fc.record({
    cidrBlock: fc
        .tuple(fc.integer({ min: 16, max: 19 }), fc.nat(255))
        .map(([prefix, second]) => `10.${second}.0.0/${prefix}`),
    zones: fc.integer({ min: 1, max: MAX_ZONES }),
});

describe("subnetLayout", () => {
    it("puts the public subnets in the first sixteenth and each zone's private one in the next", () => {
        expect(subnetLayout("10.0.0.0/16", 3)).to.deep.equal({
            publicCidrs: ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"],
            privateCidrs: ["10.0.16.0/20", "10.0.32.0/20", "10.0.48.0/20"],
        });
    });

    it("stays within its block", () => {
        expect(subnetLayout("172.20.64.0/19", 2)).to.deep.equal({
            publicCidrs: ["172.20.64.0/27", "172.20.64.32/27"],
            privateCidrs: ["172.20.66.0/23", "172.20.68.0/23"],
        });
    });

    it("never moves a zone's subnets when zones are added after it", () => {
        fc.assert(
            fc.property(layouts, ({ cidrBlock, zones }) => {
                const all = subnetLayout(cidrBlock, MAX_ZONES);
                expect(subnetLayout(cidrBlock, zones)).to.deep.equal({
                    publicCidrs: all.publicCidrs.slice(0, zones),
                    privateCidrs: all.privateCidrs.slice(0, zones),
                });
            }),
        );
    });

    it("lays subnets side by side inside the VPC", () => {
        fc.assert(
            fc.property(layouts, ({ cidrBlock, zones }) => {
                const { publicCidrs, privateCidrs } = subnetLayout(cidrBlock, zones);
                const ranges = [...publicCidrs, ...privateCidrs].map(range).sort(([a], [b]) => a - b);
                const [first, last] = range(cidrBlock);
                expect(ranges.every(([start, end]) => start >= first && end <= last)).to.equal(true);
                expect(ranges.every(([start], i) => i === 0 || start > (ranges[i - 1]?.[1] ?? 0))).to.equal(
                    true,
                );
            }),
        );
    });
});
