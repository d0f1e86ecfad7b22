import { expect } from "chai";
import fc from "fast-check";
import { contains, overlaps } from "../../lib/cidr";
import { LOG_RETENTION_DAYS } from "../../stacks/retention";
import { LEAST_CLUSTER, LICENSE, errorsOf, settingsOf, type Config } from "./config";

const ZONE_LETTERS = ["a", "b", "c", "d", "e", "f"];

/** All sections of a valid stack. */
const validConfig: fc.Arbitrary<Record<string, Config>> = fc
    .record({
        zones: fc.subarray(ZONE_LETTERS, { minLength: 2 }),
        second: fc.integer({ min: 0, max: 255 }),
        prefix: fc.integer({ min: 16, max: 17 }),
        retention: fc.constantFrom(...LOG_RETENTION_DAYS),
        extraNodes: fc.integer({ min: 0, max: 10 }),
        storage: fc.integer({ min: 20, max: 59000 }),
        headroom: fc.integer({ min: 0, max: 600 }),
        replicas: fc.integer({ min: 2, max: 10 }),
        flag: fc.boolean(),
    })
    .map(({ zones, second, prefix, retention, extraNodes, storage, headroom, replicas, flag }) => {
        const minSize = zones.length + extraNodes;
        return {
            "posit-connect:network": {
                availabilityZones: zones.map((letter) => `us-east-1${letter}`),
                cidrBlock: `10.${second}.0.0/${prefix}`,
                natGateways: flag ? "Single" : "OnePerAz",
                flowLogRetentionDays: retention,
            },
            "posit-connect:cluster": {
                ...LEAST_CLUSTER,
                nodeGroups: { general: { minSize, maxSize: minSize + extraNodes } },
            },
            "posit-connect:database": {
                storageGiB: storage,
                maxStorageGiB: Math.ceil((storage * 11) / 10) + headroom,
                finalSnapshot: flag,
                maintenanceWindow: flag ? "sat:23:30-sun:04:59" : "wed:08:01-wed:08:31",
            },
            "posit-connect:connect": {
                replicas: Math.min(replicas, 2 * minSize - 1),
                prometheus: flag,
            },
        };
    });

