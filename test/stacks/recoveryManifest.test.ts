import { expect } from "chai";
import { parseRecoveryManifest } from "../../stacks/recoveryManifest";

const MANIFEST = {
    schemaVersion: 1,
    project: "posit-connect",
    stack: "prod",
    account: "123456789012",
    region: "us-east-1",
    connect: {
        version: "2026.08.0",
        chart: { repository: "https://helm.rstudio.com", name: "rstudio-connect", version: "0.21.0" },
        images: { connect: "posit/connect" },
        url: "https://connect.example.com",
        values: "values.yaml",
    },
    kubernetesVersion: "1.35",
    database: {
        arn: "arn:aws:rds:us-east-1:123456789012:db:posit-connect-prod",
        identifier: "posit-connect-prod",
        engineVersion: "15",
        keyArn: "arn:aws:kms:us-east-1:123456789012:key/1",
    },
    fileSystem: {
        arn: "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1",
        id: "fs-1",
        keyArn: "arn:aws:kms:us-east-1:123456789012:key/2",
        subPath: "",
    },
    vaults: [
        {
            name: "posit-connect-prod",
            arn: "arn:aws:backup:us-east-1:123456789012:backup-vault:posit-connect-prod",
            region: "us-east-1",
            keyArn: "arn:aws:kms:us-east-1:123456789012:key/3",
        },
    ],
    backup: {
        pointInTimeDays: 35,
        weeklyRetentionDays: 90,
        restoreRoleArn: "arn:aws:iam::123456789012:role/backup-restores",
        rpo: { databaseMinutes: 5, fileSystemHours: 24 },
    },
    settings: { "posit-connect:protect": true },
};

const WRONG: Record<string, [text: string, message: string]> = {
    "that is cut off": [
        JSON.stringify(MANIFEST).slice(0, 50),
        "m.json is not JSON: it is no recovery manifest, or not the whole of it.",
    ],
    "of a newer program": [
        JSON.stringify({ ...MANIFEST, schemaVersion: 2, more: true }),
        "m.json has schemaVersion 2, and this program reads up to 1: update the program.",
    ],
    "that is something else": [
        "[]",
        "m.json is no recovery manifest:\n  manifest: Invalid input: expected object, received array",
    ],
    "with mistakes, all of them": [
        JSON.stringify({ ...MANIFEST, vaults: [], database: { ...MANIFEST.database, arn: "db" }, extra: 1 }),
        "m.json is no recovery manifest:\n" +
            "  database.arn: must be an ARN\n" +
            "  vaults: Too small: expected array to have >=1 items\n" +
            '  manifest: Unrecognized key: "extra"',
    ],
};

describe("a recovery manifest", () => {
    it("is read back as it was written", () => {
        expect(parseRecoveryManifest(JSON.stringify(MANIFEST), "m.json")).to.deep.equal(MANIFEST);
    });

    for (const [name, [text, message]] of Object.entries(WRONG)) {
        it(`${name} is refused`, () => {
            expect(() => parseRecoveryManifest(text, "m.json"))
                .to.throw(Error)
                .with.property("message", message);
        });
    }
});
