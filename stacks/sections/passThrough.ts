import { z } from "zod";
import {
    CONFIGURATION_VARIABLE,
    type Pods,
    reservedProperty,
    reservedVariable,
} from "../../catalog/connectConfiguration";
import { limits } from "../../catalog/limits";
import { SECRET_NAME } from "../../lib/secretName";
import { flag, ifWellTyped, listOf, oneOf, table, text, uniqueBy } from "../field";
import { hostName } from "../hostName";
import { type CheckedSettings, type Finding, finding, type Rule } from "../rule";
import { pathOf } from "../settingPath";

const sectionName = text(
    /^[A-Za-z][A-Za-z0-9-]*( "[^"\\\]\p{Cc}]+")?$/u,
    'the name of a section, such as Applications or LDAP "other"',
);

const propertyName = text(/^[A-Za-z][A-Za-z0-9-]*$/, "the name of a property, of letters, digits and dashes");

const ONE_LINE = /^[^\p{Cc}]*$/u;

const PROPERTY = "a text on one line, a number, true, false, or a list of these";

const NUMBER = "a number of up to 15 digits, or any other in quotes";

const propertyValue = z.union(
    [
        text(ONE_LINE, PROPERTY),
        // Any other number loses digits, or is written with an exponent.
        z.number().refine((number) => /^-?\d{1,15}(\.\d{1,15})?$/.test(String(number)), { error: NUMBER }),
        z.boolean(),
    ],
    { error: PROPERTY },
);

/** Connect's configuration by section and property. */
export const configurationSchema = z
    .record(
        sectionName,
        z.record(
            propertyName,
            z.union([propertyValue, listOf(propertyValue, "values").min(1)], { error: PROPERTY }),
            {
                error: "a table of a section's properties",
            },
        ),
        { error: "a table of sections, each a table of properties" },
    )
    .default({})
    .describe(
        "Further properties of Connect's configuration, by section, as in its configuration appendix. A list sets the property several " +
            "times. Properties that the program sets, or that the isolation of content depends on, are rejected, and so are secrets: " +
            "set those with `connect.environment`. The plan lists every property as not checked: Connect does not start with one that it " +
            "does not know.",
    );

export type Configuration = z.infer<typeof configurationSchema>;

/** Name in `posit-connect:extraSecrets`, which is also a key of a Kubernetes Secret. */
export const secretName = () =>
    text(
        /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/,
        "a name in posit-connect:extraSecrets, of letters, digits, _, . and -",
    );

const variableName = text(
    /^[A-Za-z_][A-Za-z0-9_-]*$/,
    "the name of an environment variable, of letters, digits, _ and -",
);

const VARIABLE = "a text, or a table with secret, a name in posit-connect:extraSecrets";

const variables = (of: string) =>
    z
        .record(
            variableName,
            z.union(
                [
                    text(/^[^\0]*$/, VARIABLE).max(limits.variableCharacters, {
                        error: `a text of up to ${limits.variableCharacters.toLocaleString("en-US")} characters (Linux has 128 KiB for a variable)`,
                    }),
                    table({ secret: secretName().describe("Name in `posit-connect:extraSecrets`.") }),
                ],
                { error: VARIABLE },
            ),
            { error: "a table of environment variables" },
        )
        .default({})
        .describe(of);

/** Environment variables by the pods that have them. */
export const environmentSchema = table({
    servers: variables(
        "Variables of the servers. A text, or `secret`, a name in `posit-connect:extraSecrets`. " +
            "`CONNECT_<SECTION>_<PROPERTY>` with `secret` sets a secret of Connect's configuration.",
    ),
    content: variables(
        "Variables of every content pod, in the same form. All publishers' code can read them, also those with `secret`.",
    ),
})
    .prefault({})
    .describe(
        "Further environment variables. Those that the program, the chart or Connect sets are rejected. The plan lists every " +
            "variable as not checked.",
    );

