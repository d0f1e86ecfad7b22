import { expect } from "chai";
import { statusData } from "../../recovery/statusData";
import { MANIFEST } from "../recoveryManifest";
import { source, vaultStatus } from "./backups";

describe("the status as data", () => {
    it("has `gone` as the state of a database, a file system and a key that are deleted", () => {
        const { database, fileSystem } = source([]);
        const deleted = vaultStatus({
            source: {
                database: { ...database, status: "deleted" },
                fileSystem: { ...fileSystem, status: "deleted", bytes: 0, keyState: "deleted" },
            },
        });

        expect(statusData(MANIFEST, [deleted]).vaults).to.deep.equal([
            {
                name: deleted.vault.name,
                region: deleted.vault.region,
                database: { status: "gone", windows: [], usable: true, meetsRpo: true, faults: [] },
                fileSystem: { status: "gone", bytes: 0, keyState: "gone" },
                recoverySets: [],
                unusablePoints: [],
            },
        ]);
    });
});
