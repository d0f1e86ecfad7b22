import { z } from "zod";
import { contains } from "../lib/cidr";
import { configValue } from "./configValue";
import { keyOf, NAMESPACE } from "./key";

/** A setting that still has the value of an example. */
export interface Placeholder {
    /** Key as `pulumi config set --path` accepts it. */
    key: string;
    value: string;
    /** Command that replaces it. */
    command: string;
}

/** The account that AWS's own documentation uses. */
const EXAMPLE_ACCOUNT = "123456789012";

/** The OpenID Connect client in `Pulumi.prod.yaml`. */
const EXAMPLE_CLIENT = "example-client-id";

/** Blocks for documentation, which no network uses: RFC 5737. */
const DOCUMENTATION_CIDRS = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];

/** Names for documentation and tests, which cannot be registered: RFC 2606. */
const EXAMPLE_NAME =
    /(^|[^a-z0-9-])(example\.(com|net|org)|[a-z0-9-]+\.(example|test|invalid))($|[^a-z0-9.-])/;

const KINDS: { isExample: (value: string) => boolean; instead: string }[] = [
    { isExample: (value) => value === EXAMPLE_ACCOUNT, instead: "ID of your account" },
    { isExample: (value) => value.includes(EXAMPLE_ACCOUNT), instead: "one in your account" },
    {
        isExample: (value) => value === EXAMPLE_CLIENT,
        instead: "client ID from your provider",
    },
    { isExample: (value) => /^Z\w*EXAMPLE$/.test(value), instead: "ID of your hosted zone" },
    { isExample: (value) => EXAMPLE_NAME.test(value), instead: "one in your own domain" },
    { isExample: isDocumentationCidr, instead: "your own network" },
];

/**
 * Settings that still have the value of an example, and must be set before a real deployment.
 *
 * @param config configuration by key, structured values as JSON.
 */
export function placeholders(config: Record<string, string>): Placeholder[] {
    return Object.entries(config).flatMap(([key, text]) => {
        const [namespace, name = ""] = key.split(":");
        if (key === "aws:allowedAccountIds") {
            return leaves(configValue(text), ["aws", name]).flatMap(placeholder);
        }
        return namespace === NAMESPACE ? leaves(configValue(text), [name]).flatMap(placeholder) : [];
    });
}

interface Leaf {
    path: PropertyKey[];
    value: string;
}

/** Every text in a value, with its path. */
function leaves(value: unknown, path: PropertyKey[]): Leaf[] {
    if (typeof value === "string") {
        return [{ path, value }];
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Array.isArray(value)
        ? value.flatMap((item, index) => leaves(item, [...path, index]))
        : Object.entries(value).flatMap(([name, item]) => leaves(item, [...path, name]));
}

function placeholder({ path, value }: Leaf): Placeholder[] {
    const kind = KINDS.find(({ isExample }) => isExample(value));
    const key = keyOf(path);
    return kind ? [{ key, value, command: `pulumi config set --path '${key}' '<${kind.instead}>'` }] : [];
}

function isDocumentationCidr(value: string): boolean {
    return z.cidrv4().safeParse(value).success && DOCUMENTATION_CIDRS.some((block) => contains(block, value));
}
