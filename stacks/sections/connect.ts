import { z } from "zod";
import { connect as versions } from "../../catalog/connect";
import { versionOfArchive } from "../../lib/versionOfArchive";
import { hasGpus } from "../../catalog/instanceTypes";
import { isSystemNamespace, SYSTEM_NAMESPACES } from "../../catalog/systemNamespaces";
import { DEFAULT_DISTRIBUTION, distributionOf, isDistribution, SOURCE } from "../../catalog/distributions";
import { formatRange, isTested, testedVersions } from "../../catalog/testedVersions";
import { mebibytes, millicores } from "../../lib/quantity";
import { cidrs } from "../cidr";
import { SERVICE_CIDR } from "../../catalog/serviceCidr";
import { overlaps } from "../../lib/cidr";
import { chartInRepository, chartLocation, chartRepository, chartUser, imageRepository } from "../chart";
import { because, flag, listOf, oneOf, table, text, uniqueBy, wholeNumber } from "../field";
import {
    NODE_AGENT_PODS,
    NODE_AGENTS_MILLICORES,
    nodeCapacity,
    SYSTEM_PODS,
} from "../../catalog/nodeCapacity";
import { keyOf } from "../key";
import { type CheckedSettings, finding, type Rule, rule } from "../rule";
import { certificates } from "../certificates";
import { hostName } from "../hostName";
import { keysOf, pathOf, type SettingPath } from "../settingPath";
import { cluster } from "./cluster";
import { ldap } from "./ldap";
import { network } from "./network";
import { completeGroups, type NodeGroup, runsContent, runsServers } from "./nodeGroups";
import { configurationSchema, environmentSchema, passThroughRules, volumesSchema } from "./passThrough";

/** Connect reads its configuration unquoted: any other character would end the value. */
const PLAIN = /^[^\s;#"\\]+$/;

const plain = (form: string) => text(PLAIN, `${form}, without spaces, quotes, backslashes, ";" or "#"`);
const url = (pattern: RegExp, form: string) =>
    text(pattern, form).refine((value) => URL.canParse(value), { error: form });
const httpsUrl = (example: string) =>
    url(
        /^https:\/\/[^\s;#?"\\/]+(\/[^\s;#?"\\/]+)*$/,
        `an https:// URL without a query and a trailing slash, such as ${example}`,
    );

/** A version of a chart, without the metadata of a build, which a tag cannot have. Source: https://semver.org, "FAQ". */
const EXACT_VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** Most cores and memory of an EC2 instance that EKS supports. */
const MOST_CORES = 448;
const MOST_GIB = 24576;

interface Bounds {
    min?: number;
    max: number;
    /** Reason of the lower bound. */
    reason?: string;
}

/** No finer than Kubernetes, which would round 0.0015 cores. */
const cores = ({ min = 0.001, max, reason }: Bounds) => {
    const error = `a number of cores from ${min} to ${max}, in steps of 0.001` + because(reason);
    return z
        .number({ error })
        .min(min, { error })
        .max(max, { error })
        .refine((number) => number === millicores(number) / 1000, { error });
};

const gibibytes = ({ min = 0.001, max, reason }: Bounds) => {
    const error = `a number of GiB from ${min} to ${max}` + because(reason);
    return z.number({ error }).min(min, { error }).max(max, { error });
};

/** The requests of `INIT_CONTAINER` in components/connect/values.ts. */
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
        { error: form },
    );
};

const memory = () => {
    const form = `a Kubernetes quantity of memory, such as "4Gi" or "512Mi", from "1Mi" to "${MOST_GIB}Gi"`;
    return text(/^\d+(\.\d+)?(Mi|Gi)$/, form).refine(
        (quantity) => isWithin(mebibytes(quantity), MOST_GIB * 1024),
        { error: form },
    );
};

const isWithin = (number: number, max: number): boolean => number >= 1 && number <= max;

