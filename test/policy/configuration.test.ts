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

/** The engine hands every policy over, with its level. */
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

const mistakes = (policies: Policies): readonly string[] => {
    try {
        parse(policies);
    } catch (error) {
        if (error instanceof ConfigurationError) {
            return error.mistakes;
        }
        throw error;
    }
    return [];
};

describe("the configuration of the pack", () => {
    it("is the strictest where nothing is said", () => {
        expect(parse({})).to.deep.equal(DEFAULT);
        expect(DEFAULT).to.deep.equal({ environment: "prod", waivers: [] });
    });

    it("takes an environment and waivers", () => {
        expect(parse({ waivers: { environment: "dev", waivers: [waiver] } })).to.deep.equal({
            environment: "dev",
            waivers: [waiver],
        });
    });

    it("lets a rule for production be lowered in dev, and advice be raised or silenced anywhere", () => {
        expect(
            mistakes({ "rds-deletion-protection": { level: "advisory" }, waivers: { environment: "dev" } }),
        ).to.deep.equal([]);
        expect(mistakes({ "rds-insights": { level: "mandatory" } })).to.deep.equal([]);
        expect(mistakes({ "rds-insights": { level: "disabled" } })).to.deep.equal([]);
        expect(mistakes({ all: { level: "mandatory" } })).to.deep.equal([]);
        expect(mistakes({ waived: { level: "disabled" }, "not-told": { level: "advisory" } })).to.deep.equal(
            [],
        );
    });

    const refused: { name: string; policies: Policies; says: string[] }[] = [
        {
            name: "lowering a rule that holds everywhere, in dev too",
            policies: {
                "rds-multi-az": { level: "advisory" },
                waivers: { environment: "dev" },
            },
            says: ['rds-multi-az: cannot be "advisory": it is mandatory in every environment; take it out.'],
        },
        {
            name: "silencing a rule that holds everywhere",
            policies: { "rds-multi-az": { level: "disabled" } },
            says: ['rds-multi-az: cannot be "disabled": it is mandatory in every environment; take it out.'],
        },
        {
            name: "lowering a rule for production in production",
            policies: { "rds-deletion-protection": { level: "advisory" } },
            says: [
                'rds-deletion-protection: cannot be "advisory": it is mandatory in production; "advisory" is allowed with waivers.environment "dev".',
            ],
        },
        {
            name: "silencing a rule for production in dev",
            policies: {
                "rds-deletion-protection": { level: "disabled" },
                waivers: { environment: "dev" },
            },
            says: [
                'rds-deletion-protection: cannot be "disabled": it is mandatory in production; "advisory" is allowed with waivers.environment "dev".',
            ],
        },
        {
            name: "a level at which the pack would change resources",
            policies: { "rds-insights": { level: "remediate" } },
            says: [
                'rds-insights: cannot be "remediate": this pack reports and changes nothing; "mandatory" is allowed.',
            ],
        },
        {
            name: "silencing the check of waivers",
            policies: { waivers: { level: "disabled" } },
            says: ['waivers: cannot be "disabled": it is mandatory in every environment; take it out.'],
        },
        {
            name: "a rule that is not there, with the nearest that is",
            policies: { "rds-mutli-az": {}, unheardOf: {} },
            says: [
                "rds-mutli-az: is not a rule; did you mean rds-multi-az?",
                "unheardOf: is not a rule; docs/policies.md lists them.",
            ],
        },
        {
            name: "a rule that is given more than a level",
            policies: { "rds-insights": { least: 7 } },
            says: ["rds-insights: takes a level and nothing else, got least."],
        },
        {
            name: "an environment that is not there",
            policies: { waivers: { environment: "staging" } },
            says: ['waivers.environment: must be "dev" or "prod", got "staging".'],
        },
        {
            name: "waivers that are no list",
            policies: { waivers: { waivers: "none" } },
            says: ['waivers.waivers: must be a list, got "none".'],
        },
        {
            name: "an unknown property, of the whole and of a waiver",
            policies: { waivers: { enviroment: "dev", waivers: [{ ...waiver, until: "2027-01-01" }] } },
            says: ["waivers.waivers[0].until: is not known.", "waivers.enviroment: is not known."],
        },
        {
            name: "everything that is wrong with waivers at once",
            policies: {
                waivers: {
                    waivers: [
                        { resource: 7, expires: "soon", owner: "", reason: "x" },
                        { ...waiver, rule: "rds" },
                    ],
                },
            },
            says: [
                "waivers.waivers[0].rule: is missing.",
                "waivers.waivers[0].resource: must be of kind string, got 7.",
                "waivers.waivers[0].owner: must not be empty.",
                'waivers.waivers[0].expires: must be a date such as 2027-06-30, got "soon".',
            ],
        },
        {
            name: "rules of earlier versions, naming the one that replaced each",
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
            says: [
                "helm-ingress-https: is not a rule; helm-ingress-off replaced it: remove this entry.",
                "kubernetes-ingress-firewall: is not a rule; stack-supported-types replaced it: remove this entry.",
                "ec2-no-open-group-rule: is not a rule; ec2-no-open-ingress-rule replaced it: remove this entry.",
                'waivers.waivers[0].rule: "rds-cluster-logs" is not a rule; stack-supported-types replaced it: remove this entry.',
                'waivers.waivers[1].rule: "s3-no-public-grants" is not a rule; s3-no-public-acl replaced it: remove this entry.',
            ],
        },
        {
            name: "a waiver of no rule",
            policies: { waivers: { waivers: [{ ...waiver, rule: "rds-insight" }] } },
            says: ['waivers.waivers[0].rule: "rds-insight" is not a rule; did you mean rds-insights?'],
        },
    ];

    for (const { name, policies, says } of refused) {
        it(`refuses ${name}`, () => {
            expect(mistakes(policies)).to.deep.equal(says);
        });
    }
});
