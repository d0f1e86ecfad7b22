import { CONTENT_POD_PATH } from "../../graph/contentPodPath";
import {
    atLeast,
    type Check,
    each,
    equals,
    isAbsent,
    isNotEmpty,
    isNotTrue,
    isTrue,
    matches,
    optional,
    reference,
    satisfies,
    textThat,
} from "../check";
import { isObject } from "../../lib/isObject";
import { type Value } from "../../graph/value";
import type { Path } from "../../graph/path";
import { type ResourceRule, resourceRules } from "../rule";
import { connect } from "../../catalog/connect";
import { isChart } from "../../lib/isChart";
import { isOlder } from "../../lib/isOlder";
import { SECRET_NAME } from "../../lib/secretName";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Whether a release is of Connect's chart. */
const isConnect = textThat(
    "chart",
    "the chart rstudio-connect",
    (chart) => isChart(chart, connect.chart.name),
    ["rstudio-workbench", "my-rstudio-connect", "rstudio-connect-tools", "rstudio-connect/charts/other"],
);

/** A constraint that keeps the number of servers per zone within one of each other. It counts no pods without a selector. */
const WANTED: Record<string, Value> = {
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "DoNotSchedule",
    maxSkew: 1,
};

const SELECTOR = { labelSelector: { matchLabels: { "app.kubernetes.io/instance": "posit-connect" } } };

function spreadsByZone(constraint: Value): boolean {
    return (
        isObject(constraint) &&
        isObject(constraint.labelSelector) &&
        Object.entries(WANTED).every(([key, allowed]) => constraint[key] === allowed)
    );
}

function getSslModes(url: string): string[] {
    return new URLSearchParams(url.split("?")[1]).getAll("sslmode");
}

/** Settings of Connect that are secrets, in any section. */
const SECRET_SETTINGS = ["Password", "InstrumentationPassword", "BindPassword", "ClientSecret"];

/** A section of Connect's configuration without secrets. A property may be the path of one, or a switch. */
const hasNoSecret: Check = satisfies([], {
    kind: "object",
    allowed: "a section without a secret",
    accepts: (section) =>
        isObject(section) &&
        Object.entries(section).every(
            ([name, value]) =>
                !SECRET_NAME.test(name) ||
                value === "true" ||
                value === "false" ||
                (typeof value === "string" && value.startsWith("/")),
        ),
    rejected: [
        { ApiToken: "hunter2" },
        { SigningKey: "hunter2" },
        { KeyPassphrase: ["hunter2"] },
        { WebhookSecret: "hunter/2" },
        { ApiTokens: "hunter2" },
    ],
});

/** An environment variable without a secret in plain text. */
const isNoPlainSecret: Check = satisfies([], {
    kind: "object",
    allowed: "an environment variable that refers to a Secret with valueFrom if it contains a secret",
    accepts: (variable) =>
        isObject(variable) && !("value" in variable && SECRET_NAME.test(variable.name as string)),
    rejected: [
        { name: "CONNECT_POSTGRES_PASSWORD", value: "hunter2" },
        { name: "CONNECT_OAUTH2_CLIENT_SECRET", value: "hunter2" },
        { name: "RSC_LICENSE", value: "AAAA-BBBB-CCCC-DDDD" },
        { name: "AWS_SECRET_ACCESS_KEY", value: "hunter2" },
        { name: "github_token", value: "hunter2" },
        { name: "KEY_PASSPHRASE", value: "hunter2" },
        { name: "WAREHOUSE_PWD", value: "hunter2" },
    ],
});

const hasCpuAndMemory = (part: string): Check =>
    satisfies(["values", "resources", part], {
        kind: "object",
        allowed: "an object with cpu and memory",
        accepts: (amounts) =>
            isObject(amounts) && ["cpu", "memory"].every((name) => (amounts[name] ?? "") !== ""),
        rejected: [{}, { cpu: "2" }, { memory: "4Gi" }, { cpu: "2", memory: "" }],
    });

