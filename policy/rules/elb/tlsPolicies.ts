import { type Check, matches, oneOf } from "../../check";
import type { Path } from "../../../graph/path";

/**
 * A policy that refuses TLS 1.0 and 1.1. Its name says the oldest version that it takes, the policies of before 2017
 * apart, which take all.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const isModernTls = (place: Path): Check =>
    matches(
        place,
        /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)-/,
        'a policy for TLS 1.2 and newer, such as "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"',
        [
            "ELBSecurityPolicy-2016-08",
            "ELBSecurityPolicy-TLS-1-0-2015-04",
            "ELBSecurityPolicy-TLS-1-1-2017-01",
            "ELBSecurityPolicy-FS-2018-06",
            "ELBSecurityPolicy-FS-1-1-2019-08",
            "ELBSecurityPolicy-TLS13-1-0-2021-06",
            "ELBSecurityPolicy-TLS13-1-1-2021-06",
            "Own-ELBSecurityPolicy-TLS13-1-2-2021-06",
            "",
        ],
    );

/** A policy that Security Hub recommends: of TLS 1.2 it takes the ciphers with forward secrecy and no others. */
export const isRecommendedTls = (place: Path): Check =>
    oneOf(
        place,
        [
            "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
            "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
            "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
            "ELBSecurityPolicy-TLS13-1-3-2021-06",
            "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
        ],
        ["ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06"],
    );
