import { expect } from "chai";
import { databaseRoots } from "../../components/databaseRoots";
import { notChecked } from "../../graph/notChecked";
import { graphOf, resource } from "./resources";

const nodes = (instanceTypes: string[]) =>
    resource("aws:eks/nodeGroup:NodeGroup", "nodes", { instanceTypes });

const release = (version: string, versionOverride: string, chart = "rstudio-connect") =>
    resource("kubernetes:helm.sh/v3:Release", "connect", {
        chart,
        version,
        values: { versionOverride },
    });

describe("notChecked", () => {
    it("is empty for known types of one size and versions that the values are written for", () => {
        const graph = graphOf([nodes(["m5.xlarge", "t3.xlarge"]), release("0.21.0", "2026.08.1")]);
        expect(notChecked(graph)).to.deep.equal([]);
    });

    it("lists unknown types, mixed sizes and other versions", () => {
        const graph = graphOf([
            nodes(["m6i.2xlarge", "m6i.16xlarge", "x9.huge"]),
            release("0.8.14", "2026.09.0"),
        ]);
        expect(notChecked(graph)).to.deep.equal([
            "nodes: size and architecture of x9.huge. Add the type to catalog/ec2Types.json with the values of aws ec2 describe-instance-types.",
            "nodes: nodes of different sizes. Servers and content are checked for the smallest type, subnets for the largest.",
            "Connect's chart 0.8.14: the values are written for versions from 0.20.7 and before 0.22.0.",
            "Connect 2026.09.0: the values are written for versions from 2026.05.1 and before 2026.09.0.",
        ]);
    });

    it("lists a chart whose version its folder or archive decides, and not its setting", () => {
        const found = (chart: string) => notChecked(graphOf([release("0.21.0", "2026.08.0", chart)]));
        const line = (chart: string) => [
            `Connect's chart ${chart}: the values are written for versions from 0.20.7 and before 0.22.0.`,
        ];
        for (const chart of [
            "./rstudio-connect",
            "charts/rstudio-connect.tgz",
            "https://a.example.com/rstudio-connect.tgz",
        ]) {
            expect(found(chart)).to.deep.equal(line(chart));
        }
        for (const chart of ["oci://a.example.com/rstudio-connect", "./rstudio-connect-0.21.0.tgz"]) {
            expect(found(chart)).to.deep.equal([]);
        }
    });

    it("lists content images whose tags name no distribution, if R packages are binaries for one", () => {
        const releaseWith = (URL: string) =>
            resource("kubernetes:helm.sh/v3:Release", "connect", {
                chart: "rstudio-connect",
                version: "0.21.0",
                values: {
                    config: { 'RPackageRepository "CRAN"': { URL } },
                    executionEnvironments: [{ name: "content:1" }, { name: "content:noble" }],
                },
            });

        const binaries = graphOf([releaseWith("https://p.example.com/cran/__linux__/noble/latest")]);
        expect(notChecked(binaries)).to.deep.equal([
            "Distribution of the content images: content:1. R packages are binaries for noble: set posit-connect:connect.packageRepositories.r.distribution if the images are of another.",
        ]);
        expect(notChecked(graphOf([releaseWith("https://p.example.com/cran/latest")]))).to.deep.equal([]);
        const unknown = graphOf([releaseWith("https://p.example.com/cran/__linux__/jamy/latest")]);
        expect(notChecked(unknown)).to.deep.equal([
            "Distribution of R packages: jamy. Package Manager 2025.12 has no binaries under that name.",
        ]);
    });

    it("lists the private authorities once, with the first that ends", () => {
        const roots = databaseRoots("us-east-1");
        const maps = ["servers", "content"].map((name) =>
            resource("kubernetes:core/v1:ConfigMap", name, { data: { "authorities.pem": roots } }),
        );

        expect(notChecked(graphOf(maps))).to.deep.equal([
            "Certificates of private authorities: 3. C=US, O=Amazon Web Services\\, Inc., OU=Amazon RDS, ST=WA, CN=Amazon RDS us-east-1 Root CA RSA2048 G1, L=Seattle ends first, on 2061-05-25.",
        ]);
        const broken = resource("kubernetes:core/v1:ConfigMap", "broken", {
            data: { "authorities.pem": "" },
        });
        expect(notChecked(graphOf([broken]))).to.deep.equal([]);
    });

    it("lists the names, and not the values, of everything that is passed to Connect", () => {
        const passed = resource("kubernetes:helm.sh/v3:Release", "connect", {
            chart: "rstudio-connect",
            version: "0.21.0",
            values: {
                versionOverride: "2026.08.0",
                config: {
                    Server: { Address: "https://connect.example.com", PublicWarning: "hi" },
                    'LDAP "other"': { ServerAddress: "ldap.example.com:636" },
                },
                pod: {
                    env: [{ name: "CONNECT_POSTGRES_PASSWORD" }, { name: "HTTPS_PROXY", value: "http://a" }],
                },
                backends: {
                    kubernetes: {
                        defaultResourceJobBase: {
                            spec: {
                                template: { spec: { containers: [{ env: [{ name: "ZONE", value: "b" }] }] } },
                            },
                        },
                    },
                },
            },
        });

        expect(notChecked(graphOf([passed]))).to.deep.equal([
            'Connect\'s configuration: Server.PublicWarning, LDAP "other".ServerAddress. Connect does not start with a property that it does not know.',
            "Environment variables of the servers: HTTPS_PROXY.",
            "Environment variables of content: ZONE. All publishers' code can read them.",
        ]);
    });
});
