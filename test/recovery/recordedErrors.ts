import type { AwsResponse } from "./localAws";

/*
 * Errors of AWS that others have recorded and published. If only the error of an SDK is known (its name, status and message), the
 * rest of the response is that of the service's other errors, and `reconstructed` is set.
 */

const CLOUD_CUSTODIAN =
    "https://github.com/cloud-custodian/cloud-custodian/tree/df800e9e94d0860e0d8fbfebd9bc5b9b2d50367d/tests/data/placebo";

export interface RecordedError {
    source: string;
    /** Whether the response is derived from the error of an SDK. */
    reconstructed?: true;
    response: AwsResponse;
}

const XML = { "content-type": "text/xml" };

/** An error of a service that responds with XML. The recorded lengths confirm its indentation and last newline. */
function queryError(status: number, namespace: string, code: string, message: string): AwsResponse {
    const body = `<ErrorResponse xmlns="${namespace}">
  <Error>
    <Type>Sender</Type>
    <Code>${code}</Code>
    <Message>${message}</Message>
  </Error>
  <RequestId>16fc956c-311e-4199-bee1-1680236e9698</RequestId>
</ErrorResponse>
`;
    return { status, headers: XML, body };
}

function jsonError(status: number, type: string, body: Record<string, string>): AwsResponse {
    return {
        status,
        headers: { "content-type": "application/json", "x-amzn-errortype": type },
        body: JSON.stringify(body),
    };
}

const IAM = "https://iam.amazonaws.com/doc/2010-05-08/";
const RDS = "http://rds.amazonaws.com/doc/2014-10-31/";
const STS = "https://sts.amazonaws.com/doc/2011-06-15/";

