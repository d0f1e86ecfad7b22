import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { loadSettings } from "../../stacks/loadSettings";
import { parseSettings } from "../../stacks/parseSettings";
import { SettingsError } from "../../stacks/settingsError";
import {
    ADOPTED,
    DEPLOYER,
    engineConfig,
    LEAST,
    LEAST_CLUSTER,
    LICENSE,
    SECRET_KEYS,
    IDENTITY,
    STACK,
    type Config,
} from "./config";

const OIDC = {
    "posit-connect:connect": {
        authentication: { provider: "oidc", issuer: "https://login.example.org", clientId: "connect" },
    },
    "posit-connect:oidcClientSecret": "the client's secret",
};

/** Settings whose values require other settings. */
const MANY = {
    ...OIDC,
    "posit-connect:connect": {
        ...OIDC["posit-connect:connect"],
        smtp: { host: "smtp.example.com", user: "connect", senderEmail: "connect@example.com" },
    },
    "posit-connect:smtpPassword": "the mail server's",
    "posit-connect:cluster": {
        ...LEAST_CLUSTER,
        nodeGroups: {
            batch: { instanceTypes: ["m7i.4xlarge"], taints: [{ key: "batch", effect: "NO_SCHEDULE" }] },
        },
    },
    "posit-connect:backup": {
        copyRegion: "us-west-2",
        vaultLock: "compliance",
        complianceCannotBeUndone: true,
    },
};

function secretsIn(config: Config): Config {
    return Object.fromEntries(Object.entries(config).filter(([key]) => SECRET_KEYS.includes(key)));
}

async function load(
    changes: Config,
    secretKeys: string[] = SECRET_KEYS,
    stack = STACK,
    deployer: string = DEPLOYER,
    preview = false,
) {
    await pulumi.runtime.setMocks(
        { newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }), call: () => ({}) },
        "posit-connect",
        stack,
        preview,
    );
    pulumi.runtime.setAllConfig(engineConfig({ ...LEAST, ...changes }), secretKeys);
    return loadSettings(
        () => Promise.reject(new Error("S3 is not asked")),
        () => Promise.resolve(deployer),
    );
}