export type Environment = z.infer<typeof environmentSchema>;

/** Folders in which neither Connect nor the program mounts anything in the pods' containers. */
const mountPath = text(
    /^\/(mnt|data|srv)(\/(?!rstudio|\.)[\w.-]+)+$/,
    "a path in /mnt, /data or /srv, such as /mnt/data (other folders are Connect's or the image's)",
);

const volume = table({
    name: text(
        /^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/,
        "up to 42 lower-case letters, digits and dashes",
    ).describe("Name of the volume."),
    mountPath: mountPath.describe("Folder in the containers, in `/mnt`, `/data` or `/srv`."),
    pods: listOf(oneOf(["servers", "content"]), "servers, content")
        .min(1, { error: "a list of servers, content or both" })
        .describe("Pods that mount it."),
    readOnly: flag().default(true).describe("Whether the pods can only read it."),
    nfs: table({
        server: hostName("nfs.example.com").describe("NFS server, which nodes must be able to reach."),
        path: text(/^\/[\w./-]*$/, "an absolute path, such as /exports/data").describe("Exported folder."),
    })
        .optional()
        .describe("An NFS export. The nodes mount it, so no network policy of content applies to it."),
    configMap: text(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, "the name of a ConfigMap")
        .optional()
        .describe("A ConfigMap of your own, in the namespace of the pods."),
    secret: secretName()
        .optional()
        .describe("Name in `posit-connect:extraSecrets`, also the name of the file."),
}).refine(
    ({ nfs, configMap, secret }) =>
        [nfs, configMap, secret].filter((each) => each !== undefined).length === 1,
    {
        error: "a volume with exactly one of nfs, configMap and secret",
    },
);

/** Volumes by the pods that mount them. */
export const volumesSchema = listOf(volume, "volumes")
    .superRefine(uniqueBy(({ name }) => name, "name"))
    .superRefine(uniqueBy(({ mountPath: path }) => path, "mountPath"))
    .superRefine((volumes, context) => {
        for (const [index, { mountPath: path, pods }] of volumes.entries()) {
            const outer = volumes.find(
                (other) =>
                    path.startsWith(`${other.mountPath}/`) && other.pods.some((each) => pods.includes(each)),
            );
            if (outer !== undefined) {
                const message = `outside ${outer.mountPath}, in which the pods cannot create a folder for it`;
                context.addIssue({ code: "custom", path: [index, "mountPath"], message });
            }
        }
    }, ifWellTyped)
    .default([])
    .describe(
        "Further volumes of the servers and of content: an NFS export, a ConfigMap or a secret as a file. Paths of the node are not " +
            "supported, as they would end the isolation of content. The plan lists every volume as not checked.",
    );

const config = pathOf<Configuration>("connect", "config");
const environment = pathOf<Environment>("connect", "environment");

/** No property replaces one of the program's, contains a secret, or is set twice: Connect ignores the case of names. */
const configurationIsFree: Rule = function* (settings) {
    yield* repeatedNames(settings, config, "section");
    for (const [section, properties] of settings.entries(config)) {
        yield* repeatedNames(settings, properties, "property");
        for (const [property, path] of settings.entries(properties)) {
            const advice = reservedProperty(section, property);
            if (advice !== undefined) {
                yield finding(path, "left out", advice);
            } else if (SECRET_NAME.test(property) && isPlainSecret(settings.get(path))) {
                yield finding(
                    path,
                    "left out, as it is a secret (the configuration is not encrypted)",
                    variableAdvice(section, property),
                );
            }
        }
    }
};

/** A section's own name is part of the variable as it is written, so it must be one word. Source: rstudio/gcfgenv, README.md. */
function variableAdvice(section: string, property: string): string {
    const [kind = "", name] = section.split(' "').map((part) => part.replace('"', ""));
    const word = name?.replaceAll(/[^\w-]/g, "_");
    const variable = ["CONNECT", kind.toUpperCase(), word, property.toUpperCase()]
        .filter((part) => part !== undefined)
        .join("_");
    const set = `Set posit-connect:connect.environment.servers.${variable}.secret to a name in posit-connect:extraSecrets.`;
    return word === name ? set : `Rename the section to ${kind} "${word}". ${set}`;
}

