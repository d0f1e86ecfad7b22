import { prefixOf } from "./cidr";
import type { Rule } from "./rule";

/** A block this wide admits strangers: the internet in two halves is the whole of it too. */
const WIDEST_PREFIX = 8;

/** ACM's limit for a certificate's first name, that of a common name in RFC 5280. */
const MAX_COMMON_NAME = 64;

const at = (key: string) => ["loadBalancer", key];

/** Exactly one certificate, with the name that it is for. */
export const oneCertificate: Rule = function* ({ loadBalancer }, checked) {
    const keys = ["domainName", "hostedZoneId", "certificateArn", "selfSignedCertificate"] as const;
    if (!checked.isSound(...keys.map((key) => `loadBalancer.${key}`))) {
        return;
    }
    const { domainName, hostedZoneId, certificateArn, selfSignedCertificate } = loadBalancer;
    if (selfSignedCertificate) {
        for (const key of ["domainName", "hostedZoneId", "certificateArn"] as const) {
            if (loadBalancer[key] !== undefined) {
                yield {
                    path: at(key),
                    message: "must be left out with selfSignedCertificate: choose one certificate",
                };
            }
        }
        return;
    }
    if (domainName === undefined && hostedZoneId === undefined && certificateArn === undefined) {
        const message =
            "needs a certificate: set domainName and hostedZoneId, or domainName and certificateArn, " +
            "or selfSignedCertificate with your own networks in allowedCidrs";
        yield { path: ["loadBalancer"], message };
    } else if (domainName === undefined) {
        const other = certificateArn === undefined ? "hostedZoneId" : "certificateArn";
        yield {
            path: at("domainName"),
            message: `not set; the name that users type is needed with ${other}`,
        };
    } else if (hostedZoneId === undefined && certificateArn === undefined) {
        yield {
            path: at("hostedZoneId"),
            message: "not set; a certificate for domainName needs it, or certificateArn",
        };
    } else if (certificateArn === undefined && domainName.length > MAX_COMMON_NAME) {
        yield {
            path: at("domainName"),
            message: `must be at most ${MAX_COMMON_NAME} characters for ACM to certify it`,
        };
    }
};

/** Browsers' warnings may be waved through by those who know the server, and by nobody else. */
export const selfSignedForFew: Rule = function* ({ loadBalancer }, checked) {
    const isAsked =
        checked.isSound("loadBalancer.selfSignedCertificate") && loadBalancer.selfSignedCertificate;
    if (!isAsked || !checked.hasShape("loadBalancer.allowedCidrs")) {
        return;
    }
    for (const [index, block] of loadBalancer.allowedCidrs.entries()) {
        if (checked.isSound(`loadBalancer.allowedCidrs.${index}`) && prefixOf(block) < WIDEST_PREFIX) {
            const message =
                `must list your own networks, /${WIDEST_PREFIX} or smaller, while selfSignedCertificate is true: ` +
                `${block} admits strangers`;
            yield { path: at("allowedCidrs"), message };
            return;
        }
    }
};

/** A load balancer takes certificates of its own region and account. */
export const certificateAtHome: Rule = function* ({ aws, loadBalancer }, checked) {
    if (!checked.isSound("loadBalancer.certificateArn") || loadBalancer.certificateArn === undefined) {
        return;
    }
    const [, , , region, account] = loadBalancer.certificateArn.split(":");
    if (checked.isSound("aws.region") && region !== aws.region) {
        yield {
            path: at("certificateArn"),
            message: `must be a certificate in ${aws.region}, which aws:region names`,
        };
    }
    if (checked.isSound("aws.allowedAccountIds") && account !== aws.allowedAccountIds[0]) {
        const message = `must be a certificate of account ${aws.allowedAccountIds[0] ?? ""}, which aws:allowedAccountIds names`;
        yield { path: at("certificateArn"), message };
    }
};
