import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface DomainCertificateArgs {
    /** The one name that the certificate is for. Changing it issues another, before the old one goes. */
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

        // Not known before ACM has been asked, but one name has one proof.
        const proof = certificate.domainValidationOptions.apply(([first]) => {
            if (first === undefined) {
                throw new Error(`ACM asks for no proof of ${args.domainName}`);
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
                // ACM asks an account for the same record each time, and another stack may have made it.
                allowOverwrite: true,
            },
            // It is that stack's as well: a restore beside it, and then one of the two goes.
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
