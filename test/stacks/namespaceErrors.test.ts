import { expect } from "chai";
import { formatConfigError } from "../../stacks/configError";
import { findNamespaceErrors } from "../../stacks/namespaceErrors";

const KNOWN = { own: ["database", "license"], tables: ["database"], aws: ["profile", "region"] };

const errorsOf = (project: string, ...keys: string[]): string[] =>
    findNamespaceErrors(keys, project, KNOWN).map(formatConfigError);

describe("a key in another namespace", () => {
    for (const namespace of [
        "posit_connect",
        "Posit-Connect",
        "positconnect",
        "posit-conect",
        "posit",
        "connect",
        "rstudio-connect",
        "posit-connect-prod",
        "",
    ]) {
        it(`is rejected in ${namespace === "" ? "an empty one" : namespace}, which is near the program's`, () => {
            expect(errorsOf("posit-connect", `${namespace}:database`)).to.deep.equal([
                `${namespace}:database: must be in the namespace posit-connect. Did you mean posit-connect:database? Rename the key in the file.`,
            ]);
        });
    }

    for (const namespace of ["AWS", "asw", "aw", "awss"]) {
        it(`is rejected in ${namespace}, which is near the AWS provider's`, () => {
            expect(errorsOf("posit-connect", `${namespace}:profile`)).to.deep.equal([
                `${namespace}:profile: must be in the namespace aws. Did you mean aws:profile? Rename the key in the file.`,
            ]);
        });
    }

    for (const namespace of ["data_apps", "data-app", "data", "apps-prod"]) {
        it(`is rejected in ${namespace}, which is near that of a renamed project`, () => {
            expect(errorsOf("data-apps", `${namespace}:database`)).to.deep.equal([
                `${namespace}:database: must be in the namespace data-apps. Did you mean data-apps:database? Rename the key in the file.`,
            ]);
        });
    }

    it("is rejected in a table's name", () => {
        expect(errorsOf("data-apps", "database:storageGiB")).to.deep.equal([
            "database:storageGiB: must be in the table data-apps:database. Run pulumi config rm database:storageGiB, and set it with pulumi config set --path.",
        ]);
    });

    it("is not renamed to a key that is set, nor to one that does not exist", () => {
        expect(
            errorsOf(
                "data-apps",
                "posit-connect:database",
                "data_apps:database",
                "posit_connect:database",
                "posit_connect:databse",
                "posit_connect:lisense",
                "aws:region",
                "AWS:region",
            ),
        ).to.deep.equal([
            "data_apps:database: must be in the namespace data-apps. data-apps:database is set, too. Move the value there, and remove the key from the file.",
            "posit_connect:database: must be in the namespace posit-connect. posit-connect:database is set, too. Move the value there, and remove the key from the file.",
            "posit_connect:databse: must be in the namespace posit-connect. posit-connect:database is set already. Remove the unknown key.",
            "posit_connect:lisense: must be in the namespace posit-connect. Did you mean posit-connect:license?",
            "AWS:region: must be in the namespace aws. aws:region is set, too. Move the value there, and remove the key from the file.",
        ]);
    });

    it("is left to its program otherwise", () => {
        expect(
            errorsOf(
                "shop",
                ...["aws", "aws-native", "awsx", "eks", "kubernetes", "pulumi", "random", "tls"].map(
                    (namespace) => `${namespace}:profile`,
                ),
                "posit-connect:database",
                "gcp:region",
                "datadog:site",
                "stop:x",
                "constructor:__proto__",
            ),
        ).to.deep.equal([]);
    });
});
