import { expect } from "chai";
import { ConfigurationError, DEFAULT, parseConfiguration } from "../../policy/configuration";
import type { Rule } from "../../policy/rule";

const rule = (name: string, level: Rule["level"]): Rule => ({
    name,
    level,
    severity: "low",
    controls: ["FSBP RDS.1"],
    applies: [],
    description: "",
    remedy: "",
    url: "",
    checks: [],
});

const rules = [
    rule("rds-multi-az", "mandatory"),
    rule("rds-deletion-protection", "production"),
    rule("rds-insights", "advisory"),
];

const waiver = {
    rule: "rds-insights",
    resource: "*::database",
    reason: "It costs.",
    owner: "platform team",
    expires: "2027-06-30",
};

type Policies = Record<string, { level?: string; [property: string]: unknown }>;

/** The engine passes every policy with its level. */
const parse = (policies: Policies): unknown =>
    parseConfiguration(
        new Map(
            Object.entries(policies).map(([name, { level = "mandatory", ...properties }]) => [
                name,
                { level, properties },
            ]),
        ),
        rules,
    );

const errorsIn = (policies: Policies): readonly string[] => {
    try {
        parse(policies);
    } catch (error) {
        if (error instanceof ConfigurationError) {
            return error.errors;
        }
        throw error;
    }
    return [];
};

describe("the configuration of the pack", () => {
    it("is the strictest by default", () => {
        expect(parse({})).to.deep.equal(DEFAULT);
        expect(DEFAULT).to.deep.equal({ environment: "prod", waivers: [] });
    });

    it("has an environment and waivers", () => {
        expect(parse({ waivers: { environment: "dev", waivers: [waiver] } })).to.deep.equal({
            environment: "dev",
            waivers: [waiver],
        });
    });

    it("can lower a production rule in dev, and raise or disable an advisory rule anywhere", () => {
        expect(
            errorsIn({ "rds-deletion-protection": { level: "advisory" }, waivers: { environment: "dev" } }),
        ).to.deep.equal([]);
        expect(errorsIn({ "rds-insights": { level: "mandatory" } })).to.deep.equal([]);
        expect(errorsIn({ "rds-insights": { level: "disabled" } })).to.deep.equal([]);
        expect(errorsIn({ all: { level: "mandatory" } })).to.deep.equal([]);
        expect(errorsIn({ waived: { level: "disabled" }, "not-told": { level: "advisory" } })).to.deep.equal(
            [],
        );
    });

    const rejected: { name: string; policies: Policies; errors: string[] }[] = [
        {
            name: "a lower level of a mandatory rule, even in dev",
            policies: {
                "rds-multi-az": { level: "advisory" },
                waivers: { environment: "dev" },
            },
            errors: [
                'rds-multi-az: must be "mandatory", got "advisory". It is mandatory in every environment. Remove this entry.',
            ],
        },
        {
            name: "a disabled mandatory rule",
            policies: { "rds-multi-az": { level: "disabled" } },
            errors: [
                'rds-multi-az: must be "mandatory", got "disabled". It is mandatory in every environment. Remove this entry.',
            ],
        },
        {
            name: "a lower level of a production rule in production",
            policies: { "rds-deletion-protection": { level: "advisory" } },
            errors: [
                'rds-deletion-protection: must be "mandatory", or "advisory" with waivers.environment "dev", got "advisory". It is mandatory in production.',
            ],
        },
        {
            name: "a disabled production rule in dev",
            policies: {
                "rds-deletion-protection": { level: "disabled" },
                waivers: { environment: "dev" },
            },
            errors: [
                'rds-deletion-protection: must be "mandatory", or "advisory" with waivers.environment "dev", got "disabled". It is mandatory in production.',
            ],
        },
        {
            name: "a level at which the pack would change resources",
            policies: { "rds-insights": { level: "remediate" } },
            errors: [
                'rds-insights: must not be "remediate", because this pack changes no resources. Use "mandatory".',
            ],
        },
        {
            name: "a disabled check of waivers",
            policies: { waivers: { level: "disabled" } },
            errors: [
                'waivers: must be "mandatory", got "disabled". It is mandatory in every environment. Remove this entry.',
            ],
        },
        {
            name: "an unknown rule, with the nearest known rule",
            policies: { "rds-mutli-az": {}, unheardOf: {} },
            errors: [
                "rds-mutli-az: is not a rule. Did you mean rds-multi-az?",
                "unheardOf: is not a rule. See docs/policies.md for all rules.",
            ],
        },
        {
            name: "a property of a rule other than its level",
            policies: { "rds-insights": { least: 7 } },
            errors: ["rds-insights: must have only a level, got least."],
        },
        {
            name: "an unknown environment",
            policies: { waivers: { environment: "staging" } },
            errors: ['waivers.environment: must be "dev" or "prod", got "staging".'],
        },
        {
            name: "waivers that are not a list",
            policies: { waivers: { waivers: "none" } },
            errors: ['waivers.waivers: must be a list, got "none".'],
        },
        {
            name: "unknown properties of the configuration and of a waiver",
            policies: { waivers: { enviroment: "dev", waivers: [{ ...waiver, until: "2027-01-01" }] } },
            errors: [
                "waivers.waivers[0].until: is not a known key.",
                "waivers.enviroment: is not a known key.",
            ],
        },
        {
            name: "all errors in waivers at once",
            policies: {
                waivers: {
                    waivers: [
                        { resource: 7, expires: "soon", owner: "", reason: "x" },
                        { ...waiver, rule: "rds" },
                    ],
                },
            },
            errors: [
                "waivers.waivers[0].rule: is missing.",
                "waivers.waivers[0].resource: must be text, got 7.",
                "waivers.waivers[0].owner: must not be empty.",
                'waivers.waivers[0].expires: must be a date such as 2027-06-30, got "soon".',
            ],
        },
        {
            name: "replaced rules, with their replacements",
            policies: {
                "helm-ingress-https": { level: "advisory" },
                "kubernetes-ingress-firewall": { level: "advisory" },
                "ec2-no-open-group-rule": {},
                waivers: {
                    waivers: [
                        { ...waiver, rule: "rds-cluster-logs" },
                        { ...waiver, rule: "s3-no-public-grants" },
                    ],
                },
            },
            errors: [
                "helm-ingress-https: is not a rule. It was replaced by helm-ingress-off. Remove this entry.",
                "kubernetes-ingress-firewall: is not a rule. It was replaced by stack-supported-types. Remove this entry.",
                "ec2-no-open-group-rule: is not a rule. It was replaced by ec2-no-open-ingress-rule. Remove this entry.",
                'waivers.waivers[0].rule: "rds-cluster-logs" is not a rule. It was replaced by stack-supported-types. Remove this entry.',
                'waivers.waivers[1].rule: "s3-no-public-grants" is not a rule. It was replaced by s3-no-public-acl. Remove this entry.',
            ],
        },
        {
            name: "a waiver of an unknown rule",
            policies: { waivers: { waivers: [{ ...waiver, rule: "rds-insight" }] } },
            errors: ['waivers.waivers[0].rule: "rds-insight" is not a rule. Did you mean rds-insights?'],
        },
    ];

    for (const { name, policies, errors } of rejected) {
        it(`rejects ${name}`, () => {
            expect(errorsIn(policies)).to.deep.equal(errors);
        });
    }
});
