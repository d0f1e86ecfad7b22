import { isObject } from "../../../lib/isObject";
import { PING } from "../../../recovery/ping";
import type { Settings } from "../../../stacks/settings";
import { type Check, failed, passed, unknown } from "../../doctor/check";
import type { AcceptContext } from "../acceptContext";
import type { Endpoint, Response } from "../endpoint";

/** Requests without a cookie for each server. The load balancer takes the servers in turn, so that none is left out. */
const REQUESTS_PER_SERVER = 8;

/** Requests at a time. */
const PARALLEL = 8;

/** Requests of one session. */
const SESSION_REQUESTS = 6;

/** Public settings, from which the dashboard renders its login page. */
const SERVER_SETTINGS = "/__api__/server_settings";

const LOGIN = "/__login__";

const READ_LOG =
    "Read the servers' log: kubectl logs --namespace posit-connect --selector app.kubernetes.io/component=server";

/** Sends requests, some at a time. */
async function repeat<T>(times: number, send: () => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    while (results.length < times) {
        const batch = Math.min(PARALLEL, times - results.length);
        results.push(...(await Promise.all(Array.from({ length: batch }, send))));
    }
    return results;
}

function parse(text: string): Record<string, unknown> {
    try {
        const value: unknown = JSON.parse(text);
        return isObject(value) ? value : {};
    } catch {
        return {};
    }
}

/** The name of the server that responded: its pod's. `undefined` if Connect does not report it. */
function serverOf({ text }: Response): string | undefined {
    const { hostname } = parse(text);
    return typeof hostname === "string" && hostname !== "" ? hostname : undefined;
}

export const ping: Check<AcceptContext> = {
    id: "ping",
    title: "Health over HTTPS",
    run: async (context) => {
        const endpoint = await context.endpoint();
        const times = context.settings.connect.replicas * REQUESTS_PER_SERVER;
        const responses = await repeat(times, () => endpoint.get(PING));
        const wrong = responses.filter(({ status }) => status !== 200);
        return wrong.length === 0
            ? passed(`${times} of ${times} requests to ${PING} are answered with 200`)
            : failed(
                  `${wrong.length} of ${times} requests to ${PING} are answered with ${[...new Set(wrong.map(({ status }) => status))].join(", ")}`,
                  READ_LOG,
              );
    },
};

/** The load balancer's cookie. Source: Application Load Balancers user guide, "Edit target group attributes": `AWSALB`. */
const STICKY_COOKIE = /^AWSALB=/;

export const stickiness: Check<AcceptContext> = {
    id: "stickiness",
    title: "Sticky sessions",
    inAccount: true,
    run: async (context) => {
        const [endpoint, group] = await Promise.all([context.endpoint(), context.targetGroup()]);
        const seconds = String(context.settings.loadBalancer.stickinessSeconds);
        const wanted = {
            "stickiness.enabled": "true",
            "stickiness.type": "lb_cookie",
            "stickiness.lb_cookie.duration_seconds": seconds,
        };
        const differing = Object.entries(wanted).filter(([key, value]) => group?.attributes[key] !== value);
        if (differing.length > 0) {
            return failed(
                differing
                    .map(([key, value]) => `${key} is ${group?.attributes[key] ?? "not set"}, not ${value}`)
                    .join("; "),
                "Update the stack: the target group was changed outside of Pulumi.",
            );
        }
        const servers = await session(endpoint);
        if (servers === undefined) {
            return failed(
                "responses have no cookie AWSALB, with which the load balancer finds a session's server again",
                "Check that users connect to the load balancer itself, not to a proxy that removes cookies.",
            );
        }
        const names = [...new Set(servers)];
        if (names.length > 1) {
            return failed(
                `${SESSION_REQUESTS} requests of one session reached ${names.length} servers: ${names.join(", ")}`,
                "Check that no proxy in front of the load balancer drops or shares cookies.",
            );
        }
        const cookie = `cookie for ${seconds} s`;
        return passed(
            names[0] === undefined
                ? `${cookie}; Connect does not report the name of the server that responds`
                : `${cookie}; ${SESSION_REQUESTS} requests of one session reached ${names[0]}`,
        );
    },
};

/** The servers that the requests of one session reach; `undefined` if a response has no cookie of the load balancer. */
async function session(endpoint: Endpoint): Promise<(string | undefined)[] | undefined> {
    const servers: (string | undefined)[] = [];
    let cookies: string[] = [];
    for (let sent = 0; sent < SESSION_REQUESTS; sent++) {
        const response = await endpoint.get(SERVER_SETTINGS, cookies);
        // The load balancer renews its cookie in each response.
        cookies = response.cookies.map((cookie) => cookie.split(";")[0] ?? "");
        if (!cookies.some((cookie) => STICKY_COOKIE.test(cookie))) {
            return undefined;
        }
        servers.push(serverOf(response));
    }
    return servers;
}

