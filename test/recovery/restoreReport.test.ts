import { expect } from "chai";
import { nextSteps, restoreOpening } from "../../recovery/restoreReport";
import type { RestorePlan } from "../../recovery/restorePlan";
import { BUCKET, MANIFEST } from "../recoveryManifest";
import { recoverySet } from "./backups";
import { NOW } from "./command";

const PLAN = {
    stack: "prod-2",
    pulumiStack: "prod-2",
    region: "us-east-1",
    recoverySet: recoverySet(7),
    bucketFaults: [],
    secrets: [
        {
            key: "posit-connect:license",
            command: "pulumi config set --secret posit-connect:license < license.lic",
        },
    ],
    times: { files: 60, up: 1140 },
} as unknown as RestorePlan;

const FAULT = `no license.lic in ${BUCKET.name}`;

describe("the report of a restore", () => {
    it("reads the license from the bucket, or from a file if the bucket lacks it, and reports that", () => {
        const license = (plan: RestorePlan): string[] =>
            [
                ...restoreOpening(MANIFEST, plan, { now: NOW, color: false }).split("\n"),
                ...nextSteps(MANIFEST, plan, { color: false }, 1).split("\n"),
            ].filter((line) => line.includes("license"));

        expect(license(PLAN)).to.deep.equal([
            `       aws s3 cp --region us-east-1 s3://${BUCKET.name}/license.lic - | pulumi config set --secret posit-connect:license --stack prod-2`,
        ]);
        expect(license({ ...PLAN, bucketFaults: [FAULT] })).to.deep.equal([
            `  – ${FAULT}`,
            "       pulumi config set --secret posit-connect:license < license.lic --stack prod-2",
        ]);
    });

    it("prints why a recovery set is not within the RPO", () => {
        const plan = {
            ...PLAN,
            recoverySet: recoverySet(55, { faults: ["files 2 d 7 h old, at most 30 h"] }),
        };

        expect(
            restoreOpening(MANIFEST, plan, { now: NOW, color: false }).split("\n").slice(2, 6),
        ).to.deep.equal([
            "Recovery set of 2026-11-21T05:00:00Z, 2 d 7 h old",
            "  files     files-55",
            "  database  point in time, 2026-11-21T05:00:00Z",
            "  – files 2 d 7 h old, at most 30 h",
        ]);
    });

    it("names the stack with its organization in each command of the Pulumi CLI", () => {
        const lines = nextSteps(MANIFEST, { ...PLAN, pulumiStack: "acme/prod-2" }, { color: false }, 1).split(
            "\n",
        );

        expect(lines.filter((line) => /pulumi .*prod-2/.test(line)).map((line) => line.trim())).to.deep.equal(
            [
                "pulumi stack init acme/prod-2",
                `aws s3 cp --region us-east-1 s3://${BUCKET.name}/license.lic - | pulumi config set --secret posit-connect:license --stack acme/prod-2`,
                "pulumi up --stack acme/prod-2",
                'curl --fail --connect-to "connect.example.com:443:$(pulumi stack output loadBalancerDnsName --stack acme/prod-2):443" https://connect.example.com/__ping__',
                "pulumi config set --stack acme/prod-2 --path posit-connect:recovery.promoted true",
                "pulumi up --stack acme/prod-2",
                "pulumi stack output loadBalancerDnsName --stack acme/prod-2",
            ],
        );
    });

    it("describes how to point the domain to the load balancer if the stack has no hosted zone", () => {
        const lines = nextSteps(MANIFEST, PLAN, { color: false }, 4).split("\n");

        expect(
            lines.slice(
                lines.findIndex((line) => line.startsWith("  8.")),
                -3,
            ),
        ).to.deep.equal([
            "  8. Promote prod-2: from then on it sends mail",
            "       pulumi config set --stack prod-2 --path posit-connect:recovery.promoted true",
            "       pulumi up --stack prod-2",
            "  9. Point the domain to its load balancer",
            "       pulumi stack output loadBalancerDnsName --stack prod-2",
        ]);
    });
});
