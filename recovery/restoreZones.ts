import { databaseSchema } from "../stacks/sections/database";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { UserError } from "../lib/userError";
import { ask, clientIn } from "./ask";
import { sectionsOf, zonesOf } from "./restoredSettings";

/**
 * Availability zones to restore in. Which letters there are, and what is in a zone, differs from region to region: those are
 * taken in which RDS has the database's class, without which the database could not be restored.
 *
 * @param named zones that were asked for.
 * @default those of the stack; in another region those of the same letters, and the next ones in the place of what is not there
 * @throws a {@link UserError} where there are too few, or not those that were asked for.
 */
export async function restoreZones(
    manifest: RecoveryManifest,
    region: string,
    named: string[] | undefined,
): Promise<string[] | undefined> {
    if (named === undefined && region === manifest.region) {
        return undefined;
    }
    const { instanceClass } = databaseSchema.parse(sectionsOf(manifest)("database"));
    const offered = await zonesOfClass(instanceClass, manifest.database.engineVersion, region);
    const database = `${instanceClass} for PostgreSQL ${manifest.database.engineVersion}`;
    if (offered.length === 0) {
        throw new UserError([
            `database.instanceClass: RDS has no ${database} in ${region}: npm run recovery -- fetch, set another one in the ` +
                "manifest's settings, and give that file as --manifest.",
        ]);
    }
    const has = `RDS has ${database} in ${offered.join(", ")} alone`;
    if (named !== undefined) {
        const others = named.filter((zone) => !offered.includes(zone));
        if (others.length > 0) {
            throw new UserError([`--availability-zone ${others.join(" ")}: ${has}; name others.`]);
        }
        return named;
    }
    const alike = zonesOf(manifest).map((zone) => zone.replace(manifest.region, region));
    const spare = offered.filter((zone) => !alike.includes(zone));
    const zones = alike.map((zone) => (offered.includes(zone) ? zone : spare.shift()));
    if (zones.includes(undefined)) {
        throw new UserError([
            `--availability-zone: not given, and the stack is in ${zones.length} zones: ${has}; name those to restore in.`,
        ]);
    }
    return zones.filter((zone) => zone !== undefined).sort();
}

/** Zones of a region in which RDS has a class, by name. */
async function zonesOfClass(instanceClass: string, major: string, region: string): Promise<string[]> {
    const { RDSClient, paginateDescribeOrderableDBInstanceOptions } = await import("@aws-sdk/client-rds");
    const client = new RDSClient(clientIn(region));
    const zones = new Set<string>();
    await ask(
        "rds:DescribeOrderableDBInstanceOptions",
        { what: `class ${instanceClass}`, region },
        async () => {
            // By its own parameter it takes minor versions only.
            const pages = paginateDescribeOrderableDBInstanceOptions(
                { client },
                { Engine: "postgres", DBInstanceClass: instanceClass, Vpc: true },
            );
            for await (const { OrderableDBInstanceOptions: options = [] } of pages) {
                for (const { EngineVersion, StorageType, AvailabilityZones = [] } of options) {
                    if (EngineVersion?.split(".")[0] === major && StorageType === "gp3") {
                        AvailabilityZones.forEach(({ Name }) => Name !== undefined && zones.add(Name));
                    }
                }
            }
        },
    );
    return [...zones].sort();
}
