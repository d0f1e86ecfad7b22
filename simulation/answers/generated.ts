import { type Answer, digest, hexId } from "../answer";

/**
 * What the random and tls providers make: obviously not the real thing, so that nobody takes a plan's password or
 * key for one that guards something.
 */
export const generated: Record<string, Answer> = {
    "random:index/randomPassword:RandomPassword": {
        id: () => "none",
        outputs: ({ urn }) => ({
            result: `simulated${digest(urn, 16)}`,
            bcryptHash: `simulated${digest(urn, 8)}`,
        }),
        secrets: ["result", "bcryptHash"],
    },
    "random:index/randomId:RandomId": {
        id: hexId("id"),
        outputs: ({ urn }) => ({ hex: digest(urn, 8) }),
    },
    "tls:index/privateKey:PrivateKey": {
        id: hexId("key"),
        outputs: ({ urn }) => ({
            privateKeyPem: `-----BEGIN SIMULATED KEY-----\n${digest(urn, 32)}\n`,
            publicKeyPem: `-----BEGIN SIMULATED PUBLIC KEY-----\n${digest(urn, 32)}\n`,
        }),
        secrets: ["privateKeyPem"],
    },
    "tls:index/selfSignedCert:SelfSignedCert": {
        id: hexId("cert"),
        outputs: ({ urn }) => ({ certPem: `-----BEGIN SIMULATED CERTIFICATE-----\n${digest(urn, 32)}\n` }),
    },
};
