import { expect } from "chai";
import { withFurther } from "../../../components/connect/passedThrough";

describe("a configuration that is passed through", () => {
    it("has the spelling of the program's sections and of the chart's defaults, which it would not replace otherwise", () => {
        const own = { Scheduler: { MinProcesses: "0" } };
        const further = {
            scheduler: { MaxUnusedAge: "1h" },
            LOGGING: { SERVICELOG: "STDERR", Own: true },
            python: { executable: ["/opt/a", "/opt/b"] },
            Applications: { RunAs: "a" },
        };

        expect(withFurther(further, own)).to.deep.equal({
            Scheduler: { MinProcesses: "0", MaxUnusedAge: "1h" },
            Logging: { ServiceLog: "STDERR", Own: "true" },
            Python: { Executable: ["/opt/a", "/opt/b"] },
            Applications: { RunAs: "a" },
        });
    });
});
