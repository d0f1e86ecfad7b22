import { X509Certificate } from "node:crypto";
import { expect } from "chai";
import { databaseRoots } from "../../components/databaseRoots";
import { REGIONS } from "../../stacks/regions";

const YEAR_2061 = Date.UTC(2061, 0, 1);

function certificates(bundle: string): X509Certificate[] {
    return bundle.split(/(?<=-----END CERTIFICATE-----\n)/).map((pem) => new X509Certificate(pem));
}

function commonName(certificate: X509Certificate): string | undefined {
    return /^CN=(.*)$/m.exec(certificate.subject)?.[1];
}

describe("databaseRoots", () => {
    it("returns only the region's current roots, in a fixed order", () => {
        expect(certificates(databaseRoots("us-east-2")).map(commonName)).to.deep.equal([
            "Amazon RDS us-east-2 Root CA ECC384 G1",
            "Amazon RDS us-east-2 Root CA RSA2048 G1",
            "Amazon RDS us-east-2 Root CA RSA4096 G1",
        ]);
    });

    for (const region of REGIONS) {
        it(`omits the expired roots of 2019 and those of betas (${region})`, () => {
            const roots = certificates(databaseRoots(region));

            expect(roots).to.have.lengthOf(3);
            for (const root of roots) {
                expect(root.ca, "is an authority").to.equal(true);
                expect(root.verify(root.publicKey), "signs itself").to.equal(true);
                expect(Date.parse(root.validTo)).to.be.greaterThan(YEAR_2061);
            }
        });
    }

    for (const region of ["mars-north-1", "us-east", "", ".*"]) {
        it(`rejects the unknown region "${region}"`, () => {
            expect(() => databaseRoots(region)).to.throw(
                `region: must be one whose RDS root certificates are known, got "${region}"`,
            );
        });
    }
});
