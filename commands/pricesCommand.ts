import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { type Figure, priceLists } from "../catalog/priceLists";
import { count } from "../lib/count";
import { UserError } from "../lib/userError";
import { nearestOf } from "../stacks/nearest";
import { REGIONS } from "../stacks/regions";
import { EXIT } from "./exitStatus";
import { pricesOf, refreshPrices, type ReadProducts } from "./prices/refreshPrices";
import type { Streams } from "./reportFailure";
import { runCommand } from "./runCommand";

export interface PricesContext extends Streams {
    /** Folder of the project. */
    root: string;
    readProducts: ReadProducts;
    /** Shows a progress message until the returned function is called. */
    progress: (text: string) => () => void;
    /** Today's date in UTC, `YYYY-MM-DD`. */
    today: string;
}

/**
 * `npm run prices`: refreshes the prices of a region through AWS's Price List API.
 *
 * @param args arguments as the shell passes them, without the name of the command.
 * @returns the exit status.
 */
export async function pricesCommand(args: string[], context: PricesContext): Promise<number> {
    return runCommand(definePricesCommand(), args, context, (command) =>
        run(command.opts<{ region: string }>().region, context),
    );
}

export function definePricesCommand(): Command {
    return new Command("npm run prices --")
        .description(
            "Refresh the prices of a region in catalog/prices/ through AWS's Price List API, with your credentials.",
        )
        .requiredOption("--region <region>", "region whose prices are looked up, such as us-east-1")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run prices -- --region us-east-1",
                "",
                "Requires pricing:GetProducts. A figure that is not refreshed keeps its price, date and source, and is listed.",
                "Exit status: 0 written; 1 the region has no prices, or AWS did not respond; 2 wrong usage.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options come after two dashes: npm run prices -- --region us-east-1. --help lists them.)",
        )
        .exitOverride();
}

async function run(
    region: string,
    { root, readProducts, progress, today, out }: PricesContext,
): Promise<number> {
    if (!REGIONS.some((each) => each === region)) {
        throw new UserError([
            `--region ${region}: must be a region that a stack may use. The nearest is ${nearestOf(region, REGIONS)}.`,
        ]);
    }
    const old = Object.hasOwn(priceLists, region) ? priceLists[region] : undefined;
    const { list, changes, kept, ambiguous } = await refreshPrices(
        region,
        old,
        priceLists["us-east-1"]?.figures ?? {},
        async (service, attributes) => {
            const end = progress(`Reading prices of ${service} …`);
            return readProducts(service, attributes).finally(end);
        },
        today,
    );
    const { format } = await import("prettier");
    const file = join("catalog", "prices", `${region}.json`);
    writeFileSync(
        join(root, file),
        await format(oneLineEach(list), { parser: "json", tabWidth: 4, printWidth: 110 }),
    );
    const looked = Object.values(list.figures).filter(({ date }) => date === today).length;
    out(
        [
            `${file}: ${count(looked, "figure")}, ${count(Object.keys(list.nodes.usdHour).length, "node type")}, database classes: ${Object.keys(list.databases.usdHour).length}, of ${today}.`,
            "",
            changes.length === 0 ? "No price changed." : `Changed: ${changes.length}`,
            ...changes.map((change) => `  ${change}`),
            "",
            `Not refreshed, compare them with AWS's pages: ${kept.length}`,
            ...kept.map(
                ({ name, figure, reason }) =>
                    `  ${name}: ${figure === undefined ? "missing" : keptPrice(figure)}, as ${reason}`,
            ),
            ...(ambiguous.length === 0
                ? []
                : [
                      "",
                      "Without a price, as the price list has several:",
                      ...ambiguous.map((name) => `  ${name}`),
                  ]),
            ...(old === undefined
                ? [
                      "",
                      `New region: add it to catalog/priceLists.ts, and the figures above to ${file} with their dates and sources.`,
                  ]
                : []),
            "",
        ].join("\n"),
    );
    return EXIT.done;
}

function keptPrice(figure: Figure): string {
    return figure.usd === null
        ? "stays without a price"
        : `stays ${pricesOf(figure)} of ${figure.date ?? "?"}`;
}

/** JSON with each entry of a table on a line: prettier keeps an object on one line if it begins there. */
function oneLineEach(list: object): string {
    const entries = (table: object): string =>
        Object.entries(table)
            .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
            .join(",\n");
    return `{\n${Object.entries(list)
        .map(([key, value]: [string, unknown]) => {
            if (key === "nodes" || key === "databases") {
                const { usdHour, ...rest } = value as { usdHour: object };
                return `"${key}": {\n${entries(rest)},\n"usdHour": {\n${entries(usdHour)}\n}\n}`;
            }
            return typeof value === "object" && value !== null
                ? `"${key}": {\n${entries(value)}\n}`
                : `"${key}": ${JSON.stringify(value)}`;
        })
        .join(",\n")}\n}`;
}
