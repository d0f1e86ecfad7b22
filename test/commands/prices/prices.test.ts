import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { format } from "prettier";
import { type PriceList, priceLists } from "../../../catalog/priceLists";
import { parseProduct, type Product } from "../../../commands/prices/product";
import { readProducts } from "../../../commands/prices/readProducts";
import { type ReadProducts, refreshPrices } from "../../../commands/prices/refreshPrices";
import { pricesCommand } from "../../../commands/pricesCommand";
import { withEnvironment } from "../../environment";

const TODAY = "2026-11-28";
const shipped = priceLists["us-east-1"] as PriceList;

type Tier = [from: string, upTo: string, usd: string];

/**
 * A product as GetProducts returns it. Source: AWS Billing user guide, "Using the AWS Price List Query API", the example of
 * GetProducts, with the fields of "Reading the service price list files".
 */
function productText(serviceCode: string, attributes: Record<string, string>, ...tiers: Tier[]): string {
    const { productFamily = "", ...others } = attributes;
    const sku = "37CUWUT8GSNQEPUV";
    return JSON.stringify({
        product: { productFamily, attributes: { servicecode: serviceCode, ...others }, sku },
        serviceCode,
        terms: {
            OnDemand: {
                [`${sku}.JRTCKXETXF`]: {
                    priceDimensions: Object.fromEntries(
                        tiers.map(([beginRange, endRange, USD], i) => [
                            `${sku}.JRTCKXETXF.${i}`,
                            {
                                unit: "Hrs",
                                endRange,
                                description: "a price",
                                appliesTo: [],
                                rateCode: `${sku}.JRTCKXETXF.${i}`,
                                beginRange,
                                pricePerUnit: { USD },
                            },
                        ]),
                    ),
                    sku,
                    effectiveDate: "2026-10-01T00:00:00Z",
                    offerTermCode: "JRTCKXETXF",
                    termAttributes: {},
                },
            },
        },
        version: "20261006071526",
        publicationDate: "2026-10-06T07:15:26Z",
    });
}

const at = (usd: string): Tier => ["0", "Inf", usd];

const node = (name: string, usd: string, usagetype = `BoxUsage:${name}`): string =>
    productText("AmazonEC2", { productFamily: "Compute Instance", instanceType: name, usagetype }, at(usd));

const database = (name: string, deploymentOption: string, usd: string): string =>
    productText(
        "AmazonRDS",
        {
            productFamily: "Database Instance",
            instanceType: name,
            deploymentOption,
            usagetype: "InstanceUsage",
        },
        at(usd),
    );

const PRODUCTS = [
    node("t3.2xlarge", "0.3400000000"),
    node("x9.large", "9.0000000000"),
    node("m5.large", "0.0000000000"),
    node("m6i.large", "0.0960000000", "UnusedBox:m6i.large"),
    database("db.m5.large", "Single-AZ", "0.1780000000"),
    database("db.m5.large", "Multi-AZ", "0.3560000000"),
    database("db.m5.large", "Multi-AZ (readable standbys)", "0.6000000000"),
    database("db.m9.large", "Single-AZ", "0.2000000000"),
    database("db.m6i.large", "Single-AZ", "0.1780000000"),
    database("db.m6i.large", "Single-AZ", "0.1900000000"),
    database("db.m6i.large", "Multi-AZ", "0.3560000000"),
    node("c5.large", "0.0850000000"),
    node("c5.large", "0.0900000000"),
    productText(
        "AWSELB",
        { productFamily: "Load Balancer-Application", usagetype: "LoadBalancerUsage" },
        at("0.0225000000"),
    ),
    productText(
        "AWSELB",
        { productFamily: "Load Balancer-Application", usagetype: "EUC1-LCUUsage" },
        at("0.0090000000"),
    ),
    productText(
        "AmazonEC2",
        { productFamily: "NAT Gateway", usagetype: "NatGateway-Hours" },
        at("0.0450000000"),
    ),
    productText(
        "AmazonEC2",
        { productFamily: "NAT Gateway", usagetype: "USE1-NatGateway-Hours" },
        at("0.0500000000"),
    ),
    productText(
        "awskms",
        { usagetype: "us-east-1-KMS-Requests" },
        ["0", "20000", "0.0000000000"],
        ["20000", "Inf", "0.0000030000"],
    ),
    productText(
        "AmazonS3",
        { volumeType: "Standard", usagetype: "TimedStorage-ByteHrs" },
        ["51200", "512000", "0.0220000000"],
        ["0", "51200", "0.0230000000"],
        ["512000", "Inf", "0.0210000000"],
    ),
    productText("AmazonS3", { usagetype: "Requests-Tier1" }, at("0.0000060000")),
    productText("AmazonEFS", { usagetype: "TimedStorage-ByteHrs" }),
].map(parseProduct);

