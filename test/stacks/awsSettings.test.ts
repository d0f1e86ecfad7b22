import { expect } from "chai";
import { type Config, errorsOf } from "./config";

const ROLE = "arn:aws:iam::111122223333:role/deployer";
const NOT_SHARED = "must be left out, as the sign-in to the cluster does not use it.";

const ERRORS: [string, Config, string[]][] = [
    [
        "a role of another account",
        { "aws:assumeRoles": [{ roleArn: ROLE.replace("111122223333", "999988887777") }] },
        [
            "aws:assumeRoles[0].roleArn: must be a role of account 111122223333, the stack's own (aws:allowedAccountIds), got \"arn:aws:iam::999988887777:role/deploye….",
        ],
    ],
    [
        "several roles",
        { "aws:assumeRoles": [{ roleArn: ROLE }, { roleArn: ROLE }] },
        [
            'aws:assumeRoles: must be one role, as the sign-in to the cluster assumes only one, got [{"roleArn":"arn:aws:iam::111122223333:…. Move it to a profile in ~/.aws/config (role_arn, source_profile), and set aws:profile to the profile\'s name.',
        ],
    ],
    [
        "a role that is no list",
        { "aws:assumeRoles": ROLE },
        [
            'aws:assumeRoles: must be a list of roles, such as [{ roleArn: "arn:aws:iam::123456789012:role/deployer" }], got "arn:aws:iam::111122223333:role/deploye….',
        ],
    ],
    [
        "credentials in every spelling, whose values no error prints",
        {
            "aws:secretKey": "hunter2",
            "aws:access_key": "hunter2",
            "aws:Token": "hunter2",
            "aws:sharedCredentialsFile": "hunter2",
            "aws:assumeRoleWithWebIdentity": "hunter2",
        },
        [
            `aws:secretKey: ${NOT_SHARED} Run pulumi config rm aws:secretKey, and set the environment variable AWS_SECRET_ACCESS_KEY, or aws:profile.`,
            `aws:access_key: ${NOT_SHARED} Run pulumi config rm aws:access_key, and set the environment variable AWS_ACCESS_KEY_ID, or aws:profile.`,
            `aws:Token: ${NOT_SHARED} Run pulumi config rm aws:Token, and set the environment variable AWS_SESSION_TOKEN, or aws:profile.`,
            `aws:sharedCredentialsFile: ${NOT_SHARED} Run pulumi config rm aws:sharedCredentialsFile, and set the environment variable AWS_SHARED_CREDENTIALS_FILE, or aws:profile.`,
            `aws:assumeRoleWithWebIdentity: ${NOT_SHARED} Run pulumi config rm aws:assumeRoleWithWebIdentity, and set the environment variables AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, or aws:profile.`,
        ],
    ],
    [
        "keys that the provider does not have",
        { "aws:profiles": "a", "aws:constructor": "a" },
        [
            "aws:profiles: must be a known setting. Did you mean aws:profile?",
            "aws:constructor: must be a known setting. The nearest is aws:insecure.",
        ],
    ],
];

describe("settings of the AWS provider", () => {
    for (const [kind, changes, lines] of ERRORS) {
        it(`report ${kind}`, () => {
            expect(errorsOf(changes)).to.deep.equal(lines);
        });
    }

    it("accept a role with a session's name, a profile and tags that others set", () => {
        expect(
            errorsOf({
                "aws:profile": "company",
                "aws:assumeRoles": [{ roleArn: ROLE, sessionName: "pulumi", duration: "1h" }],
                "aws:ignoreTags": { keyPrefixes: ["org:"], keys: ["cost-center"] },
            }),
        ).to.deep.equal([]);
    });
});
