import { expect } from "chai";
import type { RecoverySet } from "../../recovery/recoverySets";
import { cidrOf, drillSettings, findOtherCidr } from "../../recovery/restoredSettings";
import { MANIFEST } from "../recoveryManifest";
import { recoverySet } from "./backups";
import { NOW } from "./command";

describe("the settings of a drill", () => {
    const CHOICES = {
        region: "us-east-1",
        cidrBlock: "10.1.0.0/16",
        from: "manifest.json",
        fileSystem: "fs-1",
    };
    const RECOVERY_SET = recoverySet(0);
    const settingsOf = (settings: Record<string, unknown>, recoverySet: Partial<RecoverySet> = {}) =>
        drillSettings({ ...MANIFEST, settings }, { ...RECOVERY_SET, ...recoverySet }, CHOICES);

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

    it("name a full second within the window of the database, at either end of it", () => {
        const database = { ...RECOVERY_SET.database, at: NOW + 345 };
        const pointInTime = (files: number): unknown =>
            settingsOf(
                { "posit-connect:network": { availabilityZones: [] } },
                { database, files: { ...RECOVERY_SET.files, at: files } },
            )["posit-connect:recovery"];

        expect(pointInTime(NOW)).to.have.nested.property("database.pointInTime", "2026-11-23T12:00:01Z");
        expect(pointInTime(NOW + 345)).to.have.nested.property(
            "database.pointInTime",
            "2026-11-23T12:00:00Z",
        );
    });
});
