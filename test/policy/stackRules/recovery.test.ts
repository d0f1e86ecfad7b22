import { expect } from "chai";
import { UNKNOWN } from "../../../graph/value";
import { graphOf, resource } from "../../graph/resources";
import { describeCases } from "./describeCases";
import { DATABASE, FILES, PLAN, RECOVERY, SELECTION, ADOPTED_FINDINGS, adoptFileSystem } from "./edits";
import { add, all, drop, patch, refer, set, setPart, stackRules } from "./stack";

/** Each kind of resource that holds data, or a key without which data is lost. */
const PROTECTED = [
    DATABASE,
    FILES,
    RECOVERY,
    "Vault::backup",
    "Vault::backup-copies",
    "Key::database-key",
    "Key::file-system-key",
    "Key::backup-key",
    "Key::backup-copies-key",
    "Key::recovery-key",
    "Key::cluster-secrets",
];

describeCases("recovery", {
    backup: {
        "a file system that is adopted and not selected": {
            edit: adoptFileSystem("fs-0123456789abcdef0", false),
            broken: ["backup: stack"],
            unverified: ADOPTED_FINDINGS,
        },
        "a file system that is adopted, selected and excluded": {
            edit: all(
                adoptFileSystem("fs-0123456789abcdef0"),
                set(SELECTION, ["notResources"], ["arn:aws:elasticfilesystem:*"]),
            ),
            broken: ["backup: stack"],
            unverified: ADOPTED_FINDINGS,
        },
        "a file system that is adopted, selected on a condition": {
            edit: all(
                adoptFileSystem("fs-0123456789abcdef0"),
                set(
                    SELECTION,
                    ["conditions"],
                    [{ stringEquals: [{ key: "aws:ResourceTag/environment", value: "prod" }] }],
                ),
            ),
            broken: ["backup: stack"],
            unverified: ADOPTED_FINDINGS,
        },
        "a file system that is adopted, and selected by a pattern": {
            edit: all(
                adoptFileSystem("fs-0123456789abcdef0"),
                set(SELECTION, ["resources"], ["arn:aws:rds:*", "arn:aws:elasticfilesystem:*"]),
            ),
            unverified: ADOPTED_FINDINGS,
        },
        "a database that is not selected": {
            edit: refer(SELECTION, ["resources"], FILES, "arn"),
            broken: [`backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "a file system that is not selected": {
            edit: refer(SELECTION, ["resources"], DATABASE, "arn"),
            broken: [`backup: ${FILES}`],
        },
        "a file system with only its own backup policy": {
            edit: all(
                refer(SELECTION, ["resources"], DATABASE, "arn"),
                add("aws:efs/backupPolicy:BackupPolicy", "files", { backupPolicy: { status: "ENABLED" } }),
                refer("BackupPolicy::files", ["fileSystemId"], FILES),
            ),
            broken: [`backup: ${FILES}`],
        },
        "a selection of another plan": {
            edit: set(SELECTION, ["planId"], "plan-1"),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "no selection": {
            edit: drop(SELECTION),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "no plan": {
            edit: all(drop(PLAN), drop(SELECTION)),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "everything selected": { edit: set(SELECTION, ["resources"], ["*"]) },
        "everything of RDS selected": {
            edit: set(SELECTION, ["resources"], ["arn:aws:rds:*:*:db:*"]),
            broken: [`backup: ${FILES}`],
        },
        "everything but the database selected": {
            edit: all(
                set(SELECTION, ["resources"], ["*"]),
                set(SELECTION, ["notResources"], ["arn:aws:rds:*"]),
            ),
            broken: [`backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "both selected by a tag": {
            edit: all(
                set(SELECTION, ["resources"], undefined),
                set(
                    SELECTION,
                    ["selectionTags"],
                    [{ type: "STRINGEQUALS", key: "environment", value: "prod" }],
                ),
            ),
        },
        "none selected by a tag": {
            edit: all(
                set(SELECTION, ["resources"], undefined),
                set(
                    SELECTION,
                    ["selectionTags"],
                    [{ type: "STRINGEQUALS", key: "environment", value: "dev" }],
                ),
            ),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
        "a condition that both meet": {
            edit: set(
                SELECTION,
                ["conditions"],
                [{ stringEquals: [{ key: "aws:ResourceTag/environment", value: "prod" }], stringLikes: [] }],
            ),
        },
        "a condition that neither meets": {
            edit: set(
                SELECTION,
                ["conditions"],
                [{ stringEquals: [{ key: "aws:ResourceTag/environment", value: "dev" }] }],
            ),
            broken: [`backup: ${FILES}`, `backup: ${DATABASE}`, `ignored-changes: ${DATABASE}`],
        },
    },
    protected: Object.fromEntries(
        PROTECTED.map((name) => [
            name,
            { edit: patch(name, { protect: false }), broken: [`protected: ${name}`] },
        ]),
    ),
    "backup-copy": {
        "a copy to the stack's own region": {
            edit: setPart("Vault::backup-copies", ["region"], "us-east-1"),
            broken: [`backup-copy: ${PLAN}`],
            forms: ["first preview"],
        },
        "a copy to a vault of the stack's own region": {
            edit: refer(PLAN, ["rules", 1, "copyActions", 0, "destinationVaultArn"], "Vault::backup", "arn"),
            broken: [`backup-copy: ${PLAN}`],
            forms: ["first preview"],
        },
        "a copy to a vault elsewhere in the region": {
            edit: set(
                PLAN,
                ["rules", 1, "copyActions", 0, "destinationVaultArn"],
                "arn:aws:backup:us-east-1:1:backup-vault:x",
            ),
            broken: [`backup-copy: ${PLAN}`],
            forms: ["update", "literal ids"],
        },
        "a copy to a vault elsewhere in another region": {
            edit: setPart(
                PLAN,
                ["rules", 1, "copyActions", 0, "destinationVaultArn"],
                "arn:aws:backup:eu-west-1:1:backup-vault:x",
            ),
            forms: ["update", "literal ids"],
        },
        "a copy to a vault that is unknown": {
            edit: set(PLAN, ["rules", 0, "copyActions", 0, "destinationVaultArn"], UNKNOWN),
            broken: [`backup-copy: ${PLAN}`],
        },
        "no copy": {
            edit: setPart(PLAN, ["rules", 0, "copyActions"], []),
            broken: [`backup-copy: ${PLAN}`],
        },
    },
    "database-maintenance": {
        "a window over an hour after a backup may start": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "sun:20:01-sun:20:31"),
        },
        "a window that ends before a backup may start": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "sun:23:00-mon:04:59"),
        },
        "a window an hour after the last minute of a start window": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "sun:20:00-sun:20:30"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a window that ends when a backup may start": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "sun:16:00-sun:17:00"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a window over the end of the week": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "Sat:23:00-Sun:05:30"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a backup that starts late at the end of the week": {
            edit: all(
                setPart(PLAN, ["rules", 1, "schedule"], "cron(30 23 ? * 7 *)"),
                setPart(DATABASE, ["maintenanceWindow"], "sun:02:00-sun:02:30"),
            ),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "no window": {
            edit: setPart(DATABASE, ["maintenanceWindow"], undefined),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a window that is unknown": {
            edit: setPart(DATABASE, ["maintenanceWindow"], UNKNOWN),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "a window without a day": {
            edit: setPart(DATABASE, ["maintenanceWindow"], "day:20:00-day:21:00"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "AWS's own start window, of eight hours": {
            edit: all(
                setPart(PLAN, ["rules", 0, "startWindow"], undefined),
                setPart(DATABASE, ["maintenanceWindow"], "sat:14:00-sat:14:30"),
            ),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        ...Object.fromEntries(
            Object.entries({
                "no schedule": ["schedule", undefined],
                "a schedule that is unknown": ["schedule", UNKNOWN],
                "a schedule by days of the month": ["schedule", "cron(0 17 1 * ? *)"],
                "a schedule by a month": ["schedule", "cron(0 17 ? 1 * *)"],
                "a schedule by a year": ["schedule", "cron(0 17 ? * * 2027)"],
                "a schedule by steps": ["schedule", "cron(0 0/12 ? * * *)"],
                "a schedule by a day that is not valid": ["schedule", "cron(0 17 ? * SUN#1 *)"],
                "a schedule by the last day": ["schedule", "cron(0 17 ? * 1L *)"],
                "a schedule by a rate": ["schedule", "rate(1 day)"],
                "a schedule by an hour that is not valid": ["schedule", "cron(0 24 ? * * *)"],
                "a schedule in another time zone": ["scheduleExpressionTimezone", "Europe/Berlin"],
                "a start window that is unknown": ["startWindow", UNKNOWN],
            } as const).map(([name, [property, value]]) => [
                name,
                {
                    edit: setPart(PLAN, ["rules", 1, property], value),
                    broken: [`database-maintenance: ${PLAN}`],
                },
            ]),
        ),
        "a schedule by a list of days and hours": {
            edit: setPart(PLAN, ["rules", 1, "schedule"], "cron(0,30 1,17 ? * sun,2,FRI *)"),
        },
        "a schedule of each hour": {
            edit: setPart(PLAN, ["rules", 1, "schedule"], "cron(0 * * * ? *)"),
            broken: [`database-maintenance: ${DATABASE}`],
        },
        "unknown rules": {
            edit: set(PLAN, ["rules"], UNKNOWN),
            broken: [`database-maintenance: ${PLAN}`, `ignored-changes: ${DATABASE}`],
        },
    },
    "recovery-manifest": {
        "no manifest": {
            edit: all(
                drop("BucketObjectv2::recovery-manifest.json"),
                drop("BucketObjectv2::recovery-copy-manifest.json"),
            ),
            broken: ["recovery-manifest: stack"],
        },
        "no values": {
            edit: all(
                drop("BucketObjectv2::recovery-values.yaml"),
                drop("BucketObjectv2::recovery-copy-values.yaml"),
            ),
            broken: ["recovery-manifest: stack"],
        },
        "no license": {
            edit: all(
                drop("BucketObjectv2::recovery-license.lic"),
                drop("BucketObjectv2::recovery-copy-license.lic"),
            ),
            broken: ["recovery-manifest: stack"],
        },
        "a name that is not known": {
            edit: all(
                drop("BucketObjectv2::recovery-copy-manifest.json"),
                set("BucketObjectv2::recovery-manifest.json", ["key"], UNKNOWN),
            ),
            broken: ["recovery-manifest: stack"],
        },
        "in only one region": { edit: drop("BucketObjectv2::recovery-copy-manifest.json") },
    },
});

describe("the rule about copies of backups", () => {
    it("reports a plan if the stack's region is not known", () => {
        const copy = { destinationVaultArn: "arn:aws:backup:eu-west-1:1:backup-vault:copies" };
        const plan = resource("aws:backup/plan:Plan", "backup", { rules: [{ copyActions: [copy] }] });
        const rule = stackRules.find(({ name }) => name === "stack-backup-copy");

        expect([...(rule?.check(graphOf([plan])) ?? [])]).to.deep.equal([
            {
                urn: plan.urn,
                sentence:
                    "Whether backup copies to another region is not known, as the stack has no subnet with a known zone.",
            },
        ]);
    });
});