/** A path or a switch is no secret. */
function isPlainSecret(value: unknown): boolean {
    return typeof value !== "boolean" && !/^(\/|(true|false)$)/.test(String(value));
}

function* repeatedNames(
    settings: CheckedSettings,
    table: Parameters<typeof settings.entries>[0],
    noun: string,
): Iterable<Finding> {
    const seen = new Map<string, string>();
    for (const [name, path] of settings.entries(table)) {
        const earlier = seen.get(name.toLowerCase());
        if (earlier === undefined) {
            seen.set(name.toLowerCase(), name);
        } else {
            yield finding(
                path,
                `left out, as ${earlier} is the same ${noun} (Connect ignores the case of names)`,
            );
        }
    }
}

/** No variable replaces one of the program's or contains a secret. */
const variablesAreFree: Rule = function* (settings) {
    for (const pods of ["servers", "content"] satisfies Pods[]) {
        for (const [name, path] of settings.entries(environment[pods])) {
            const isPlain = typeof settings.get(path) === "string";
            const advice = reservedVariable(pods, name);
            if (advice !== undefined) {
                yield finding(path, "left out", advice);
            } else if (
                isPlain &&
                pods === "servers" &&
                CONFIGURATION_VARIABLE.test(name) &&
                !SECRET_NAME.test(name)
            ) {
                yield finding(
                    path,
                    "left out",
                    "Set its section and property in posit-connect:connect.config instead.",
                );
            } else if (isPlain && SECRET_NAME.test(name)) {
                yield finding(
                    path,
                    "a table with secret, a name in posit-connect:extraSecrets (settings are not encrypted)",
                    "Revoke the secret if it is a real one.",
                );
            }
        }
    }
};

/** The configuration is in a ConfigMap, and everything in the Secret of a Helm release. */
const textsFitObject: Rule = function* (settings) {
    const paths = [
        config,
        environment,
        pathOf<unknown>("connect", "volumes"),
        pathOf<unknown>("connect", "executionEnvironments"),
    ];
    const parts = paths.map((path) => ({ path, length: JSON.stringify(settings.get(path) ?? null).length }));
    const largest = [...parts].sort((one, other) => other.length - one.length)[0];
    if (
        largest !== undefined &&
        parts.reduce((sum, { length }) => sum + length, 0) > limits.charactersOfObject
    ) {
        yield finding(
            largest.path,
            `smaller: config, environment, volumes and executionEnvironments may have ${limits.charactersOfObject.toLocaleString("en-US")} characters together (Kubernetes stores no more than 1 MiB in an object)`,
        );
    }
};

/**
 * A directory of a stack's own gets logins over TLS, too: Connect's default is neither.
 *
 * Source: https://docs.posit.co/connect/admin/appendix/configuration/, "LDAP".
 */
const directoriesEncrypted: Rule = function* (settings) {
    for (const [section, path] of settings.entries(config)) {
        const properties = settings.get(path) ?? {};
        const isOn = Object.entries(properties).some(
            ([name, value]) => /^(TLS|StartTLS)$/i.test(name) && /^true$/i.test(String(value)),
        );
        const isDirectory = Object.keys(properties).some((name) => /^ServerAddress$/i.test(name));
        const isOwn = reservedProperty(section, "ServerAddress") === undefined;
        if (/^ldap( |$)/i.test(section) && isOwn && isDirectory && !isOn) {
            yield finding(
                path,
                "a table with TLS or StartTLS set to true, as users log in to that directory",
            );
        }
    }
};

export const passThroughRules: Rule[] = [
    configurationIsFree,
    directoriesEncrypted,
    variablesAreFree,
    textsFitObject,
];