const tiers = (...prices: readonly [upTo: string, usd: string][]): Tier[] =>
    prices.map(([upTo, usd], i) => [prices[i - 1]?.[0] ?? "0", upTo, usd]);

/**
 * Products of AWS's price lists of us-east-1 in September and October 2026, and their neighbors, whose prices are examples.
 *
 * Sources: those of `priceQueries.ts`, and https://github.com/namratabhatia21/Clarchy, src/clarchy/data/prices/aws.yaml (24812aa5).
 */
const RECORDED: readonly Product[] = (
    [
        ["AmazonEKS", { usagetype: "USE1-AmazonEKS-Hours:perCluster" }, at("0.1000000000")],
        ["AmazonEKS", { usagetype: "USE1-AmazonEKS-Hours:extendedSupport" }, at("0.5000000000")],
        ["AmazonEC2", { usagetype: "EBS:VolumeUsage.gp3", volumeApiName: "gp3" }, at("0.0800000000")],
        ["AmazonEC2", { usagetype: "EBS:VolumeUsage", volumeApiName: "standard" }, at("0.0500000000")],
        ["AmazonVPC", { usagetype: "USE1-PublicIPv4:InUseAddress" }, at("0.0050000000")],
        ["AmazonVPC", { usagetype: "USE1-PublicIPv4:ContiguousBlock" }, at("0.0080000000")],
        ["AmazonVPC", { usagetype: "USE1-VpcEndpoint-Hours" }, at("0.0100000000")],
        [
            "AmazonVPC",
            { usagetype: "USE1-VpcEndpoint-Bytes" },
            ...tiers(["1048576", "0.0100000000"], ["5242880", "0.0060000000"], ["Inf", "0.0040000000"]),
        ],
        ["AmazonEC2", { productFamily: "NAT Gateway", usagetype: "NatGateway-Hours" }, at("0.0450000000")],
        ["AmazonEC2", { productFamily: "NAT Gateway", usagetype: "NatGateway-Bytes" }, at("0.0450000000")],
        ["AmazonEC2", { usagetype: "RegionalNatGateway-Hours" }, at("0.0900000000")],
        [
            "AWSDataTransfer",
            { usagetype: "DataTransfer-Out-Bytes", transferType: "AWS Outbound" },
            ...tiers(
                ["10240", "0.0900000000"],
                ["51200", "0.0850000000"],
                ["153600", "0.0700000000"],
                ["Inf", "0.0500000000"],
            ),
        ],
        [
            "AWSDataTransfer",
            { usagetype: "Global-DataTransfer-Out-Bytes", transferType: "AWS Outbound" },
            at("0"),
        ],
        [
            "AWSDataTransfer",
            { usagetype: "DataTransfer-Regional-Bytes", transferType: "IntraRegion" },
            at("0.0100000000"),
        ],
        ["AWSELB", { usagetype: "LoadBalancerUsage" }, at("0.0225000000")],
        ["AWSELB", { usagetype: "LCUUsage" }, at("0.0080000000")],
        ["AWSELB", { usagetype: "TS-LoadBalancerUsage" }, at("0.0056000000")],
        ["AWSELB", { usagetype: "Outposts-LoadBalancerUsage" }, at("0.0300000000")],
        ["AWSELB", { usagetype: "ReservedLCUUsage" }, at("0.0200000000")],
        ["awswaf", { usagetype: "USE1-WebACLV2" }, at("5.0000000000")],
        ["awswaf", { usagetype: "USE1-ShieldProtected-WebACLV2" }, at("0.0000000000")],
        ["awswaf", { usagetype: "USE1-RuleV2" }, at("1.0000000000")],
        ["awswaf", { usagetype: "USE1-RequestV2-Tier0" }, at("0.0000006000")],
        ["awswaf", { usagetype: "USE1-RequestV2-Tier1" }, at("0.0000006000")],
        ["awswaf", { usagetype: "USE1-RequestV2-Tier4-3000WCU" }, at("0.0000012000")],
        ["AmazonRDS", { usagetype: "RDS:GP3-Storage", databaseEngine: "PostgreSQL" }, at("0.1150000000")],
        [
            "AmazonRDS",
            { usagetype: "RDS:Multi-AZ-GP3-Storage", databaseEngine: "PostgreSQL" },
            at("0.2300000000"),
        ],
        [
            "AmazonRDS",
            { usagetype: "RDS:ChargedBackupUsage", databaseEngine: "PostgreSQL" },
            at("0.0950000000"),
        ],
        ["AmazonRDS", { usagetype: "ExtendedSupport:Yr1-Yr2:PostgreSQL12" }, at("0.1000000000")],
        ["AmazonRDS", { usagetype: "ExtendedSupport:Yr1-Yr2:PostgreSQL13" }, at("0.1000000000")],
        ["AmazonRDS", { usagetype: "ExtendedSupport:Yr3:PostgreSQL12" }, at("0.2000000000")],
        ["AmazonRDS", { usagetype: "ExtendedSupport:Yr1-Yr2:AuroraPostgreSQL12" }, at("0.1100000000")],
        ["AmazonEFS", { usagetype: "USE1-TimedStorage-ByteHrs" }, at("0.3000000000")],
        ["AmazonEFS", { usagetype: "USE1-TimedStorage-Z-ByteHrs" }, at("0.1600000000")],
        ["AmazonEFS", { usagetype: "USE1-IATimedStorage-ByteHrs" }, at("0.0250000000")],
        ["AmazonEFS", { usagetype: "USE1-IATimedStorage-ET-ByteHrs" }, at("0.0160000000")],
        ["AmazonEFS", { usagetype: "USE1-ETDataAccess-Bytes", accessType: "Read" }, at("0.0300000000")],
        ["AmazonEFS", { usagetype: "USE1-ETDataAccess-Bytes", accessType: "Write" }, at("0.0600000000")],
        ["AmazonEFS", { usagetype: "USE1-IADataAccess-Bytes", accessType: "Read" }, at("0.0100000000")],
        ["AmazonEFS", { usagetype: "USE1-IADataAccess-Bytes", accessType: "Write" }, at("0.0100000000")],
        ["awskms", { usagetype: "us-east-1-KMS-Keys" }, at("1.0000000000")],
        ["awskms", { usagetype: "us-east-1-KMS-Requests" }, at("0.0000030000")],
        ["awskms", { usagetype: "us-east-1-KMS-Requests-Asymmetric" }, at("0.0000150000")],
        [
            "AmazonCloudWatch",
            { usagetype: "DataProcessing-Bytes", operation: "PutLogEvents" },
            at("0.5000000000"),
        ],
        [
            "AmazonCloudWatch",
            { usagetype: "USE1-VendedLog-Bytes" },
            ...tiers(
                ["10240", "0.5000000000"],
                ["30720", "0.2500000000"],
                ["51200", "0.1000000000"],
                ["Inf", "0.0500000000"],
            ),
        ],
        ["AmazonCloudWatch", { usagetype: "TimedStorage-ByteHrs" }, at("0.0300000000")],
        [
            "AmazonS3",
            { usagetype: "TimedStorage-ByteHrs", volumeType: "Standard" },
            ...tiers(["51200", "0.0230000000"], ["512000", "0.0220000000"], ["Inf", "0.0210000000"]),
        ],
        [
            "AmazonS3",
            { usagetype: "TimedStorage-ByteHrs", volumeType: "INTAAS3ObjectOverhead" },
            at("0.0210000000"),
        ],
        ["AmazonS3", { usagetype: "Requests-Tier1" }, at("0.0000050000")],
        ["AmazonS3", { usagetype: "Requests-Tier2" }, at("0.0000004000")],
        [
            "AmazonSNS",
            { usagetype: "DeliveryAttempts-SMTP" },
            ...tiers(["1000", "0.0000000000"], ["Inf", "0.0000200000"]),
        ],
        ["AmazonSNS", { usagetype: "DeliveryAttempts-HTTP" }, at("0.0000006000")],
    ] as [string, Record<string, string>, ...Tier[]][]
).map(([service, attributes, ...prices]) => parseProduct(productText(service, attributes, ...prices)));

