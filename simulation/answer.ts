import { createHash } from "node:crypto";
import type { Location } from "../lib/arn";

/** The account and region that the simulation answers for. */
export interface Place extends Location {
    /** ARN of the role or user that deploys; by default {@link deployerIn}. */
    deployer?: string;
}

/** The role or user that deploys. */
export function deployerIn({ deployer, partition, account }: Place): string {
    return deployer ?? `arn:${partition}:iam::${account}:role/deployer`;
}

/** A resource as a provider is asked to make it. */
export interface Request {
    urn: string;
    /** The resource's name in the program. */
    name: string;
    /** Inputs as plain data: no secret marks, unknowns as the sentinel. */
    inputs: Record<string, unknown>;
    place: Place;
}

/** What the cloud makes of one type of resource. */
export interface Answer {
    /** The id that the cloud gives. */
    id(request: Request): string;
    /** Outputs beyond the inputs, which come back as they were given. */
    outputs?(request: Request & { id: string }): Record<string, unknown>;
    /** Outputs that the provider marks as secret by itself. */
    secrets?: readonly string[];
    /** Outputs that an update changes, whatever it updates; given those before it. */
    updated?(before: Record<string, unknown>): Record<string, unknown>;
}

/** Whether a type's provider is bridged from Terraform: its outputs then include the id. */
export function isBridged(type: string): boolean {
    return !type.startsWith("kubernetes:") && !type.startsWith("pulumi:");
}

/** Hexadecimal digits that follow from the text alone, so that two plans of one program are alike. */
export function digest(text: string, length: number): string {
    return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/**
 * A UUID that follows from the text alone. It says of itself that it is of version 4, as those of AWS do: the provider rejects the id of
 * a key that does not.
 *
 * Source: hashicorp/terraform-provider-aws, internal/verify, UUIDRegexPattern.
 */
export function uuid(text: string): string {
    const [first, second, third, fourth, last] = [8, 4, 3, 3, 12].map((length, i) =>
        digest(`${text} ${i}`, length),
    );
    return `${first}-${second}-4${third}-a${fourth}-${last}`;
}

/** An id such as `vpc-0123456789abcdef0`. */
export function hexId(prefix: string): Answer["id"] {
    return ({ urn }) => `${prefix}-${digest(urn, 17)}`;
}

/** The value of an input that is text; the sentinel or a given default where it is not there. */
export function textInput(request: Request, key: string, absent = ""): string {
    const value = request.inputs[key];
    return typeof value === "string" ? value : absent;
}

/** The physical name: as given, by prefix, or as Pulumi's auto-naming makes it from the resource's name. */
export function physicalName(request: Request, key = "name"): string {
    return textInput(
        request,
        key,
        `${textInput(request, `${key}Prefix`, `${request.name}-`)}${digest(request.urn, 7)}`,
    );
}

/** Where a resource is made: in its own region, where it has one. */
export function ownPlace({ inputs, place }: Request): Place {
    const region = inputs["region"];
    return typeof region === "string" ? { ...place, region } : place;
}

/**
 * Where the program deploys, by the AWS provider's own settings: `aws:region` and the account in
 * `aws:allowedAccountIds`.
 */
export function placeOf(config: Record<string, string>): Place {
    const region = config["aws:region"] ?? "us-east-1";
    const allowed: unknown = JSON.parse(config["aws:allowedAccountIds"] ?? "[]");
    const account = Array.isArray(allowed) && typeof allowed[0] === "string" ? allowed[0] : "123456789012";
    return { account, region, partition: partitionOf(region) };
}

function partitionOf(region: string): string {
    if (region.startsWith("cn-")) {
        return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
