import { expect } from "chai";
import { parseRecoveryManifest } from "../../stacks/recoveryManifest";
import { BUCKET, MANIFEST, VAULT } from "../recoveryManifest";

const AGAIN = "`npm run recovery -- fetch s3://BUCKET/manifest.json` fetches it again";

const WRONG: Record<string, [text: string, message: string]> = {
    "that is cut off": [
        JSON.stringify(MANIFEST).slice(0, 50),
        `m.json is not JSON: it is no recovery manifest, or incomplete. ${AGAIN}.`,
    ],
    "of a newer program": [
        JSON.stringify({ ...MANIFEST, schemaVersion: 3, more: true }),
        "m.json has schemaVersion 3, and this program reads 2. Update the program.",
    ],
    "that is something else": [
        "[]",
        `m.json is not a recovery manifest. ${AGAIN}:\n  manifest: must be an object, as pulumi up writes it, got []`,
    ],
    "with several errors, all reported": [
        JSON.stringify({ ...MANIFEST, vaults: [], database: { ...MANIFEST.database, arn: "db" }, extra: 1 }),
        `m.json is not a recovery manifest. ${AGAIN}:\n` +
            '  database.arn: must be an ARN of the form arn:aws:rds:REGION:ACCOUNT:db:NAME, got "db"\n' +
            "  vaults: must be a list of one or more vaults, got []\n" +
            '  manifest: Unrecognized key: "extra"',
    ],
};

const { connect, database, fileSystem, backup } = MANIFEST;
const NAME = "must be 1 to 100 letters, digits, hyphens, underscores and periods, as Pulumi has it";
const REGION = "must be a region whose RDS root certificates are known (the nearest is us-east-1)";

/** A change each, and its error. */
const ERRORS: [changes: object, error: string][] = [
    [{ schemaVersion: "2" }, 'schemaVersion: must be the number 2, got "2"'],
    [{ schemaVersion: 1 }, "schemaVersion: must be the number 2, got 1"],
    [{ schemaVersion: undefined }, "schemaVersion: not set; must be the number 2"],
    [{ stack: "x/../../y" }, `stack: ${NAME}, got "x/../../y"`],
    [{ project: "" }, `project: ${NAME}, got ""`],
    [
        { account: 123456789012 },
        'account: must be an account id of 12 digits, such as "123456789012", got 123456789012',
    ],
    [{ region: "us_east_1" }, `region: ${REGION}, got "us_east_1"`],
    [{ vaults: [{ ...VAULT, region: "us-east-9" }] }, `vaults.0.region: ${REGION}, got "us-east-9"`],
    [
        { buckets: [{ ...BUCKET, name: "a bucket" }] },
        'buckets.0.name: must be a name of letters, digits, hyphens, underscores and periods, got "a bucket"',
    ],
    [
        { connect: { ...connect, url: "connect.example.com" } },
        'connect.url: must be a URL such as https://connect.example.com, got "connect.example.com"',
    ],
    [
        { connect: { ...connect, url: "https://$(id).example.com" } },
        'connect.url: must be a URL such as https://connect.example.com, got "https://$(id).example.com"',
    ],
    [
        { connect: { ...connect, values: "../values.yaml" } },
        'connect.values: must be the name of a file next to the manifest, got "../values.yaml"',
    ],
    [
        { connect: { ...connect, chart: "rstudio-connect" } },
        'connect.chart: must be an object with repository, name, version, got "rstudio-connect"',
    ],
    [{ kubernetesVersion: 1.35 }, "kubernetesVersion: must be a text, got 1.35"],
    [
        { database: { ...database, keyArn: database.arn } },
        `database.keyArn: must be an ARN of the form arn:aws:kms:REGION:ACCOUNT:key/NAME, got "${database.arn.slice(0, 38)}…`,
    ],
    [
        { database: undefined },
        "database: not set; must be an object with arn, identifier, engineVersion, keyArn",
    ],
    [
        { fileSystem: { ...fileSystem, id: "files" } },
        'fileSystem.id: must be a file system\'s id, such as fs-0123456789abcdef0, got "files"',
    ],
    [
        { backup: { ...backup, pointInTimeDays: 0.5 } },
        "backup.pointInTimeDays: must be a whole number of days, 1 or more, got 0.5",
    ],
    [
        { backup: { ...backup, rpo: { ...backup.rpo, fileSystemHours: 0 } } },
        "backup.rpo.fileSystemHours: must be a number above 0, got 0",
    ],
    [{ settings: [] }, "settings: must be an object of the stack's settings, got []"],
];

describe("a recovery manifest", () => {
    it("can be read after it is written", () => {
        expect(parseRecoveryManifest(JSON.stringify(MANIFEST), "m.json")).to.deep.equal(MANIFEST);
    });

    for (const [name, [text, message]] of Object.entries(WRONG)) {
        it(`${name} is rejected`, () => {
            expect(() => parseRecoveryManifest(text, "m.json"))
                .to.throw(Error)
                .with.property("message", message);
        });
    }

    for (const [changes, error] of ERRORS) {
        it(`is rejected with ${error}`, () => {
            expect(() => parseRecoveryManifest(JSON.stringify({ ...MANIFEST, ...changes }), "m.json"))
                .to.throw(Error)
                .with.property("message", `m.json is not a recovery manifest. ${AGAIN}:\n  ${error}`);
        });
    }
});