export const RECORDED_ERRORS = {
    "backup: a recovery point that does not exist": {
        source: "https://github.com/elastio/contrib/blob/06fea3c25e4984ee691b53e180e6d774fefa5ba7/elastio-aws-backup-eventbridge-iscan-report/elastio-lambda-api.md",
        reconstructed: true,
        response: jsonError(400, "ResourceNotFoundException", {
            Code: "ERROR_2603",
            Message: "Cannot find recovery point",
        }),
    },
    "backup: a vault that does not exist": {
        source: "https://github.com/elastio/contrib/blob/06fea3c25e4984ee691b53e180e6d774fefa5ba7/elastio-aws-backup-eventbridge-iscan-report/elastio-lambda-api.md",
        reconstructed: true,
        response: jsonError(403, "AccessDeniedException", {
            Message: "Insufficient privileges to perform this action.",
        }),
    },
    "elasticfilesystem: no such file system": {
        source: "https://github.com/erlcloud/erlcloud/blob/01f895bcee16fbc861ea882a7b218e48538579dc/test/erlcloud_efs_tests.erl",
        response: jsonError(404, "FileSystemNotFound:", {
            ErrorCode: "FileSystemNotFound",
            Message: "File system 'fs-1234bad' does not exist.",
        }),
    },
    "elasticfilesystem: in use": {
        source: "https://github.com/rebuy-de/aws-nuke/issues/1203",
        reconstructed: true,
        response: jsonError(409, "FileSystemInUse:", {
            ErrorCode: "FileSystemInUse",
            Message:
                "The file system 'fs-060ecb07cbc53b9ee' cannot be deleted because it has mount targets. You must delete the mount " +
                "targets, and then try again.",
        }),
    },
    "elasticfilesystem: not allowed": {
        source: `${CLOUD_CUSTODIAN}/test_efs_access_denied`,
        reconstructed: true,
        response: jsonError(403, "AccessDeniedException:", {
            Message:
                "User: arn:aws:iam::644160558196:user/karthik is not authorized to perform: " +
                "elasticfilesystem:DescribeFileSystemPolicy on the specified resource",
        }),
    },
    "elasticfilesystem: too many requests": {
        source: "https://github.com/aws/res/issues/99",
        reconstructed: true,
        response: jsonError(400, "ThrottlingException:", { message: "Rate exceeded" }),
    },
    "elasticfilesystem: too many changes of the throughput mode": {
        source: "https://github.com/ansible-collections/community.aws/pull/2026",
        reconstructed: true,
        response: jsonError(429, "TooManyRequests:", {
            ErrorCode: "TooManyRequests",
            Message:
                "You have reached the maximum number of throughput mode changes or provisioned throughput value decreases. Wait until " +
                "2023-12-29T12:51:32Z UTC and try again.",
        }),
    },
    "iam: expired credentials": {
        source: "https://github.com/cfn-sphere/cfn-sphere/issues/55",
        response: queryError(
            403,
            IAM,
            "ExpiredToken",
            "The security token included in the request is expired",
        ),
    },
    "iam: no such role": {
        source: `${CLOUD_CUSTODIAN}/test_delete_role`,
        response: queryError(404, IAM, "NoSuchEntity", "The role with name c7n-test-delete cannot be found."),
    },
    "iam: no such principal": {
        source: `${CLOUD_CUSTODIAN}/test_aws_lambda_check_permission_deleted_role`,
        reconstructed: true,
        response: queryError(404, IAM, "NoSuchEntity", "Unable to retrieve specified IAM entity."),
    },
    "iam: not allowed to read a role": {
        source: "https://github.com/aws/aws-cdk/issues/27067",
        reconstructed: true,
        response: queryError(
            403,
            IAM,
            "AccessDenied",
            "User: arn:aws:iam::341538367464:user/matt is not authorized to perform: iam:GetRole on resource: role " +
                "cdk-hnb659fds-file-publishing-role-341538367464-eu-west-2 because no identity-based policy allows the iam:GetRole action",
        ),
    },
    "kms: no such key": {
        source: "https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/kms/test_kms.snapshot.json",
        reconstructed: true,
        response: {
            status: 400,
            headers: { "content-type": "application/x-amz-json-1.1" },
            body: JSON.stringify({
                __type: "NotFoundException",
                message:
                    "Key 'arn:aws:kms:us-east-1:111111111111:key/7e9d3a66-b4f3-47ff-98f7-4a6087b45405' does not exist",
            }),
        },
    },
    "kms: not allowed": {
        source: `${CLOUD_CUSTODIAN}/test_kms_access_denied`,
        reconstructed: true,
        response: {
            status: 400,
            headers: { "content-type": "application/x-amz-json-1.1" },
            body: JSON.stringify({
                __type: "AccessDeniedException",
                Message:
                    "User: arn:aws:sts::644160558196:assumed-role/custodian-readonly/botocore-session-1621534440 is not authorized to " +
                    "perform: kms:DescribeKey on resource: arn:aws:kms:us-west-1:644160558196:key/d01ee9b3-ce85-4622-8e1c-ce85b8cdc89d",
            }),
        },
    },
    "rds: no such instance": {
        source: `${CLOUD_CUSTODIAN}/test_rds_restore`,
        response: queryError(404, RDS, "DBInstanceNotFound", "DBInstance mxtest not found."),
    },
    "rds: not allowed": {
        source: "https://github.com/awslabs/pireporter/issues/8",
        reconstructed: true,
        response: queryError(
            403,
            RDS,
            "AccessDenied",
            "User: arn:aws:sts::123456789012:assumed-role/r/i-1 is not authorized to perform: rds:DescribeDBInstances on resource: " +
                "arn:aws:rds:us-east-1:123456789012:db:* because no identity-based policy allows the rds:DescribeDBInstances action",
        ),
    },
    "s3: not allowed": {
        source: "https://github.com/awsdocs/aws-doc-sdk-examples/blob/7d1e1237789cbf5033a7c22d917d17c64de1aaaa/cpp/example_code/iam/tests/mock_input/ListBucketsFailed.xml",
        response: {
            status: 403,
            headers: { "content-type": "application/xml" },
            body:
                "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>87ZC5R1YAC541JGB</RequestId>" +
                "<HostId>W3lf80Mi3D0OoIsiP1zwu39CHW7gjm785cs9Gu2uVicrGGo/BWJaXanLT6Kil/sle0Tk7mHUVzY=</HostId></Error>",
        },
    },
    "s3: no such object": {
        source: "https://github.com/frostealth/yii2-aws-s3/issues/25",
        response: {
            status: 404,
            headers: { "content-type": "application/xml" },
            body:
                '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>' +
                "<Key>1488396616.jpeg</Key><RequestId>04407CDF4F0C239B</RequestId>" +
                "<HostId>Rlwa7GT13kzYCEZKPIEHkfOXXmRj19loc6rZnVt9FnoQO6dq1kAQtJneIrOYVTqsAgT/uWMiTWY=</HostId></Error>",
        },
    },
    "s3: no such bucket": {
        source: "https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/s3/test_s3.snapshot.json",
        reconstructed: true,
        response: {
            status: 404,
            headers: { "content-type": "application/xml" },
            body:
                '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>' +
                "<BucketName>bucket</BucketName><RequestId>04407CDF4F0C239B</RequestId></Error>",
        },
    },
    "sts: unknown credentials": {
        source: "https://github.com/aws-azure-login/aws-azure-login/issues/251",
        response: queryError(
            403,
            STS,
            "InvalidClientTokenId",
            "The security token included in the request is invalid",
        ),
    },
    "sts: expired credentials": {
        source: "https://github.com/pulumi/pulumi-aws/issues/2560",
        reconstructed: true,
        response: queryError(
            403,
            STS,
            "ExpiredToken",
            "The security token included in the request is expired",
        ),
    },
} satisfies Record<string, RecordedError>;
