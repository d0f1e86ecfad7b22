import type { createColors } from "picocolors";
import type { Quota, QuotaUse, RegionUse } from "./quotaUse";

/** What stacks use together of each quota, and the commands that print the account's values. */
export function quotasText({ region, stacks }: RegionUse, colors: ReturnType<typeof createColors>): string {
    const quotas = new Set(stacks.flatMap(({ uses }) => uses.map(({ quota }) => quota)));
    const lines = [...quotas].flatMap((quota) => {
        const shares = stacks.flatMap(({ name, uses }) =>
            uses.filter((use) => use.quota === quota).map((use) => ({ name, ...use })),
        );
        const types = [...new Set(shares.flatMap(({ lookedUp }) => Object.keys(lookedUp)))];
        const sum = shares.map((share) => `${amountText(share)} for ${share.name}`).join(" + ");
        const total = shares.reduce((all, { amount }) => all + amount, 0);
        return [
            [
                `  ${quota.name}: ${sum}`,
                shares.length > 1 && types.length === 0 ? ` = ${total}` : "",
                quota.byDefault === undefined ? "" : `; default ${quota.byDefault}`,
            ].join(""),
            `       ${quotaCommand(quota, region)}`,
            ...(types.length === 0
                ? []
                : [
                      `       aws ec2 describe-instance-types --region ${region} --instance-types ${types.join(" ")} ` +
                          "--query 'InstanceTypes[].[InstanceType,VCpuInfo.DefaultVCpus]' --output text",
                  ]),
        ];
    });
    return [
        `${colors.bold("Quotas")} in ${region}, to compare with the account's`,
        ...lines,
        "  Nodes count by `minSize`; an update of nodes adds up to two a zone. Everything else in the account counts too.",
    ].join("\n");
}

function amountText({ amount, lookedUp }: QuotaUse): string {
    const nodes = Object.entries(lookedUp).map(([type, number]) => `${number} × ${type}`);
    return [...(amount > 0 || nodes.length === 0 ? [`${amount}`] : []), ...nodes].join(" + ");
}

function quotaCommand({ service, code }: Quota, region: string): string {
    const ofService = `--region ${region} --service-code ${service}`;
    return code === undefined
        ? `aws service-quotas list-service-quotas ${ofService} --query "Quotas[?starts_with(QuotaName, 'Running On-Demand')].[QuotaName,Value]" --output text`
        : `aws service-quotas get-service-quota ${ofService} --quota-code ${code} --query Quota.Value`;
}
