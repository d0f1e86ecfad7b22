import { expect } from "chai";
import { answersOf } from "../../simulation/answersOf";

const PLACE = { account: "123456789012", region: "us-east-1", partition: "aws" };

describe("answers by type", () => {
    it("compute outputs, however deep, from the request, and updates from the outputs before", () => {
        const { "aws:eks/cluster:Cluster": answer } = answersOf({
            "aws:eks/cluster:Cluster": {
                id: ({ name }) => name,
                outputs: {
                    arn: ({ id, place }) => `${place.region}/${id}`,
                    identities: [{ oidcs: [{ issuer: ({ id }) => `https://${id}` }] }],
                    version: "1.35",
                },
                secrets: ["endpoint"],
                updated: { platformVersion: ({ platformVersion }) => `${String(platformVersion)}+` },
            },
        });

        expect(answer?.secrets).to.deep.equal(["endpoint"]);
        expect(
            answer?.outputs?.({ urn: "urn", name: "cluster", inputs: {}, place: PLACE, id: "c" }),
        ).to.deep.equal({
            arn: "us-east-1/c",
            identities: [{ oidcs: [{ issuer: "https://c" }] }],
            version: "1.35",
        });
        expect(answer?.updated?.({ platformVersion: "eks.1" })).to.deep.equal({ platformVersion: "eks.1+" });
    });

    it("compile with declared types and outputs only", () => {
        const id = (): string => "id";

        answersOf({
            "aws:ec2/natGateway:NatGateway": {
                id,
                // @ts-expect-error: a NAT gateway has no ARN.
                outputs: { arn: "arn" },
            },
            "aws:eks/cluster:Cluster": {
                id,
                // @ts-expect-error: the endpoint is text.
                outputs: { endpoint: 443, certificateAuthority: { data: "text" } },
                // @ts-expect-error: no such output can be secret.
                secrets: ["password"],
            },
            "aws:kms/key:Key": {
                id,
                // @ts-expect-error: a key has no version.
                updated: { version: () => 2 },
            },
            // @ts-expect-error: the SDK has no such class.
            "aws:kms/lock:Lock": { id },
        });
    });
});
