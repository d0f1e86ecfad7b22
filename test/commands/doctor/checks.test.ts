import { expect } from "chai";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Check, type CheckContext, type Checked, runChecks } from "../../../commands/doctor/check";
import { CHECKS } from "../../../commands/doctor/checks";
import { account } from "../../../commands/doctor/checks/account";
import { administrators, deployer } from "../../../commands/doctor/checks/deployer";
import { settings } from "../../../commands/doctor/checks/settings";
import { instanceTypes, zones } from "../../../commands/doctor/checks/zones";
import { planContext } from "../../../commands/doctor/planContext";
import type { Sources } from "../../../commands/doctor/sources";
import { AwsError, type AwsFault } from "../../../recovery/aws/callAws";
import { readStackFile } from "../../../stacks/stackFile";
import { program, PROJECT } from "../../program";
import { NOW } from "../../recovery/command";
import { ACCOUNT, DEPLOYER, IDENTITY, READY, writeStack, zonesWith } from "./doctor";

/** An answer that AWS does not give. */
const reject = (kind: AwsFault["kind"], action: string) => () =>
    Promise.reject(
        new AwsError({ kind, action, region: "us-east-1", error: kind, message: kind }, "it in us-east-1"),
    );
const denied = (action: string) => reject("denied", action);

/** The part of a finding that the text of {@link denied} is. */
const deniedDetail = (action: string): string =>
    `${action}: not allowed on it in us-east-1. Add the action to the policy of your role.`;

interface Case {
    check: Check;
    of: string;
    answers?: Partial<Sources>;
    /** Sections of the stack's file. */
    changes?: Record<string, object>;
    expected: Omit<Checked, "id" | "title">;
}

const CASES: Case[] = [
    {
        check: account,
        of: "the stack's account",
        expected: { verdict: "passed", detail: `${IDENTITY.arn} in ${ACCOUNT}` },
    },
    {
        check: account,
        of: "another account",
        answers: { caller: () => Promise.resolve({ ...IDENTITY, account: "111122223333" }) },
        expected: {
            verdict: "failed",
            detail: `${IDENTITY.arn} in 111122223333, but the stack belongs to ${ACCOUNT} (aws:allowedAccountIds)`,
            fix: `Name a profile of ${ACCOUNT} in AWS_PROFILE, or assume a role there.`,
        },
    },
    {
        check: account,
        of: "no credentials",
        answers: { caller: reject("noCredentials", "sts:GetCallerIdentity") },
        expected: {
            verdict: "unknown",
            detail: "sts:GetCallerIdentity: found no AWS credentials (noCredentials). Set AWS_PROFILE, or sign in with `aws sso login`.",
        },
    },
    {
        check: settings,
        of: "a complete stack's file",
        expected: { verdict: "passed", detail: "every required setting and secret is set" },
    },
    {
        check: settings,
        of: "an example's client",
        changes: {
            "posit-connect:connect": {
                authentication: {
                    provider: "oidc",
                    issuer: "https://login.acme.io",
                    clientId: "example-client-id",
                },
            },
        },
        expected: {
            verdict: "failed",
            detail: "1 value missing, or an example's",
            fix: "pulumi config set --path 'posit-connect:connect.authentication.clientId' '<client ID from your provider>'  # example-client-id is an example",
        },
    },
    {
        check: deployer,
        of: "an administrator",
        expected: { verdict: "passed", detail: `${DEPLOYER} administers the cluster` },
    },
    {
        check: deployer,
        of: "another role",
        answers: { principal: () => Promise.resolve(`arn:aws:iam::${ACCOUNT}:role/other`) },
        expected: {
            verdict: "failed",
            detail: `posit-connect:cluster.administratorRoleArns must be a list with arn:aws:iam::${ACCOUNT}:role/other, which deploys`,
            fix: `Run pulumi config set --path 'posit-connect:cluster.administratorRoleArns[1]' arn:aws:iam::${ACCOUNT}:role/other. If the cluster exists, a listed administrator must then run pulumi up.`,
        },
    },
    {
        check: deployer,
        of: "a role that cannot be read",
        answers: { principal: denied("iam:GetRole") },
        expected: { verdict: "unknown", detail: deniedDetail("iam:GetRole") },
    },
    {
        check: administrators,
        of: "roles that exist",
        expected: { verdict: "passed", detail: DEPLOYER },
    },
    {
        check: administrators,
        of: "a role that does not exist",
        answers: { principal: () => Promise.resolve(undefined) },
        expected: {
            verdict: "failed",
            detail: `${DEPLOYER} does not exist`,
            fix: "EKS rejects an access entry of a principal that does not exist. Create it, or correct posit-connect:cluster.administratorRoleArns.",
        },
    },
    {
        check: administrators,
        of: "a role that cannot be read",
        answers: { principal: denied("iam:GetRole") },
        expected: { verdict: "unknown", detail: deniedDetail("iam:GetRole") },
    },
    {
        check: zones,
        of: "zones with EKS",
        expected: {
            verdict: "passed",
            detail: "us-east-1a (use1-az6), us-east-1b (use1-az1), us-east-1c (use1-az2)",
        },
    },
    {
        check: zones,
        of: "a zone without EKS",
        answers: { zones: () => Promise.resolve(zonesWith("available", "use1-az3")) },
        expected: {
            verdict: "failed",
            detail: "us-east-1c is use1-az3, which EKS rejects",
            fix: "Choose other zones in posit-connect:network: us-east-1a, us-east-1b, us-east-1d.",
        },
    },
    {
        check: zones,
        of: "a zone that is down, and one that the account lacks",
        answers: { zones: () => Promise.resolve(zonesWith("impaired").slice(1)) },
        expected: {
            verdict: "failed",
            detail: "us-east-1a is not offered to this account; us-east-1c is impaired",
            fix: "Choose other zones in posit-connect:network: us-east-1b, us-east-1d.",
        },
    },
    {
        check: zones,
        of: "zones that cannot be read",
        answers: { zones: denied("ec2:DescribeAvailabilityZones") },
        expected: { verdict: "unknown", detail: deniedDetail("ec2:DescribeAvailabilityZones") },
    },
    {
        check: instanceTypes,
        of: "a type in each zone",
        expected: { verdict: "passed", detail: "t3.2xlarge in each zone" },
    },
    {
        check: instanceTypes,
        of: "a type that a zone lacks",
        answers: {
            zonesOfTypes: () => Promise.resolve(new Map([["t3.2xlarge", ["us-east-1a", "us-east-1b"]]])),
        },
        expected: {
            verdict: "failed",
            detail: "t3.2xlarge is not offered in us-east-1c",
            fix: "Choose another type in posit-connect:cluster.nodeGroups, or other zones.",
        },
    },
    {
        check: instanceTypes,
        of: "offerings that AWS does not report in time",
        answers: { zonesOfTypes: reject("noResponse", "ec2:DescribeInstanceTypeOfferings") },
        expected: {
            verdict: "unknown",
            detail: "ec2:DescribeInstanceTypeOfferings: no response from us-east-1 (noResponse)",
            fix: "Check the network of this machine, and run the command again.",
        },
    },
];