/** The products above whose attributes match, as AWS filters them. Their region is any. */
const readAll: ReadProducts = (service, { regionCode, productFamily, ...attributes }) =>
    Promise.resolve(
        regionCode === "eu-north-1"
            ? []
            : PRODUCTS.filter(
                  ({ attributes: own }) =>
                      own["servicecode"] === service &&
                      (productFamily === undefined ||
                          FAMILIES[productFamily]?.test(own["usagetype"] ?? "") === true) &&
                      Object.entries(attributes).every(([name, value]) => (own[name] ?? value) === value),
              ),
    );

const FAMILIES: Record<string, RegExp> = {
    "Compute Instance": /Box/,
    "Database Instance": /InstanceUsage/,
    "NAT Gateway": /Nat/,
    "Load Balancer-Application": /LoadBalancerUsage|LCU/,
};

describe("A product of AWS's price list", () => {
    it("has its attributes, and its tiers in order", () => {
        expect(
            parseProduct(
                productText(
                    "AmazonS3",
                    { volumeType: "Standard" },
                    ["100", "Inf", "0.02"],
                    ["0", "100", "0.03"],
                ),
            ),
        ).to.deep.equal({
            attributes: { servicecode: "AmazonS3", volumeType: "Standard" },
            tiers: [{ upTo: 100, usd: 0.03 }, { usd: 0.02 }],
        } satisfies Product);
    });

    it("has no tiers without an on-demand price in USD", () => {
        expect(parseProduct("{}")).to.deep.equal({ attributes: {}, tiers: [] });
        const cny = productText("AmazonS3", {}, at("1")).replace('"USD"', '"CNY"');
        expect(parseProduct(cny).tiers).to.deep.equal([]);
    });
});