describe("loadSettings", () => {
    after(() => {
        pulumi.runtime.setAllConfig({});
    });

    it("returns the settings as data and the secrets as secret outputs", async () => {
        const {
            license,
            oidcClientSecret,
            ldapBindPassword,
            smtpPassword,
            chartPassword,
            registryCredentials,
            packageManagerToken,
            extraSecrets,
            effectiveConfig,
            ...settings
        } = await load(OIDC);
        const config = engineConfig({ ...LEAST, ...OIDC });
        expect({ settings }).to.deep.equal(parseSettings(config, SECRET_KEYS, IDENTITY));
        expect([
            ldapBindPassword,
            smtpPassword,
            chartPassword,
            registryCredentials,
            packageManagerToken,
            extraSecrets,
        ]).to.deep.equal(Array(6).fill(undefined));
        expect(Object.keys(effectiveConfig).filter((key) => SECRET_KEYS.includes(key))).to.deep.equal([]);
        for (const [output, value] of [
            [license, LICENSE],
            [oidcClientSecret, "the client's secret"],
        ] as const) {
            expect(await pulumi.isSecret(output as pulumi.Output<string>)).to.equal(true);
            expect(await new Promise((resolve) => output?.apply(resolve))).to.equal(value);
        }
    });

    it("returns the effective settings by key, in a fixed order, with every default", async () => {
        const { effectiveConfig } = await load({
            "kubernetes:clusterIdentifier": "another provider's",
            "posit-connect:fileSystem": {},
            "posit-connect:database": { storageGiB: 30, instanceClass: "db.m5.xlarge", engineVersion: "16" },
        });

        const { "posit-connect:fileSystem": fileSystem, "posit-connect:database": database } =
            effectiveConfig;
        expect(Object.keys(effectiveConfig)).to.deep.equal([
            "aws:allowedAccountIds",
            "aws:region",
            "kubernetes:clusterIdentifier",
            "posit-connect:acknowledgedChanges",
            "posit-connect:backup",
            "posit-connect:budget",
            "posit-connect:cluster",
            "posit-connect:connect",
            "posit-connect:database",
            "posit-connect:fileSystem",
            "posit-connect:iam",
            "posit-connect:loadBalancer",
            "posit-connect:network",
            "posit-connect:protect",
            "posit-connect:tags",
        ]);
        expect(JSON.stringify([fileSystem, database])).to.equal(
            '[{"infrequentAccessAfterDays":30},{"backupRetentionDays":14,"deletionProtection":true,"engineVersion":"16",' +
                '"finalSnapshot":true,"instanceClass":"db.m5.xlarge","logRetentionDays":90,"maintenanceWindow":"sat:21:00-sat:22:00","maxStorageGiB":100,"storageGiB":30}]',
        );
    });

    for (const [name, changes] of [
        ["the least of them", {}],
        ["a network that was there", { "posit-connect:network": { adopt: ADOPTED } }],
        ["a login, mail and node groups of its own", MANY],
    ] as const) {
        it(`returns effective settings that have the same meaning in another stack's file: ${name}`, async () => {
            const { effectiveConfig } = await load(changes);

            const again = { ...effectiveConfig, ...secretsIn({ ...LEAST, ...changes }) };
            expect(parseSettings(engineConfig(again), SECRET_KEYS, IDENTITY)).to.deep.equal(
                parseSettings(engineConfig({ ...LEAST, ...changes }), SECRET_KEYS, IDENTITY),
            );
            expect((await load(again)).effectiveConfig).to.deep.equal(effectiveConfig);
        });
    }

    it("names the stack's file and reports every error in a table", async () => {
        const error = await load({
            "posit-connect:netwrok": {},
            "posit-connect:database": { storageGiB: 10, finalSnapshot: "no" },
        }).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(SettingsError);
        expect((error as SettingsError).message).to.equal(
            [
                "Pulumi.staging.yaml has 3 errors. Nothing was planned.",
                "",
                "  posit-connect:database.storageGiB: must be a whole number of GiB from 20 to 65536 (RDS requires at least 20 GiB for PostgreSQL on gp3), got 10.",
                '  posit-connect:database.finalSnapshot: must be true or false, got "no".',
                "  posit-connect:netwrok: must be a known setting. posit-connect:network is set already. Remove the unknown key.",
            ].join("\n"),
        );
    });

    it("reports the stack's name with all other errors", async () => {
        const changes = { "posit-connect:database": { storageGiB: 10 } };
        const error = await load(changes, SECRET_KEYS, "Prod_EU.1").catch((thrown: unknown) => thrown);
        expect((error as SettingsError).message).to.equal(
            [
                "Pulumi.Prod_EU.1.yaml has 2 errors. Nothing was planned.",
                "",
                '  stack name: must be 1 to 49 lower-case letters, digits and single hyphens, with none at either end (RDS accepts no other in posit-connect-<stack>), got "Prod_EU.1". Run pulumi stack rename prod-eu-1.',
                "  posit-connect:database.storageGiB: must be a whole number of GiB from 20 to 65536 (RDS requires at least 20 GiB for PostgreSQL on gp3), got 10.",
            ].join("\n"),
        );
    });

    it("prints the first of very many errors and counts the rest", async () => {
        const unknown = Array.from({ length: 30 }, (_, index) => [`zebra${index}`, {}]);
        const error = await load({ "posit-connect:database": Object.fromEntries(unknown) as Config }).catch(
            (thrown: unknown) => thrown,
        );
        const lines = (error as SettingsError).message.split("\n");
        expect(lines).to.have.length(28);
        expect(lines[0]).to.equal("Pulumi.staging.yaml has 30 errors. Nothing was planned.");
        expect(lines[26]).to.contain("posit-connect:database.zebra24:");
        expect(lines[27]).to.equal("  … and 5 more");
        expect((error as SettingsError).errors).to.have.length(30);
    });

    const KEY = "posit-connect:cluster.administratorRoleArns";
    const rejected: Record<string, [deployer: string, allowed: string, advice: string]> = {
        "a role that is not listed, with the ARN to list": [
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
            "a list with arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef, which deploys",
            `Run pulumi config set --path '${KEY}[1]' ` +
                "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef. " +
                "If the cluster exists, a listed administrator must then run pulumi up.",
        ],
        "a role that is listed with another path, whose entry EKS would reject": [
            "arn:aws:iam::111122223333:role/deployer",
            "a list with arn:aws:iam::111122223333:role/deployer, which deploys",
            `Run pulumi config set --path '${KEY}[0]' arn:aws:iam::111122223333:role/deployer. ` +
                "If the cluster exists, a listed administrator must then run pulumi up.",
        ],
        "the account's root user, to which EKS gives no access": [
            "arn:aws:iam::111122223333:root",
            "a list with the deployer, but arn:aws:iam::111122223333:root cannot have access",
            "Sign in to AWS as an IAM role or user.",
        ],
    };
    for (const [what, [deployer, allowed, advice]] of Object.entries(rejected)) {
        it(`rejects a deployment by ${what}`, async () => {
            const error = await load({}, SECRET_KEYS, STACK, deployer).catch((reason: unknown) => reason);

            expect((error as SettingsError).errors).to.deep.equal([{ key: KEY, allowed, advice }]);
        });
    }

    it("accepts a viewer of the cluster in a preview, and rejects its deployment", async () => {
        const viewer = "arn:aws:iam::111122223333:role/posit-connect-ci/staging-preview";
        const settings = {
            "posit-connect:cluster": {
                ...(LEAST["posit-connect:cluster"] as object),
                viewerRoleArns: [viewer],
            },
        };
        const attempt = (preview: boolean) =>
            load(settings, SECRET_KEYS, STACK, viewer, preview).then(
                ({ cluster }) => cluster.viewerRoleArns,
                (error: unknown) => (error as SettingsError).errors.map(({ allowed }) => allowed),
            );

        expect(await attempt(true)).to.deep.equal([viewer]);
        expect(await attempt(false)).to.deep.equal([`a list with ${viewer}, which deploys`]);
    });

    it("reports a single error in the singular", async () => {
        const error = await load({ "posit-connect:license": "" }).catch((thrown: unknown) => thrown);
        expect((error as SettingsError).message).to.equal(
            [
                "Pulumi.staging.yaml has 1 error. Nothing was planned.",
                "",
                "  posit-connect:license: must be set to a value, got an empty text. Run pulumi config set --secret posit-connect:license < license.lic.",
            ].join("\n"),
        );
    });

    it("stops the program without a stack trace, as Pulumi does for its own configuration errors", async () => {
        const error = await load({}, []).catch((thrown: unknown) => thrown);
        expect(pulumi.RunError.isInstance(error)).to.equal(true);
        expect((error as Error).message)
            .to.contain("got plain text")
            .and.not.to.contain(LICENSE);
    });
});