describe("A check of doctor", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "doctor-"));
    });

    after(() => {
        rmSync(folder, { recursive: true });
    });

    /** Plans by the changes of the stack's file. */
    const planned = new Map<string, Promise<CheckContext>>();

    async function contextOf(
        answers: Partial<Sources>,
        changes: Record<string, object> = {},
    ): Promise<CheckContext> {
        const key = JSON.stringify(changes);
        const folders = { stacks: folder, paths: folder };
        const plan =
            planned.get(key) ??
            planContext(readStackFile(writeStack(folder, changes), folders, PROJECT), {
                program,
                sources: READY,
                now: NOW,
            });
        planned.set(key, plan);
        const sources = { ...READY, ...answers };
        return {
            ...(await plan),
            sources,
            caller: () => sources.caller({}, "us-east-1"),
            isDeployed: () => sources.hasTagged({}, "us-east-1"),
        };
    }

    for (const { check, of, answers = {}, changes, expected } of CASES) {
        it(`${expected.verdict}: ${check.title}, ${of}`, async () => {
            const context = await contextOf(answers, changes);
            const checked = await runChecks(
                account,
                check === account ? [] : [check],
                context,
                () => undefined,
            );

            expect(checked.at(-1)).to.deep.equal({ id: check.id, title: check.title, ...expected });
        });
    }

    for (const check of [account, ...CHECKS]) {
        it(`has a test of each outcome: ${check.title}`, () => {
            const verdicts = CASES.filter((each) => each.check === check).map(
                ({ expected }) => expected.verdict,
            );

            expect(verdicts).to.include.members(
                check === settings ? ["passed", "failed"] : ["passed", "failed", "unknown"],
            );
        });
    }

    it("asks nothing in another account, and reports each check as it ends", async () => {
        const context = await contextOf({
            caller: () => Promise.resolve({ ...IDENTITY, account: "111122223333" }),
        });
        const ended: string[] = [];
        const checked = await runChecks(account, [settings, zones], context, ({ title }) =>
            ended.push(title),
        );

        expect(checked.map(({ id, verdict }) => `${id} ${verdict}`)).to.deep.equal([
            "account failed",
            "settings passed",
            "zones unknown",
        ]);
        expect(checked[2]?.detail).to.equal(
            "not checked without credentials of the stack's account, see Account",
        );
        expect(ended.sort()).to.deep.equal(["Account", "Availability zones", "Settings"]);
    });
});
