import { X509Certificate } from "node:crypto";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a text in PEM form, and the rest of it; `undefined` if one cannot be read, or there is none. */
export function readCertificates(
    text: string,
): { certificates: X509Certificate[]; rest: string } | undefined {
    const found = text.match(CERTIFICATE) ?? [];
    try {
        const certificates = found.map((one) => new X509Certificate(one));
        return found.length === 0
            ? undefined
            : { certificates, rest: text.replaceAll(CERTIFICATE, "").trim() };
    } catch {
        return undefined;
    }
}

/** The subject of a certificate on one line. */
export function subjectOf({ subject }: X509Certificate): string {
    return subject.replaceAll("\n", ", ");
}
