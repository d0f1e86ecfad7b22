import { expect } from "chai";
import { readTargets } from "../../../commands/upgrade/targets";
import type { CurrentStack } from "../../../graph/upgrade/upgradePlan";
import { UserError } from "../../../lib/userError";

function read(values: string[], current: Partial<CurrentStack> = {}, today = "2026-11-29"): unknown {
    const stack = { kubernetes: "1.34", postgres: "15", connect: "2026.08.0", ...current };
    try {
        return readTargets(values, stack as CurrentStack, today);
    } catch (error) {
        if (error instanceof UserError) {
            return error.message.split("\n");
        }
        throw error;
    }
}

const POSTGRES = "must be one of 16, 17, 15.x, 16.x, 17.x, which both Connect and RDS support";

describe("the versions of an upgrade", () => {
    it("are one of each component; x stands for the newest minor version", () => {
        expect(read(["kubernetes=1.36", "postgres=17", "connect=2026.09.0"])).to.deep.equal({
            kubernetes: "1.36",
            postgres: "17",
            connect: "2026.09.0",
        });
        expect(read(["postgres=15.x"])).to.deep.equal({ postgres: "15.18" });
        expect(read(["postgres=15.12"])).to.deep.equal({ postgres: "15.12" });
        expect(read(["postgres=16.x"], { postgres: "16.2" })).to.deep.equal({ postgres: "16.14" });
    });

    const wrong: [string, string[], string[]][] = [
        [
            "values of another form, unknown and repeated components",
            ["kubernetes", "postgress=17", "calico=3", "connect=2026.09.0", "connect=2026.10.0", "=1"],
            [
                "--to kubernetes: must be <component>=<version>, such as kubernetes=1.36, postgres=17 or connect=2026.09.0.",
                '--to postgress=17: must name one of kubernetes, postgres, connect, got "postgress". Did you mean postgres?',
                '--to calico=3: must name one of kubernetes, postgres, connect, got "calico".',
                "--to connect=2026.10.0: must name each component once, got connect twice.",
                '--to =1: must name one of kubernetes, postgres, connect, got "".',
            ],
        ],
        [
            "an unknown, the own, and an older Kubernetes",
            ["kubernetes=1.99"],
            ["--to kubernetes=1.99: must be 1.35 or 1.36, got 1.99. The add-ons are pinned for these."],
        ],
        [
            "the own Kubernetes",
            ["kubernetes=1.34"],
            ["--to kubernetes=1.34: must be 1.35 or 1.36, got the stack's own version."],
        ],
        [
            "PostgreSQL that Connect does not support",
            ["postgres=18"],
            [`--to postgres=18: ${POSTGRES}, got 18.`],
        ],
        [
            "PostgreSQL out of support",
            ["postgres=13"],
            [`--to postgres=13: ${POSTGRES}, got 13, whose standard support ended on 2026-02-28.`],
        ],
        [
            "an older PostgreSQL",
            ["postgres=14"],
            [
                `--to postgres=14: ${POSTGRES}, got 14, which is older than the stack's 15. RDS has no way back: restore a backup.`,
            ],
        ],
        [
            "the own PostgreSQL",
            ["postgres=15"],
            [
                "--to postgres=15: must be a newer major version than the stack's, or name a minor one: postgres=15.x is the newest, got 15.",
            ],
        ],
        ["no version of PostgreSQL", ["postgres=new"], [`--to postgres=new: ${POSTGRES}, got new.`]],
        [
            "an older Connect",
            ["connect=2026.05.0"],
            [
                "--to connect=2026.05.0: must be newer than the stack's 2026.08.0, got 2026.05.0. A migrated database has no way back: restore a backup.",
            ],
        ],
        [
            "no version of Connect",
            ["connect=9"],
            ["--to connect=9: must be a version of Connect after 2026.08.0, such as 2026.09.0, got 9."],
        ],
    ];
    for (const [name, values, errors] of wrong) {
        it(`are rejected with a line each: ${name}`, () => {
            expect(read(values)).to.deep.equal(errors);
        });
    }

    it("are rejected if they are older than a stack's Kubernetes, or out of support", () => {
        expect(read(["kubernetes=1.34"], { kubernetes: "1.35" })).to.deep.equal([
            "--to kubernetes=1.34: must be 1.36, got 1.34, which is older than the stack's 1.35. " +
                "EKS rolls a control plane back for 7 days: lower posit-connect:cluster.version, as docs/upgrades.md describes.",
        ]);
        expect(read(["kubernetes=1.35"], {}, "2027-03-27")).to.deep.equal([
            "--to kubernetes=1.35: must be 1.36, got 1.35, whose standard support ended on 2027-03-27.",
        ]);
        expect(read(["kubernetes=1.37"], { kubernetes: "1.36" })).to.deep.equal([
            "--to kubernetes=1.37: must be a version after 1.36, and the program knows none: update it.",
        ]);
    });
});
