import { expect } from "chai";
import { parseRecoveryManifest } from "../../stacks/recoveryManifest";
import type { RecoverySet } from "../../recovery/recoverySets";
import {
    cidrOf,
    drillSettings,
    findOtherCidr,
    restoredSettings,
    type RestoreChoices,
} from "../../recovery/restoredSettings";
import { simulateStack } from "../program";
import { MANIFEST } from "../recoveryManifest";
import { HOUR, recoverySet } from "./backups";
import { NOW } from "./command";
import { SETTINGS } from "./prodStack";

const CHOICES = { region: "us-east-1", cidrBlock: "10.1.0.0/16", from: "manifest.json", fileSystem: "fs-1" };
const RECOVERY_SET = recoverySet(7);
const { database: POINT_IN_TIME } = RECOVERY_SET;
const CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/11111111-2222-3333-4444-555555555555";

/** The section of `SETTINGS`. */
function section(name: string): object {
    return SETTINGS[`posit-connect:${name}`] as object;
}

describe("the settings of a restored stack", () => {
    const settingsOf = (
        changes: {
            settings?: object;
            recoverySet?: Partial<RecoverySet>;
            choices?: Partial<RestoreChoices>;
        } = {},
    ) =>
        restoredSettings(
            { ...MANIFEST, settings: { ...SETTINGS, ...changes.settings } },
            { ...RECOVERY_SET, ...changes.recoverySet },
            { ...CHOICES, ...changes.choices },
        );
    const recoveryOf = (parts: Partial<RecoverySet>): unknown =>
        settingsOf({ recoverySet: parts })["posit-connect:recovery"];

    it("are the stack's, including protection and copies, in a network of its own with the manifest's versions", () => {
        expect(settingsOf()).to.deep.equal({
            ...SETTINGS,
            "aws:allowedAccountIds": [MANIFEST.account],
            "posit-connect:network": { ...section("network"), cidrBlock: "10.1.0.0/16" },
            "posit-connect:database": { ...section("database"), engineVersion: "15" },
            "posit-connect:connect": {
                ...section("connect"),
                version: "2026.08.0",
                chart: { version: "0.21.0" },
            },
            "posit-connect:recovery": {
                from: "manifest.json",
                database: { pointInTime: "2026-11-23T05:00:00Z" },
                fileSystem: { adopt: "fs-1", takenAt: "2026-11-23T05:00:00Z" },
            },
        });
    });

    it("have the zones and the certificate of the copies' region, and copy backups nowhere", () => {
        const there = settingsOf({
            settings: {
                "posit-connect:loadBalancer": {
                    domainName: "connect.example.com",
                    certificateArn: CERTIFICATE.replace("us-west-2", "us-east-1"),
                },
            },
            choices: {
                region: "us-west-2",
                availabilityZones: ["us-west-2b", "us-west-2c"],
                apiCidrs: ["203.0.113.7/32"],
                certificateArn: CERTIFICATE,
            },
        });

        expect(there).to.deep.include({
            "aws:region": "us-west-2",
            "posit-connect:network": {
                ...section("network"),
                availabilityZones: ["us-west-2b", "us-west-2c"],
                cidrBlock: "10.1.0.0/16",
            },
            "posit-connect:cluster": { ...section("cluster"), publicAccessCidrs: ["203.0.113.7/32"] },
            "posit-connect:backup": { restoreTests: true },
            "posit-connect:loadBalancer": { domainName: "connect.example.com", certificateArn: CERTIFICATE },
        });
    });

    it("leave out `dnsRecord`, which describes the old stack", () => {
        const loadBalancer = { ...section("loadBalancer"), dnsRecord: false };

        expect(
            settingsOf({ settings: { "posit-connect:loadBalancer": loadBalancer } })[
                "posit-connect:loadBalancer"
            ],
        ).to.deep.equal(section("loadBalancer"));
    });

    it("name a snapshot with its time", () => {
        expect(
            recoveryOf({ database: { kind: "snapshot", arn: "snapshot", at: NOW, bytes: 1, keyArn: "key" } }),
        ).to.deep.include({ database: { snapshot: "snapshot", takenAt: "2026-11-23T12:00:00Z" } });
    });

    it("name a deleted database by RDS's id, and repeat that its time is from another run of the backups", () => {
        const database = { ...POINT_IN_TIME, at: NOW - 80 * HOUR, resourceId: "db-2", exists: false };

        expect(recoveryOf({ database: database, skewMs: 73 * HOUR })).to.deep.equal({
            from: "manifest.json",
            database: { pointInTime: "2026-11-20T04:00:00Z", resourceId: "db-2" },
            fileSystem: { adopt: "fs-1", takenAt: "2026-11-23T05:00:00Z" },
            force: true,
        });
    });

    for (const [storageGiB, maxStorageGiB] of [
        [1900, 2090],
        [90, 100],
    ] as const) {
        it(`have a maxStorageGiB of ${maxStorageGiB} for a storage of ${storageGiB} GiB: RDS requires 10 % more`, () => {
            expect(
                settingsOf({ recoverySet: { database: { ...POINT_IN_TIME, storageGiB } } })[
                    "posit-connect:database"
                ],
            ).to.deep.equal({ ...section("database"), engineVersion: "15", maxStorageGiB });
        });
    }

    it("name a full second within the window of the database, at either end of it", () => {
        const pointInTime = (files: number): unknown =>
            recoveryOf({
                database: { ...POINT_IN_TIME, at: NOW + 345 },
                files: { ...RECOVERY_SET.files, at: files },
            });

        expect(pointInTime(NOW)).to.have.nested.property("database.pointInTime", "2026-11-23T12:00:01Z");
        expect(pointInTime(NOW + 345)).to.have.nested.property(
            "database.pointInTime",
            "2026-11-23T12:00:00Z",
        );
    });
});

