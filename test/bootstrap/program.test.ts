import { expect } from "chai";
import type { CiAccess } from "../../bootstrap/ciAccess";
import type { Graph } from "../../graph/graph";
import { simulateBootstrap } from "./program";
import { exampleAccess } from "./stacks";

const ROLES = ["dev-preview", "dev-deploy", "prod-preview", "prod-deploy"];

describe("the program that makes an account ready", () => {
    let access: CiAccess;
    let graph: Graph;

    before(async function () {
        this.timeout(60_000);
        access = await exampleAccess();
        graph = await simulateBootstrap(access);
    });

    it("creates a bucket with a key, a provider, a boundary, and two roles for each stack", () => {
        const policies = Object.values(access.stacks).flatMap(({ preview, deploy }) => [
            ...preview,
            ...deploy,
        ]);
        const counts: Record<string, number> = {};
        for (const { type } of graph.resources) {
            counts[type] = (counts[type] ?? 0) + 1;
        }

        expect(counts).to.deep.equal({
            "pulumi:pulumi:Stack": 1,
            "posit-connect-bootstrap:index:CiResources": 1,
            "posit-connect:index:PrivateBucket": 1,
            "aws:kms/key:Key": 1,
            "aws:kms/alias:Alias": 1,
            "aws:s3/bucket:Bucket": 1,
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
            "aws:s3/bucketVersioning:BucketVersioning": 1,
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
            "aws:s3/bucketPolicy:BucketPolicy": 1,
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider": 1,
            "aws:iam/policy:Policy": policies.length + 1,
            "aws:iam/role:Role": ROLES.length,
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment": policies.length,
        });
    });

    it("gives each role the boundary, and attaches each of its policies to it", () => {
        const roles = graph.all("aws:iam/role:Role");
        const attached = graph
            .all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
            .map(({ inputs }) => `${String(inputs["role"])} ${String(inputs["policyArn"])}`);

        expect(
            roles.map(({ inputs }) => [inputs["name"], inputs["path"], inputs["permissionsBoundary"]]),
        ).to.deep.equal(
            ROLES.map((name) => [
                name,
                "/posit-connect-ci/",
                "arn:aws:iam::123456789012:policy/posit-connect-ci/boundary",
            ]),
        );
        expect(attached).to.deep.equal(
            ROLES.flatMap((name) => {
                const [stack = "", purpose = ""] = name.split("-");
                const policies = access.stacks[stack]?.[purpose as "preview" | "deploy"] ?? [];
                return policies.map(
                    (_, i) => `${name} arn:aws:iam::123456789012:policy/posit-connect-ci/${name}-${i + 1}`,
                );
            }),
        );
    });

    it("protects the bucket and the key of the state", () => {
        expect(graph.resources.filter(({ protect }) => protect).map(({ type }) => type)).to.deep.equal([
            "aws:kms/key:Key",
            "aws:s3/bucket:Bucket",
        ]);
    });

    it("returns what CI and the stacks need", () => {
        expect(graph.all("pulumi:pulumi:Stack")[0]?.outputs).to.deep.equal({
            backend: "s3://posit-connect-state-123456789012-us-east-1?region=us-east-1",
            secretsProvider: "awskms://alias/posit-connect-ci/state?region=us-east-1&context_stack=STACK",
            permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/posit-connect-ci/boundary",
            roles: Object.fromEntries(
                ["dev", "prod"].map((stack) => [
                    stack,
                    {
                        preview: `arn:aws:iam::123456789012:role/posit-connect-ci/${stack}-preview`,
                        deploy: `arn:aws:iam::123456789012:role/posit-connect-ci/${stack}-deploy`,
                    },
                ]),
            ),
        });
    });

    it("uses the account's own provider of GitHub, if it has one", async () => {
        const adopted = await simulateBootstrap(access, false);

        expect(adopted.all("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).to.deep.equal([]);
        expect(adopted.all("aws:iam/role:Role")).to.have.length(ROLES.length);
    });
});
