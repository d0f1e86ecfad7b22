// The first part of Posit's newer method: more and more users while one publishes, until the throughput does not grow any more.
// `npm run load` ends it then. Source: https://docs.posit.co/connect/admin/reference-architectures/aws/single-server-robust/,
// "Performance".
import exec from "k6/execution";
import { checkKey, options as optionsOf, publish, summary, users, visit } from "./connect.js";

const steps = Number(__ENV.LOAD_STEPS ?? "20");
const stepSeconds = Number(__ENV.LOAD_STEP_SECONDS ?? "60");

/** Seconds of a step in which users arrive. */
const arrivalSeconds = Math.max(1, Math.round(stepSeconds / 6));

export const options = {
    ...optionsOf(
        {
            users: {
                executor: "ramping-vus",
                startVUs: 0,
                stages: Array.from({ length: steps }, (_, step) => [
                    { duration: `${arrivalSeconds}s`, target: Math.round((users * (step + 1)) / steps) },
                    {
                        duration: `${stepSeconds - arrivalSeconds}s`,
                        target: Math.round((users * (step + 1)) / steps),
                    },
                ]).flat(),
                gracefulStop: "30s",
            },
        },
        steps * stepSeconds,
        "steps",
    ),
    // The throughput is what is sought. More users than it has room for wait, and that is no failure.
    thresholds: {},
};

/** The number of the step, from 1; `arrival` while its users arrive. */
const phase = () => {
    const seconds = exec.instance.currentTestRunDuration / 1000;
    return seconds % stepSeconds < arrivalSeconds
        ? "arrival"
        : `step${Math.floor(seconds / stepSeconds) + 1}`;
};

export default () => visit(phase);

export { checkKey as setup, publish };

export const handleSummary = summary;
