import { expect } from "chai";
import type { CiAccess } from "../../bootstrap/ciAccess";
import { policiesFor, POLICIES_LIMIT, POLICY_LIMIT } from "../../bootstrap/policiesFor";
import { trustPolicy } from "../../bootstrap/trustPolicy";
import { deployRights } from "../../bootstrap/rights";
import { boundaryArn } from "../../bootstrap/ciAccount";
import { type AwsRequest, isAllowed } from "./evaluate";
import { CI, exampleAccess, PLACE, plannedStacks } from "./stacks";

const IAM = "arn:aws:iam::123456789012:";
const BOUNDARY = `${IAM}policy/posit-connect-ci/boundary`;
const NODES = `${IAM}role/posit-connect-prod-nodes-us-east-1`;
const STATE = "arn:aws:s3:::posit-connect-state-123456789012-us-east-1";
const KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555";
const STATE_KEY = { "kms:ResourceAliases": "alias/posit-connect-ci/state" };
const VPC = "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0123456789abcdef0";
const bounded = { "iam:PermissionsBoundary": BOUNDARY };
const tagsOf = (stack: string) => ({
    "aws:ResourceTag/pulumi:project": "posit-connect",
    "aws:ResourceTag/pulumi:stack": stack,
});

const ALLOWED: [string, AwsRequest][] = [
    ["create a role with the boundary", { action: "iam:CreateRole", resource: NODES, keys: bounded }],
    ["set the policy of a role with it", { action: "iam:PutRolePolicy", resource: NODES, keys: bounded }],
    [
        "attach a policy of the plan",
        {
            action: "iam:AttachRolePolicy",
            resource: NODES,
            keys: { ...bounded, "iam:PolicyARN": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy" },
        },
    ],
    ["delete the stack's VPC", { action: "ec2:DeleteVpc", resource: VPC, keys: tagsOf("prod") }],
    ["create a VPC", { action: "ec2:CreateVpc", resource: VPC }],
    ["read its own path", { action: "iam:GetRole", resource: `${IAM}role/posit-connect-ci/prod-deploy` }],
    [
        "write the state of the stack",
        { action: "s3:PutObject", resource: `${STATE}/.pulumi/stacks/posit-connect/prod.json` },
    ],
    [
        "decrypt the secrets of the stack",
        {
            action: "kms:Decrypt",
            resource: KEY,
            keys: { ...STATE_KEY, "kms:EncryptionContext:stack": "prod" },
        },
    ],
    [
        "change the record of the domain",
        {
            action: "route53:ChangeResourceRecordSets",
            resource: "arn:aws:route53:::hostedzone/Z0123456789EXAMPLE",
            keys: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": "connect.example.com" },
        },
    ],
];

const DENIED: [string, AwsRequest][] = [
    ["create a role without a boundary", { action: "iam:CreateRole", resource: NODES }],
    [
        "create a role with another boundary",
        {
            action: "iam:CreateRole",
            resource: NODES,
            keys: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
        },
    ],
    ["set the policy of a role without a boundary", { action: "iam:PutRolePolicy", resource: NODES }],
    [
        "attach another policy",
        {
            action: "iam:AttachRolePolicy",
            resource: NODES,
            keys: { ...bounded, "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
        },
    ],
    [
        "take the boundary off a role",
        { action: "iam:DeleteRolePermissionsBoundary", resource: NODES, keys: bounded },
    ],
    ["change the boundary", { action: "iam:CreatePolicyVersion", resource: BOUNDARY }],
    [
        "set its own policy",
        { action: "iam:PutRolePolicy", resource: `${IAM}role/posit-connect-ci/prod-deploy`, keys: bounded },
    ],
    [
        "trust another repository",
        { action: "iam:UpdateAssumeRolePolicy", resource: `${IAM}role/posit-connect-ci/prod-deploy` },
    ],
    [
        "pass its own role",
        {
            action: "iam:PassRole",
            resource: `${IAM}role/posit-connect-ci/prod-deploy`,
            keys: { "iam:PassedToService": "eks.amazonaws.com" },
        },
    ],
    [
        "pass the role of the nodes to another service than its own",
        {
            action: "iam:PassRole",
            resource: `${IAM}role/posit-connect-prod-backup-us-east-1`,
            keys: { "iam:PassedToService": "ec2.amazonaws.com" },
        },
    ],
    ["create a user", { action: "iam:CreateUser", resource: `${IAM}user/posit-connect-prod` }],
    ["delete the VPC of another stack", { action: "ec2:DeleteVpc", resource: VPC, keys: tagsOf("dev") }],
    ["delete a VPC without tags", { action: "ec2:DeleteVpc", resource: VPC }],
    [
        "delete the state's key",
        { action: "kms:ScheduleKeyDeletion", resource: KEY, keys: { ...STATE_KEY, ...tagsOf("prod") } },
    ],
    [
        "read the state of another stack",
        { action: "s3:GetObject", resource: `${STATE}/.pulumi/stacks/posit-connect/dev.json` },
    ],
    [
        "decrypt the secrets of another stack",
        {
            action: "kms:Decrypt",
            resource: KEY,
            keys: { ...STATE_KEY, "kms:EncryptionContext:stack": "dev" },
        },
    ],
    ["delete the state bucket", { action: "s3:DeleteBucket", resource: STATE }],
    [
        "change another record",
        {
            action: "route53:ChangeResourceRecordSets",
            resource: "arn:aws:route53:::hostedzone/Z0123456789EXAMPLE",
            keys: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": "www.example.com" },
        },
    ],
];

describe("the access of CI", () => {
    let access: CiAccess;

    before(async function () {
        this.timeout(60_000);
        access = await exampleAccess();
    });

    for (const [what, request] of ALLOWED) {
        it(`lets the role that deploys prod ${what}`, () => {
            const { deploy = [] } = access.stacks["prod"] ?? {};
            expect(isAllowed(deploy, access.boundary, request)).to.equal(true);
        });
    }

    for (const [what, request] of DENIED) {
        it(`does not let the role that deploys prod ${what}`, () => {
            const { deploy = [] } = access.stacks["prod"] ?? {};
            expect(isAllowed(deploy, access.boundary, request)).to.equal(false);
        });
    }

    it("stops a role with every permission at the boundary", () => {
        const all: CiAccess["boundary"] = {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }],
        };
        const outside = DENIED.filter(([, request]) => isAllowed([all], access.boundary, request)).map(
            ([what]) => what,
        );

        // These rest on the role's own policies.
        expect(outside).to.deep.equal([
            "attach another policy",
            "pass the role of the nodes to another service than its own",
            "delete the VPC of another stack",
            "delete a VPC without tags",
            "read the state of another stack",
            "decrypt the secrets of another stack",
            "change another record",
        ]);
    });

    it("leaves each role all rights that its policies grant", () => {
        const outside = Object.values(access.stacks)
            .flatMap(({ preview, deploy }) => [...preview, ...deploy])
            .flatMap(({ Statement: statements }) => statements)
            .flatMap(({ Action: actions, Resource: resources, Condition: condition = {} }) => {
                const keys = Object.assign({}, ...Object.values(condition)) as Record<string, string>;
                return actions.flatMap((action) => resources.map((resource) => ({ action, resource, keys })));
            })
            .filter(
                (request) =>
                    !isAllowed(
                        [
                            {
                                Version: "2012-10-17",
                                Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }],
                            },
                        ],
                        access.boundary,
                        request,
                    ),
            )
            .map(({ action, resource }) => `${action} ${resource}`);

        expect(outside).to.deep.equal([]);
    });

    it("fits into IAM's limits, also with every optional resource", async () => {
        const { boundary, stacks } = access;
        const [, , full] = await plannedStacks();
        const roles = [
            ...Object.values(stacks).flatMap(({ preview, deploy }) => [preview, deploy]),
            policiesFor(deployRights(full as NonNullable<typeof full>, boundaryArn(PLACE))),
        ];

        expect(
            [...roles.flat(), boundary].filter((policy) => JSON.stringify(policy).length > POLICY_LIMIT),
        ).to.deep.equal([]);
        expect(roles.filter((policies) => policies.length > POLICIES_LIMIT)).to.deep.equal([]);
    }).timeout(60_000);

    it("is refused if a role would need more policies than IAM allows", () => {
        const rights = Array.from({ length: 600 }, (_, i) => ({
            action: `s3:Action${i}`,
            resource: `arn:aws:s3:::${"b".repeat(60)}-${i}`,
            condition: {},
        }));

        expect(() => policiesFor(rights)).to.throw(
            "The role needs 14 policies, and IAM allows 10 of 6144 characters each.",
        );
    });
});

describe("the trust policy of a role for CI", () => {
    for (const [purpose, environment] of [
        ["deploy", "prod"],
        ["preview", "prod-preview"],
    ] as const) {
        it(`accepts tokens for one environment of one repository: ${purpose}`, () => {
            expect(trustPolicy(CI, "prod", purpose)).to.deep.equal({
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Principal: {
                            Federated: `${IAM}oidc-provider/token.actions.githubusercontent.com`,
                        },
                        Action: "sts:AssumeRoleWithWebIdentity",
                        Condition: {
                            StringEquals: {
                                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                                "token.actions.githubusercontent.com:sub": `repo:example/connect:environment:${environment}`,
                            },
                        },
                    },
                ],
            });
        });
    }
});
