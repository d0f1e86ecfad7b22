import { expect } from "chai";
import { obstacleText } from "../../../commands/upgrade/obstacleText";
import { stepText } from "../../../commands/upgrade/stepText";
import type { CurrentStack, Obstacle, UpgradeStep } from "../../../graph/upgrade/upgradePlan";

describe("an obstacle of an upgrade, in words", () => {
    const cases: [Obstacle, string][] = [
        [
            { kind: "skippedMinors", blocks: false, from: "1.34", to: "1.36", between: ["1.35"] },
            "Kubernetes 1.34 to 1.36: EKS upgrades by one minor version at a time. The steps go through 1.35.",
        ],
        [
            {
                kind: "addOnBuild",
                blocks: true,
                addOn: "coredns",
                build: "v1.13.2-eksbuild.99",
                from: "1.35",
                to: "1.36",
            },
            "The build v1.13.2-eksbuild.99 of coredns was chosen for Kubernetes 1.35. Remove it from `cluster.addOnVersions`, or choose one that EKS offers for 1.36.",
        ],
        [
            {
                kind: "removedApi",
                blocks: true,
                resource: "connect",
                apiVersion: "policy/v1",
                object: "PodDisruptionBudget",
                removedIn: "1.37",
                replacedBy: "policy/v2",
            },
            "connect uses policy/v1 PodDisruptionBudget, which Kubernetes 1.37 no longer has. Move it to policy/v2 first.",
        ],
        [
            { kind: "unknownChart", blocks: false, release: "connect", chart: "rstudio-connect 0.22.0" },
            "The API versions in rstudio-connect 0.22.0 (connect) are not known here. Compare them with https://kubernetes.io/docs/reference/using-api/deprecation-guide/: helm get manifest.",
        ],
        [
            {
                kind: "supportEnds",
                blocks: true,
                of: "Kubernetes",
                version: "1.34",
                ends: "2026-12-02",
                before: "2026-12-09",
            },
            "Standard support of Kubernetes 1.34 ends on 2026-12-02. EKS then upgrades the control plane by itself. Start earlier, or set `cluster.upgradePolicy` to EXTENDED.",
        ],
        [
            {
                kind: "supportEnds",
                blocks: false,
                of: "Kubernetes",
                version: "1.34",
                ends: "2026-12-02",
                before: "2026-12-06",
            },
            "Standard support of Kubernetes 1.34 ends on 2026-12-02. A rollback to it between then and 2026-12-06 needs `cluster.upgradePolicy` EXTENDED, in an update of its own first.",
        ],
        [
            {
                kind: "supportEnds",
                blocks: true,
                of: "PostgreSQL",
                version: "14",
                ends: "2027-02-28",
                before: "2027-03-03",
            },
            "Standard support of PostgreSQL 14 ends on 2027-02-28, before 2027-03-03. RDS then upgrades the database by itself. Upgrade it first.",
        ],
        [
            {
                kind: "untestedConnect",
                blocks: false,
                version: "2026.09.0",
                from: "2026.05.1",
                before: "2026.09.0",
            },
            "Connect 2026.09.0: Connect's Helm values are written for versions from 2026.05.1 and before 2026.09.0. Read its release notes, and try it in dev.",
        ],
        [
            { kind: "postgresTarget", blocks: false, from: "15", to: "17" },
            "RDS installs its default minor version of 17, and rejects the upgrade if that is no target of the present minor version of 15. --live asks RDS.",
        ],
        [
            { kind: "unknownMinor", blocks: false, version: "17.11", newest: "17.10" },
            "PostgreSQL 17.11: the newest minor version that is known here is 17.10. --live asks RDS.",
        ],
    ];
    for (const [obstacle, text] of cases) {
        it(`has the reason and the next step: ${obstacle.kind}${obstacle.blocks ? ", which stops the upgrade" : ""}`, () => {
            expect(obstacleText(obstacle)).to.equal(text);
        });
    }
});

describe("a step of an upgrade, in words", () => {
    it("finds the newest release of the nodes' image if the stack pins one", () => {
        const step = { kind: "nodesFirst", from: "1.34", to: "1.35" } as UpgradeStep;
        const current = { nodeRelease: "1.34.2-20260801" } as CurrentStack;

        expect(stepText(step, current, "prod").commands).to.deep.equal([
            "aws ssm get-parameter --query Parameter.Value --name /aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/release_version",
            "pulumi preview --stack prod --json > preview.json && npm run changes -- --preview preview.json",
            "pulumi up --stack prod",
            "kubectl get nodes",
        ]);
        expect(stepText(step, {} as CurrentStack, "prod").commands).to.have.length(3);
    });
});
