import { expect } from "chai";
import { ALL, common, portsOf, formatPorts, tcp } from "../../graph/ports";
import { UNKNOWN } from "../../graph/value";

describe("ports of a rule", () => {
    it("have a protocol by its name or its number", () => {
        expect(portsOf("tcp", 80, 443)).to.deep.equal({ protocol: "tcp", from: 80, to: 443 });
        expect(portsOf("TCP", 80, 80)).to.deep.equal(tcp(80));
        expect(portsOf("6", 80, 80)).to.deep.equal(tcp(80));
        expect(portsOf("17", 53, 53)).to.deep.equal({ protocol: "udp", from: 53, to: 53 });
    });

    it("are all if the protocol is", () => {
        expect(portsOf("-1", 0, 0)).to.deep.equal(ALL);
        expect(portsOf("all", undefined, undefined)).to.deep.equal(ALL);
    });

    it("are unknown if a part is", () => {
        expect(portsOf(UNKNOWN, 80, 80)).to.equal("unknown");
        expect(portsOf("tcp", UNKNOWN, 80)).to.equal("unknown");
        expect(portsOf("tcp", 80, undefined)).to.equal("unknown");
    });

    it("have an intersection", () => {
        expect(common(ALL, tcp(80))).to.deep.equal(tcp(80));
        expect(common(tcp(80), ALL)).to.deep.equal(tcp(80));
        expect(common(ALL, ALL)).to.deep.equal(ALL);
        expect(
            common({ protocol: "tcp", from: 1, to: 80 }, { protocol: "tcp", from: 80, to: 90 }),
        ).to.deep.equal(tcp(80));
        expect(common({ protocol: "tcp", from: 1, to: 79 }, { protocol: "tcp", from: 80, to: 90 })).to.equal(
            undefined,
        );
        expect(common(tcp(53), { protocol: "udp", from: 53, to: 53 })).to.equal(undefined);
    });

    it("are formatted as a short text", () => {
        expect(
            [ALL, tcp(80), { protocol: "udp", from: 0, to: 9 }, { ...ALL, to: 9 }].map(formatPorts),
        ).to.deep.equal(["all", "80/tcp", "0-9/udp", "0-9/all"]);
    });
});