describe("A refresh of prices", () => {
    it("takes each price that exactly one product has, and keeps the others with their date", async () => {
        const { list, changes, kept, ambiguous } = await refreshPrices(
            "us-east-1",
            shipped,
            shipped.figures,
            readAll,
            TODAY,
        );

        expect(Object.keys(list.figures)).to.deep.equal(Object.keys(shipped.figures));
        expect(list.figures["elb.albHour"]).to.deep.equal({
            usd: 0.0225,
            per: "hour",
            date: TODAY,
            source: "api",
        });
        expect(list.figures["elb.albLcuHour"]).to.deep.equal({
            usd: 0.009,
            per: "hour",
            date: TODAY,
            source: "api",
        });
        expect(list.figures["kms.requests"]).to.deep.equal({
            usd: 0.03,
            each: 10000,
            free: 20000,
            date: TODAY,
            source: "api",
        });
        expect(list.figures["s3.standardGBMonth"]?.tiers).to.deep.equal(
            shipped.figures["s3.standardGBMonth"]?.tiers,
        );
        expect(list.figures["s3.puts"]?.usd).to.equal(0.006);
        expect(list.figures["ec2.natHour"]).to.deep.equal(shipped.figures["ec2.natHour"]);
        expect(list.nodes).to.deep.equal({ date: TODAY, source: "api", usdHour: { "t3.2xlarge": 0.34 } });
        expect(list.databases.usdHour).to.deep.equal({ "db.m5.large": { single: 0.178, multi: 0.356 } });
        expect(list.sources["api"]).to.equal("AWS Price List API, GetProducts");
        expect(changes.filter((change) => !/ → none$/.test(change))).to.deep.equal([
            "elb.albLcuHour: 0.008 → 0.009",
            "s3.puts: 0.005 → 0.006",
            "nodes.t3.2xlarge: 0.3328 → 0.34",
        ]);
        expect(kept).to.deep.include({
            name: "ec2.natHour",
            figure: shipped.figures["ec2.natHour"],
            reason: "2 prices of AmazonEC2 have the usage type NatGateway-Hours",
        });
        expect(kept).to.deep.include({
            name: "efs.standardGBMonth",
            figure: shipped.figures["efs.standardGBMonth"],
            reason: "no product of AmazonEFS has the usage type TimedStorage-ByteHrs",
        });
        expect(kept).to.deep.include({
            name: "backup.restoreTestPoint",
            figure: shipped.figures["backup.restoreTestPoint"],
            reason: "no public source has its usage type",
        });
        expect(ambiguous).to.deep.equal(["c5.large", "db.m6i.large.single"]);
        const refreshed = Object.entries(list.figures)
            .filter(([, { date }]) => date === TODAY)
            .map(([name]) => name);
        expect([...refreshed, ...kept.map(({ name }) => name)].sort()).to.deep.equal(
            Object.keys(shipped.figures).sort(),
        );
    });

    it("finds the recorded products of AWS's price list, and not their neighbors", async () => {
        const { changes, list } = await refreshPrices(
            "us-east-1",
            shipped,
            shipped.figures,
            (service, attributes) =>
                Promise.resolve(
                    [...PRODUCTS.slice(0, 6), ...RECORDED].filter(
                        ({ attributes: own }) =>
                            own["servicecode"] === service &&
                            Object.entries(attributes).every(
                                ([name, value]) => (own[name] ?? value) === value,
                            ),
                    ),
                ),
            TODAY,
        );

        expect(changes.filter((change) => !/^(nodes|databases)\./.test(change))).to.deep.equal([]);
        expect(
            Object.entries(list.figures)
                .filter(([, { source }]) => source === "api")
                .map(([name]) => name)
                .sort(),
        ).to.deep.equal([
            "ec2.ebsGp3GBMonth",
            "ec2.interfaceEndpointGB",
            "ec2.interfaceEndpointHour",
            "ec2.natGB",
            "ec2.natHour",
            "ec2.publicIpv4Hour",
            "efs.elasticReadGB",
            "efs.elasticWriteGB",
            "efs.iaGBMonth",
            "efs.iaReadGB",
            "efs.iaTieringGB",
            "efs.standardGBMonth",
            "eks.clusterHour",
            "eks.extendedSurchargeHour",
            "elb.albHour",
            "elb.albLcuHour",
            "kms.keyMonth",
            "kms.requests",
            "logs.ingestGB",
            "logs.storeGBMonth",
            "logs.vendedGB",
            "rds.backupGBMonth",
            "rds.extendedSupportVcpuHour",
            "rds.gp3MultiGBMonth",
            "rds.gp3SingleGBMonth",
            "s3.gets",
            "s3.puts",
            "s3.standardGBMonth",
            "sns.emails",
            "transfer.crossZoneGB",
            "transfer.internetOutGB",
            "waf.requests",
            "waf.ruleMonth",
            "waf.webAclMonth",
        ]);
    });

    it("of a new region has only the prices that were found", async () => {
        const { list, changes } = await refreshPrices(
            "eu-central-1",
            undefined,
            shipped.figures,
            readAll,
            TODAY,
        );

        expect(Object.keys(list.figures).sort()).to.deep.equal([
            "elb.albHour",
            "elb.albLcuHour",
            "s3.puts",
            "s3.standardGBMonth",
        ]);
        expect(changes).to.deep.equal([]);
    });
});

