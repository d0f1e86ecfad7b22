import { z } from "zod";
import { connect } from "../../catalog/connect";
import { mebibytes, millicores } from "../../lib/quantity";
import { cidrs } from "../cidr";
import { chartLocation, chartRepository, imageRepository } from "./cluster";
import { flag, listOf, noneTwice, oneOf, section, text, wholeNumber } from "../field";

/** Connect reads its configuration unquoted: such a character would end the value. */
const PLAIN = /^[^\s;#"\\]+$/;

const plain = (form: string) => text(PLAIN, `${form}, without spaces, quotes, backslashes, ";" or "#"`);
const httpsUrl = (example: string) =>
    text(
        /^https:\/\/[^\s;#"\\/]+(\/[^\s;#"\\/]+)*$/,
        `an https:// URL without a trailing slash, such as ${example}`,
    );

/** Most cores and memory of an EC2 instance that EKS takes. */
const MOST_CORES = 448;
const MOST_GIB = 24576;

interface Bounds {
    min?: number;
    max: number;
    /** Where the lower bound comes from. */
    reason?: string;
}

/** No finer than Kubernetes: a pod with 0.0015 cores is not the one that was asked for. */
const cores = ({ min = 0.001, max, reason }: Bounds) => {
    const error = `must be a number of cores from ${min} to ${max}, in steps of 0.001` + because(reason);
    return z
        .number({ error })
        .min(min, { error })
        .max(max, { error })
        .refine((number) => number === millicores(number) / 1000, { error });
};

const gibibytes = ({ min = 0.001, max, reason }: Bounds) => {
    const error = `must be a number of GiB from ${min} to ${max}` + because(reason);
    return z.number({ error }).min(min, { error }).max(max, { error });
};

const because = (reason: string | undefined) => (reason === undefined ? "" : `: ${reason}`);

/** What `INIT_CONTAINER` of components/connect/values.ts reserves. */
const INIT_CONTAINER = {
    cores: { min: 0.1, reason: "the init container that installs Connect's runtime reserves 0.1" },
    gibibytes: {
        min: 0.125,
        reason: "the init container that installs Connect's runtime reserves 0.125",
    },
};

const cpu = () => {
    const form = `a Kubernetes quantity of cores, such as "2" or "500m", from "1m" to "${MOST_CORES}"`;
    return text(/^(\d+(\.\d{1,3})?|\d+m)$/, form).refine(
        (quantity) => isWithin(millicores(quantity), MOST_CORES * 1000),
        { error: `must be ${form}` },
    );
};

const memory = () => {
    const form = `a Kubernetes quantity of memory, such as "4Gi" or "512Mi", from "1Mi" to "${MOST_GIB}Gi"`;
    return text(/^\d+(\.\d+)?(Mi|Gi)$/, form).refine(
        (quantity) => isWithin(mebibytes(quantity), MOST_GIB * 1024),
        { error: `must be ${form}` },
    );
};

const isWithin = (number: number, max: number): boolean => number >= 1 && number <= max;

const installations = (language: string, example: string) =>
    listOf(
        section({
            version: text(/^\d+(\.\d+)+$/, 'an exact version, such as "4.6.0"').describe("Exact version."),
            path: text(/^\/[^\s;#"\\]+$/, `an absolute path, such as ${example}`).describe(
                "Path of the executable in the image.",
            ),
        }),
        "installations, each with version and path",
    )
        .min(1, { error: "must list at least one installation, or be left out" })
        .optional()
        .describe(`${language} versions in the image.`);

const executionEnvironment = section({
    name: text(
        /^[a-z0-9][a-z0-9._:/-]*(:\w[\w.-]{0,127}|@sha256:[0-9a-f]{64})$/,
        "an image with its tag or digest, such as registry.example.com/posit/content:2026.08",
    ).describe(
        "Image with its tag. Publishers' content is bound to it by this name: it cannot be changed without republishing.",
    ),
    title: text(/^[^\r\n"\\]{1,100}$/, "up to 100 characters on one line, without quotes and backslashes")
        .optional()
        .describe("Name that the dashboard shows."),
    r: installations("R", "/opt/R/4.6.0/bin/R"),
    python: installations("Python", "/opt/python/3.14.4/bin/python3"),
    quarto: installations("Quarto", "/usr/local/bin/quarto"),
}).refine((environment) => environment.r ?? environment.python ?? environment.quarto, {
    error: "must list an installation of r, python or quarto: no content would match it",
});

const executionEnvironments = listOf(executionEnvironment, "execution environments")
    .min(1, { error: "must list at least one execution environment: without one no content runs" })
    .superRefine(noneTwice((environment) => environment.name, "name"));

const password = section({
    provider: z
        .literal("password")
        .describe("Connect's own accounts: to try it out, or without an identity provider."),
});

const oidc = section({
    provider: z
        .literal("oidc")
        .describe("An OpenID Connect provider; its secret is `posit-connect:oidcClientSecret`."),
    issuer: text(
        /^https:\/\/[^\s;#"\\]+$/,
        "the issuer's https:// URL, such as https://login.example.com",
    ).describe("Issuer URL; the provider's discovery document lies under it."),
    clientId: plain("the id that the identity provider gave to Connect").describe(
        "Id that the identity provider gave to Connect. Register `<url>/__login__/callback` with it.",
    ),
    scopes: listOf(plain("a scope"), "scopes, such as groups")
        .default([])
        .describe("Scopes asked for beyond `openid`, `profile` and `email`, such as `groups`."),
    usernameClaim: plain("a claim's name")
        .default("preferred_username")
        .describe("Claim that holds the user name."),
    groupsClaim: plain("a claim's name").default("groups").describe("Claim that lists a user's groups."),
    groupsAutoProvision: flag()
        .default(false)
        .describe("Whether Connect creates the groups that it sees in the claim."),
});

const saml = section({
    provider: z.literal("saml").describe("A SAML identity provider."),
    metadataUrl: text(
        /^https:\/\/[^\s;#"\\]+$/,
        "the https:// URL of the identity provider's metadata",
    ).describe("URL of the identity provider's metadata. Register `<url>/__login__/saml/acs` with it."),
    attributeProfile: oneOf(["default", "okta", "azure"])
        .default("default")
        .describe("Names of the attributes that the provider sends."),
});

const authentication = z.discriminatedUnion("provider", [password, oidc, saml], {
    error: 'must be a table with provider "password", "oidc" or "saml"',
});

const host = () => text(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i, "a host name, such as smtp.example.com");

const smtp = section({
    host: host().describe("Mail server."),
    port: wholeNumber({ min: 1, max: 65535 }).default(587).describe("Port of the mail server."),
    encryption: oneOf(["starttls", "tls"])
        .default("starttls")
        .describe(
            "`starttls` upgrades the connection to TLS, `tls` begins with it (port 465). Mail is never in clear.",
        ),
    user: plain("a user name")
        .optional()
        .describe("User to log in as, with the password `posit-connect:smtpPassword`. Without it, no login."),
    senderEmail: text(/^[^\s;#"\\@]+@[^\s;#"\\@]+$/, "a mail address, such as connect@example.com").describe(
        "Address that mail comes from.",
    ),
});

/** Namespaces that are the cluster's own or the servers'. */
const TAKEN = /^(posit-connect|default|kube-.*)$/;

const content = section({
    namespace: text(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "up to 63 lower-case letters, digits and dashes")
        .refine((name) => !TAKEN.test(name), { error: "must be a namespace of the content's own" })
        .default("posit-connect-content")
        .describe("Namespace of the content's pods. Its limits and network policy hold there."),
    quota: section({
        cpu: cores({ max: 10000 }).default(32).describe("Cores that all content may reserve together."),
        memoryGiB: gibibytes({ max: 100000 })
            .default(128)
            .describe("Memory in GiB that all content may reserve together."),
        pods: wholeNumber({ min: 1, max: 10000, unit: "pods" })
            .default(250)
            .describe("Pods of content at a time, the finished ones not counted."),
    })
        .prefault({})
        .describe("What all content together may take; what exceeds it waits until something else ends."),
    resources: section({
        cpuRequest: cores({ max: MOST_CORES }).default(0.25).describe("Cores reserved for a process."),
        cpuLimit: cores({ max: MOST_CORES })
            .default(2)
            .describe("Cores that a process may use; from `cpuRequest` to `maxCpu`."),
        memoryRequestGiB: gibibytes({ max: MOST_GIB })
            .default(0.5)
            .describe("Memory in GiB reserved for a process."),
        memoryLimitGiB: gibibytes({ max: MOST_GIB })
            .default(4)
            .describe(
                "Memory in GiB that a process may use before it is killed; from `memoryRequestGiB` to `maxMemoryGiB`.",
            ),
    })
        .prefault({})
        .describe("What a process gets whose publisher asks for nothing else."),
    maxCpu: cores({ max: MOST_CORES, ...INIT_CONTAINER.cores })
        .default(4)
        .describe(
            "Cores that a publisher may request for one process. Under 0.5, pods start more slowly. No more than a node " +
                "without taints has for a pod; this is checked for T3, C, M and R instance types.",
        ),
    maxMemoryGiB: gibibytes({ max: MOST_GIB, ...INIT_CONTAINER.gibibytes })
        .default(16)
        .describe(
            "Memory in GiB that a publisher may request for one process. No more than the same node has for a pod.",
        ),
    egressCidrs: cidrs()
        .default([])
        .describe(
            "Private IPv4 blocks outside the VPC that content may reach, such as your data warehouse's. All else that " +
                "is private is closed to content; the internet is open.",
        ),
});

export const connectSchema = section({
    replicas: wholeNumber({
        min: 2,
        max: 10,
        unit: "servers",
        reason: "one would not survive the loss of its zone",
    })
        .default(3)
        .describe("Connect servers. They share database and files; a user stays with one of them."),
    strategy: oneOf(["RollingUpdate", "Recreate"])
        .default("RollingUpdate")
        .describe(
            "`RollingUpdate`: new servers start beside the old, with no interruption and room for both. `Recreate`: the " +
                "old stop first; choose it for an update that changes `version`, as that migrates the database.",
        ),
    chart: section({
        name: chartLocation(connect.chart.name)
            .default(connect.chart.name)
            .describe("Helm chart: a name in `repository`, a path or an `oci://` URL."),
        repository: chartRepository()
            .default(connect.chart.repository)
            .describe('Helm repository; "" where `name` is a path or a URL.'),
        version: text(/^\d+\.\d+\.\d+(-[\w.]+)?$/, `an exact version, such as "${connect.chart.version}"`)
            .default(connect.chart.version)
            .describe("Exact version of the chart."),
    })
        .prefault({})
        .describe("Where Connect's Helm chart comes from."),
    version: text(/^20\d\d\.\d\d\.\d+(-[\w.]+)?$/, `a version of Connect, such as "${connect.version}"`)
        .default(connect.version)
        .describe(
            "Version of Connect. A newer one migrates the database as it starts, with no way back: back up first.",
        ),
    images: section({
        connect: imageRepository().default(connect.images.connect).describe("Connect's server."),
        contentInit: imageRepository()
            .default(connect.images.contentInit)
            .describe("Container that brings Connect's runtime into the content's pods."),
    })
        .prefault({})
        .describe(
            "Image repositories without tags; point them at a mirror where Docker Hub is out of reach.",
        ),
    resources: section({
        requests: section({
            cpu: cpu().default("2").describe("Cores reserved for a server."),
            memory: memory().default("4Gi").describe("Memory reserved for a server."),
        })
            .prefault({})
            .describe("What a node of `general` must have free. An upgrade needs it twice."),
        limits: section({
            cpu: cpu().default("4").describe("Cores that a server may use; no fewer than reserved."),
            memory: memory().default("8Gi").describe("Memory that a server may use; no less than reserved."),
        })
            .prefault({})
            .describe("What a server may use at most; over its memory it is restarted."),
    })
        .prefault({})
        .describe("What one server takes. Content runs in pods of its own and does not count."),
    executionEnvironments: executionEnvironments
        .default([connect.executionEnvironment])
        .describe("Images that content runs in, at least one. Connect picks up a change within two minutes."),
    content: content
        .prefault({})
        .describe(
            "Limits of publishers' content. Memory is rounded to the nearest MiB, here and for the servers.",
        ),
    authentication: authentication
        .default({ provider: "password" })
        .describe(
            "How users log in. Accounts cannot be moved to another provider: decide before the first login.",
        ),
    smtp: smtp
        .optional()
        .describe(
            "Mail server for notifications, reports and password resets. Without it Connect sends no mail.",
        ),
    packageManagerUrl: httpsUrl("https://packagemanager.posit.co")
        .default("https://packagemanager.posit.co")
        .describe("Posit Package Manager that R, pip and uv install the packages of content from."),
    scheduler: section({
        minProcesses: wholeNumber({ min: 0, max: 1000, unit: "processes" })
            .default(0)
            .describe("Processes of an item that each server keeps running while nobody uses it."),
        maxProcesses: wholeNumber({ min: 1, max: 1000, unit: "processes" })
            .default(3)
            .describe("Processes of an item that each server starts at most; no fewer than `minProcesses`."),
        maxConnectionsPerProcess: wholeNumber({ min: 1, max: 10000, unit: "users" })
            .default(20)
            .describe("Users that share one process."),
        loadFactor: z
            .number({ error: "must be a number above 0, up to 1" })
            .positive({ error: "must be a number above 0, up to 1" })
            .max(1, { error: "must be a number above 0, up to 1" })
            .default(0.5)
            .describe("How eagerly processes are added: near 0 early, at 1 only when the others are full."),
        initTimeoutSeconds: wholeNumber({ min: 1, max: 3600, unit: "seconds" })
            .default(300)
            .describe("Seconds that a process may take to start, pulling its image included."),
        idleTimeoutSeconds: wholeNumber({ min: 1, max: 86400, unit: "seconds" })
            .default(120)
            .describe("Seconds that a process above `minProcesses` lives on without users."),
    })
        .prefault({})
        .describe("How many processes serve one item of content, unless its publisher chooses otherwise."),
    prometheus: flag()
        .default(true)
        .describe("Whether the servers answer Prometheus on port 3232, inside the cluster alone."),
});

export type ConnectSettings = z.infer<typeof connectSchema>;
