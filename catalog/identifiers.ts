import { createHash } from "node:crypto";
import type { Location } from "../lib/arn";
import type { Request } from "./resourceType";

/** Hexadecimal digits that follow from the text alone, so that two plans of one program are alike. */
export function digest(text: string, length: number): string {
    return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/**
 * A UUID that follows from the text alone, marked as version 4 like those of AWS: the provider rejects the id of a key
 * without that mark.
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
export function hexId(prefix: string): (request: Request) => string {
    return ({ urn }) => `${prefix}-${digest(urn, 17)}`;
}

/** The value of an input that is text; otherwise the default. */
export function textInput(request: Request, key: string, absent = ""): string {
    const value = request.inputs[key];
    return typeof value === "string" ? value : absent;
}

/** The physical name: as given, from its prefix, or as Pulumi's auto-naming makes it from the resource's name. */
export function physicalName(request: Request, key = "name"): string {
    return textInput(
        request,
        key,
        `${textInput(request, `${key}Prefix`, `${request.name}-`)}${digest(request.urn, 7)}`,
    );
}

/** The location of a resource: its own region, if it has one. */
export function ownLocation({ inputs, place }: Request): Location {
    const region = inputs["region"];
    return typeof region === "string" ? { ...place, region } : place;
}