const isAtLeast = (place: Path | string, least: string, rejected: string[]): Check =>
    textThat(
        place,
        `${least} or newer`,
        (version) => /^v?\d+\.\d+\.\d/.test(version) && !isOlder(version.replace("v", ""), least),
        rejected,
    );

/** The default tag is the chart's version. */
const isPinned = (place: Path): Check =>
    optional(
        textThat(place, "the tag of one version", (tag) => !tag.includes("latest"), [
            "latest",
            "ubuntu-24.04-latest",
        ]),
    );

export const helm: readonly ResourceRule[] = [
    {
        name: "helm-exact-version",
        level: "mandatory",
        severity: "medium",
        controls: ["Posit R12"],
        applies: [RELEASE],
        description: "A release names one version of its chart, so that a restore installs the same version.",
        remedy: "Set version to an exact version such as 0.21.0, not a range.",
        url: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/",
        checks: [
            matches("version", /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/, "an exact version", [
                "",
                "0.21",
                "0.21.x",
                "x.21.0",
                "0.x.0",
                "^0.21.0",
                "~0.21.0",
                ">=0.21.0",
                "0.21.0 || 0.22.0",
                "0.21.0-",
                "0.21.0,1",
                "0.21.0-,",
                "latest",
            ]),
        ],
    },
    ...resourceRules({ applies: [RELEASE], when: [isConnect] }, [
        {
            name: "helm-stated-values",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R12"],
            description: "The values of Connect's chart are in the program, where rules can read them.",
            remedy: "Remove valueYamlFiles, and move their content to values.",
            url: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/",
            checks: [isAbsent("valueYamlFiles", "list", [["values.yaml"]])],
        },
        {
            name: "helm-ingress-off",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R8"],
            description:
                "Connect's chart creates no Ingress. The program creates the load balancer, which rules check.",
            remedy: "Remove values.ingress, or set values.ingress.enabled to false.",
            url: "https://github.com/rstudio/helm/tree/main/charts/rstudio-connect#values",
            checks: [isNotTrue(["values", "ingress", "enabled"])],
        },
        {
            name: "helm-replicas",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R11"],
            description: "Connect runs on at least two servers.",
            remedy: "Set values.replicas to 2 or more.",
            url: "https://docs.posit.co/connect/admin/load-balancing/",
            checks: [atLeast(["values", "replicas"], 2)],
        },
        {
            name: "helm-disruption-budget",
            level: "mandatory",
            severity: "medium",
            controls: ["Posit R11"],
            description: "Draining nodes does not stop all of Connect's servers at once.",
            remedy: "Set values.podDisruptionBudget to maxUnavailable 1.",
            url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
            checks: [
                satisfies(["values", "podDisruptionBudget"], {
                    kind: "object",
                    allowed: "set, with maxUnavailable or minAvailable",
                    accepts: (budget) =>
                        isObject(budget) && ("maxUnavailable" in budget || "minAvailable" in budget),
                    rejected: [{}, { unhealthyPodEvictionPolicy: "AlwaysAllow" }],
                }),
            ],
        },
        {
            name: "helm-zone-spread",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R11"],
            description: "Connect's servers are spread evenly over the availability zones.",
            remedy: "List a constraint in values.topologySpreadConstraints with topologyKey topology.kubernetes.io/zone, whenUnsatisfiable DoNotSchedule, maxSkew 1 and a labelSelector of the servers.",
            url: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
            checks: [
                satisfies(["values", "topologySpreadConstraints"], {
                    kind: "list",
                    allowed: "a list with a constraint by zone: DoNotSchedule, maxSkew 1 and a labelSelector",
                    accepts: (constraints) => Array.isArray(constraints) && constraints.some(spreadsByZone),
                    rejected: [
                        [],
                        ["topology.kubernetes.io/zone"],
                        [WANTED],
                        [{ ...WANTED, labelSelector: "posit-connect" }],
                        [{ ...WANTED, ...SELECTOR, topologyKey: "kubernetes.io/hostname" }],
                        [{ ...WANTED, ...SELECTOR, whenUnsatisfiable: "ScheduleAnyway" }],
                        [{ ...WANTED, ...SELECTOR, maxSkew: 2 }],
                    ],
                }),
            ],
        },
        {
            name: "helm-shared-storage",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R9"],
            description: "Connect's servers and content share one file system for their files.",
            remedy: "Set values.sharedStorage.mount and values.sharedStorage.mountContent to true.",
            url: "https://docs.posit.co/connect/admin/load-balancing/",
            checks: [
                isTrue(["values", "sharedStorage", "mount"]),
                isTrue(["values", "sharedStorage", "mountContent"]),
            ],
        },
        {
            name: "helm-database-provider",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R5"],
            description: "Connect stores its metadata in PostgreSQL instead of a local SQLite file.",
            remedy: "Set values.config.Database.Provider to Postgres. The default is SQLite.",
            url: "https://docs.posit.co/connect/admin/database/",
            checks: [equals(["values", "config", "Database", "Provider"], "Postgres")],
        },
        {
            name: "helm-database-tls",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R5"],
            description: "Connect uses TLS to its database and verifies the database's certificate.",
            remedy: "End values.config.Postgres.URL with ?sslmode=verify-full&sslrootcert= and the path of the region's root certificates.",
            url: "https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION",
            checks: [
                // The URL contains the database's endpoint, which is unknown in a first preview.
                reference(
                    textThat(
                        ["values", "config", "Postgres", "URL"],
                        "a URL with sslmode=verify-full",
                        (url) => getSslModes(url).join() === "verify-full",
                        [
                            "",
                            "postgres://posit_connect@database.example.com:5432/posit_connect",
                            "postgres://posit_connect@database.example.com:5432/posit_connect?sslmode=disable",
                            "postgres://posit_connect@database.example.com:5432/posit_connect?sslmode=require",
                            "postgres://posit_connect@database.example.com:5432/posit_connect?sslmode=verify-full&sslmode=disable",
                            "postgres://posit_connect@database.example.com:5432/posit_connect?application_name=sslmode=verify-full",
                        ],
                    ),
                ),
            ],
        },
        {
            name: "helm-no-inline-secrets",
            level: "mandatory",
            severity: "critical",
            controls: ["Pulumi inline-secret"],
            description:
                "Connect and content get secrets from Kubernetes Secrets. Connect's configuration is a ConfigMap, which protects none.",
            remedy: "Put the secret in a Secret, and refer to it in an environment variable with valueFrom.secretKeyRef.",
            url: "https://docs.posit.co/connect/admin/security-and-auditing/",
            checks: [
                ...SECRET_SETTINGS.map((setting) =>
                    each(["values", "config"], isAbsent(setting, "text", ["hunter2"])),
                ),
                // The URL contains the database's endpoint, which is unknown in a first preview.
                reference(
                    optional(
                        textThat(
                            ["values", "config", "Postgres", "URL"],
                            "a URL without a password",
                            (url) => !/\/\/[^/?]*:[^/?]*@|[?&]password=/.test(url),
                            [
                                "postgres://posit_connect:hunter2@database.example.com:5432/posit_connect",
                                "postgres://posit_connect@database.example.com/posit_connect?password=hunter2",
                                "postgres://posit_connect@database.example.com/posit_connect?sslmode=verify-full&password=hunter2",
                            ],
                        ),
                    ),
                ),
                each(["values", "config"], hasNoSecret),
                each(["values", "pod", "env"], isNoPlainSecret),
                each([...CONTENT_POD_PATH, "containers"], each("env", isNoPlainSecret)),
            ],
        },
        {
            name: "helm-no-inline-license",
            level: "mandatory",
            severity: "high",
            controls: ["Pulumi inline-license"],
            description: "Connect's license is in a Kubernetes secret, not in the release's values.",
            remedy: "Put the license in a Secret, and name the Secret in values.license.file.secret.",
            url: "https://github.com/rstudio/helm/tree/main/charts/rstudio-connect#licensing",
            checks: [
                isAbsent(["values", "license", "key"], "text", ["AAAA-BBBB-CCCC-DDDD"]),
                isAbsent(["values", "license", "file", "contents"], "text", ["# RStudio License"]),
            ],
        },
        {
            name: "helm-resources",
            level: "production",
            severity: "medium",
            controls: [
                "Checkov CKV_K8S_10",
                "Checkov CKV_K8S_11",
                "Checkov CKV_K8S_12",
                "Checkov CKV_K8S_13",
            ],
            description: "Each of Connect's servers has CPU and memory requests and limits.",
            remedy: "Set cpu and memory in values.resources.requests and values.resources.limits.",
            url: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
            checks: [hasCpuAndMemory("requests"), hasCpuAndMemory("limits")],
        },
        {
            name: "helm-off-host",
            level: "mandatory",
            severity: "high",
            controls: ["Posit R1", "CIS EKS 4.2.1"],
            description: "Content runs in separate pods, so that Connect's servers need no privileges.",
            remedy: "Set values.backends.kubernetes.enabled to true, list an image in values.executionEnvironments, use a chart and a Connect that support both, and remove values.launcher and values.securityContext.privileged.",
            url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/",
            checks: [
                isTrue(["values", "backends", "kubernetes", "enabled"]),
                isNotTrue(["values", "launcher", "enabled"]),
                isNotTrue(["values", "securityContext", "privileged"]),
                isNotEmpty(["values", "executionEnvironments"], "list"),
                isAtLeast("version", connect.offHost.chart, ["0.8.14", "0.9.2", "0.9.3-rc.1", "latest"]),
                // The default is the chart's own version of Connect.
                optional(
                    isAtLeast(["values", "versionOverride"], connect.offHost.version, ["2026.03.1", "main"]),
                ),
            ],
        },
        {
            name: "helm-content-not-privileged",
            level: "mandatory",
            severity: "high",
            controls: ["CIS EKS 4.2.1", "CIS EKS 4.2.2", "CIS EKS 4.2.3", "CIS EKS 4.2.4"],
            description:
                "The pods of content, which runs publishers' code, have no privileges and nothing of their node: no namespace, no network, no directory.",
            remedy: "Remove hostNetwork, hostPID, hostIPC, volumes with hostPath, privileged and added capabilities from values.backends.kubernetes.defaultResourceJobBase.",
            url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
            checks: [
                ...["hostNetwork", "hostPID", "hostIPC"].map((name) =>
                    isNotTrue([...CONTENT_POD_PATH, name]),
                ),
                each(
                    [...CONTENT_POD_PATH, "volumes"],
                    isAbsent("hostPath", "object", [{ path: "/" }, { path: "/var/run/containerd" }]),
                ),
                ...["containers", "initContainers"].flatMap((name) => [
                    each([...CONTENT_POD_PATH, name], isNotTrue(["securityContext", "privileged"])),
                    each(
                        [...CONTENT_POD_PATH, name],
                        isAbsent(["securityContext", "capabilities", "add"], "list", [["SYS_ADMIN"]]),
                    ),
                ]),
            ],
        },
        {
            name: "helm-pinned-images",
            level: "production",
            severity: "medium",
            controls: ["Checkov CKV_K8S_14"],
            description:
                "Connect and its content run images with a fixed version, so that a pod that moves runs the same image.",
            remedy: "Remove the tags of images, or set them to a version. Name content images with a tag other than latest.",
            url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
            checks: [
                isPinned(["values", "versionOverride"]),
                isPinned(["values", "image", "tag"]),
                isPinned(["values", "backends", "kubernetes", "defaultInitContainer", "tag"]),
                each(
                    ["values", "executionEnvironments"],
                    matches("name", /:(?!latest)[^/:]+$/, "an image with the tag of one version", [
                        "posit/connect-content",
                        "posit/connect-content:latest",
                        "posit/connect-content:latest-pro",
                        "registry.example.com:5000/connect-content",
                    ]),
                ),
            ],
        },
    ]),
];
