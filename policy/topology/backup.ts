import { EACH, read } from "../path";
import type { Resource } from "../resource";
import { isObject, type Value, textOf } from "../value";
import { at, keysOf, leadsTo, linkOf, linksOf, resourcesOf } from "./links";
import type { Topology } from "./topology";
import { DATABASE, FILE_SYSTEM, VAULT } from "./types";

const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";
const BACKUP_POLICY = "aws:efs/backupPolicy:BackupPolicy";

/** The backup plans of the stack. */
export const backupPlans = (topology: Topology): readonly Resource[] => topology.all(PLAN);

/** Whether EFS's own daily backups are on for a file system. */
export function hasBackupPolicy(topology: Topology, fileSystem: Resource): boolean {
    return topology
        .all(BACKUP_POLICY)
        .some(
            (policy) =>
                at(policy.properties, ["backupPolicy", "status"]) === "ENABLED" &&
                leadsTo(linkOf(topology, policy, ["fileSystemId"], [FILE_SYSTEM]), fileSystem),
        );
}

/** Whether a selection of one of some plans has a resource: by its ARN, or by its tags. */
export function isSelected(
    topology: Topology,
    resource: Resource,
    plans: readonly Resource[] = backupPlans(topology),
): boolean {
    return topology
        .all(SELECTION)
        .filter((selection) => {
            const plan = linkOf(topology, selection, ["planId"], [PLAN]);
            return plans.some((each) => leadsTo(plan, each));
        })
        .some((selection) => {
            const { properties } = selection;
            return (
                !names(topology, selection, "notResources", resource) &&
                (names(topology, selection, "resources", resource) ||
                    tagged(properties.selectionTags, resource)) &&
                meetsConditions(properties.conditions, resource)
            );
        });
}

/** Whether a selection has the ARN of a file system that is made elsewhere. */
export function isFileSystemSelected(topology: Topology, id: string): boolean {
    return topology
        .all(SELECTION)
        .flatMap((selection) => linksOf(topology, selection, ["resources"], [DATABASE, FILE_SYSTEM]))
        .some((link) => link.is === "outside" && link.value.endsWith(`:file-system/${id}`));
}

/** Whether a list of ARNs has a resource's, or a pattern that it matches. */
function names(topology: Topology, selection: Resource, property: string, resource: Resource): boolean {
    const links = linksOf(topology, selection, [property], [DATABASE, FILE_SYSTEM]);
    return links.some(
        (link) =>
            leadsTo(link, resource) || keysOf(link).some((pattern) => matchesArn(pattern, arnOf(resource))),
    );
}

/** A resource's ARN; before it is made, what of it is known. */
function arnOf({ type, properties }: Resource): string {
    if (typeof properties.arn === "string") {
        return properties.arn;
    }
    return type === DATABASE
        ? "arn:aws:rds:region:account:db:name"
        : "arn:aws:elasticfilesystem:region:account:file-system/id";
}

function matchesArn(pattern: string, arn: string): boolean {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return pattern.includes("*") && new RegExp(`^${parts.join(".*")}$`).test(arn);
}

function tagged(selectionTags: Value | undefined, resource: Resource): boolean {
    return (
        Array.isArray(selectionTags) &&
        selectionTags.some(
            (tag) => isObject(tag) && tag.type === "STRINGEQUALS" && hasTag(resource, tag.key, tag.value),
        )
    );
}

/** Only equal tags are read: a resource that another condition is to find must be found by something else. */
function meetsConditions(conditions: Value | undefined, resource: Resource): boolean {
    return read({ conditions: conditions ?? [] }, ["conditions", EACH]).every(({ value }) =>
        read({ value: value ?? {} }, ["value", EACH, EACH]).every(
            ({ place, value: condition }) =>
                place.includes("stringEquals") &&
                isObject(condition) &&
                hasTag(resource, textOf(condition.key).replace(/^aws:ResourceTag\//, ""), condition.value),
        ),
    );
}

function hasTag(resource: Resource, key: Value | undefined, value: Value | undefined): boolean {
    return typeof key === "string" && value !== undefined && at(resource.properties, ["tags", key]) === value;
}

/**
 * For each rule of a plan and each of its copies, the regions that it may go to, as far as they are known: a vault
 * that states no region is in the stack's own.
 */
export function copyRegions(topology: Topology, plan: Resource): readonly (readonly (readonly string[])[])[] {
    return listed(plan.properties.rules).map((rule, i) =>
        listed(at(rule, ["copyActions"])).map((_, j) => {
            const path = ["rules", i, "copyActions", j, "destinationVaultArn"];
            const vault = linkOf(topology, plan, path, [VAULT]) ?? { is: "unknown" };
            const regions =
                vault.is === "outside"
                    ? [vault.value.split(":")[3]]
                    : resourcesOf(vault).map(({ properties }) => properties.region);
            return regions.filter((region) => typeof region === "string");
        }),
    );
}

/** Whether AWS Backup keeps a resource's backups so that it can be put back to any moment. */
export function isBackedUpContinuously(topology: Topology, resource: Resource): boolean {
    return backupPlans(topology).some(
        (plan) =>
            listed(plan.properties.rules).some((rule) => at(rule, ["enableContinuousBackup"]) === true) &&
            isSelected(topology, resource, [plan]),
    );
}

const listed = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);
