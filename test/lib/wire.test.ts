import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { expect } from "chai";
import {
    isSecret,
    isUnknown,
    outputValues,
    resourceReference,
    secret,
    UNKNOWN_SENTINEL,
} from "../../lib/wire";

describe("the wire format", () => {
    it("uses the constants of Pulumi's SDK", () => {
        expect({
            unknown: UNKNOWN_SENTINEL,
            secret: secret("a"),
            output: outputValues(UNKNOWN_SENTINEL),
            reference: resourceReference("urn", "id"),
        }).to.deep.equal({
            unknown: rpc.unknownValue,
            secret: { [rpc.specialSigKey]: rpc.specialSecretSig, value: "a" },
            output: { [rpc.specialSigKey]: rpc.specialOutputValueSig },
            reference: { [rpc.specialSigKey]: rpc.specialResourceSig, urn: "urn", id: "id" },
        });
    });

    it("recognizes a secret and an unknown value, and no other value", () => {
        expect([isSecret(secret(1)), isSecret({ value: 1 }), isSecret("a"), isSecret(null)]).to.deep.equal([
            true,
            false,
            false,
            false,
        ]);
        expect([isUnknown(UNKNOWN_SENTINEL), isUnknown("a"), isUnknown(undefined)]).to.deep.equal([
            true,
            false,
            false,
        ]);
    });
});
