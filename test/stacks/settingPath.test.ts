import { expect } from "chai";
import { CheckedSettings, finding, rule } from "../../stacks/rule";
import { cluster } from "../../stacks/sections/cluster";
import { database } from "../../stacks/sections/database";
import { network } from "../../stacks/sections/network";
import { keysOf, type SettingPath } from "../../stacks/settingPath";

describe("a path of a setting", () => {
    it("leads through tables, lists and tables with names that the user chooses", () => {
        expect(
            [
                network.cidrBlock,
                network.adopt.publicSubnets.at(1).availabilityZone,
                cluster.nodeGroups.at("general").minSize,
            ].map(keysOf),
        ).to.deep.equal([
            ["network", "cidrBlock"],
            ["network", "adopt", "publicSubnets", 1, "availabilityZone"],
            ["cluster", "nodeGroups", "general", "minSize"],
        ]);
    });

    it("does not compile if no setting has it, nor if its value is read as another type", () => {
        // @ts-expect-error: the setting is called cidrBlock.
        const misspelled: unknown = network.cidrBlok;
        // @ts-expect-error: the setting is called minSize.
        const misspelledInTable: unknown = cluster.nodeGroups.at("general").minSizes;
        // @ts-expect-error: the setting is a number.
        const mistyped: SettingPath<string> = database.storageGiB;

        expect([misspelled, misspelledInTable, mistyped]).to.have.length(3);
    });
});

describe("a rule", () => {
    const settings = { database: { storageGiB: 20, maxStorageGiB: "100" } };
    const read = rule([database.storageGiB, database.maxStorageGiB], ([storageGiB, maxStorageGiB]) =>
        finding(database.storageGiB, `other than ${storageGiB} and ${maxStorageGiB}`),
    );

    it("reads settings that are all valid by themselves", () => {
        const found = [...read(new CheckedSettings(settings, []))];

        expect(found).to.deep.equal([{ path: ["database", "storageGiB"], allowed: "other than 20 and 100" }]);
    });

    for (const path of [["database", "maxStorageGiB"], ["database"]]) {
        it(`does not run if ${path.join(".")} has the wrong type`, () => {
            const issue = { code: "invalid_type", expected: "number", path, input: undefined } as const;

            expect([...read(new CheckedSettings(settings, [issue]))]).to.deep.equal([]);
        });
    }

    it("runs despite an unknown key", () => {
        const checked = new CheckedSettings(settings, [
            { code: "unrecognized_keys", keys: ["zebra"], path: ["database"], input: {} },
        ]);

        expect([...read(checked)]).to.have.length(1);
    });
});
