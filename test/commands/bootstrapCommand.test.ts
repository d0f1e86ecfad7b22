import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { bootstrapCommand } from "../../commands/bootstrapCommand";
import type { UpdateOptions } from "../../bootstrap/updateCi";
import { EXAMPLES, program, ROOT } from "../program";

const ACCOUNT = ["--account", "123456789012"];
const REGION = ["--region", "us-east-1"];
const REPOSITORY = ["--repository", "example/connect"];
const ALL = [...ACCOUNT, ...REGION, ...REPOSITORY];

describe("npm run bootstrap", () => {
    let root: string;

    /** A project with the two example stacks. */
    before(() => {
        root = mkdtempSync(join(tmpdir(), "bootstrap-"));
        copyFileSync(join(ROOT, "Pulumi.yaml"), join(root, "Pulumi.yaml"));
        for (const stack of ["dev", "prod"]) {
            copyFileSync(join(EXAMPLES, `Pulumi.${stack}.yaml`), join(root, `Pulumi.${stack}.yaml`));
        }
    });

    after(() => {
        rmSync(root, { recursive: true });
    });

    async function run(args: string[], hasForeignProvider = false) {
        let out = "";
        let err = "";
        const updates: UpdateOptions[] = [];
        const status = await bootstrapCommand(args, {
            out: (text) => (out += text),
            err: (text) => (err += text),
            root,
            program,
            readAccount: () =>
                Promise.resolve({ hasForeignProvider, isInBucket: () => Promise.resolve(false) }),
            update: (options) => Promise.resolve(updates.push(options)),
        });
        return { status, out, err, updates };
    }

    it("prints each role with its trust and the number of its rights, and creates nothing", async () => {
        const { status, out, err, updates } = await run(ALL);

        expect({ status, err, updates }).to.deep.equal({ status: 0, err: "", updates: [] });
        expect(out.replaceAll(/\d+ actions in \d+/g, "N actions in N")).to.equal(`\
CI of example/connect in account 123456789012

State     s3://posit-connect-state-123456789012-us-east-1?region=us-east-1
Key       alias/posit-connect-ci/state, for the state and the stacks' secrets
Provider  token.actions.githubusercontent.com
Boundary  arn:aws:iam::123456789012:policy/posit-connect-ci/boundary

Role arn:aws:iam::123456789012:role/posit-connect-ci/dev-preview
  trusts    repo:example/connect:environment:dev-preview
  rights    N actions in N policies, which only read
  services  acm, backup, ec2, eks, elasticfilesystem, elasticloadbalancing, events, iam, kms,
            logs, rds, s3, sns, wafv2

Role arn:aws:iam::123456789012:role/posit-connect-ci/dev-deploy
  trusts    repo:example/connect:environment:dev
  rights    N actions in N policies
  services  acm, backup, backup-storage, ec2, eks, elasticfilesystem, elasticloadbalancing,
            events, iam, kms, logs, rds, s3, sns, wafv2

Role arn:aws:iam::123456789012:role/posit-connect-ci/prod-preview
  trusts    repo:example/connect:environment:prod-preview
  rights    N actions in N policies, which only read
  services  acm, backup, ec2, eks, elasticfilesystem, elasticloadbalancing, events, iam, kms,
            logs, rds, route53, s3, sns, wafv2

Role arn:aws:iam::123456789012:role/posit-connect-ci/prod-deploy
  trusts    repo:example/connect:environment:prod
  rights    N actions in N policies
  services  acm, backup, backup-storage, ec2, eks, elasticfilesystem, elasticloadbalancing,
            events, iam, kms, logs, rds, route53, s3, sns, wafv2

--json prints each policy, and --yes creates all of this.
`);
    });

    it("prints each policy with --json", async () => {
        const { status, out } = await run([...ALL, "--json"]);
        const { boundary, roles, ...rest } = JSON.parse(out) as {
            boundary: { arn: string };
            roles: { arn: string; policies: object[] }[];
        };

        expect(status).to.equal(0);
        expect(rest).to.deep.equal({
            account: "123456789012",
            region: "us-east-1",
            repository: "example/connect",
            backend: "s3://posit-connect-state-123456789012-us-east-1?region=us-east-1",
            key: "alias/posit-connect-ci/state",
            identityProvider: "token.actions.githubusercontent.com",
        });
        expect(boundary.arn).to.equal("arn:aws:iam::123456789012:policy/posit-connect-ci/boundary");
        expect(
            roles.filter(({ policies }) => policies.length > 0).map(({ arn }) => arn.split("/").at(-1)),
        ).to.deep.equal(["dev-preview", "dev-deploy", "prod-preview", "prod-deploy"]);
    });

    for (const [what, hasForeignProvider] of [
        ["creates everything with --yes, and prints how to connect the stacks and GitHub", false],
        ["uses GitHub's provider that the account already has", true],
    ] as const) {
        it(what, async () => {
            const { status, out, updates } = await run([...ALL, "--yes"], hasForeignProvider);
            const [update] = updates;
            const { "posit-connect-bootstrap:access": access, ...config } = update?.config ?? {};

            expect(status).to.equal(0);
            expect({ ...update, config, isInBucket: undefined, onOutput: undefined }).to.deep.equal({
                folder: join(root, "bootstrap"),
                stack: "123456789012",
                config: {
                    "aws:region": "us-east-1",
                    "aws:allowedAccountIds": ["123456789012"],
                    "posit-connect-bootstrap:createGithubProvider": !hasForeignProvider,
                },
                backend: "s3://posit-connect-state-123456789012-us-east-1?region=us-east-1",
                isInBucket: undefined,
                onOutput: undefined,
            });
            expect(access).to.have.keys("repository", "boundary", "stacks");
            const [, steps = ""] = out.split("--yes creates all of this.\n");
            expect(steps.split("\n").filter((line) => !line.includes("dev"))).to.deep.equal([
                "Created. Then connect the stacks and GitHub with it; docs/bootstrap.md explains each line:",
                "",
                "",
                "  pulumi config set --stack prod --path posit-connect:iam.permissionsBoundaryArn arn:aws:iam::123456789012:policy/posit-connect-ci/boundary",
                "  pulumi config set --stack prod --path 'posit-connect:cluster.viewerRoleArns[0]' arn:aws:iam::123456789012:role/posit-connect-ci/prod-preview",
                "  pulumi config set --stack prod --path 'posit-connect:cluster.administratorRoleArns[1]' arn:aws:iam::123456789012:role/posit-connect-ci/prod-deploy",
                "  gh variable set --repo example/connect --env prod-preview AWS_ROLE_ARN --body arn:aws:iam::123456789012:role/posit-connect-ci/prod-preview",
                "  gh variable set --repo example/connect --env prod-preview AWS_REGION --body us-east-1",
                "  gh variable set --repo example/connect --env prod-preview PULUMI_BACKEND_URL --body 's3://posit-connect-state-123456789012-us-east-1?region=us-east-1'",
                "  gh variable set --repo example/connect --env prod AWS_ROLE_ARN --body arn:aws:iam::123456789012:role/posit-connect-ci/prod-deploy",
                "  gh variable set --repo example/connect --env prod AWS_REGION --body us-east-1",
                "  gh variable set --repo example/connect --env prod PULUMI_BACKEND_URL --body 's3://posit-connect-state-123456789012-us-east-1?region=us-east-1'",
                "",
            ]);
        });
    }

    for (const [what, args, error] of [
        [
            "every wrong option at once",
            ["--account", "1234", "--region", "us-esat-1", "--repository", "example/*"],
            [
                '--account: must be an account id of 12 digits, such as "123456789012", got "1234".',
                '--region: must be a region whose RDS root certificates are known (the nearest is us-east-1), got "us-esat-1".',
                '--repository: must be a repository on GitHub as organization/name, such as example/connect, got "example/*".',
            ],
        ],
        [
            "every missing option",
            [],
            [
                '--account: must be an account id of 12 digits, such as "123456789012", got nothing.',
                "--region: must be a region whose RDS root certificates are known, got nothing.",
                "--repository: must be a repository on GitHub as organization/name, such as example/connect, got nothing.",
            ],
        ],
        [
            "an account that no stack has",
            ["--account", "999988887777", ...REGION, ...REPOSITORY],
            [
                "--account 999988887777: must be the account of a stack in this folder. These have other ones:",
                "  Pulumi.dev.yaml: 123456789012",
                "  Pulumi.prod.yaml: 123456789012",
                "Run pulumi config set --stack STACK --path 'aws:allowedAccountIds[0]' 999988887777, and set the rest of its file.",
            ],
        ],
    ] as const) {
        it(`reports ${what}`, async () => {
            const text = error.join("\n");

            expect(await run([...args])).to.deep.equal({ status: 1, out: "", err: `${text}\n`, updates: [] });
            expect(JSON.parse((await run([...args, "--json"])).out)).to.deep.equal({ error: text });
        });
    }

    it("rejects an unknown option, and names the nearest", async () => {
        const { status, err } = await run(["--acount", "1"]);

        expect(status).to.equal(2);
        expect(err).to.match(/unknown option '--acount'\n\(Did you mean --account\?\)/);
    });
});
