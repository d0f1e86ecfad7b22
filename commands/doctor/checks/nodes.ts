import { OLD_RELEASE_DAYS, releaseDay } from "../../../catalog/maintenance";
import { type Check, failed, passed, unknown } from "../check";
import { clusterName, notDeployed } from "../deployedNames";

const DAY = 24 * 60 * 60 * 1000;

/** EKS never patches nodes by itself. */
export const nodes: Check = {
    id: "nodes",
    title: "Nodes",
    inAccount: true,
    run: async (context) => {
        const { place, now, sources } = context;
        const name = clusterName(context);
        if ((await sources.cluster(name, place.region)) === undefined) {
            return notDeployed(name);
        }
        const groups = await sources.nodeGroups(name, place.region);
        const newest = await Promise.all(
            groups.map(({ amiType, version }) => sources.newestRelease(amiType, version, place.region)),
        );
        const rows = groups.map((group, index) => ({
            ...group,
            newest: newest[index],
            released: releaseTime(group.release),
        }));
        const broken = rows.filter(({ status, problems }) => status !== "ACTIVE" || problems.length > 0);
        if (broken.length > 0) {
            return failed(
                broken
                    .map(({ name: group, status, problems }) =>
                        [`${group} is ${status}`, ...problems].join(": "),
                    )
                    .join("; "),
                `aws eks describe-nodegroup --region ${place.region} --cluster-name ${name} --nodegroup-name ${broken[0]?.name ?? ""}`,
            );
        }
        const old = rows.filter(
            ({ release, newest: recommended, released }) =>
                recommended !== undefined &&
                release !== recommended &&
                released !== undefined &&
                now - released > OLD_RELEASE_DAYS * DAY,
        );
        if (old.length > 0) {
            return failed(
                old
                    .map(
                        ({ name: group, release, newest: recommended = "", released = 0 }) =>
                            `${group} runs ${release}, released ${Math.floor((now - released) / DAY)} days ago; the newest is ${recommended}`,
                    )
                    .join("; "),
                `pulumi config set --path posit-connect:cluster.nodeReleaseVersion ${old[0]?.newest ?? ""}\n` +
                    "Then run pulumi up, which replaces the nodes one after the other.",
            );
        }
        const open = rows.filter(
            ({ newest: recommended, released }) => recommended === undefined || released === undefined,
        );
        return open.length === 0
            ? passed(
                  rows
                      .map(
                          ({ name: group, release, newest: recommended = "" }) =>
                              `${group} ${release}${release === recommended ? ", the newest" : `, the newest is ${recommended}`}`,
                      )
                      .join("; "),
              )
            : unknown(
                  `no recommended release to compare with: ${open.map(({ name: group, release, amiType }) => `${group} ${release} (${amiType})`).join(", ")}`,
                  'Compare it with docs/upgrades.md, "Patch the nodes".',
              );
    },
};

/** Time of a release, in milliseconds since 1970. */
function releaseTime(release: string): number | undefined {
    const day = releaseDay(release);
    return day === undefined ? undefined : Date.parse(day);
}