describe("npm run prices", () => {
    let root: string;

    before(() => {
        root = mkdtempSync(join(tmpdir(), "prices-"));
        mkdirSync(join(root, "catalog", "prices"), { recursive: true });
    });

    after(() => {
        rmSync(root, { recursive: true });
    });

    const progress: string[] = [];

    async function refresh(...args: string[]): Promise<{ status: number; out: string; err: string }> {
        progress.length = 0;
        const outcome = { status: -1, out: "", err: "" };
        outcome.status = await pricesCommand(args, {
            root,
            readProducts: readAll,
            progress: (text) => {
                progress.push(text);
                return () => progress.push("done");
            },
            today: TODAY,
            out: (text) => {
                outcome.out += text;
            },
            err: (text) => {
                outcome.err += text;
            },
        });
        return outcome;
    }

    it("writes the list as the formatter does, and lists changes and figures that it kept", async () => {
        const { status, out, err } = await refresh("--region", "us-east-1");
        const written = readFileSync(join(root, "catalog", "prices", "us-east-1.json"), "utf8");

        expect({ status, err }).to.deep.equal({ status: 0, err: "" });
        expect(progress.slice(0, 4)).to.deep.equal([
            "Reading prices of AmazonEC2 …",
            "done",
            "Reading prices of AmazonRDS …",
            "done",
        ]);
        expect(written).to.equal(await format(written, { parser: "json", tabWidth: 4, printWidth: 110 }));
        expect(written).to.include(
            '\n        "elb.albHour": { "usd": 0.0225, "per": "hour", "date": "2026-11-28", "source": "api" },\n',
        );
        expect(out).to.match(
            /^catalog\/prices\/us-east-1\.json: 5 figures, 1 node type, database classes: 1, of 2026-11-28\.\n/,
        );
        expect(out).to.include("\n  nodes.t3.2xlarge: 0.3328 → 0.34\n");
        expect(out).to.include(
            "\n  sns.emails: stays 2 of 2024-12-04, as no product of AmazonSNS has the usage type DeliveryAttempts-SMTP\n",
        );
        expect(out).to.include(
            "\n  backup.copiedFilesGBMonth: stays without a price, as it depends on the region of the copies\n",
        );
        expect(out).to.include(
            "\nWithout a price, as the price list has several:\n  c5.large\n  db.m6i.large.single\n",
        );
    });

    it("says what a new region needs in addition", async () => {
        const { status, out } = await refresh("--region", "eu-central-1");

        expect(status).to.equal(0);
        expect(out).to.include("No price changed.");
        expect(out).to.match(/\nNew region: add it to catalog\/priceLists\.ts/);
    });

    it("refuses a region without prices, and a name that is none", async () => {
        expect(await refresh("--region", "eu-north-1")).to.deep.equal({
            status: 1,
            out: "",
            err: "--region eu-north-1: AWS's price list has no on-demand prices of nodes and databases there. Nothing was written.\n",
        });
        expect((await refresh("--region", "us-est-1")).err).to.equal(
            "--region us-est-1: must be a region that a stack may use. The nearest is us-east-1.\n",
        );
        expect((await refresh()).status).to.equal(2);
    });
});

