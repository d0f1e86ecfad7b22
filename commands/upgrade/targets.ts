import { KUBERNETES_VERSIONS, kubernetesVersions } from "../../catalog/kubernetesVersions";
import { CONNECT_POSTGRES, NEWEST_MINORS, postgresVersions } from "../../catalog/postgresVersions";
import type { Component, CurrentStack, Targets } from "../../graph/upgrade/upgradePlan";
import { isOlder } from "../../lib/isOlder";
import { UserError } from "../../lib/userError";
import { countChanges, nearestOf } from "../../stacks/nearest";

const COMPONENTS: readonly Component[] = ["kubernetes", "postgres", "connect"];

const FORM = "must be <component>=<version>, such as kubernetes=1.36, postgres=17 or connect=2026.09.0";

/**
 * Reads the values of `--to`.
 *
 * @param today as `YYYY-MM-DD`, in UTC.
 * @throws a {@link UserError} with a line for each value that is wrong.
 */
export function readTargets(values: readonly string[], current: CurrentStack, today: string): Targets {
    const errors: string[] = [];
    const targets: Targets = {};
    for (const value of values) {
        const [, name = "", version = ""] = /^([^=]*)=(.+)$/.exec(value) ?? [];
        const component = COMPONENTS.find((known) => known === name);
        const read =
            version === ""
                ? `${FORM}.`
                : component === undefined
                  ? `must name one of ${COMPONENTS.join(", ")}, got "${name}".${suggestion(name)}`
                  : component in targets
                    ? `must name each component once, got ${component} twice.`
                    : READERS[component](version, current, today);
        if (typeof read === "string") {
            errors.push(`--to ${value}: ${read}`);
        } else if (component !== undefined) {
            targets[component] = read.version;
        }
    }
    if (errors.length > 0) {
        throw new UserError(errors);
    }
    return targets;
}

function suggestion(name: string): string {
    const nearest = nearestOf(name, COMPONENTS);
    return countChanges(name, nearest) <= 3 ? ` Did you mean ${nearest}?` : "";
}

/** The version, or the rest of an error after its subject. */
type Reader = (version: string, current: CurrentStack, today: string) => { version: string } | string;

const READERS: Record<Component, Reader> = {
    kubernetes: (version, { kubernetes }, today) => {
        const known = KUBERNETES_VERSIONS.filter((each) => isOlder(kubernetes, each));
        const supported = known.filter((each) => today < kubernetesVersions[each].standardSupportEnds);
        const found = KUBERNETES_VERSIONS.find((each) => each === version);
        const allowed =
            supported.length === 0
                ? `must be a version after ${kubernetes}, and the program knows none: update it.`
                : `must be ${supported.join(" or ")}`;
        if (found !== undefined && supported.includes(found)) {
            return { version };
        }
        if (supported.length === 0) {
            return allowed;
        }
        return found === undefined
            ? `${allowed}, got ${version}. The add-ons are pinned for these.`
            : known.includes(found)
              ? `${allowed}, got ${version}, whose standard support ended on ${kubernetesVersions[found].standardSupportEnds}.`
              : version === kubernetes
                ? `${allowed}, got the stack's own version.`
                : `${allowed}, got ${version}, which is older than the stack's ${kubernetes}. EKS rolls a control plane back for 7 days: lower posit-connect:cluster.version, as docs/upgrades.md describes.`;
    },
    postgres: (version, { postgres }, today) => {
        const [major = "", minor] = version.split(".");
        const from = postgres.split(".")[0] ?? "";
        const supported = CONNECT_POSTGRES.filter(
            (each) => !isOlder(each, from) && today <= (postgresVersions.get(each) ?? ""),
        );
        const allowed = `must be one of ${[
            ...supported.filter((each) => each !== from),
            ...supported.flatMap((each) => `${each}.x`),
        ].join(", ")}, which both Connect and RDS support`;
        const ends = postgresVersions.get(major);
        if (!/^\d+(\.(\d+|x))?$/.test(version) || !supported.some((each) => each === major)) {
            return ends !== undefined && ends < today
                ? `${allowed}, got ${version}, whose standard support ended on ${ends}.`
                : ends !== undefined && isOlder(major, from)
                  ? `${allowed}, got ${version}, which is older than the stack's ${postgres}. RDS has no way back: restore a backup.`
                  : `${allowed}, got ${version}.`;
        }
        return minor === "x"
            ? { version: NEWEST_MINORS.get(major) ?? major }
            : minor === undefined && major === from
              ? `must be a newer major version than the stack's, or name a minor one: postgres=${major}.x is the newest, got ${version}.`
              : { version };
    },
    connect: (version, { connect }) =>
        /^20\d\d\.\d\d\.\d+(-[\w.]+)?$/.test(version)
            ? isOlder(connect, version)
                ? { version }
                : `must be newer than the stack's ${connect}, got ${version}. A migrated database has no way back: restore a backup.`
            : `must be a version of Connect after ${connect}, such as 2026.09.0, got ${version}.`,
};
