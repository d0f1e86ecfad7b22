import { expect } from "chai";
import { resourceTypes } from "../../catalog";
import { ESTIMATE, resourceType, type Seconds } from "../../catalog/resourceType";

const records = Object.values(resourceTypes);

/** Tokens of the records for which a condition holds. */
function tokens(condition: (record: (typeof records)[number]) => boolean): string[] {
    return records.filter(condition).map(({ token }) => token);
}

function isUrl(text: string): boolean {
    return URL.canParse(text.split(" ")[0] ?? "");
}

describe("the catalog", () => {
    it("has a source for every duration", () => {
        const hasSource = ({ source }: Seconds): boolean =>
            [ESTIMATE, "computed by Pulumi"].includes(source) || isUrl(source);

        expect(
            tokens(({ seconds }) => ![seconds, ...(seconds.variants ?? [])].every(hasSource)),
        ).to.deep.equal([]);
    });

    it("names a page as the source of an effect, if it names any", () => {
        expect(
            tokens(({ effects }) => effects.some(({ source }) => source !== undefined && !isUrl(source))),
        ).to.deep.equal([]);
    });

    it("describes a loss as the end of a sentence", () => {
        expect(tokens(({ loses }) => loses !== undefined && !/^[a-z].*\.$/.test(loses))).to.deep.equal([]);
    });

    it("knows the properties that replace each type, except those of a provider", () => {
        expect(tokens(({ replacedBy }) => replacedBy === undefined)).to.deep.equal([
            "pulumi:providers:kubernetes",
        ]);
    });

    it("knows the IAM actions of each AWS type, and none of another", () => {
        expect(tokens(({ token, actions }) => token.startsWith("aws:") !== actions.length > 0)).to.deep.equal(
            [],
        );
    });
});

describe("a record", () => {
    const rest = {
        label: "label",
        price: { free: "not billed" },
        loses: undefined,
        seconds: { create: 1, update: 1, delete: 1, source: ESTIMATE },
        replacedBy: [],
        id: () => "id",
        effects: [],
        actions: [],
    };

    it("compiles with all fields, and with declared types and outputs only", () => {
        const { effects, ...incomplete } = rest;
        // @ts-expect-error: every record says what changes mean, if only that nothing is known.
        resourceType("aws:kms/key:Key", incomplete);
        const { price, ...withoutPrice } = rest;
        // @ts-expect-error: every record has a price, or says why the type is free.
        resourceType("aws:kms/key:Key", withoutPrice);
        resourceType("aws:kms/key:Key", {
            ...rest,
            // @ts-expect-error: no price list has this figure.
            price: { charges: () => [{ item: "", figure: "kms.key", quantity: 1 }] },
        });
        // @ts-expect-error: a NAT gateway has no ARN.
        resourceType("aws:ec2/natGateway:NatGateway", { ...rest, outputs: { arn: "arn" } });
        resourceType("aws:eks/cluster:Cluster", {
            ...rest,
            // @ts-expect-error: the endpoint is text.
            outputs: { endpoint: 443, certificateAuthority: { data: "text" } },
            // @ts-expect-error: no such output can be secret.
            secretOutputs: ["password"],
        });
        resourceType("aws:rds/instance:Instance", {
            ...rest,
            effects: [
                {
                    on: "update",
                    // @ts-expect-error: no property of a database has this name.
                    properties: ["multiAZ"],
                    effect: "Changed.",
                    interruption: "none",
                },
                {
                    on: "update",
                    properties: ["restoreToPointInTime.restoreTime", "engineVersion"],
                    effect: "Changed.",
                    interruption: "none",
                },
            ],
        });
        // @ts-expect-error: a key has no version.
        resourceType("aws:kms/key:Key", { ...rest, updatedOutputs: { version: () => 2 } });
        // @ts-expect-error: the SDK has no such class.
        resourceType("aws:kms/lock:Lock", rest);

        expect(resourceType("aws:kms/key:Key", { ...incomplete, effects, price })).to.deep.equal({
            token: "aws:kms/key:Key",
            ...rest,
        });
    });
});
