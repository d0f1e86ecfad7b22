import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyPolicy } from "../components/keyPolicy";
import { PrivateBucket } from "../components/privateBucket";
import type { CiAccess } from "./ciAccess";
import {
    AUDIENCE,
    boundaryArn,
    CI_PATH,
    ciRoleArn,
    ciRoleName,
    GITHUB,
    type Purpose,
    STATE_KEY_ALIAS,
    stateBucketName,
} from "./ciAccount";
import type { Location } from "../lib/arn";
import type { Account } from "../stacks/account";
import { trustPolicy } from "./trustPolicy";

/** Seconds that a session lasts: longer than the longest update. */
const SESSION = { preview: 3600, deploy: 4 * 3600 };

export interface CiResourcesArgs {
    account: Account;
    access: CiAccess;
    /** Whether to create GitHub's identity provider, of which an account has one. */
    createProvider: boolean;
    /** Tags on all resources. */
    tags: Record<string, string>;
}

/** The state bucket with its key, GitHub's identity provider, and two roles with policies and a boundary for each stack. */
export class CiResources extends pulumi.ComponentResource {
    /** URL of the backend, for `pulumi login`. */
    readonly backend: pulumi.Output<string>;
    /** ARNs of the roles, by the name of the stack. */
    readonly roles: Record<string, Record<Purpose, string>>;

    constructor(name: string, args: CiResourcesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect-bootstrap:index:CiResources", name, {}, opts);
        const { account, access, tags } = args;
        const place: Location = { account: account.id, region: account.region, partition: account.partition };
        const { repository } = access;

        const key = new aws.kms.Key(
            "state",
            {
                description: "State and secrets of Posit Connect's stacks",
                policy: keyPolicy(account, []),
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                tags,
            },
            { parent: this, protect: true },
        );
        new aws.kms.Alias("state", { name: STATE_KEY_ALIAS, targetKeyId: key.keyId }, { parent: this });
        const { bucket } = new PrivateBucket(
            "state",
            {
                account,
                tags,
                bucketName: stateBucketName(place),
                kmsKeyArn: key.arn,
                expiry: {
                    id: "old-versions",
                    status: "Enabled",
                    filter: {},
                    noncurrentVersionExpiration: { noncurrentDays: 90 },
                },
                forceDestroy: false,
                protect: true,
            },
            { parent: this },
        );

        const provider = args.createProvider
            ? [
                  new aws.iam.OpenIdConnectProvider(
                      "github",
                      { url: `https://${GITHUB}`, clientIdLists: [AUDIENCE], tags },
                      { parent: this },
                  ),
              ]
            : [];
        const boundary = new aws.iam.Policy(
            "boundary",
            {
                name: "boundary",
                path: CI_PATH,
                description: "Boundary of the roles for CI and of the roles that they create",
                policy: JSON.stringify(access.boundary),
                tags,
            },
            { parent: this },
        );

        this.roles = {};
        for (const [stack, policies] of Object.entries(access.stacks)) {
            for (const purpose of ["preview", "deploy"] as const) {
                const roleName = ciRoleName(stack, purpose);
                const role = new aws.iam.Role(
                    roleName,
                    {
                        name: roleName,
                        path: CI_PATH,
                        assumeRolePolicy: JSON.stringify(trustPolicy({ place, repository }, stack, purpose)),
                        permissionsBoundary: boundaryArn(place),
                        maxSessionDuration: SESSION[purpose],
                        tags,
                    },
                    { parent: this, dependsOn: [boundary, ...provider] },
                );
                policies[purpose].forEach((document, i) => {
                    const policyName = `${roleName}-${i + 1}`;
                    const policy = new aws.iam.Policy(
                        policyName,
                        { name: policyName, path: CI_PATH, policy: JSON.stringify(document), tags },
                        { parent: this },
                    );
                    new aws.iam.RolePolicyAttachment(
                        policyName,
                        { role: role.name, policyArn: policy.arn },
                        { parent: this },
                    );
                });
            }
            this.roles[stack] = {
                preview: ciRoleArn(place, stack, "preview"),
                deploy: ciRoleArn(place, stack, "deploy"),
            };
        }
        this.backend = pulumi.interpolate`s3://${bucket}?region=${account.region}`;
        this.registerOutputs({ backend: this.backend, roles: this.roles });
    }
}