const installations = (language: string, example: string) =>
    listOf(
        table({
            version: text(/^\d+(\.\d+)+$/, 'an exact version, such as "4.6.0"').describe("Exact version."),
            path: text(/^\/[^\s;#"\\]+$/, `an absolute path, such as ${example}`).describe(
                "Path of the executable in the image.",
            ),
        }),
        "installations, each with version and path",
    )
        .min(1, { error: "a list of at least one installation, or left out" })
        .optional()
        .describe(`${language} versions in the image.`);

const executionEnvironment = table({
    name: text(
        /^[a-z0-9][a-z0-9._:/-]*(:\w[\w.-]{0,127}|@sha256:[0-9a-f]{64})$/,
        "an image with its tag or digest, such as registry.example.com/posit/content:2026.08",
    ).describe(
        "Image with its tag. Content refers to it with this name, so a change requires that publishers publish again.",
    ),
    title: text(/^[^\r\n"\\]{1,100}$/, "up to 100 characters on one line, without quotes and backslashes")
        .optional()
        .describe("Name that the dashboard shows."),
    r: installations("R", "/opt/R/4.6.0/bin/R"),
    python: installations("Python", "/opt/python/3.14.4/bin/python3"),
    quarto: installations("Quarto", "/usr/local/bin/quarto"),
}).refine((environment) => environment.r ?? environment.python ?? environment.quarto, {
    error: "a table with an installation of r, python or quarto, as no content would match it otherwise",
});

const executionEnvironments = listOf(executionEnvironment, "execution environments")
    .min(1, { error: "a list of at least one execution environment (without one, no content runs)" })
    .superRefine(uniqueBy((environment) => environment.name, "name"));

const repositoryName = (standard: string, of: string) =>
    text(/^[A-Za-z0-9][\w.-]*$/, `the name of a repository, such as ${standard}`)
        .default(standard)
        .describe(`Name of the repository of ${of} packages.`);

/** JavaScript reads February 30 as a day in March. */
function isDay(text: string): boolean {
    const time = Date.parse(`${text}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const SNAPSHOT = 'a date in quotes, such as "2026-11-02", or latest';

const snapshot = () =>
    text(/^(latest|\d{4}-\d\d-\d\d)$/, SNAPSHOT)
        .refine((name) => name === "latest" || isDay(name), { error: SNAPSHOT })
        .default("latest")
        .describe("Date of the packages' versions, or `latest`.");

const packageRepositories = table({
    r: table({
        repository: repositoryName("cran", "R"),
        distribution: text(/^[a-z0-9][\w.-]*$/, `a distribution, such as jammy, or ${SOURCE}`)
            .optional()
            .meta({
                defaultText: `the one that the tags of \`executionEnvironments\` name, otherwise \`${DEFAULT_DISTRIBUTION}\``,
            })
            .describe(
                `Distribution whose binaries are installed, as Package Manager names it in URLs (\`centos8\` for RHEL 8): that of the images of content. \`${SOURCE}\` ` +
                    "compiles packages, which works in every image.",
            ),
        snapshot: snapshot(),
    })
        .prefault({})
        .describe("R packages."),
    python: table({ repository: repositoryName("pypi", "Python"), snapshot: snapshot() })
        .prefault({})
        .describe("Python packages."),
});

const password = table({
    provider: z
        .literal("password")
        .describe("Connect's own accounts, for a trial or without an identity provider."),
});

