import { digest, hexId } from "../answer";
import { answersOf } from "../answersOf";

/**
 * What the random and tls providers make: obviously not the real thing, so that nobody takes a plan's password or
 * key for one that guards something.
 */
export const generated = answersOf({
    "random:index/randomPassword:RandomPassword": {
        id: () => "none",
        outputs: {
            result: ({ urn }) => `simulated${digest(urn, 16)}`,
            bcryptHash: ({ urn }) => `simulated${digest(urn, 8)}`,
        },
        secrets: ["result", "bcryptHash"],
    },
    "random:index/randomId:RandomId": {
        id: hexId("id"),
        outputs: { hex: ({ urn }) => digest(urn, 8) },
    },
    "tls:index/privateKey:PrivateKey": {
        id: hexId("key"),
        outputs: {
            privateKeyPem: ({ urn }) => `-----BEGIN SIMULATED KEY-----\n${digest(urn, 32)}\n`,
            publicKeyPem: ({ urn }) => `-----BEGIN SIMULATED PUBLIC KEY-----\n${digest(urn, 32)}\n`,
        },
        secrets: ["privateKeyPem"],
    },
    "tls:index/selfSignedCert:SelfSignedCert": {
        id: hexId("cert"),
        outputs: {
            certPem: ({ urn }) => `-----BEGIN SIMULATED CERTIFICATE-----\n${digest(urn, 32)}\n`,
        },
    },
});