/** The format of Prometheus. Source: https://prometheus.io/docs/instrumenting/exposition_formats/ */
const EXPOSITION = /^# (HELP|TYPE) /m;

export const metrics: Check<AcceptContext> = {
    id: "metrics",
    title: "Metrics are private",
    run: async (context) => {
        const endpoint = await context.endpoint();
        const [{ status, text }, open] = await Promise.all([endpoint.get("/metrics"), endpoint.openPorts()]);
        if (EXPOSITION.test(text)) {
            return failed(
                `${endpoint.url.href}metrics shows Connect's metrics`,
                "Check the listener's rules and connect.config: metrics belong to port 3232 inside the cluster.",
            );
        }
        return open.length > 0
            ? failed(
                  `${endpoint.url.hostname} accepts connections to port ${open.join(" and ")}`,
                  "Check the security groups and listeners of the load balancer: only 443 and 80 are open.",
              )
            : passed(`/metrics responds with ${status} and no metrics, the servers' own ports are closed`);
    },
};

/** Source: https://docs.posit.co/connect/admin/security/http-headers/ for Connect's own headers. */
export const headers: Check<AcceptContext> = {
    id: "headers",
    title: "Headers",
    run: async (context) => {
        const endpoint = await context.endpoint();
        const { headers, cookies } = await endpoint.get(LOGIN);
        const sniffs = context.settings.connect.config["Server"]?.["ContentTypeSniffing"];
        const { server = "", "x-powered-by": poweredBy, "x-content-type-options": type } = headers;
        const open = cookies
            .filter((cookie) => !cookie.startsWith("AWSALB") && !/;\s*secure\s*(;|$)/i.test(cookie))
            .map((cookie) => cookie.split("=")[0] ?? "");
        const problems = [
            ...(type === "nosniff" || String(sniffs) === "true"
                ? []
                : [`X-Content-Type-Options is ${type ?? "missing"}, not nosniff`]),
            ...(/\d/.test(server) ? [`Server shows a version: ${server}`] : []),
            ...(poweredBy === undefined ? [] : [`X-Powered-By is ${poweredBy}`]),
            ...open.map((name) => `the cookie ${name} is not Secure`),
        ];
        return problems.length === 0
            ? passed("no version, nosniff, cookies for HTTPS only")
            : failed(problems.join("; "), "Check connect.config, and a proxy in front of the load balancer.");
    },
};

type Provider = Settings["connect"]["authentication"]["provider"];

/** Connect's names of the providers, where it has not been given another. Recorded: OAuth2 (posit-dev/connectapi, tests). */
const NAMES: Record<Provider, RegExp> = {
    oidc: /oauth|openid/i,
    saml: /saml/i,
    ldap: /ldap|active directory/i,
    password: /^(posit|rstudio) connect$|^password$/i,
};

/** Providers for which Connect's own page has fields of a user name and a password. */
const OWN_FORM: readonly Provider[] = ["password", "ldap"];

export const login: Check<AcceptContext> = {
    id: "login",
    title: "Login page",
    run: async (context) => {
        const endpoint = await context.endpoint();
        const [page, settings] = await Promise.all([endpoint.get(LOGIN), endpoint.get(SERVER_SETTINGS)]);
        if (page.status >= 400) {
            return failed(`${LOGIN} responds with ${page.status}`, READ_LOG);
        }
        const { authentication } = parse(settings.text);
        if (!isObject(authentication) || typeof authentication["handles_credentials"] !== "boolean") {
            return unknown(
                `${SERVER_SETTINGS} responds with ${settings.status} and no provider`,
                `Open ${endpoint.url.href}__login__ in a browser.`,
            );
        }
        const { provider } = context.settings.connect.authentication;
        const { name, handles_credentials: hasForm } = authentication;
        const form = hasForm ? "a form for user name and password" : "a redirect to the provider";
        const detail = `${form}, provider ${String(name)}`;
        const renamed = context.settings.connect.config["Authentication"]?.["Name"];
        const others = Object.entries(NAMES).filter(([other]) => other !== provider);
        if (
            hasForm !== OWN_FORM.includes(provider) ||
            (renamed === undefined && others.some(([, pattern]) => pattern.test(String(name))))
        ) {
            return failed(
                `${detail}; the settings have ${provider}`,
                "Update the stack, and read Connect's log.",
            );
        }
        return name === renamed || NAMES[provider].test(String(name))
            ? passed(`${detail}, as set: ${provider}`)
            : unknown(
                  `${detail}; ${provider} is set`,
                  `Compare with ${endpoint.url.href}__login__ in a browser.`,
              );
    },
};
