import { expect } from "chai";
import { UserError } from "../../lib/userError";
import { checkOptions, checkOptionsOfManifest, type AnyRestoreOptions } from "../../recovery/restoreOptions";
import { MANIFEST } from "../recoveryManifest";
import { recovery } from "./command";
import { JOB, SETTINGS, startProd } from "./prodStack";

const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";
const MINUTE =
    'the minute of a recovery set, as `npm run recovery -- status` lists it, such as "2026-11-23 05:02"';
const TIME = "a time in UTC, such as 2026-11-23T09:00:00Z";

describe("the options of a restore", () => {
    it("are accepted in every form that the help shows", () => {
        for (const recoverySet of ["2026-11-23 05:02", "2026-11-23T05:02"]) {
            checkOptions({
                stack: "prod-2",
                region: "us-west-2",
                cidr: "10.7.0.0/16",
                availabilityZone: ["us-west-2a", "us-west-2b"],
                apiCidr: ["203.0.113.7/32", "198.51.100.0/24"],
                certificateArn: CERTIFICATE,
                recoverySet,
                pointInTime: "2026-11-23T09:00:00Z",
            });
        }
        checkOptions({ restoreJob: JOB });
        checkOptions({});
    });

    const FORMS: [options: Omit<AnyRestoreOptions, "manifest">, errors: string[]][] = [
        [
            { stack: "../prod" },
            [
                "--stack ../prod: must be 1 to 49 lower-case letters, digits and single hyphens, with none at either end " +
                    "(RDS accepts no other in posit-connect-<stack>), such as prod-2.",
            ],
        ],
        [
            { region: "us-west2" },
            [
                "--region us-west2: must be a region whose RDS root certificates are known (the nearest is us-west-2).",
            ],
        ],
        [
            { cidr: "10.9.0.0/24" },
            [
                "--cidr 10.9.0.0/24: must be a block of /16 to /19 (the private subnet of a zone is a sixteenth of it and gives an address to every pod).",
            ],
        ],
        [
            { availabilityZone: ["us-east-1"] },
            [
                "--availability-zone us-east-1: must be the full name of an availability zone, such as us-east-1a.",
                "--availability-zone us-east-1: must be a list of two to six availability zones (also in dev: Multi-AZ is not a setting).",
            ],
        ],
        [
            { apiCidr: ["203.0.113.7/32", "10.0.0.0/16"] },
            [
                "--api-cidr 10.0.0.0/16: must be a block of public addresses, as EKS rejects private ones. List private blocks in privateAccessCidrs.",
            ],
        ],
        [
            { certificateArn: "certificate" },
            [
                "--certificate-arn certificate: must be an ACM certificate's ARN, arn:aws:acm:<region>:<account>:certificate/<id>.",
            ],
        ],
        ...["newest", "2026-11-23", "2026-11-31 05:02", "2026-11-23 25:02"].map(
            (recoverySet): (typeof FORMS)[number] => [
                { recoverySet },
                [`--recovery-set ${recoverySet}: must be ${MINUTE}.`],
            ],
        ),
        ...["yesterday", "2026-02-30T09:00:00Z", "2026-11-23T09:00:00+01:00", "2026-11-23 09:00:00"].map(
            (pointInTime): (typeof FORMS)[number] => [
                { pointInTime },
                [`--point-in-time ${pointInTime}: must be ${TIME}.`],
            ],
        ),
        [
            { restoreJob: JOB, recoverySet: "2026-11-23 05:02" },
            ["--recovery-set: must be left out with --restore-job, which determines the files."],
        ],
        [
            { recoverySet: "newest", pointInTime: "now" },
            [`--recovery-set newest: must be ${MINUTE}.`, `--point-in-time now: must be ${TIME}.`],
        ],
    ];
    for (const [options, errors] of FORMS) {
        it(`are rejected by their form: ${JSON.stringify(options)}`, () => {
            expect(() => {
                checkOptions(options);
            })
                .to.throw(UserError)
                .with.property("message", errors.join("\n"));
        });
    }

    const cluster = SETTINGS["posit-connect:cluster"] as object;
    const PRIVATE = {
        ...SETTINGS,
        "posit-connect:cluster": { ...cluster, publicAccessCidrs: [] },
        "posit-connect:loadBalancer": {
            domainName: "connect.example.com",
            certificateArn: CERTIFICATE,
        },
    };
    const NO_API_CIDR =
        "--api-cidr: not set, and the stack has no cluster.publicAccessCidrs: nothing could reach the Kubernetes API in the " +
        "new VPC. Set it to the address that pulumi runs at, such as --api-cidr 203.0.113.7/32.";
    const OF_MANIFEST: [
        name: string,
        Omit<AnyRestoreOptions, "manifest">,
        settings: object,
        errors: string[],
    ][] = [
        [
            "the manifest's own stack",
            { stack: "prod" },
            SETTINGS,
            [
                "--stack prod: must not be the manifest's own stack, whose state has its resources. Name a new one, such as prod-2.",
            ],
        ],
        [
            "a block that overlaps the stack's own",
            { cidr: "10.0.128.0/17" },
            SETTINGS,
            ["--cidr 10.0.128.0/17: overlaps 10.0.0.0/16, the stack's own. Choose another block."],
        ],
        [
            "zones of another region",
            { region: "us-west-2", availabilityZone: ["us-west-2a", "us-east-1b"] },
            SETTINGS,
            ["--availability-zone us-east-1b: must be zones of us-west-2, the region of the restore."],
        ],
        ["a Kubernetes API that cannot be reached", {}, PRIVATE, [NO_API_CIDR]],
        [
            "a certificate in another region than the restore",
            { apiCidr: ["203.0.113.7/32"], region: "us-west-2", certificateArn: CERTIFICATE },
            PRIVATE,
            [
                `--certificate-arn ${CERTIFICATE}: must be a certificate in us-west-2, the region of the restore.`,
            ],
        ],
        [
            "everything that another region requires, all at once",
            { region: "us-west-2" },
            PRIVATE,
            [
                NO_API_CIDR,
                "--certificate-arn: not set, and the stack's certificate is in us-east-1. Name one in us-west-2 for the same domain.",
            ],
        ],
    ];
    for (const [name, options, settings, errors] of OF_MANIFEST) {
        it(`are rejected against the manifest: ${name}`, () => {
            const manifest = { ...MANIFEST, settings: settings as Record<string, unknown> };

            expect(() => {
                checkOptionsOfManifest({ manifest: "manifest.json", ...options }, manifest);
            })
                .to.throw(UserError)
                .with.property("message", errors.join("\n"));
        });
    }

    const S3 = "s3://bucket/manifest.json";
    for (const [args, option] of [
        [["status", "--manifest", S3, "--region", "us-west2"], "--region"],
        [["fetch", S3, "--region", "us-west2"], "--region"],
        [["drill", "--manifest", S3, "--cidr", "10.0.0.0"], "--cidr"],
        [["drill", "--yes", "--manifest", S3, "--availability-zone", "a", "b"], "--availability-zone"],
        [["restore", "--manifest", S3, "--stack", "prod-2", "--recovery-set", "newest"], "--recovery-set"],
        [
            ["restore", "--manifest", S3, "--stack", "prod-2", "--point-in-time", "now", "--yes"],
            "--point-in-time",
        ],
        [["restore", "--manifest", S3, "--stack", "Prod"], "--stack"],
    ] as const) {
        it(`are checked before a request to AWS: ${args.filter((arg) => arg !== S3).join(" ")}`, async () => {
            const aws = await startProd();
            try {
                const { status, out, err } = await recovery({ AWS_ENDPOINT_URL: aws.endpoint }, [...args]);

                expect({ status, out, option: err.split(" ")[0], requests: aws.requests }).to.deep.equal({
                    status: 1,
                    out: "",
                    option,
                    requests: [],
                });
            } finally {
                await aws.stop();
            }
        });
    }
});
