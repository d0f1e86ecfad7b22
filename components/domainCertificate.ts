import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface DomainCertificateArgs {
    /** Name that the certificate is for. A change issues another certificate before it deletes the old one. */
    domainName: string;

    /** Public hosted zone in Route 53 that the name belongs to, delegated by its parent. */
    hostedZoneId: string;

    /** Tags on the certificate. */
    tags: Record<string, string>;
}

/**
 * A certificate that ACM issues for a domain name once a record in its hosted zone proves that the name is ours, and
 * renews as long as the record is there.
 */
export class DomainCertificate extends pulumi.ComponentResource {
    /** ARN of the certificate, once it has been issued: until the zone is delegated it stays pending. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: DomainCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("posit-connect:index:DomainCertificate", name, {}, opts);

        const certificate = new aws.acm.Certificate(
            name,
            {
                domainName: args.domainName,
                validationMethod: "DNS",
                tags: { ...args.tags, Name: args.domainName },
            },
            { parent: this },
        );

        // Unknown before ACM answers, but one name has one validation record.
        const proof = certificate.domainValidationOptions.apply(([first]) => {
            if (first === undefined) {
                throw new Error(`ACM returned no validation record for ${args.domainName}`);
            }
            return first;
        });
        const record = new aws.route53.Record(
            `${name}-proof`,
            {
                zoneId: args.hostedZoneId,
                name: proof.resourceRecordName,
                type: proof.resourceRecordType,
                records: [proof.resourceRecordValue],
                ttl: 300,
                // ACM requires the same record of an account each time, and another stack may have created it.
                allowOverwrite: true,
            },
            // Another stack may use it too: a restored stack runs side by side with its old stack until one is destroyed.
            { parent: this, retainOnDelete: true },
        );

        this.arn = new aws.acm.CertificateValidation(
            name,
            { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
            { parent: this },
        ).certificateArn;
        this.registerOutputs({ arn: this.arn });
    }
}
