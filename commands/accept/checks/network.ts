import { count } from "../../../lib/count";
import { type Check, failed, passed, unknown } from "../../doctor/check";
import type { AcceptContext } from "../acceptContext";
import { EXPIRY_WARNING_DAYS } from "../vipToml";

const DAY = 24 * 60 * 60 * 1000;

export const dns: Check<AcceptContext> = {
    id: "dns",
    title: "DNS",
    run: async (context) => {
        const endpoint = await context.endpoint();
        const { hostname } = endpoint.url;
        const [found, balancer] = await Promise.all([
            endpoint.addresses(hostname),
            context.loadBalancer().catch(() => undefined),
        ]);
        const { hostedZoneId, dnsRecord } = context.settings.loadBalancer;
        const target = balancer?.dnsName ?? "the load balancer";
        const fix =
            hostedZoneId !== undefined && dnsRecord
                ? "Update the stack, and check that the zone is delegated (npm run doctor)."
                : `Point the record of ${hostname} at ${target}.`;
        if (found.length === 0) {
            return failed(`${hostname} has no address`, fix);
        }
        if (balancer === undefined) {
            return unknown(
                `${hostname} is ${found.join(", ")}, and the load balancer's addresses are not known`,
                "Run the command with credentials of the stack's account.",
            );
        }
        // A name of many addresses is answered with eight of them.
        const expected = await endpoint.addresses(balancer.dnsName);
        return found.some((address) => expected.includes(address))
            ? passed(`${hostname} is ${found.join(", ")}, an address of ${target}`)
            : failed(`${hostname} is ${found.join(", ")}, and ${target} is ${expected.join(", ")}`, fix);
    },
};

/** Why OpenSSL does not trust a certificate, for a person. */
const DISTRUST: Record<string, string> = {
    CERT_HAS_EXPIRED: "it has expired",
    CERT_NOT_YET_VALID: "it is not valid yet",
    DEPTH_ZERO_SELF_SIGNED_CERT: "it is self-signed",
    SELF_SIGNED_CERT_IN_CHAIN: "its authority is not one that this machine trusts",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its authority is not one that this machine trusts",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        "its chain is incomplete, or its authority is not one that this machine trusts",
};

/** The certificate of a stack without a domain, by design. */
const SELF_SIGNED = "DEPTH_ZERO_SELF_SIGNED_CERT";

export const certificate: Check<AcceptContext> = {
    id: "certificate",
    title: "Certificate",
    run: async (context) => {
        const endpoint = await context.endpoint();
        const { certificate, distrust, mismatch } = await endpoint.handshake();
        const { selfSignedCertificate, certificateArn } = context.settings.loadBalancer;
        const source = certificateArn ?? "the certificate in ACM";
        if (distrust !== undefined && !(selfSignedCertificate && distrust === SELF_SIGNED)) {
            return failed(
                `${endpoint.url.hostname} is not trusted: ${DISTRUST[distrust] ?? distrust} (${distrust})`,
                `Check ${source}: its state, its chain, and the listener on port 443. For a private authority, name its file in NODE_EXTRA_CA_CERTS.`,
            );
        }
        if (mismatch !== undefined && !selfSignedCertificate) {
            return failed(mismatch, `Check that ${source} has the name ${endpoint.url.hostname}.`);
        }
        const days = Math.floor((Date.parse(certificate.valid_to) - context.now) / DAY);
        if (days < EXPIRY_WARNING_DAYS) {
            return failed(
                `it expires in ${count(days, "day")}, on ${certificate.valid_to}`,
                selfSignedCertificate
                    ? "Update the stack, which renews it."
                    : // Source: AWS Certificate Manager user guide, "Managed certificate renewal": 60 days before, and by DNS or a new import.
                      "ACM renews 60 days before. Check the record of its validation in DNS, or import a new certificate.",
            );
        }
        const names = (certificate.subjectaltname ?? "").replaceAll("DNS:", "");
        return passed(
            selfSignedCertificate
                ? `self-signed as the settings say, for ${count(days, "day")} more`
                : `trusted, for ${names}, ${count(days, "day")} more`,
        );
    },
};

const OLD = ["TLSv1", "TLSv1.1"] as const;
const CURRENT = ["TLSv1.2", "TLSv1.3"] as const;

const LISTENER = "Update the stack: the security policy of the listener on port 443 is not the plan's.";

export const tlsVersions: Check<AcceptContext> = {
    id: "tls",
    title: "TLS versions",
    run: async (context) => {
        const endpoint = await context.endpoint();
        const asked = await Promise.all(
            [...OLD, ...CURRENT].map(async (version) => [version, await endpoint.accepts(version)] as const),
        );
        const of = (versions: readonly string[], acceptance: string): string[] =>
            asked
                .filter(([version, found]) => versions.includes(version) && found === acceptance)
                .map(([v]) => v);
        const weak = of(OLD, "accepted");
        if (weak.length > 0) {
            return failed(`${weak.join(" and ")} accepted`, LISTENER);
        }
        if (of(CURRENT, "accepted").length < CURRENT.length) {
            return failed(`${of(CURRENT, "refused").join(" and ")} refused`, LISTENER);
        }
        const unable = of(OLD, "unable");
        return unable.length > 0
            ? unknown(
                  `this machine's OpenSSL cannot offer ${unable.join(" and ")}`,
                  "Run the command on another machine.",
              )
            : passed(`${CURRENT.join(" and ")} accepted, ${OLD.join(" and ")} refused`);
    },
};

/** A path with a query, which the redirect must keep. */
const PATH = "/connect/?from=http";

export const redirect: Check<AcceptContext> = {
    id: "redirect",
    title: "Redirect to HTTPS",
    run: async (context) => {
        const endpoint = await context.endpoint();
        const { status, headers } = await endpoint.getPlain(PATH);
        const location = headers["location"] ?? "";
        const expected = new URL(PATH, endpoint.url).href;
        return [301, 302, 307, 308].includes(status) &&
            URL.canParse(location) &&
            new URL(location).href === expected
            ? passed(`http:// responds with ${status} to https://`)
            : failed(
                  `http://${endpoint.url.hostname}${PATH} responds with ${status}${location === "" ? "" : ` to ${location}`}, not with a redirect to ${expected}`,
                  "Update the stack: the listener on port 80 is not the plan's.",
              );
    },
};
