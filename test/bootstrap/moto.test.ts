import { expect } from "chai";
import { spawnSync } from "node:child_process";
import {
    AttachRolePolicyCommand,
    CreateOpenIDConnectProviderCommand,
    CreatePolicyCommand,
    CreateRoleCommand,
    IAMClient,
    ListAttachedRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { AUDIENCE, CI_PATH, GITHUB } from "../../bootstrap/ciAccount";
import { readAccount } from "../../bootstrap/readAccount";
import { MANAGED_SERVICES } from "../../bootstrap/workloadServices";
import { findMoto, Moto } from "../recovery/moto";
import { inEnvironment } from "../recovery/command";
import { simulateBootstrap } from "./program";
import { exampleAccess, PLACE } from "./stacks";

const found = findMoto();

describe(`the access of CI in moto's IAM${"missing" in found ? ` (skipped: ${found.missing})` : ""}`, function () {
    this.timeout(60_000);
    let moto: Moto | undefined;
    let iam: IAMClient;

    before(async function () {
        if ("missing" in found) {
            return this.skip();
        }
        moto = await Moto.start(found.python);
        iam = new IAMClient({
            region: PLACE.region,
            endpoint: moto.endpoint,
            credentials: { accessKeyId: "test", secretAccessKey: "test" },
        });
    });

    after(() => moto?.stop());

    it("is accepted: each policy, the provider, and each role with its boundary and its trust", async () => {
        const graph = await simulateBootstrap(await exampleAccess());
        const text = (value: unknown): string => String(value);
        for (const { inputs } of graph.all("aws:iam/policy:Policy")) {
            await iam.send(
                new CreatePolicyCommand({
                    PolicyName: text(inputs["name"]),
                    Path: CI_PATH,
                    PolicyDocument: text(inputs["policy"]),
                }),
            );
        }
        for (const { inputs } of graph.all("aws:iam/role:Role")) {
            await iam.send(
                new CreateRoleCommand({
                    RoleName: text(inputs["name"]),
                    Path: CI_PATH,
                    AssumeRolePolicyDocument: text(inputs["assumeRolePolicy"]),
                    PermissionsBoundary: text(inputs["permissionsBoundary"]),
                }),
            );
        }
        const attachments = graph.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
        for (const { inputs } of attachments) {
            await iam.send(
                new AttachRolePolicyCommand({
                    RoleName: text(inputs["role"]),
                    PolicyArn: text(inputs["policyArn"]),
                }),
            );
        }
        const { AttachedPolicies: policies = [] } = await iam.send(
            new ListAttachedRolePoliciesCommand({ RoleName: "prod-deploy" }),
        );

        expect(policies.map(({ PolicyArn: arn }) => arn).sort()).to.deep.equal(
            attachments
                .filter(({ inputs }) => inputs["role"] === "prod-deploy")
                .map(({ inputs }) => inputs["policyArn"])
                .sort(),
        );
    });

    for (const [what, tags, isForeign] of [
        ["is used as it is, if another program created it", [], true],
        [
            "stays managed, if this program created it",
            [{ Key: "pulumi:project", Value: "posit-connect-bootstrap" }],
            false,
        ],
    ] as const) {
        it(`GitHub's provider ${what}`, async () => {
            const endpoint = moto?.endpoint ?? "";
            await fetch(`${endpoint}/moto-api/reset`, { method: "POST" });
            const environment = {
                AWS_ENDPOINT_URL: endpoint,
                AWS_ACCESS_KEY_ID: "test",
                AWS_SECRET_ACCESS_KEY: "test",
            };
            const account = () => inEnvironment(environment, () => readAccount(PLACE));
            const none = await account();
            await iam.send(
                new CreateOpenIDConnectProviderCommand({
                    Url: `https://${GITHUB}`,
                    ClientIDList: [AUDIENCE],
                    Tags: [...tags],
                }),
            );
            const { hasForeignProvider } = await account();

            expect([none.hasForeignProvider, hasForeignProvider]).to.deep.equal([false, isForeign]);
            expect(await inEnvironment(environment, () => none.isInBucket())).to.equal(false);
        });
    }

    it("leaves to AWS's policies each service that they use for this program, and no other", () => {
        const script = [
            "import json, sys",
            "from moto.iam.aws_managed_policies import aws_managed_policies_data as data",
            "policies = json.loads(data)",
            "json.dump({n: policies[n]['Document']['Statement'] for n in sys.argv[1:]}, sys.stdout)",
        ].join("\n");
        const names = Object.keys(MANAGED_SERVICES);
        const { stdout } = spawnSync("missing" in found ? "" : found.python, ["-c", script, ...names], {
            encoding: "utf8",
        });
        const statements = JSON.parse(stdout) as Record<string, { Action?: string | string[] }[]>;
        const differences = names.map((name) => {
            const used = new Set(
                (statements[name] ?? [])
                    .flatMap(({ Action = [] }) => Action)
                    .map((action) => action.split(":")[0] ?? "")
                    .filter((service) => service !== "iam"),
            );
            const listed = MANAGED_SERVICES[name] ?? [];
            return {
                name,
                unused: listed.filter((service) => !used.has(service)),
                others: [...used].filter((service) => !listed.includes(service)),
            };
        });

        expect(differences.flatMap(({ unused }) => unused)).to.deep.equal([]);
        // Other kinds of resources that AWS Backup protects.
        expect(differences.filter(({ others }) => others.length > 0).map(({ name }) => name)).to.deep.equal([
            "AWSBackupServiceRolePolicyForBackup",
            "AWSBackupServiceRolePolicyForRestores",
        ]);
        expect([...new Set(differences.flatMap(({ others }) => others))].sort()).to.deep.equal([
            ...["backup-gateway", "cloudformation", "ds", "dsql", "dynamodb", "ebs", "eks", "fsx"],
            ...["guardduty", "redshift", "redshift-serverless", "ssm", "ssm-sap", "storagegateway"],
            "timestream",
        ]);
    });
});
