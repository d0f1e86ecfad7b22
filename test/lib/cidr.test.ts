import { expect } from "chai";
import { reachOf } from "../../graph/reach";
import { containsBlock, parseBlock, parseBlocks, shareAddress } from "../../lib/cidr";

const block = (cidr: string) => {
    const [found] = parseBlocks([cidr]);
    if (found === undefined) {
        throw new Error(`${cidr} is not a CIDR block`);
    }
    return found;
};

describe("a CIDR block", () => {
    for (const [cidr, first, last] of [
        ["0.0.0.0/0", 0n, (1n << 32n) - 1n],
        ["10.0.0.0/8", 10n << 24n, (11n << 24n) - 1n],
        ["10.0.0.7/29", 10n << 24n, (10n << 24n) + 7n],
        ["255.255.255.255/32", (1n << 32n) - 1n, (1n << 32n) - 1n],
        ["::ffff:10.0.0.1/128", 0xffff0a000001n, 0xffff0a000001n],
        ["::/0", 0n, (1n << 128n) - 1n],
        ["::1/128", 1n, 1n],
        ["FD00::/8", 0xfdn << 120n, (0xfen << 120n) - 1n],
        ["1:2:3:4:5:6:7:8/128", 0x00010002000300040005000600070008n, 0x00010002000300040005000600070008n],
    ] as const) {
        it(`spans all of its addresses: ${cidr}`, () => {
            const version = cidr.includes(":") ? 6 : 4;

            expect(parseBlock(cidr)).to.deep.equal({ version, first, last });
        });
    }

    for (const text of [
        "",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/8/8",
        "10.0.0/8",
        "010.0.0.0/8",
        "0xa.0.0.0/8",
        "10.0.0.0.0/8",
        "10.0.0.256/8",
        "a.0.0.0/8",
        "::/129",
        "1::2::3/64",
        "1:2:3/64",
        "1:2:3:4:5:6:7::8/64",
        "g::/64",
        "12345::/64",
    ]) {
        it(`cannot be parsed from ${JSON.stringify(text)}`, () => {
            expect(parseBlock(text)).to.equal(undefined);
        });
    }

    for (const [cidr, reach] of [
        ["0.0.0.0/0", "internet"],
        ["128.0.0.0/1", "internet"],
        ["::/0", "internet"],
        ["2000::/3", "internet"],
        ["128.0.0.0/7", "internet"],
        ["nonsense", "internet"],
        ["8.0.0.0/8", "listed addresses"],
        ["2001::/16", "listed addresses"],
        ["198.51.100.0/24", "listed addresses"],
        ["172.32.0.0/16", "listed addresses"],
        ["8.0.0.0/6", "internet"],
        ["10.0.0.0/8", "private addresses"],
        ["10.1.2.0/24", "private addresses"],
        ["172.16.0.0/12", "private addresses"],
        ["192.168.1.1/32", "private addresses"],
        ["100.64.0.0/10", "private addresses"],
        ["169.254.169.254/32", "private addresses"],
        ["fd12::/16", "private addresses"],
        ["fe80::1/128", "private addresses"],
    ] as const) {
        it(`is classified as ${reach}: ${cidr}`, () => {
            expect(reachOf(cidr)).to.equal(reach);
        });
    }

    it("contains itself and smaller blocks of its IP version", () => {
        expect(containsBlock(block("10.0.0.0/8"), block("10.1.0.0/16"))).to.equal(true);
        expect(containsBlock(block("10.0.0.0/8"), block("10.0.0.0/8"))).to.equal(true);
        expect(containsBlock(block("10.1.0.0/16"), block("10.0.0.0/8"))).to.equal(false);
        expect(containsBlock(block("10.0.0.0/8"), block("11.0.0.0/16"))).to.equal(false);
        expect(containsBlock(block("0.0.0.0/0"), block("::/128"))).to.equal(false);
    });

    it("shares an address with another block, unless that is excluded", () => {
        const sharesAddress = (one: string, other: string, ...except: string[]): boolean =>
            shareAddress(block(one), block(other), parseBlocks(except));

        expect(sharesAddress("0.0.0.0/0", "10.0.0.0/16")).to.equal(true);
        expect(sharesAddress("10.0.1.0/24", "10.0.0.0/16")).to.equal(true);
        expect(sharesAddress("10.1.0.0/16", "10.0.0.0/16")).to.equal(false);
        expect(sharesAddress("::/0", "10.0.0.0/16")).to.equal(false);
        expect(sharesAddress("0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/8")).to.equal(false);
        expect(sharesAddress("0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/17")).to.equal(true);
        expect(sharesAddress("0.0.0.0/0", "10.0.0.0/16", "10.0.128.0/17")).to.equal(true);
        expect(sharesAddress("0.0.0.0/0", "10.0.0.0/16", "10.0.128.0/17", "10.0.0.0/17")).to.equal(false);
        expect(sharesAddress("0.0.0.0/0", "10.0.0.0/16", "::/0", "192.168.0.0/16")).to.equal(true);
    });
});
