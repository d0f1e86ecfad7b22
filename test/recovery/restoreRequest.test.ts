import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveRestore, type RestoreRequest } from "../../recovery/restoreRequest";
import type { AnyRestoreOptions } from "../../recovery/restoreOptions";
import { UserError } from "../../lib/userError";
import { KEYS, MANIFEST } from "../recoveryManifest";
import { inEnvironment, NOW } from "./command";
import type { AwsHandlers, LocalAws } from "./localAws";
import { DATABASE, filesPoint, keyStates, SETTINGS, startProd } from "./prodStack";
import { automatedBackups, dbSnapshots, orderableOptions, type Orderable } from "./wireShapes";

const NEWEST = filesPoint("2026-11-23T05:02:11.120Z");
const COPY = "arn:aws:rds:us-west-2:123456789012:snapshot:awsbackup:copyjob-19704517";
const ORDERABLE: Orderable = {
    instanceClass: "db.m5.large",
    engineVersion: "15.14",
    storageType: "gp3",
    zones: [],
};

describe("the request of a restore, with documented responses", () => {
    let folder: string;
    let aws: LocalAws | undefined;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "request-"));
    });

    afterEach(async () => {
        await aws?.stop();
        aws = undefined;
        rmSync(folder, { recursive: true });
    });

    async function resolve(
        options: Omit<AnyRestoreOptions, "manifest"> = {},
        handlers: AwsHandlers = {},
    ): Promise<RestoreRequest> {
        const manifest = join(folder, "manifest.json");
        writeFileSync(manifest, JSON.stringify({ ...MANIFEST, settings: SETTINGS }));
        await aws?.stop();
        aws = await startProd(handlers);
        return inEnvironment({ AWS_ENDPOINT_URL: aws.endpoint }, () =>
            resolveRestore({ manifest, ...options }, NOW),
        );
    }

    it("is the newest recovery set, in a network that does not overlap the stack's", async () => {
        expect(await resolve()).to.deep.equal({
            manifest: { ...MANIFEST, settings: SETTINGS },
            recoverySet: {
                files: {
                    arn: NEWEST.arn,
                    at: Date.parse(NEWEST.created),
                    bytes: NEWEST.bytes,
                    keyArn: KEYS.vault,
                    status: "completed",
                },
                database: {
                    kind: "pointInTime",
                    at: Date.parse(NEWEST.created),
                    resourceId: DATABASE.resourceId,
                    exists: true,
                    keyArn: KEYS.database,
                    storageGiB: 20,
                },
                restoreKeyArn: KEYS.files,
                skewMs: 0,
                usable: true,
                faults: [],
            },
            bucketFaults: [],
            choices: {
                region: "us-east-1",
                cidrBlock: "10.1.0.0/16",
                availabilityZones: undefined,
                apiCidrs: undefined,
                certificateArn: undefined,
            },
        });
    });

    it("has the snapshot, the zones and the key of the copies with --region, and asks no other region", async () => {
        const { recoverySet, choices } = await resolve({ region: "us-west-2", cidr: "10.200.0.0/16" });

        expect({ recoverySet, choices }).to.deep.nested.include({
            "recoverySet.database.kind": "snapshot",
            "recoverySet.database.arn": COPY,
            "recoverySet.restoreKeyArn": KEYS.copies,
            "choices.region": "us-west-2",
            "choices.cidrBlock": "10.200.0.0/16",
            "choices.availabilityZones": ["us-west-2a", "us-west-2b", "us-west-2c"],
        });
        expect(new Set(aws?.requests.map((request) => request.split(" ")[0]))).to.deep.equal(
            new Set(["us-west-2"]),
        );
    });

    it("encrypts the files with their backup's key if their own cannot be used", async () => {
        const { recoverySet } = await resolve(
            {},
            { "kms:DescribeKey": keyStates({ [KEYS.files]: "Disabled" }) },
        );

        expect(recoverySet.restoreKeyArn).to.equal(KEYS.vault);
    });

    it("has the storage of the database, for a point in time and for a copy", async () => {
        const storage = async (options: Omit<AnyRestoreOptions, "manifest">) =>
            (
                await resolve(options, {
                    "rds:DescribeDBInstanceAutomatedBackups": () =>
                        automatedBackups({
                            ...DATABASE,
                            status: "active",
                            window: ["2026-11-09T05:09:12.345Z", "2026-11-23T11:52:12Z"],
                            storageGiB: 1900,
                        }),
                    "rds:DescribeDBSnapshots": () =>
                        dbSnapshots([
                            {
                                arn: COPY,
                                identifier: DATABASE.identifier,
                                created: "2026-11-23T07:09:30Z",
                                originallyCreated: "2026-11-23T05:09:30Z",
                                storageGiB: 1800,
                                keyArn: KEYS.copies,
                            },
                        ]),
                })
            ).recoverySet.database.storageGiB;

        expect([
            await storage({}),
            await storage({ pointInTime: "2026-11-23T09:30:00Z" }),
            await storage({ region: "us-west-2" }),
        ]).to.deep.equal([1900, 1900, 1800]);
    });

    it("replaces zones that the other region lacks, or in which RDS does not offer the database's class", async () => {
        const { choices } = await resolve(
            { region: "us-west-2" },
            {
                "rds:DescribeOrderableDBInstanceOptions": ({ body }) =>
                    body["Marker"] === undefined
                        ? orderableOptions(
                              [
                                  { ...ORDERABLE, zones: ["us-west-2a", "us-west-2d"] },
                                  { ...ORDERABLE, engineVersion: "16.10", zones: ["us-west-2b"] },
                                  { ...ORDERABLE, storageType: "gp2", zones: ["us-west-2b"] },
                              ],
                              "2",
                          )
                        : orderableOptions([{ ...ORDERABLE, zones: ["us-west-2e", "us-west-2c"] }]),
            },
        );

        expect(choices.availabilityZones).to.deep.equal(["us-west-2a", "us-west-2c", "us-west-2d"]);
    });

    const offers = (zones: string[] | undefined): AwsHandlers => ({
        "rds:DescribeOrderableDBInstanceOptions": () =>
            orderableOptions(zones === undefined ? [] : [{ ...ORDERABLE, zones }]),
    });
    const REJECTED: [string, Omit<AnyRestoreOptions, "manifest">, AwsHandlers, string][] = [
        [
            "zones in which RDS does not offer the database's class",
            { availabilityZone: ["us-east-1a", "us-east-1e", "us-east-1f"] },
            {},
            "--availability-zone us-east-1e us-east-1f: RDS offers db.m5.large for PostgreSQL 15 only in us-east-1a, us-east-1b, " +
                "us-east-1c, us-east-1d. Name others.",
        ],
        [
            "a region with too few zones of the database's class",
            { region: "us-west-2" },
            offers(["us-west-2a", "us-west-2b"]),
            "--availability-zone: not set, and the stack has 3 zones: RDS offers db.m5.large for PostgreSQL 15 only in us-west-2a, " +
                "us-west-2b. Name the zones to restore in.",
        ],
        [
            "a region without the database's class",
            { region: "us-west-2" },
            offers(undefined),
            "database.instanceClass: RDS does not offer db.m5.large for PostgreSQL 15 in us-west-2. Run `npm run recovery -- fetch`, set another " +
                "class in the manifest's settings, and name that file with --manifest.",
        ],
    ];
    for (const [name, options, handlers, message] of REJECTED) {
        it(`is rejected with ${name}`, async () => {
            const error: unknown = await resolve(options, handlers).catch((thrown: unknown) => thrown);

            expect(error).to.be.instanceOf(UserError).with.property("message", message);
        });
    }
});