describe("the settings of a drill", () => {
    const settingsOf = (settings: Record<string, unknown>) =>
        drillSettings({ ...MANIFEST, settings }, RECOVERY_SET, CHOICES);

    it("are the stack's effective settings, except for those that a drill changes", async () => {
        const effective = await effectiveSettings();
        const part = (name: string): object => effective[`posit-connect:${name}`] as object;
        const { dnsRecord, ...loadBalancer } = part("loadBalancer") as { dnsRecord: boolean };
        const { privateAccessCidrs, ...cluster } = part("cluster") as { privateAccessCidrs: string[] };
        const kept = Object.entries(effective).filter(([key]) => key !== "posit-connect:acknowledgedChanges");

        expect({ dnsRecord, privateAccessCidrs, settings: settingsOf(effective) }).to.deep.equal({
            dnsRecord: true,
            privateAccessCidrs: ["192.0.2.0/24"],
            settings: {
                ...Object.fromEntries(kept),
                "aws:allowedAccountIds": [MANIFEST.account],
                "posit-connect:protect": false,
                "posit-connect:network": {
                    ...part("network"),
                    cidrBlock: "10.1.0.0/16",
                    natGateways: "Single",
                },
                "posit-connect:cluster": { ...cluster, deletionProtection: false },
                "posit-connect:database": {
                    ...part("database"),
                    engineVersion: "15",
                    deletionProtection: false,
                    finalSnapshot: false,
                },
                "posit-connect:backup": { vaultLock: "none" },
                "posit-connect:loadBalancer": { ...loadBalancer, deletionProtection: false },
                "posit-connect:connect": {
                    ...part("connect"),
                    version: "2026.08.0",
                    chart: { ...(part("connect") as { chart: object }).chart, version: "0.21.0" },
                },
                "posit-connect:recovery": {
                    from: "manifest.json",
                    database: { pointInTime: "2026-11-23T05:00:00Z" },
                    fileSystem: { adopt: "fs-1", takenAt: "2026-11-23T05:00:00Z" },
                },
            },
        });
    });

    it("leave out mail, everything that outlasts the stack, and acknowledgements for other resources", () => {
        const settings = settingsOf({
            "posit-connect:network": { availabilityZones: ["us-east-1a"] },
            "posit-connect:acknowledgedChanges": [{ urn: "urn" }],
            "posit-connect:connect": { smtp: { host: "smtp.example.com" }, replicas: 3 },
            "posit-connect:backup": {
                copyRegion: "us-west-2",
                vaultLock: "compliance",
                complianceCannotBeUndone: true,
                manifestLockDays: 30,
                notifyEmail: "operations@example.com",
                restoreTests: true,
            },
        });

        expect(settings).to.not.have.property("posit-connect:acknowledgedChanges");
        expect(settings["posit-connect:backup"]).to.deep.equal({ vaultLock: "none" });
        expect(settings["posit-connect:connect"]).to.deep.equal({
            replicas: 3,
            version: "2026.08.0",
            chart: { version: "0.21.0" },
        });
    });

    it("have a VPC of their own if the stack has adopted one", () => {
        const subnets = ["a", "b"].map((zone) => ({
            id: `subnet-${zone}`,
            availabilityZone: `us-east-1${zone}`,
        }));
        const adopt = {
            vpcId: "vpc-1",
            cidrBlock: "10.1.0.0/20",
            publicSubnets: subnets,
            privateSubnets: subnets,
        };
        const settings = { "posit-connect:network": { adopt } };

        expect(settingsOf(settings)["posit-connect:network"]).to.deep.equal({
            availabilityZones: ["us-east-1a", "us-east-1b"],
            cidrBlock: "10.1.0.0/16",
            natGateways: "Single",
        });
        expect(cidrOf({ ...MANIFEST, settings })).to.equal("10.1.0.0/20");
        expect(findOtherCidr({ ...MANIFEST, settings })).to.equal("10.0.0.0/16");
    });

    it("do not overlap the program's default CIDR block if the stack sets none", () => {
        expect(findOtherCidr(MANIFEST)).to.equal("10.1.0.0/16");
    });
});

/** The settings in the manifest that the program writes for prod. */
async function effectiveSettings(): Promise<Record<string, unknown>> {
    const graph = await simulateStack("prod");
    const [manifest] = graph
        .all("aws:s3/bucketObjectv2:BucketObjectv2")
        .filter(({ inputs }) => inputs["key"] === "manifest.json");
    return parseRecoveryManifest(String(manifest?.inputs["content"]), "manifest.json").settings;
}
