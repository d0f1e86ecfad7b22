import { dirname } from "node:path";
import type { z } from "zod";
import { overlaps } from "../lib/cidr";
import { getPath } from "../lib/getPath";
import { UserError } from "../lib/userError";
import { text } from "../stacks/field";
import { issueErrors } from "../stacks/issueErrors";
import type { RecoveryManifest } from "../stacks/recoveryManifest";
import { readProject } from "../stacks/project";
import { region as regionField } from "../stacks/region";
import { clusterSchema } from "../stacks/sections/cluster";
import { loadBalancerSchema } from "../stacks/sections/loadBalancer";
import { newNetwork } from "../stacks/sections/network";
import { isStackName, stackNameForm } from "../stacks/stackName";
import { cidrOf, sectionsOf } from "./restoredSettings";

/** Options that a drill and a restore share. */
export interface RestoreOptions {
    manifest: string;
    region?: string;
    cidr?: string;
    availabilityZone?: string[];
    apiCidr?: string[];
    certificateArn?: string;
    skipRightsCheck?: true;
    yes?: true;
}

/** Options of a restore into a stack that stays. */
export interface RestoreIntoOptions extends RestoreOptions {
    stack: string;
    recoverySet?: string;
    pointInTime?: string;
    restoreJob?: string;
    force?: true;
}

/** Options of either. */
export type AnyRestoreOptions = RestoreOptions & Partial<RestoreIntoOptions>;

const MINUTE = existingTime(
    /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/,
    'the minute of a recovery set, as `npm run recovery -- status` lists it, such as "2026-11-23 05:02"',
);

const TIME = existingTime(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
    "a time in UTC, such as 2026-11-23T09:00:00Z",
);

/**
 * Checks the form of each option, before a request to AWS.
 *
 * @throws a {@link UserError} with every error.
 */
export function checkOptions(options: Omit<AnyRestoreOptions, "manifest">): void {
    const { stack, region, cidr, availabilityZone, apiCidr, certificateArn } = options;
    const { recoverySet, pointInTime, restoreJob } = options;
    const { name: project } = readProject(dirname(__dirname));
    throwIfAny([
        ...(stack === undefined || isStackName(stack, project)
            ? []
            : [`--stack ${stack}: must be ${stackNameForm(project)}, such as prod-2.`]),
        ...findErrors("--region", region, regionField()),
        ...findErrors("--cidr", cidr, newNetwork.shape.cidrBlock),
        ...findErrors("--availability-zone", availabilityZone, newNetwork.shape.availabilityZones),
        ...findErrors("--api-cidr", apiCidr, clusterSchema.shape.publicAccessCidrs),
        ...findErrors("--certificate-arn", certificateArn, loadBalancerSchema.shape.certificateArn),
        ...findErrors("--recovery-set", recoverySet, MINUTE),
        ...findErrors("--point-in-time", pointInTime, TIME),
        ...(restoreJob !== undefined && recoverySet !== undefined
            ? ["--recovery-set: must be left out with --restore-job, which determines the files."]
            : []),
    ]);
}

/**
 * Checks the options against the manifest, before the backups are read. The program accepts some stacks that could not be
 * restored without an option.
 *
 * @throws a {@link UserError} with every error.
 */
export function checkOptionsOfManifest(options: AnyRestoreOptions, manifest: RecoveryManifest): void {
    const { stack, region = manifest.region, cidr, availabilityZone = [], apiCidr, certificateArn } = options;
    const section = sectionsOf(manifest);
    const { publicAccessCidrs } = section("cluster");
    // `privateAccessCidrs` does not help: no network is connected to the new VPC yet.
    const isPrivate = !Array.isArray(publicAccessCidrs) || publicAccessCidrs.length === 0;
    const certificate = section("loadBalancer")["certificateArn"];
    const elsewhere = availabilityZone.filter((zone) => !zone.startsWith(region));
    throwIfAny([
        ...(stack === manifest.stack
            ? [
                  `--stack ${stack}: must not be the manifest's own stack, whose state has its resources. Name a new one, such as ${stack}-2.`,
              ]
            : []),
        ...(cidr !== undefined && overlaps(cidr, cidrOf(manifest))
            ? [`--cidr ${cidr}: overlaps ${cidrOf(manifest)}, the stack's own. Choose another block.`]
            : []),
        ...(elsewhere.length > 0
            ? [
                  `--availability-zone ${elsewhere.join(" ")}: must be zones of ${region}, the region of the restore.`,
              ]
            : []),
        ...(isPrivate && apiCidr === undefined
            ? [
                  "--api-cidr: not set, and the stack has no cluster.publicAccessCidrs: nothing could reach the Kubernetes API in the " +
                      "new VPC. Set it to the address that pulumi runs at, such as --api-cidr 203.0.113.7/32.",
              ]
            : []),
        ...(certificateArn !== undefined && certificateArn.split(":")[3] !== region
            ? [
                  `--certificate-arn ${certificateArn}: must be a certificate in ${region}, the region of the restore.`,
              ]
            : []),
        ...(region !== manifest.region && certificate !== undefined && certificateArn === undefined
            ? [
                  `--certificate-arn: not set, and the stack's certificate is in ${manifest.region}. Name one in ${region} for ` +
                      "the same domain.",
              ]
            : []),
    ]);
}

function throwIfAny(errors: string[]): void {
    if (errors.length > 0) {
        throw new UserError(errors);
    }
}

/** The errors that the setting of an option reports. */
function findErrors(option: string, value: unknown, field: z.ZodType): string[] {
    const issues = value === undefined ? [] : (field.safeParse(value).error?.issues ?? []);
    const errors = issues.flatMap((issue) => {
        const wrong = [getPath(value, issue.path)].flat().join(" ");
        return issueErrors(issue, value).map(({ allowed, advice }) =>
            [`${option} ${wrong}: must be ${allowed}.`, ...(advice === undefined ? [] : [advice])].join(" "),
        );
    });
    return [...new Set(errors)];
}

/** A time of a form, in UTC. JavaScript reads February 30 as a day in March. */
function existingTime(pattern: RegExp, form: string) {
    return text(pattern, form).refine(
        (value) => {
            const written = value.replace(" ", "T").replace("Z", "");
            const at = Date.parse(`${written}Z`);
            return !Number.isNaN(at) && new Date(at).toISOString().startsWith(written);
        },
        { error: form },
    );
}
