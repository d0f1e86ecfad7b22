import { digest, hexId } from "./identifiers";
import { resourceType } from "./resourceType";
import { COMPUTED_IS_FREE } from "./price";

export const privateKey = resourceType("tls:index/privateKey:PrivateKey", {
    label: "private key",
    price: COMPUTED_IS_FREE,
    loses: undefined,
    seconds: { create: 0, update: 0, delete: 0, source: "computed by Pulumi" },
    replacedBy: ["algorithm", "ecdsaCurve", "rsaBits"],
    id: hexId("key"),
    outputs: {
        privateKeyPem: ({ urn }) => `-----BEGIN SIMULATED KEY-----\n${digest(urn, 32)}\n`,
        publicKeyPem: ({ urn }) => `-----BEGIN SIMULATED PUBLIC KEY-----\n${digest(urn, 32)}\n`,
    },
    secretOutputs: ["privateKeyPem"],
    effects: [
        {
            on: ["replace", "delete"],
            effect: "Only Pulumi's state has it: see the changes of the resources that use it.",
            interruption: "none",
        },
    ],
    actions: [],
});

export const selfSignedCert = resourceType("tls:index/selfSignedCert:SelfSignedCert", {
    label: "self-signed certificate",
    price: COMPUTED_IS_FREE,
    loses: undefined,
    seconds: { create: 0, update: 0, delete: 0, source: "computed by Pulumi" },
    replacedBy: [
        "allowedUses",
        "dnsNames",
        "ipAddresses",
        "isCaCertificate",
        "privateKeyPem",
        "setAuthorityKeyId",
        "setSubjectKeyId",
        "subject",
        "uris",
        "validityPeriodHours",
    ],
    id: hexId("cert"),
    outputs: {
        certPem: ({ urn }) => `-----BEGIN SIMULATED CERTIFICATE-----\n${digest(urn, 32)}\n`,
    },
    effects: [
        {
            on: ["replace", "delete"],
            effect: "Only Pulumi's state has it: see the changes of the resources that use it.",
            interruption: "none",
        },
    ],
    actions: [],
});
