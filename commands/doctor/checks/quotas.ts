import { instanceType } from "../../../catalog/instanceTypes";
import { type Quota, quotas, vCpuQuota } from "../../../catalog/quotas";
import { quotaUse, type QuotaUse } from "../../../recovery/quotas";
import { zonesOf } from "../../../stacks/sections/network";
import type { Ec2Use, Tagged } from "../aws/ec2";
import { type Check, type CheckContext, failed, type Finding, passed, unknown } from "../check";
import { clusterName } from "../deployedNames";

/** A quota, and its use. */
interface Use {
    quota: QuotaUse["quota"];
    /** Its use by the stack, and by a recovery drill. */
    stack: number;
    drill: number;
    /** Its use by everything else in the region; `undefined` if that is not known. */
    others: number | undefined;
    /** Instance types of the stack whose size is not known. */
    unknownTypes: string[];
}

/** An update of the nodes starts new ones before it ends the old. */
export const stackQuotas: Check = {
    id: "quotas",
    title: "Quotas",
    inAccount: true,
    run: (context) => compare(context, ({ stack }) => stack, context.stack),
};

/** A drill runs while the stack does, in a VPC of its own. */
export const drillQuotas: Check = {
    id: "drill-quotas",
    title: "Quotas of a drill",
    inAccount: true,
    run: (context) => compare(context, ({ stack, drill }) => stack + drill, `${context.stack} and a drill`),
};

/** Compares a need, in addition to the others' use, with the account's quotas. */
async function compare(context: CheckContext, needOf: (use: Use) => number, owner: string): Promise<Finding> {
    const { place, sources } = context;
    const [uses, values] = await Promise.all([readUses(context), readValues(context)]);
    const rows = uses
        .map((use) => ({ ...use, need: needOf(use), value: values.get(use.quota.name) }))
        .filter(({ need, unknownTypes }) => need > 0 || unknownTypes.length > 0);
    const text = ({ quota, need, others, value }: (typeof rows)[number]): string =>
        `${quota.name}: ${need} for ${owner}${others === 0 ? "" : ` + ${others ?? "an unknown number"} in use`}, quota ${value ?? "unknown"}`;
    const short = rows.filter(({ need, others = 0, value }) => value !== undefined && need + others > value);
    if (short.length > 0) {
        return failed(
            short.map(text).join("; "),
            short
                .map(
                    ({ quota: { service, code = "" }, need, others = 0 }) =>
                        `aws service-quotas request-service-quota-increase --region ${place.region} --service-code ${service} ` +
                        `--quota-code ${code} --desired-value ${need + others}`,
                )
                .join("\n"),
        );
    }
    const open = rows.filter(
        ({ others, value, unknownTypes }) =>
            value === undefined || others === undefined || unknownTypes.length > 0,
    );
    return open.length === 0
        ? passed(rows.map(text).join("; "))
        : unknown(
              open
                  .map(
                      (row) =>
                          `${text(row)}${row.unknownTypes.length === 0 ? "" : `, the vCPUs of ${row.unknownTypes.join(", ")} are not known`}`,
                  )
                  .join("; "),
              `Compare the numbers with the console of Service Quotas in ${place.region}.`,
          );

    /** The account's values, by the quota's name. Families without a known code have none. */
    async function readValues({ declared }: CheckContext): Promise<ReadonlyMap<string, number | undefined>> {
        const others = [quotas.internetGateways, quotas.natGatewaysInZone];
        const known = [...quotaUse(declared).map(({ quota }) => quota), ...others];
        return new Map(
            await Promise.all(
                known.map(async (quota): Promise<[string, number | undefined]> => {
                    const { code, name, service } = quota;
                    return [
                        name,
                        code === undefined
                            ? undefined
                            : await sources.quota({ name, service, code }, place.region),
                    ];
                }),
            ),
        );
    }
}

async function readUses(context: CheckContext): Promise<Use[]> {
    const { declared, settings, place, sources, project, stack } = context;
    const found = await sources.ec2Use(place.region);
    const cluster = clusterName(context);
    const isOther = ({ tags }: Tagged): boolean =>
        tags["eks:cluster-name"] !== cluster &&
        !(tags["pulumi:project"] === project && tags["pulumi:stack"] === stack);
    const instances = found.instances.filter(isOther);
    const others = {
        [quotas.elasticIps.name]: found.addresses.filter(isOther).length,
        [quotas.vpcs.name]: found.vpcs.filter(isOther).length,
        ...Object.fromEntries(
            [quotas.standardVcpus, quotas.gVcpus, quotas.pVcpus].map((quota) => [
                quota.name,
                vCpusOf(quota, instances),
            ]),
        ),
    };
    const drill = quotaUse({
        ...declared,
        // As a drill's settings: a VPC of its own, even if the stack has adopted one.
        "posit-connect:network": {
            availabilityZones: zonesOf(settings.network),
            cidrBlock: "10.0.0.0/16",
            natGateways: "Single",
        },
    });
    const own = quotaUse(declared, true);
    const ofQuota = (uses: readonly QuotaUse[], name: string): number =>
        uses.find(({ quota }) => quota.name === name)?.amount ?? 0;
    const hasGateways = ofQuota(own, quotas.elasticIps.name) > 0;
    const zones = zonesOf(settings.network);
    const gateways = found.natGateways.filter(isOther);
    return [
        ...own.map(({ quota, amount, unknownTypes }) => ({
            quota,
            stack: amount,
            drill: ofQuota(drill, quota.name),
            others: others[quota.name],
            unknownTypes: Object.keys(unknownTypes),
        })),
        {
            quota: quotas.internetGateways,
            stack: ofQuota(own, quotas.vpcs.name),
            drill: 1,
            others: found.internetGateways.filter(isOther).length,
            unknownTypes: [],
        },
        {
            quota: quotas.natGatewaysInZone,
            stack: hasGateways ? 1 : 0,
            drill: 1,
            others: Math.max(
                0,
                ...zones.map((zone) => gateways.filter((gateway) => gateway.zone === zone).length),
            ),
            unknownTypes: [],
        },
    ];
}

/** vCPUs of on-demand instances that count for a quota, by their type: CPU options do not lower them. `undefined` if one is not known. */
function vCpusOf(quota: Quota, instances: Ec2Use["instances"]): number | undefined {
    const sizes = instances
        .filter(({ type }) => vCpuQuota(type, "onDemand") === quota)
        .map(({ type, vCpus }) => instanceType(type)?.vCpus ?? vCpus);
    return sizes.includes(0) ? undefined : sizes.reduce((sum, size) => sum + size, 0);
}