const oidc = table({
    provider: z
        .literal("oidc")
        .describe("An OpenID Connect provider; its secret is `posit-connect:oidcClientSecret`."),
    issuer: text(
        /^https:\/\/[^\s;#"\\]+$/,
        "the issuer's https:// URL, such as https://login.example.com",
    ).describe("Issuer URL, below which the provider serves its discovery document."),
    clientId: plain("the client ID that the identity provider gave to Connect").describe(
        "Client ID that the identity provider gave to Connect. Register `<url>/__login__/callback` with it.",
    ),
    scopes: listOf(plain("a scope"), "scopes, such as groups")
        .default([])
        .describe("Scopes to request in addition to `openid`, `profile` and `email`, such as `groups`."),
    usernameClaim: plain("a claim's name")
        .default("preferred_username")
        .describe("Claim that holds the user name."),
    groupsClaim: plain("a claim's name").default("groups").describe("Claim that lists a user's groups."),
    groupsAutoProvision: flag()
        .default(false)
        .describe("Whether Connect creates the groups that the claim lists."),
});

const saml = table({
    provider: z.literal("saml").describe("A SAML identity provider."),
    metadataUrl: url(
        /^https:\/\/[^\s;#"\\]+$/,
        "the https:// URL of the identity provider's metadata",
    ).describe("URL of the identity provider's metadata. Register `<url>/__login__/saml/acs` with it."),
    attributeProfile: oneOf(["default", "okta", "azure"])
        .default("default")
        .describe("Names of the attributes that the provider sends."),
});

const authentication = z.discriminatedUnion("provider", [password, oidc, saml, ldap], {
    error: 'a table with provider "password", "oidc", "saml" or "ldap"',
});

const smtp = table({
    host: hostName("smtp.example.com").describe("Mail server."),
    port: wholeNumber({ min: 1, max: 65535 }).default(587).describe("Port of the mail server."),
    encryption: oneOf(["starttls", "tls"])
        .default("starttls")
        .describe(
            "`starttls` upgrades the connection to TLS; `tls` starts with TLS (port 465). Mail is never sent unencrypted.",
        ),
    user: plain("a user name")
        .optional()
        .describe(
            "User name, with the password `posit-connect:smtpPassword`. Without it, Connect does not log in.",
        ),
    senderEmail: text(/^[^\s;#"\\@]+@[^\s;#"\\@]+$/, "a mail address, such as connect@example.com").describe(
        "Sender address of mail.",
    ),
});

/** The servers' namespace. */
const SERVER_NAMESPACE = "posit-connect";

const OF_NODES = "the capacity of content's nodes at their `maxSize`, next to the servers";

const contentSchema = table({
    namespace: text(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "up to 63 lower-case letters, digits and dashes")
        .refine((name) => name !== SERVER_NAMESPACE && !isSystemNamespace(name), {
            error: `a namespace of its own for content, other than ${SERVER_NAMESPACE} and the cluster's own (${SYSTEM_NAMESPACES})`,
        })
        .default("posit-connect-content")
        .describe("Namespace of the content pods, with its own limits and network policies."),
    quota: table({
        cpu: cores({ max: 10000 })
            .optional()
            .meta({ defaultText: OF_NODES })
            .describe("Cores that all content may reserve together."),
        memoryGiB: gibibytes({ max: 100000 })
            .optional()
            .meta({ defaultText: OF_NODES })
            .describe("Memory in GiB that all content may reserve together."),
        pods: wholeNumber({ min: 1, max: 10000, unit: "pods" })
            .optional()
            .meta({ defaultText: OF_NODES })
            .describe("Content pods at a time, without finished ones."),
    })
        .prefault({})
        .describe(
            "Limits of all content together. Content that exceeds them waits until other content ends.",
        ),
    resources: table({
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
                "Memory in GiB above which a process is killed; from `memoryRequestGiB` to `maxMemoryGiB`.",
            ),
    })
        .prefault({})
        .describe("Defaults of a process, which its publisher may change."),
    maxCpu: cores({ max: MOST_CORES, ...INIT_CONTAINER.cores })
        .default(4)
        .describe(
            "Most cores that a publisher may request for one process. Below 0.5, pods start more slowly. No more than a node " +
                "of content has for a pod, on `general` next to its servers.",
        ),
    maxMemoryGiB: gibibytes({ max: MOST_GIB, ...INIT_CONTAINER.gibibytes })
        .default(16)
        .describe(
            "Most memory in GiB that a publisher may request for one process. No more than the same node has for a pod.",
        ),
    egressCidrs: cidrs()
        .default([])
        .describe(
            "Private IPv4 blocks outside the VPC that content may reach, such as your data warehouse's. Content can reach the " +
                "internet, but no other private address.",
        ),
});

export const connectSchema = table({
    replicas: wholeNumber({
        min: 2,
        max: 10,
        unit: "servers",
        reason: "one does not survive the loss of its zone",
    })
        .default(3)
        .describe(
            "Connect servers. They share the database and the files, and a user stays with one of them. Each runs its own processes of a content item.",
        ),
    strategy: oneOf(["RollingUpdate", "Recreate"])
        .default("RollingUpdate")
        .describe(
            "How an update replaces servers. `RollingUpdate`: new servers start before the old ones stop, without interruption; the nodes " +
                "need room for both. `Recreate`: the old servers stop first, which interrupts the service for some minutes. Choose it for " +
                "an update that changes `version`, as old servers must not run on a migrated database.",
        ),
    chart: table({
        name: chartLocation(versions.chart.name)
            .default(versions.chart.name)
            .describe("Helm chart, under its own name: in `repository`, at a path or at an `oci://` URL."),
        repository: chartRepository()
            .default(versions.chart.repository)
            .describe('Helm repository; "" if `name` is a path or a URL.'),
        user: chartUser(),
        version: text(EXACT_VERSION, `an exact version, such as "${versions.chart.version}"`)
            .default(versions.chart.version)
            .describe("Exact version of the chart."),
    })
        .prefault({})
        .describe("Source of Connect's Helm chart."),
    version: text(
        /^20\d\d\.(0[1-9]|1[0-2])\.(0|[1-9]\d*)(-[\w.]+)?$/,
        `a version of Connect, such as "${versions.version}"`,
    )
        .default(versions.version)
        .describe(
            "Version of Connect. A newer version migrates the database when it starts, and older versions cannot read it then: back up first.",
        ),
    allowUntestedVersions: flag()
        .default(false)
        .describe(
            "Whether `version` and `chart.version` may be outside the versions that Connect's Helm values are written for: charts " +
                `${formatRange(testedVersions.chart)}, Connect ${formatRange(testedVersions.connect)}. The plan lists such versions as not checked, and R1 as not verified.`,
        ),
    images: table({
        connect: imageRepository().default(versions.images.connect).describe("Connect's server."),
        contentInit: imageRepository()
            .default(versions.images.contentInit)
            .describe("Init container that copies Connect's runtime into content pods."),
    })
        .prefault({})
        .describe("Image repositories without tags. Set them to a mirror if Docker Hub cannot be reached."),
    resources: table({
        requests: table({
            cpu: cpu().default("2").describe("Cores reserved for a server."),
            memory: memory().default("4Gi").describe("Memory reserved for a server."),
        })
            .prefault({})
            .describe("Resources that a node of the servers must have free. An upgrade needs them twice."),
        limits: table({
            cpu: cpu().default("4").describe("Cores that a server may use; no fewer than it reserves."),
            memory: memory()
                .default("8Gi")
                .describe("Memory that a server may use; no less than it reserves."),
        })
            .prefault({})
            .describe("Most that a server may use. Above its memory, it is restarted."),
    })
        .prefault({})
        .describe("Resources of one server. Content runs in its own pods and does not count."),
    executionEnvironments: executionEnvironments
        .default([versions.executionEnvironment])
        .describe(
            "Images that content runs in, at least one. Connect reads a change within two minutes, without a restart.",
        ),
    content: contentSchema
        .prefault({})
        .describe(
            "Limits of publishers' content. Memory is rounded to the nearest MiB, here and for the servers.",
        ),
    authentication: authentication
        .default({ provider: "password" })
        .describe(
            "How users log in. Accounts cannot move to another provider: decide before the first login.",
        ),
    smtp: smtp
        .optional()
        .describe(
            "Mail server for notifications, reports and password resets. Without it, Connect sends no mail, and administrators share password links themselves.",
        ),
    packageManagerUrl: httpsUrl("https://packagemanager.posit.co")
        .default("https://packagemanager.posit.co")
        .describe(
            "Posit Package Manager from which R, pip and uv install the packages of content. If its repositories require a login, set " +
                "`posit-connect:packageManagerToken`.",
        ),
    packageRepositories: packageRepositories
        .prefault({})
        .describe("Repositories in Package Manager from which content installs."),
    scheduler: table({
        minProcesses: wholeNumber({ min: 0, max: 1000, unit: "processes" })
            .default(0)
            .describe("Processes of an item that each server keeps running without users."),
        maxProcesses: wholeNumber({ min: 1, max: 1000, unit: "processes" })
            .default(3)
            .describe("Most processes of an item that each server starts; no fewer than `minProcesses`."),
        maxConnectionsPerProcess: wholeNumber({ min: 1, max: 10000, unit: "users" })
            .default(20)
            .describe("Users that share one process."),
        loadFactor: z
            .number({ error: "a number above 0, up to 1" })
            .positive({ error: "a number above 0, up to 1" })
            .max(1, { error: "a number above 0, up to 1" })
            .default(0.5)
            .describe(
                "How early processes are added: near 0 early, at 1 only when the other processes are full.",
            ),
        initTimeoutSeconds: wholeNumber({ min: 1, max: 3600, unit: "seconds" })
            .default(300)
            .describe("Seconds that a process may take to start, including the pull of its image."),
        idleTimeoutSeconds: wholeNumber({ min: 1, max: 86400, unit: "seconds" })
            .default(120)
            .describe("Seconds that a process above `minProcesses` keeps running without users."),
    })
        .prefault({})
        .describe("Processes that serve one item of content, unless its publisher chooses otherwise."),
    prometheus: flag()
        .default(true)
        .describe("Whether the servers answer Prometheus on port 3232, inside the cluster only."),
    certificateAuthorities: certificates()
        .optional()
        .describe(
            "Certificates of private authorities in PEM form, which servers and content trust, for example those of a proxy that inspects " +
                "TLS. Connect and programs with OpenSSL, such as Python, trust them in addition to the image's. uv and R's downloads in " +
                "content trust them alone: add the public authorities that content needs. A change replaces the servers.",
        ),
    config: configurationSchema,
    environment: environmentSchema,
    volumes: volumesSchema,
})
    .prefault({})
    .describe("Posit Connect itself.");

type DeclaredConnect = z.infer<typeof connectSchema>;

/** Limits of all content together, complete. */
type ContentQuota = Required<DeclaredConnect["content"]["quota"]>;

/** Settings of Connect with values that depend on the nodes filled in. */
export type ConnectSettings = Omit<DeclaredConnect, "content"> & {
    content: Omit<DeclaredConnect["content"], "quota"> & { quota: ContentQuota };
};

export const connect = pathOf<DeclaredConnect>("connect");

/** A rule that the amount of one setting is never above that of another. */
function inOrder(
    lower: SettingPath<number | string>,
    upper: SettingPath<number | string | undefined>,
    amountOf: (value: number | string) => number,
): Rule {
    return rule([lower, upper], ([least, most]) =>
        most !== undefined && amountOf(least) > amountOf(most)
            ? finding(lower, `at most ${keyOf(keysOf(upper))}, ${JSON.stringify(most)}`)
            : undefined,
    );
}

const { content, resources, scheduler } = connect;

const limitsInOrder: Rule[] = [
    inOrder(resources.requests.cpu, resources.limits.cpu, millicores),
    inOrder(resources.requests.memory, resources.limits.memory, mebibytes),
    inOrder(content.resources.cpuRequest, content.resources.cpuLimit, Number),
    inOrder(content.resources.cpuLimit, content.maxCpu, Number),
    inOrder(content.maxCpu, content.quota.cpu, Number),
    inOrder(content.resources.memoryRequestGiB, content.resources.memoryLimitGiB, Number),
    inOrder(content.resources.memoryLimitGiB, content.maxMemoryGiB, Number),
    inOrder(content.maxMemoryGiB, content.quota.memoryGiB, Number),
    inOrder(scheduler.minProcesses, scheduler.maxProcesses, Number),
];

/** A pod that shares a node with none of the stack's servers. */
const ALONE = "a pod";

/** Capacity that a node of a group has for one pod, for the smallest of the group's instance types. */
interface Room {
    /** Name of its group. */
    group: string;
    /** The node, in the words of an error. */
    node: string;
    /** The pods that share the capacity. */
    pods: string;
    millicores: number;
    mebibytes: number;
    /** Number of pods that start there. */
    count: number;
}

/** The servers start on their nodes. Only the minimum of nodes is certain, so some nodes run several servers. */
const serversFitNodes: Rule = function* (settings) {
    const rooms = roomsForServers(settings);
    const { cpu, memory } = resources.requests;
    const server = requested(settings);
    const leastCpu = findSmallest(rooms, "millicores");
    if (leastCpu && settings.isValid(cpu) && server.millicores > leastCpu.millicores) {
        yield tooMuch(cpu, `"${leastCpu.millicores}m"`, leastCpu);
    }
    const leastMemory = findSmallest(rooms, "mebibytes");
    if (
        leastMemory &&
        leastMemory.mebibytes > 0 &&
        settings.isValid(memory) &&
        server.mebibytes > leastMemory.mebibytes
    ) {
        yield tooMuch(memory, `"${leastMemory.mebibytes}Mi"`, leastMemory);
    }
    for (const { group } of rooms.filter((room) => !holdsServer(room))) {
        yield finding(
            cluster.nodeGroups.at(group).instanceTypes,
            `types with addresses and memory for a server next to the ${NODE_AGENT_PODS + SYSTEM_PODS.pods} pods of the cluster's own`,
            "Choose larger instance types.",
        );
    }
};

/** Whether a server starts on a node if it reserves little. */
function holdsServer({ mebibytes: memory, count }: Room): boolean {
    return memory > 0 && count > 0;
}

/** Resources that each server reserves. */
function requested(settings: CheckedSettings) {
    const { cpu, memory } = resources.requests;
    return {
        millicores: millicores(settings.get(cpu) ?? 0),
        mebibytes: mebibytes(settings.get(memory) ?? 0),
    };
}

/** Fewest nodes that run servers. A minimum below two is an error of its own. */
function fewestServerNodes(groups: Record<string, NodeGroup>): number {
    const sizes = Object.values(groups)
        .filter(runsServers)
        .map(({ minSize }) => minSize);
    return Math.max(
        2,
        sizes.reduce((sum, size) => sum + size, 0),
    );
}

/** Capacity that the fullest node of each group with servers has for each of its servers. Groups of an unknown size are left out. */
function roomsForServers(settings: CheckedSettings): Room[] {
    const groups = completeGroups(settings) ?? {};
    const servers = Math.ceil((settings.get(connect.replicas) ?? 1) / fewestServerNodes(groups));
    return Object.entries(groups)
        .filter(([, group]) => runsServers(group))
        .flatMap(([name, group]) => roomOf(name, group) ?? [])
        .map(nextToSystemPods)
        .map((room) =>
            servers === 1
                ? room
                : {
                      ...room,
                      pods: `each of its ${servers} servers`,
                      millicores: Math.floor(room.millicores / servers),
                      mebibytes: Math.floor(room.mebibytes / servers),
                      count: Math.floor(room.count / servers),
                  },
        );
}

/** Capacity of a node that also runs a pod of each of the cluster's own Deployments. */
function nextToSystemPods(room: Room): Room {
    return {
        ...room,
        millicores: Math.max(0, room.millicores - SYSTEM_PODS.millicores),
        mebibytes: Math.max(0, room.mebibytes - SYSTEM_PODS.mebibytes),
        count: room.count - SYSTEM_PODS.pods,
    };
}

/** Capacity that a node has for content. The emptiest node of `general` still runs servers if it has no more nodes than servers. */
function roomForContent(
    name: string,
    group: NodeGroup,
    groups: Record<string, NodeGroup>,
    settings: CheckedSettings,
): Room | undefined {
    const node = roomOf(name, group);
    if (node === undefined || !runsServers(group)) {
        return node;
    }
    const nodes = fewestServerNodes(groups);
    // With more nodes, one of them runs none of the cluster's own Deployments.
    const room = nodes <= SYSTEM_PODS.nodes ? nextToSystemPods(node) : node;
    const perServer = roomsForServers(settings).find((each) => each.group === name);
    const server = requested(settings);
    const servers = Math.floor((settings.get(connect.replicas) ?? 0) / nodes);
    const serversFit =
        perServer !== undefined &&
        server.millicores <= perServer.millicores &&
        server.mebibytes <= perServer.mebibytes;
    return servers === 0 || !serversFit
        ? room
        : {
              ...room,
              pods: `a pod next to ${servers === 1 ? "a server" : `${servers} servers`}`,
              millicores: room.millicores - servers * server.millicores,
              mebibytes: room.mebibytes - servers * server.mebibytes,
              count: room.count - servers,
          };
}

/** Whether no content pod starts on a node, however small. */
function isFull(room: Room): boolean {
    return (
        room.millicores < millicores(INIT_CONTAINER.cores.min) ||
        room.mebibytes < mebibytes(INIT_CONTAINER.gibibytes.min) ||
        room.count < 1
    );
}

/** The largest content pod starts on a node. A pod that fits on none waits forever, and Connect reports no reason. */
const contentFitsNodes = rule(
    [cluster.nodeGroups, content.maxCpu, content.maxMemoryGiB],
    function* ([, maxCpu, maxMemoryGiB], settings) {
        const groups = completeGroups(settings) ?? {};
        const found = Object.entries(groups)
            .filter(([, group]) => runsContent(group) && !hasGpus(group))
            .map(([name, group]) => roomForContent(name, group, groups, settings));
        const known = found.filter((room) => room !== undefined);
        if (known.length < found.length) {
            return;
        }
        // An amount below the least that is allowed would be no help.
        const rooms = known.filter((room) => !isFull(room));
        const shared = roomsForServers(settings).filter(
            (room) => holdsServer(room) && known.some(({ group }) => group === room.group),
        );
        for (const { group } of rooms.length === 0 ? shared : []) {
            yield finding(
                cluster.nodeGroups.at(group).instanceTypes,
                "types with room for content next to the servers",
                "Choose larger instance types, raise minSize, or add a group of the role content.",
            );
        }
        const mostCpu = findLargest(rooms, "millicores");
        if (mostCpu && millicores(maxCpu) > mostCpu.millicores) {
            yield tooMuch(content.maxCpu, mostCpu.millicores / 1000, mostCpu);
        }
        const wide = rooms.filter((room) => millicores(maxCpu) <= room.millicores);
        const mostMemory = findLargest(wide.length > 0 ? wide : rooms, "mebibytes");
        if (mostMemory && mebibytes(maxMemoryGiB) > mostMemory.mebibytes) {
            yield tooMuch(content.maxMemoryGiB, inGiB(mostMemory.mebibytes), mostMemory);
        }
    },
);

/** A process of content with the default requests fits on a node of each group of content. */
const contentGroupsUsable = rule(
    [cluster.nodeGroups, content.resources.cpuRequest, content.resources.memoryRequestGiB],
    function* ([, cpu, memory], settings) {
        for (const [name, group] of Object.entries(completeGroups(settings) ?? {})) {
            const room = runsServers(group) ? undefined : roomOf(name, group);
            const leastCpu = Math.max(cpu, INIT_CONTAINER.cores.min);
            const leastMemory = Math.max(memory, INIT_CONTAINER.gibibytes.min);
            if (
                room !== undefined &&
                (room.millicores < millicores(leastCpu) ||
                    room.mebibytes < mebibytes(leastMemory) ||
                    room.count < 1)
            ) {
                yield finding(
                    cluster.nodeGroups.at(name).instanceTypes,
                    `types with room for a process of content, ${leastCpu} cores and ${leastMemory} GiB by default (connect.content.resources)`,
                    "Choose larger instance types, or remove the group.",
                );
            }
        }
    },
);

/** Rounded down, as an error prints it. */
function inGiB(amount: number): number {
    return Math.floor((amount / 1024) * 100) / 100;
}

/** The quota of content if the size of a node is not known. */
const QUOTA_OF_UNKNOWN = { cpu: 32, memoryGiB: 128, pods: 250 };

/** Limits of all content together. By default, they are the capacity of its nodes at their largest number. */
export function contentQuotaOf(
    { content: { quota }, replicas, resources: { requests } }: DeclaredConnect,
    groups: Record<string, NodeGroup>,
): ContentQuota {
    const rooms = Object.entries(groups)
        .filter(([, group]) => runsContent(group))
        .map(([name, group]) => ({ group, room: roomOf(name, group) }));
    const totalOf = (amount: "millicores" | "mebibytes" | "count"): number =>
        rooms.reduce((sum, { group, room }) => sum + group.maxSize * (room?.[amount] ?? 0), 0);
    const isShared = rooms.some(({ group }) => runsServers(group));
    const taken = isShared
        ? {
              millicores: replicas * millicores(requests.cpu) + SYSTEM_PODS.nodes * SYSTEM_PODS.millicores,
              mebibytes: replicas * mebibytes(requests.memory) + SYSTEM_PODS.nodes * SYSTEM_PODS.mebibytes,
              count: replicas + SYSTEM_PODS.nodes * SYSTEM_PODS.pods,
          }
        : { millicores: 0, mebibytes: 0, count: 0 };
    const nodes = rooms.some(({ room }) => room === undefined)
        ? QUOTA_OF_UNKNOWN
        : {
              cpu: (totalOf("millicores") - taken.millicores) / 1000,
              memoryGiB: inGiB(totalOf("mebibytes") - taken.mebibytes),
              pods: totalOf("count") - taken.count,
          };
    return { ...nodes, ...quota };
}

function findSmallest(rooms: Room[], resource: "millicores" | "mebibytes"): Room | undefined {
    return findLargest(rooms, resource, -1);
}

function findLargest(rooms: Room[], resource: "millicores" | "mebibytes", sign = 1): Room | undefined {
    return [...rooms].sort((one, other) => sign * (other[resource] - one[resource]))[0];
}

function tooMuch(path: SettingPath, most: number | string, { node, pods }: Room) {
    return finding(
        path,
        `at most ${most}, which ${node} has for ${pods}`,
        pods === ALONE
            ? "Lower it, or choose a larger instance type."
            : "Lower it, choose a larger instance type, or raise minSize.",
    );
}

/** `undefined` if the size of one of the instance types is not known. */
function roomOf(group: string, { instanceTypes }: NodeGroup): Room | undefined {
    const capacities = instanceTypes.map(nodeCapacity);
    const known = capacities.filter((capacity) => capacity !== undefined);
    if (known.length < capacities.length) {
        return undefined;
    }
    const isMixed = new Set(known.map(({ millicores, mebibytes }) => `${millicores} ${mebibytes}`)).size > 1;
    return {
        group,
        node: `a node of cluster.nodeGroups.${group} (${isMixed ? "the smallest of " : ""}${instanceTypes.join(", ")})`,
        pods: ALONE,
        millicores: Math.min(...known.map((capacity) => capacity.millicores)) - NODE_AGENTS_MILLICORES,
        mebibytes: Math.min(...known.map((capacity) => capacity.mebibytes)),
        // The device plugin has a pod on each node with GPUs.
        count:
            Math.min(...known.map((capacity) => capacity.pods)) -
            NODE_AGENT_PODS -
            (hasGpus({ instanceTypes }) ? 1 : 0),
    };
}

/** The chart has no schema, and Connect does not start with a property that it does not know. */
const versionsTested = rule(
    [connect.allowUntestedVersions, connect.chart.version, connect.version],
    function* ([isAllowed, chart, version]) {
        const advice = "To use another version, set posit-connect:connect.allowUntestedVersions to true.";
        const form = (range: Parameters<typeof formatRange>[0]) =>
            `a version ${formatRange(range)}, for which Connect's Helm values are written`;
        if (!isAllowed && !isTested(chart, testedVersions.chart)) {
            yield finding(connect.chart.version, form(testedVersions.chart), advice);
        }
        if (!isAllowed && !isTested(version, testedVersions.connect)) {
            yield finding(connect.version, form(testedVersions.connect), advice);
        }
    },
);

/** Helm ignores the version that it should install if the chart is an archive. */
const versionOfChart = rule([connect.chart.name, connect.chart.version], ([chart, version]) => {
    const named = versionOfArchive(chart);
    return named === undefined || named === version
        ? undefined
        : finding(connect.chart.version, `"${named}", the version of ${chart} (connect.chart.name)`);
});

/** Posit's own content images, in any registry, whose tags name the patch versions in them. */
const POSIT_CONTENT =
    /(?:^|\/)connect-content:R(\d+\.\d+\.\d+)-python(\d+\.\d+\.\d+)-ubuntu-\d\d\.\d\d(?:-base|-pro)?$/;

/** Posit's images contain one patch version of each language. */
const versionsAsTagged = rule([connect.executionEnvironments], function* ([environments]) {
    for (const [index, { name, r = [], python = [] }] of environments.entries()) {
        const [, taggedR, taggedPython] = POSIT_CONTENT.exec(name) ?? [];
        const environment = connect.executionEnvironments.at(index);
        const installed = [
            ...r.map(({ version }, at) => ({ version, tagged: taggedR, path: environment.r.at(at) })),
            ...python.map(({ version }, at) => ({
                version,
                tagged: taggedPython,
                path: environment.python.at(at),
            })),
        ];
        for (const { version, tagged, path } of installed) {
            if (tagged !== undefined && version !== tagged) {
                yield finding(
                    path.version,
                    `${JSON.stringify(tagged)}, the only version in the image, as its tag shows`,
                );
            }
        }
    }
});

/** Content reaches no address of the stack, such as the database or the instance metadata. */
const contentIsolated: Rule = function* (settings) {
    const vpc = settings.get(network.cidrBlock) ?? settings.get(network.adopt.cidrBlock);
    const closed = [
        ...(vpc === undefined ? [] : [{ block: vpc, name: "the VPC's addresses" }]),
        { block: SERVICE_CIDR, name: "the cluster's services" },
        { block: "169.254.0.0/16", name: "the instance metadata" },
    ];
    for (const path of settings.items(content.egressCidrs)) {
        const open = settings.get(path);
        const hit = closed.find(({ block }) => open !== undefined && overlaps(block, open));
        if (hit !== undefined) {
            yield finding(
                path,
                `a block that does not overlap ${hit.block} (${hit.name}), which content must not reach`,
            );
        }
    }
};

/** Without a service account, Connect cannot search for groups. Source: Connect admin guide, "LDAP without Service Credentials". */
const groupsSearchable = rule(
    [connect.authentication.groupsBaseDn, connect.authentication.bindDn],
    ([groups, account]) =>
        groups !== undefined && account === undefined
            ? finding(
                  connect.authentication.groupsBaseDn,
                  "left out without bindDn, the service account that searches for groups",
              )
            : undefined,
);

/** R packages are binaries for one distribution, which is that of every image that runs R. */
const distributionMatches = rule(
    [connect.executionEnvironments, connect.packageRepositories.r.distribution],
    function* ([environments, chosen]) {
        if (chosen === SOURCE) {
            return;
        }
        const meant = chosen === undefined || isDistribution(chosen) ? undefined : distributionOf(chosen);
        if (meant !== undefined) {
            yield finding(
                connect.packageRepositories.r.distribution,
                `${meant}, the name of that distribution in Package Manager`,
            );
            return;
        }
        const named = environments.map(({ name, r }) => r && distributionOf(name));
        const first = chosen ?? named.find((each) => each !== undefined);
        for (const [index, distribution] of named.entries()) {
            if (distribution !== undefined && distribution !== first) {
                yield finding(
                    connect.executionEnvironments.at(index).name,
                    `an image of ${String(first)}, whose R packages content installs (its tag names ${distribution})`,
                    `Set posit-connect:connect.packageRepositories.r.distribution to ${chosen === undefined ? SOURCE : `${distribution}, or to ${SOURCE} for images of several distributions`}.`,
                );
            }
        }
    },
);

export const connectRules: Rule[] = [
    distributionMatches,
    groupsSearchable,
    chartInRepository(connect.chart.name, connect.chart.repository, connect.chart.user),
    ...limitsInOrder,
    serversFitNodes,
    contentFitsNodes,
    contentGroupsUsable,
    versionsTested,
    versionOfChart,
    versionsAsTagged,
    contentIsolated,
    ...passThroughRules,
];