describe("settings in general", () => {
    it("load unchanged if they are valid", () => {
        fc.assert(
            fc.property(validConfig, (config) => {
                const settings = settingsOf(config);
                expect(settings.network).to.deep.include(config["posit-connect:network"]);
                expect(settings.database).to.deep.include(config["posit-connect:database"]);
                expect(settings.connect).to.deep.include(config["posit-connect:connect"]);
            }),
        );
    });

    it("name the nearest key for each misspelled one", () => {
        const keys = [
            ["network", "natGateways"],
            ["database", "storageGiB"],
            ["database", "finalSnapshot"],
            ["connect", "replicas"],
        ] as const;
        fc.assert(
            fc.property(validConfig, fc.constantFrom(...keys), fc.nat(), (config, [section, key], at) => {
                const index = at % key.length;
                const typo = `${key.slice(0, index)}${key.slice(index + 1)}`;
                const { [key]: value, ...others } = config[`posit-connect:${section}`] ?? {};
                const errors = errorsOf({
                    ...config,
                    [`posit-connect:${section}`]: { ...others, [typo]: value },
                });
                expect(errors).to.include(
                    `posit-connect:${section}.${typo}: must be a known setting. Did you mean posit-connect:${section}.${key}?`,
                );
            }),
        );
    });

    it("never fail in another way or print a secret, for any value", () => {
        const sections = [
            "tags",
            "protect",
            "network",
            "cluster",
            "database",
            "fileSystem",
            "loadBalancer",
            "connect",
        ];
        const anything = fc.jsonValue();
        const nested = fc.dictionary(
            fc.constantFrom(
                "adopt",
                "availabilityZones",
                "cidrBlock",
                "nodeGroups",
                "authentication",
                "allowedCidrs",
                "smtp",
            ),
            fc.oneof(anything, fc.constant({ provider: "oidc" }), fc.constant({ general: { minSize: "2" } })),
        );
        fc.assert(
            fc.property(fc.constantFrom(...sections), fc.oneof(anything, nested), (section, value) => {
                const errors = errorsOf({ [`posit-connect:${section}`]: value });
                expect(errors.join("\n")).not.to.contain(LICENSE);
            }),
        );
    });

    describe("that are URLs", () => {
        /** Settings that take a URL, and those that take any text. */
        const URL_SETTINGS: Record<string, (url: string) => Config> = {
            "connect.packageManagerUrl": (url) => ({ packageManagerUrl: url }),
            "connect.chart.name": (url) => ({
                chart: { name: `${url.replace("https:", "oci:")}/rstudio-connect`, repository: "" },
            }),
            "connect.chart.repository": (url) => ({ chart: { repository: url } }),
            "connect.authentication.issuer": (issuer) => ({
                authentication: { provider: "oidc", issuer, clientId: "connect" },
            }),
            "connect.authentication.metadataUrl": (metadataUrl) => ({
                authentication: { provider: "saml", metadataUrl },
            }),
            "cluster.controller.chart": (url) => ({
                ...LEAST_CLUSTER,
                controller: { chart: `${url}/aws-load-balancer-controller`, repository: "" },
            }),
            "cluster.controller.repository": (url) => ({ ...LEAST_CLUSTER, controller: { repository: url } }),
            "cluster.devicePlugin.repository": (url) => ({
                ...LEAST_CLUSTER,
                devicePlugin: { repository: url },
            }),
            "cluster.karpenter.crdChart": (url) => ({
                ...LEAST_CLUSTER,
                karpenter: { chart: "oci://mirror.example.com/karpenter", crdChart: `${url}/karpenter-crd` },
            }),
            "connect.environment.servers.HOME_URL": (url) => ({
                environment: { servers: { HOME_URL: url } },
            }),
            "connect.environment.content.HOME_URL": (url) => ({
                environment: { content: { HOME_URL: url } },
            }),
            "connect.config.Server.HomeURL": (url) => ({ config: { Server: { HomeURL: url } } }),
            "tags.home": (url) => ({ home: url }),
        };
        const errorsIn = (setting: string, url: string): string[] =>
            errorsOf({
                "posit-connect:oidcClientSecret": setting.endsWith("issuer") ? "secret" : undefined,
                [`posit-connect:${setting.split(".")[0] ?? ""}`]: URL_SETTINGS[setting]?.(url),
            });
        const setting = fc.constantFrom(...Object.keys(URL_SETTINGS));
        const word = fc.stringMatching(/^[a-z][a-z0-9]{2,11}$/);
        const location = fc
            .tuple(word, fc.option(fc.integer({ min: 1, max: 65535 })), fc.array(word, { maxLength: 3 }))
            .map(([host, port, path]) =>
                [`${host}.example.com${port === null ? "" : `:${port}`}`, ...path].join("/"),
            );
        const secret = fc.stringMatching(/^[A-Z0-9._~%-]{12,40}$/);

        it("are accepted without credentials", () => {
            fc.assert(
                fc.property(setting, location, (key, rest) => {
                    expect(errorsIn(key, `https://${rest}`)).to.deep.equal([]);
                }),
            );
        });

        it("are rejected with credentials, which the error does not print", () => {
            const logins = fc.oneof(
                fc.tuple(word, secret).map(([user, password]) => [`${user}:${password}`, password] as const),
                secret.map((token) => [`${token}:`, token] as const),
                secret.map((token) => [token, token] as const),
            );
            fc.assert(
                fc.property(setting, location, logins, (key, rest, [login, hidden]) => {
                    const errors = errorsIn(key, `https://${login}@${rest}`);
                    const start = `posit-connect:${key}: must be without credentials in a URL `;
                    expect(errors.filter((error) => error.startsWith(start))).to.have.length(1);
                    expect(errors.join("\n")).not.to.contain(hidden);
                }),
            );
        });
    });

    it("distinguish blocks that share addresses from blocks that do not", () => {
        const block = fc
            .record({ address: fc.nat({ max: 2 ** 31 - 1 }), prefix: fc.integer({ min: 4, max: 32 }) })
            .map(({ address, prefix }) => {
                const size = 2 ** (32 - prefix);
                const first = Math.floor(address / size) * size;
                const dotted = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
                return { first, last: first + size - 1, text: `${dotted}/${prefix}` };
            });
        fc.assert(
            fc.property(block, block, (one, other) => {
                expect(overlaps(one.text, other.text)).to.equal(
                    one.first <= other.last && other.first <= one.last,
                );
                expect(contains(one.text, other.text)).to.equal(
                    one.first <= other.first && other.last <= one.last,
                );
            }),
        );
    });
});
