import fc from "fast-check";

// Property tests use the same values in each run, so that only a change of the code can make one fail. Set PROPERTY_SEED
// to use other values.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261123) });

// Mocha sends a worker of `--parallel` SIGTERM one second after it asks the worker to end. Coverage that the worker is
// still writing would be lost without an error (https://github.com/mochajs/mocha/issues/6219). Exiting here writes it.
if (process.env.MOCHA_WORKER_ID !== undefined) {
    process.on("SIGTERM", () => process.exit());
    // The processes that tests start run bundles, whose coverage matches no source file's lines. It takes a fifth of their time.
    delete process.env.NODE_V8_COVERAGE;
}

// picocolors also colors the output of a pipe if CI is set.
process.env.NO_COLOR = "1";
