import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { readS3Text } from "../../components/readS3Text";

const OBJECT = { bucket: "old-recovery-us-west-2", key: "manifest.json", region: "us-west-2" };
const URI = "s3://old-recovery-us-west-2/manifest.json";

describe("the text of an object in S3", () => {
    /** The text that is read if AWS answers like this, or the error. */
    async function read(answer: () => Record<string, unknown>): Promise<{ text: string; asked: unknown }> {
        let asked: unknown;
        await pulumi.runtime.setMocks(
            {
                newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
                call: ({ token, inputs }) => {
                    asked = { token, inputs: inputs as unknown };
                    return answer();
                },
            },
            "posit-connect",
            "new",
        );
        const text = await readS3Text(OBJECT).catch((error: unknown) => (error as Error).message);
        return { text, asked };
    }

    it("is read from the named region", async () => {
        expect(await read(() => ({ body: "{}", contentType: "application/json" }))).to.deep.equal({
            text: "{}",
            asked: { token: "aws:s3/getObject:getObject", inputs: OBJECT },
        });
    });

    const REFUSED: [string, Record<string, unknown> | string, string][] = [
        [
            "is not there",
            "reading S3 Object (manifest.json): operation error S3: HeadObject, https response error StatusCode: 404, api error NotFound: Not Found",
            `${URI} does not exist: pulumi stack output recoveryManifests of the old stack lists its manifests.`,
        ],
        [
            "may not be read, for which S3 gives no reason",
            "reading S3 Object (manifest.json): operation error S3: HeadObject, https response error StatusCode: 403, api error Forbidden: Forbidden",
            `${URI} cannot be read: s3:GetObject, or s3:ListBucket without which S3 denies access to a missing object, is denied. Add the action to the policy of the role that you use.`,
        ],
        [
            "is under a key that may not be used",
            "reading S3 Object (manifest.json): api error AccessDenied: User: arn:aws:sts::1:assumed-role/ci/x is not authorized to perform: kms:Decrypt on the resource",
            `${URI} cannot be read: kms:Decrypt is denied. Add the action to the policy of the role that you use.`,
        ],
        [
            "is no text",
            { contentType: "binary/octet-stream" },
            `${URI} is binary/octet-stream, and must be application/json with a content`,
        ],
    ];
    for (const [what, answer, errors] of REFUSED) {
        it(`cannot be read, with the reason in one line: ${what}`, async () => {
            const { text } = await read(() => {
                if (typeof answer === "string") {
                    // In the form of gRPC, whose details the program receives.
                    throw Object.assign(new Error(), { details: answer });
                }
                return answer;
            });
            expect(text).to.equal(errors);
        });
    }
});
