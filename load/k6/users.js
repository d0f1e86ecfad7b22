// Posit's published test: users of both APIs at the same time, ramped and held. With LOAD_PUBLISH_GUID, one user publishes
// meanwhile: the second part of Posit's newer method.
import exec from "k6/execution";
import {
    checkKey,
    holdSeconds,
    options as optionsOf,
    publish,
    rampSeconds,
    summary,
    users,
    visit,
} from "./connect.js";

export const options = optionsOf(
    {
        users: {
            executor: "ramping-vus",
            startVUs: 0,
            stages: [
                { duration: `${rampSeconds}s`, target: users },
                { duration: `${holdSeconds}s`, target: users },
            ],
            gracefulStop: "30s",
        },
    },
    rampSeconds + holdSeconds,
    "hold",
);

/** Only the time with all users counts. */
const phase = () => (exec.instance.currentTestRunDuration < rampSeconds * 1000 ? "ramp" : "hold");

export default () => visit(phase);

export { checkKey as setup, publish };

export const handleSummary = summary;
