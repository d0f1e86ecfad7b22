import { contentDefaults, type Workload, workloads } from "../../catalog/workloads";
import { type Forecast, forecast, LIMITS } from "../../graph/capacity";
import { sizingOf } from "../../graph/sizing";
import type { StackFile } from "../../stacks/stackFile";
import { planGraph } from "../planGraph";
import type { LoadPlan, LoadResult } from "./result";

/** The mean seconds between two requests of a user that the capacity model assumes for Posit's test. */
export const THINK_SECONDS = thinkSecondsOf(workloads.posit);

/** The forecast of the capacity model for a test, or why there is none. */
export type LoadForecast = { stack: string; forecast: Forecast } | { unknown: string };

function thinkSecondsOf({ content }: Workload): number {
    const sum = (of: "users" | "requestsPerSecond"): number =>
        content.reduce((all, each) => all + each[of], 0);
    return sum("users") / sum("requestsPerSecond");
}

/** Posit's workload with the users and the processes of a test. @param apis that the users visit. */
export function workloadOf(
    { users, thinkSeconds, processes }: LoadPlan,
    apis: readonly string[],
    connectionsPerProcess: number,
): Workload {
    return {
        ...workloads.posit,
        content: workloads.posit.content
            .filter(({ name }) => apis.includes(name))
            .map((api) => ({
                ...contentDefaults,
                ...api,
                users: users / apis.length,
                requestsPerSecond: users / apis.length / thinkSeconds,
                process: {
                    minProcesses: processes,
                    maxProcesses: processes,
                    maxConnectionsPerProcess: connectionsPerProcess,
                },
            })),
    };
}

/** Asks the capacity model about a stack. A stack that cannot be planned has no forecast, and the test goes on. */
export async function forecastFor(
    workload: Workload,
    stackFile: () => StackFile,
    program: () => unknown,
): Promise<LoadForecast> {
    try {
        const file = stackFile();
        const { sizing, unknown } = sizingOf(await planGraph(program, file));
        return sizing === undefined
            ? { unknown }
            : { stack: file.stack, forecast: forecast(sizing, workload) };
    } catch (error) {
        return { unknown: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
    }
}

const rate = (requests: number): string => Math.round(requests).toLocaleString("en");

/** How a result compares with the forecast of the capacity model, in a sentence. */
export function compareWithForecast({ parts, peak, passed, forecast: found }: LoadResult): string {
    if ("unknown" in found) {
        return `The capacity model has no forecast: ${found.unknown.replace(/\.$/, "")}.`;
    }
    const { stack, forecast } = found;
    const { mostRequestsPerSecond: most, saturatedRequestsPerSecond: saturated, bottleneck } = forecast;
    if (most === null || saturated === null) {
        return `The capacity model does not know how much ${stack} answers.`;
    }
    const measured = peak?.requestsPerSecond ?? parts[0]?.requestsPerSecond ?? 0;
    const limit = bottleneck === null ? "no limit" : LIMITS[bottleneck.id].label;
    const model = `The capacity model forecasts for ${stack} up to ${rate(most)} requests a second without noticeable waits and ${rate(saturated)} at full load, bound by ${limit}`;
    if (peak !== undefined) {
        return `${model}. The peak is ${rate(measured)}: ${Math.round((measured / saturated) * 100)} % of it.`;
    }
    const fits = measured <= most;
    return `${model}. ${rate(measured)} ${fits ? "fit" : "do not fit"}, and the test ${passed ? "passed" : "did not pass"}: ${fits === passed ? "as forecast" : "not as forecast"}.`;
}
