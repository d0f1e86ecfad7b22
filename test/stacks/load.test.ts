import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { loadSettings } from "../../stacks/load";
import { parseSettings } from "../../stacks/parseSettings";
import { SettingsError } from "../../stacks/settingsError";
import { engineConfig, LEAST, LICENSE, SECRET_KEYS, STACK, type Config } from "./config";

const OIDC = {
    "posit-connect:connect": {
        authentication: { provider: "oidc", issuer: "https://login.example.org", clientId: "connect" },
    },
    "posit-connect:oidcClientSecret": "the client's secret",
};

async function load(changes: Config, secretKeys: string[] = SECRET_KEYS, stack = STACK) {
    await pulumi.runtime.setMocks(
        { newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }), call: () => ({}) },
        "posit-connect",
        stack,
    );
    pulumi.runtime.setAllConfig(engineConfig({ ...LEAST, ...changes }), secretKeys);
    return loadSettings(() => Promise.reject(new Error("S3 is not asked")));
}

describe("loadSettings", () => {
    after(() => {
        pulumi.runtime.setAllConfig({});
    });

    it("gives the settings as data and the secrets as secret outputs", async () => {
        const { license, oidcClientSecret, smtpPassword, registryCredentials, declared, ...settings } =
            await load(OIDC);
        const config = engineConfig({ ...LEAST, ...OIDC });
        expect({ settings }).to.deep.equal(parseSettings(config, SECRET_KEYS, STACK));
        expect([smtpPassword, registryCredentials]).to.deep.equal([undefined, undefined]);
        const all = Object.entries({ ...LEAST, ...OIDC });
        expect(declared).to.deep.equal(Object.fromEntries(all.filter(([key]) => !SECRET_KEYS.includes(key))));
        for (const [output, value] of [
            [license, LICENSE],
            [oidcClientSecret, "the client's secret"],
        ] as const) {
            expect(await pulumi.isSecret(output as pulumi.Output<string>)).to.equal(true);
            expect(await new Promise((resolve) => output?.apply(resolve))).to.equal(value);
        }
    });

    it("gives what the file says in one order, whatever order it comes in", async () => {
        const { declared } = await load({
            "posit-connect:database": { storageGiB: 30, engineVersion: "16" },
            "posit-connect:cluster": {
                version: "1.36",
                nodeGroups: { b: { minSize: 2, maxSize: 4 }, a: {} },
            },
        });

        expect(JSON.stringify(declared["posit-connect:database"])).to.equal(
            '{"engineVersion":"16","storageGiB":30}',
        );
        expect(JSON.stringify(declared["posit-connect:cluster"])).to.equal(
            '{"nodeGroups":{"a":{},"b":{"maxSize":4,"minSize":2}},"version":"1.36"}',
        );
    });

    it("names the stack's file and tells every mistake in a table", async () => {
        const error = await load({
            "posit-connect:netwrok": {},
            "posit-connect:database": { storageGiB: 10, finalSnapshot: "no" },
        }).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(SettingsError);
        expect((error as SettingsError).message).to.equal(
            [
                "Pulumi.staging.yaml has 3 mistakes; nothing was planned.",
                "",
                "  posit-connect:database.storageGiB      10     must be a whole number of GiB from 20 to 65536: RDS needs at least 20 GiB for PostgreSQL on gp3",
                '  posit-connect:database.finalSnapshot   "no"   must be true or false',
                "  posit-connect:netwrok                  not a setting; did you mean posit-connect:network?",
            ].join("\n"),
        );
    });

    it("tells of the stack's name with everything else", async () => {
        const changes = { "posit-connect:database": { storageGiB: 10 } };
        const error = await load(changes, SECRET_KEYS, "Prod_EU.1").catch((thrown: unknown) => thrown);
        expect((error as SettingsError).message).to.equal(
            [
                "Pulumi.Prod_EU.1.yaml has 2 mistakes; nothing was planned.",
                "",
                '  stack name                          "Prod_EU.1"   must be 1 to 49 lower-case letters, digits and single hyphens, with none at either end: RDS takes no other in posit-connect-<stack>; pulumi stack rename prod-eu-1',
                "  posit-connect:database.storageGiB   10            must be a whole number of GiB from 20 to 65536: RDS needs at least 20 GiB for PostgreSQL on gp3",
            ].join("\n"),
        );
    });

    it("shows the first of very many mistakes and counts the rest", async () => {
        const unknown = Array.from({ length: 30 }, (_, index) => [`zebra${index}`, {}]);
        const error = await load({ "posit-connect:database": Object.fromEntries(unknown) as Config }).catch(
            (thrown: unknown) => thrown,
        );
        const lines = (error as SettingsError).message.split("\n");
        expect(lines).to.have.length(28);
        expect(lines[0]).to.equal("Pulumi.staging.yaml has 30 mistakes; nothing was planned.");
        expect(lines[26]).to.contain("posit-connect:database.zebra24 ");
        expect(lines[27]).to.equal("  … and 5 more");
        expect((error as SettingsError).mistakes).to.have.length(30);
    });

    it("counts one mistake as one", async () => {
        const error = await load({ "posit-connect:license": "" }).catch((thrown: unknown) => thrown);
        expect((error as SettingsError).message).to.equal(
            [
                "Pulumi.staging.yaml has 1 mistake; nothing was planned.",
                "",
                "  posit-connect:license   is empty; pulumi config set --secret posit-connect:license < license.lic",
            ].join("\n"),
        );
    });

    it("stops the program without a stack trace, as Pulumi does for its own configuration errors", async () => {
        const error = await load({}, []).catch((thrown: unknown) => thrown);
        expect(pulumi.RunError.isInstance(error)).to.equal(true);
        expect((error as Error).message)
            .to.contain("is in plain text")
            .and.not.to.contain(LICENSE);
    });
});
