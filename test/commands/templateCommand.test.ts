import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { templateCommand } from "../../commands/templateCommand";
import { fillTemplate } from "../../stacks/fillTemplate";
import { trackedFiles } from "../docs/trackedFiles";
import { ROOT } from "../program";

const EXAMPLE = [
    "config:",
    "  aws:region: us-east-1",
    "  aws:allowedAccountIds:",
    '    - "123456789012" # the account of this stack',
    "  # Add further zones at the end.",
    "  posit-connect:network:",
    "    availabilityZones: [us-east-1a, us-east-1b]",
    "  posit-connect:backup:",
    "    copyRegion: us-west-2",
    "  posit-connect:loadBalancer:",
    "    selfSignedCertificate: true",
    "",
].join("\n");

const withAnswers = (answers: Record<string, string>, text = EXAMPLE): string =>
    `${text}${Object.entries(answers)
        .map(([key, value]) => `  ${key}: "${value}"\n`)
        .join("")}`;

describe("npm run template", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "template-"));
        writeFileSync(join(folder, "Pulumi.prod.yaml"), EXAMPLE);
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    async function run(...args: string[]) {
        const outcome = { status: -1, out: "", err: "" };
        outcome.status = await templateCommand(args, {
            root: folder,
            out: (text) => void (outcome.out += text),
            err: (text) => void (outcome.err += text),
        });
        return outcome;
    }

    it("puts the answers into the settings, and keeps the comments", async () => {
        const file = join(folder, "Pulumi.dev.yaml");
        writeFileSync(
            file,
            withAnswers(
                { "template:account": "210987654321", "template:domain": "connect.acme.io" },
                EXAMPLE.replace("region: us-east-1", "region: us-west-2"),
            ),
        );

        expect(await run()).to.deep.equal({
            status: 0,
            out: "Pulumi.dev.yaml has your answers. Next: npm run plan -- --stack dev\n",
            err: "",
        });
        expect(readFileSync(file, "utf8")).to.equal(
            [
                "config:",
                "  aws:region: us-west-2",
                "  aws:allowedAccountIds:",
                '    - "210987654321" # the account of this stack',
                "  # Add further zones at the end.",
                "  posit-connect:network:",
                "    availabilityZones: [ us-west-2a, us-west-2b ]",
                "  posit-connect:backup:",
                "    copyRegion: us-east-1",
                "  posit-connect:loadBalancer:",
                "    domainName: connect.acme.io",
                "    hostedZoneId: Z0123456789EXAMPLE",
                "",
            ].join("\n"),
        );
        expect(await run()).to.deep.equal({ status: 0, out: "", err: "" });
    });

    it("gives a stack of another name the settings of prod, with its own secrets provider and salt", () => {
        const text = fillTemplate(
            [
                "encryptionsalt: v1:abc=",
                "config:",
                "  aws:region: eu-west-1",
                '  template:account: "210987654321"',
                "  template:domain: connect.example.com",
                "",
            ].join("\n"),
            EXAMPLE,
        );

        expect(text).to.equal(
            [
                "config:",
                "  aws:region: eu-west-1",
                "  aws:allowedAccountIds:",
                '    - "210987654321" # the account of this stack',
                "  # Add further zones at the end.",
                "  posit-connect:network:",
                "    availabilityZones: [ eu-west-1a, eu-west-1b ]",
                "  posit-connect:backup:",
                "    copyRegion: us-west-2",
                "  posit-connect:loadBalancer:",
                "    selfSignedCertificate: true",
                "encryptionsalt: v1:abc=",
                "",
            ].join("\n"),
        );
    });

    it("keeps a certificate, and changes nothing without answers", () => {
        const own = EXAMPLE.replace("selfSignedCertificate: true", "certificateArn: arn:aws:acm:x");

        expect(fillTemplate(EXAMPLE, EXAMPLE)).to.equal(undefined);
        expect(fillTemplate(withAnswers({ "template:domain": "connect.acme.io" }, own), EXAMPLE)).to.include(
            "    certificateArn: arn:aws:acm:x\n    domainName: connect.acme.io\n",
        );
    });

    it("prints help, rejects an argument, and reports a file that it cannot read", async () => {
        const help = await run("--help");
        const wrong = await run("prod");
        rmSync(join(folder, "Pulumi.prod.yaml"));
        writeFileSync(join(folder, "Pulumi.dev.yaml"), withAnswers({ "template:account": "1" }));
        const missing = await run();

        expect([help.status, help.err, wrong.status, wrong.out, missing.status]).to.deep.equal([
            0,
            "",
            2,
            "",
            1,
        ]);
        expect(missing.err).to.include("Pulumi.prod.yaml");
    });

    it("finds no text in this repository that `pulumi new` would replace", () => {
        const variables = ["PROJECT", "DESCRIPTION"].map((name) => `\${${name}}`);

        expect(
            trackedFiles("*").filter((file) => {
                const text = readFileSync(join(ROOT, file), "utf8");
                return variables.some((variable) => text.includes(variable));
            }),
        ).to.deep.equal([]);
    });
});