describe("The products of a service", () => {
    it("are read from all pages, with filters", async () => {
        const requests: unknown[] = [];
        const server = createServer((request, response) => {
            void text(request).then((body) => {
                requests.push(JSON.parse(body));
                const isFirst = requests.length === 1;
                response.setHeader("content-type", "application/x-amz-json-1.1");
                response.end(
                    JSON.stringify({
                        FormatVersion: "aws_v1",
                        PriceList: [node(isFirst ? "t3.large" : "t3.xlarge", "0.1")],
                        ...(isFirst ? { NextToken: "next" } : {}),
                    }),
                );
            });
        }).listen(0, "127.0.0.1");
        await new Promise((resolve) => server.once("listening", resolve));
        const environment = {
            AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
            AWS_ACCESS_KEY_ID: "test",
            AWS_SECRET_ACCESS_KEY: "test",
        };
        try {
            const found = await withEnvironment(environment, () =>
                readProducts("AmazonEC2", { tenancy: "Shared" }),
            );

            expect(found.map(({ attributes }) => attributes["instanceType"])).to.deep.equal([
                "t3.large",
                "t3.xlarge",
            ]);
            expect(requests).to.deep.equal([
                {
                    ServiceCode: "AmazonEC2",
                    Filters: [{ Type: "TERM_MATCH", Field: "tenancy", Value: "Shared" }],
                },
                {
                    ServiceCode: "AmazonEC2",
                    Filters: [{ Type: "TERM_MATCH", Field: "tenancy", Value: "Shared" }],
                    NextToken: "next",
                },
            ]);
        } finally {
            server.close();
        }
    });
});
