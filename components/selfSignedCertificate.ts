import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

export interface SelfSignedCertificateArgs {
    /** Common name of the certificate, at most 64 characters. No client checks it. */
    commonName: string;

    /** The name that clients connect to, and check. */
    dnsName: pulumi.Input<string>;

    /** Tags on the certificate in ACM. */
    tags: Record<string, string>;
}

const DAY_HOURS = 24;

/**
 * A certificate signed with its own key, in ACM: encrypts, and proves nothing to a client that does not hold a copy.
 *
 * Valid for a year. Any update in its last month renews it, under the same ARN.
 */
export class SelfSignedCertificate extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: SelfSignedCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:SelfSignedCertificate", name, {}, opts);

        const { privateKeyPem } = new tls.PrivateKey(
            name,
            { algorithm: "RSA", rsaBits: 2048 },
            { parent: this },
        );

        const { certPem } = new tls.SelfSignedCert(
            name,
            {
                privateKeyPem,
                subject: { commonName: args.commonName },
                dnsNames: [args.dnsName],
                allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
                validityPeriodHours: 365 * DAY_HOURS,
                earlyRenewalHours: 30 * DAY_HOURS,
            },
            { parent: this },
        );

        this.arn = new aws.acm.Certificate(
            name,
            {
                privateKey: privateKeyPem,
                certificateBody: certPem,
                tags: { ...args.tags, Name: args.commonName },
            },
            { parent: this },
        ).arn;
        this.registerOutputs({ arn: this.arn });
    }
}
