import { expect } from "chai";
import { dueVersionText } from "../../commands/dueVersionText";
import type { EndingSupport } from "../../graph/dueVersions";

const KUBERNETES: EndingSupport = {
    kind: "support",
    of: "Kubernetes",
    version: "1.35",
    ends: "2027-03-27",
    days: 1,
    isExtended: false,
    extendedUsd: 365,
};

const POSTGRES: EndingSupport = {
    ...KUBERNETES,
    of: "PostgreSQL",
    version: "15.18",
    ends: "2028-02-29",
    days: 90,
    extendedUsd: 292,
};

describe("a version that needs an upgrade soon", () => {
    const cases: [string, Parameters<typeof dueVersionText>[0], string][] = [
        [
            "of Kubernetes",
            KUBERNETES,
            "Kubernetes 1.35: standard support ends on 2027-03-27, in 1 day. Then EKS upgrades the control plane by itself. " +
                "Extended support would prevent it for a year (`cluster.upgradePolicy`), for $365.00 more a month. " +
                "`npm run upgrade -- --to kubernetes=1.36` lists the steps.",
        ],
        [
            "of Kubernetes in extended support",
            { ...KUBERNETES, days: 0, isExtended: true },
            "Kubernetes 1.35: standard support ended on 2027-03-27. Extended support follows, for $365.00 more a month. " +
                "`npm run upgrade -- --to kubernetes=1.36` lists the steps.",
        ],
        [
            "of the newest Kubernetes that the program knows",
            { ...KUBERNETES, version: "1.36", extendedUsd: null, isExtended: true },
            "Kubernetes 1.36: standard support ends on 2027-03-27, in 1 day. Extended support follows, at a price that is not known here. " +
                "The program knows no newer version: update it.",
        ],
        [
            "of PostgreSQL",
            POSTGRES,
            "PostgreSQL 15.18: standard support ends on 2028-02-29, in 90 days. Then RDS upgrades the database to a newer major version " +
                "by itself. Extended support, which the program turns off, would prevent it, for $292.00 more a month, and twice as " +
                "much in its third year. `npm run upgrade -- --to postgres=17` lists the steps.",
        ],
        [
            "of the newest PostgreSQL that Connect supports",
            { ...POSTGRES, version: "17.10", isExtended: true },
            "PostgreSQL 17.10: standard support ends on 2028-02-29, in 90 days. Extended support follows, for $292.00 more a month, and " +
                "twice as much in its third year. The program knows no newer version: update it.",
        ],
        [
            "of the nodes' image",
            { kind: "release", nodeGroup: "cluster-general", release: "1.35.3-20260901", days: 61 },
            "cluster-general: the nodes' release 1.35.3-20260901 is 61 days old. Patch the nodes once a month, with one setting: " +
                "`cluster.nodeReleaseVersion`. See docs/upgrades.md.",
        ],
    ];
    for (const [name, due, text] of cases) {
        it(`is reported with what follows and what to do: ${name}`, () => {
            expect(dueVersionText(due)).to.equal(text);
        });
    }
});
