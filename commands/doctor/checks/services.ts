import type { Location } from "../../../lib/arn";
import { type Check, failed, notNeeded, passed, unknown } from "../check";
import { NAMED } from "../aws/names";

const SERVICE_ROLE = "AWSServiceRoleForAutoScaling";

/** Nodes have encrypted disks. With a key of the account's own as default, Auto Scaling starts them only if it may use the key. */
export const diskKey: Check = {
    id: "disk-key",
    title: "Key of disks",
    inAccount: true,
    run: async ({ place, sources }) => {
        const key = await sources.diskKey(place.region);
        if (key.endsWith("alias/aws/ebs")) {
            return passed("disks are encrypted with AWS's own key by default");
        }
        const access = await sources.keyAccess(key, place.region);
        if (access === undefined || access.state !== "Enabled") {
            return failed(
                `disks are encrypted with ${key} by default, which is ${access?.state ?? "deleted"}`,
                `aws ec2 reset-ebs-default-kms-key-id --region ${place.region}`,
            );
        }
        if (access.isManaged) {
            return passed("disks are encrypted with AWS's own key by default");
        }
        return access.policy.includes(SERVICE_ROLE)
            ? passed(`disks are encrypted with ${key} by default, and its policy names ${SERVICE_ROLE}`)
            : unknown(
                  `disks are encrypted with ${key} by default, whose policy does not name ${SERVICE_ROLE}; it may have a grant`,
                  'Without access to the key, no node starts. Allow the role to use it: EC2 Auto Scaling user guide, "Required KMS key policy".',
              );
    },
};

/** Resources of another region than the stack's name it. */
function regionOf({ region }: Readonly<Record<string, unknown>>, place: Location): string {
    return typeof region === "string" ? region : place.region;
}

/** AWS Backup skips resource types that the account has not opted in to. */
export const backupOptIn: Check = {
    id: "backup-opt-in",
    title: "AWS Backup opt-in",
    inAccount: true,
    run: async ({ graph, place, sources }) => {
        const regions = [
            ...new Set(graph.all("aws:backup/vault:Vault").map(({ inputs }) => regionOf(inputs, place))),
        ];
        const settings = await Promise.all(regions.map((region) => sources.backupOptIn(region)));
        const missing = regions.flatMap((region, index) =>
            ["RDS", "EFS"]
                .filter((type) => settings[index]?.[type] !== true)
                .map((type) => ({ region, type })),
        );
        return missing.length === 0
            ? passed(`RDS and EFS in ${regions.join(" and ")}`)
            : failed(
                  `not enabled: ${missing.map(({ region, type }) => `${type} in ${region}`).join(", ")}`,
                  missing
                      .map(
                          ({ region, type }) =>
                              `aws backup update-region-settings --region ${region} --resource-type-opt-in-preference ${type}=true`,
                      )
                      .join("\n"),
              );
    },
};

/** Names of the plan that something else has. */
export const names: Check = {
    id: "names",
    title: "Names",
    inAccount: true,
    run: async ({ graph, isDeployed, place, sources }) => {
        if (await isDeployed()) {
            return notNeeded("resources of the stack exist, and Pulumi's state has their names");
        }
        const wanted = NAMED.flatMap(({ type, input }) =>
            graph
                .all(type)
                .filter(({ inputs }) => inputs[input] !== undefined)
                .map(({ inputs }) => ({
                    type,
                    input,
                    name: String(inputs[input]),
                    region: regionOf(inputs, place),
                })),
        );
        const found = await Promise.all(wanted.map((each) => sources.exists(each)));
        const taken = wanted.filter((_, index) => found[index] === true);
        const nounOf = ({ type, input }: (typeof taken)[number]): string =>
            input === "finalSnapshotIdentifier" ? "final snapshot" : (type.split(":").at(-1) ?? "");
        return taken.length === 0
            ? passed("all are free")
            : failed(
                  `taken: ${taken.map((each) => `${nounOf(each)} ${each.name} (${each.region})`).join(", ")}`,
                  "Delete them, import them into the stack with `pulumi import`, or name the stack differently.",
              );
    },
};

/** A certificate is proven, and Connect found, by records in a zone that DNS knows. */
export const delegation: Check = {
    id: "delegation",
    title: "Delegation",
    inAccount: true,
    run: async ({ settings, place, sources }) => {
        const { hostedZoneId, domainName = "", certificateArn } = settings.loadBalancer;
        if (hostedZoneId === undefined) {
            return notNeeded("no hosted zone in posit-connect:loadBalancer");
        }
        const zone = await sources.hostedZone(hostedZoneId, place.region);
        const advice = "Correct posit-connect:loadBalancer.hostedZoneId.";
        if (zone === undefined) {
            return failed(`${hostedZoneId} is not a zone of this account`, advice);
        }
        if (domainName !== zone.name && !domainName.endsWith(`.${zone.name}`)) {
            return failed(`${domainName} is not in ${hostedZoneId}, the zone of ${zone.name}`, advice);
        }
        if (zone.isPrivate) {
            return certificateArn === undefined
                ? failed(
                      `${zone.name} is a private zone, which proves no domain to ACM`,
                      "Set posit-connect:loadBalancer.certificateArn, or a public zone.",
                  )
                : notNeeded(`${zone.name} is a private zone`);
        }
        const plain = (server: string): string => server.toLowerCase().replace(/\.$/, "");
        const own = zone.nameServers.map(plain);
        const servers = (await sources.nameServers(zone.name)).map(plain);
        return servers.some((server) => own.includes(server))
            ? passed(`${zone.name} is delegated to ${hostedZoneId}`)
            : failed(
                  `DNS has ${servers.join(", ") || "no name servers"} for ${zone.name}`,
                  `Delegate ${zone.name} at its parent to ${own.join(", ")}.`,
              );
    },
};
