import { X509Certificate } from "node:crypto";
import { z } from "zod";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const FORM = "one or more certificates in PEM form, and nothing else";

/** Certificates in PEM form. A ConfigMap contains them, and its limit is 1 MiB. */
export const certificates = () =>
    z
        .string({ error: FORM })
        .max(500_000, { error: `${FORM}, up to 500,000 characters` })
        .refine((pem) => pem.replaceAll(CERTIFICATE, "").trim() === "" && isReadable(pem), { error: FORM });

function isReadable(pem: string): boolean {
    const found = pem.match(CERTIFICATE) ?? [];
    try {
        return found.length > 0 && found.every((one) => new X509Certificate(one).ca);
    } catch {
        return false;
    }
}
