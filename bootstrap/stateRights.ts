import { arn, type Location } from "../lib/arn";
import { type Purpose, STATE_KEY_ALIAS, stateBucketName } from "./ciAccount";
import type { Condition } from "./policyDocument";
import type { Right } from "./rights";

/**
 * Rights on the state of one stack in the state bucket, and on the key of its state and of its secrets.
 *
 * The secrets are bound to the stack by an encryption context, which its secrets provider sends: `?context_stack=prod`.
 *
 * Sources: `pulumi/pulumi`, pkg/backend/diy, store.go, lock.go and backend.go, for the names of the objects; `google/go-cloud`,
 * secrets/awskms, for the context; Amazon S3 user guide, "Using server-side encryption with AWS KMS keys", for the key.
 */
export function stateRights(place: Location, project: string, stack: string, purpose: Purpose): Right[] {
    const bucket = `arn:${place.partition}:s3:::${stateBucketName(place)}`;
    const folder = `${bucket}/.pulumi`;
    const stateFiles = `${folder}/stacks/${project}/${stack}.json*`;
    const read = [`${folder}/meta.yaml`, stateFiles];
    const written = [
        stateFiles,
        `${folder}/backups/${project}/${stack}/*`,
        `${folder}/history/${project}/${stack}/*`,
        `${folder}/locks/organization/${project}/${stack}/*`,
    ];
    const key = (condition: Condition, ...actions: string[]): Right[] =>
        actions.map((action) => ({
            action,
            resource: arn(place, "kms", "key/*"),
            condition: {
                "ForAnyValue:StringEquals": { "kms:ResourceAliases": STATE_KEY_ALIAS },
                ...condition,
            },
        }));
    const viaS3 = { StringEquals: { "kms:ViaService": `s3.${place.region}.amazonaws.com` } };
    const ofStack = { StringEquals: { "kms:EncryptionContext:stack": stack } };
    const deploys = purpose === "deploy";
    return [
        { action: "s3:ListBucket", resource: bucket, condition: {} },
        ...(deploys ? [...read, ...written] : read).map((resource) => ({
            action: "s3:GetObject",
            resource,
            condition: {},
        })),
        ...(deploys ? written : []).flatMap((resource) =>
            ["s3:PutObject", "s3:DeleteObject"].map((action) => ({ action, resource, condition: {} })),
        ),
        ...key(viaS3, "kms:Decrypt", ...(deploys ? ["kms:GenerateDataKey"] : [])),
        ...key(ofStack, "kms:Decrypt", ...(deploys ? ["kms:Encrypt"] : [])),
    ];
}
