import { isOlder } from "../../../lib/isOlder";
import { type Check, failed, passed, unknown } from "../check";
import { LICENSE_TIERS } from "../licenseTiers";

interface Tool {
    name: string;
    command: string;
    args: string[];
    /** Oldest version. */
    least: string;
}

/** The tools that docs/deploy.md lists, in addition to Node.js, which runs this. */
const TOOLS: Tool[] = [
    { name: "Pulumi CLI", command: "pulumi", args: ["version"], least: "3.248" },
    { name: "AWS CLI", command: "aws", args: ["--version"], least: "2" },
    { name: "kubectl", command: "kubectl", args: ["version", "--client"], least: "1.34" },
];

export const tools: Check = {
    id: "tools",
    title: "Tools",
    run: async ({ sources }) => {
        const found = await Promise.all(
            TOOLS.map(async (tool) => ({ ...tool, text: await sources.version(tool.command, tool.args) })),
        );
        const versions = found.map(({ text, ...tool }) => ({
            ...tool,
            text,
            version: /\d+\.\d+(\.\d+)?/.exec(text ?? "")?.[0],
        }));
        const bad = versions.filter(
            ({ text, version, least }) =>
                text === undefined || (version !== undefined && isOlder(version, least)),
        );
        if (bad.length > 0) {
            return failed(
                bad
                    .map(
                        ({ name, version, text }) =>
                            `${name} ${text === undefined ? "is not installed" : `is ${version ?? ""}`}`,
                    )
                    .join("; "),
                `Install ${bad.map(({ name, least }) => `${name} ${least} or newer`).join(", ")}.`,
            );
        }
        const open = versions.filter(({ version }) => version === undefined);
        return open.length === 0
            ? passed(versions.map(({ name, version = "" }) => `${name} ${version}`).join(", "))
            : unknown(
                  `no version in the output of ${open.map(({ command, args }) => `${command} ${args.join(" ")}`).join(", ")}`,
                  "Compare the versions with docs/deploy.md.",
              );
    },
};

/** The first line of a license file of Posit. */
const BEGIN = "-----BEGIN RSTUDIO LICENSE-----";

/**
 * Only Connect can read a license. Posit names its files after the day on which the license ends.
 *
 * Source: https://docs.posit.co/licensing/licensing-faq.html
 */
export const license: Check = {
    id: "license",
    title: "License",
    run: ({ license: path, now, sources }) => {
        if (path === undefined) {
            return unknown("an encrypted license is not read", "Name the license file with --license.");
        }
        const text = sources.text(path);
        if (text === undefined) {
            return failed(`${path} does not exist`, "Name the license file with --license.");
        }
        if (!text.trimStart().startsWith(BEGIN)) {
            return failed(`${path} does not begin with ${BEGIN}`, "Get the license file from Posit.");
        }
        const [, ends] = /(?:^|\/)(\d{4}-?\d{2}-?\d{2})_[^/]*\.lic$/.exec(path) ?? [];
        if (ends === undefined) {
            return passed(`${path} is a license file; its name has no date`);
        }
        const day = ends.replace(/^(\d{4})-?(\d{2})-?(\d{2})$/, "$1-$2-$3");
        return Date.parse(day) < now
            ? failed(`${path} ended on ${day}`, "Renew the license with Posit.")
            : passed(`${path} ends on ${day}`);
    },
};

/** Content runs off-host, which not every license includes. The file does not show its tier: the person knows. */
export const licenseTier: Check = {
    id: "license-tier",
    title: "License tier",
    run: ({ licenseTier: tier }) => {
        if (tier === undefined) {
            return unknown(
                "no file shows if the license includes off-host execution",
                "Name its tier with --license-tier: the order names it, and Posit knows it.",
            );
        }
        return LICENSE_TIERS[tier]
            ? passed(`${tier} includes off-host execution`)
            : failed(
                  `${tier} does not include off-host execution, and content does not run`,
                  "Ask Posit for an Advanced license.",
              );
    },
};
