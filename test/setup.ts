import fc from "fast-check";

// Properties are tried on the same values each time: a change that fails is then the change's fault. With PROPERTY_SEED
// set they are tried on others, as many times as it takes.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261123) });

// A worker of `--parallel` is sent SIGTERM a second after it was asked to end. It may be writing its coverage then,
// which would be lost without a word (https://github.com/mochajs/mocha/issues/6219): it ends by itself instead.
if (process.env.MOCHA_WORKER_ID !== undefined) {
    process.on("SIGTERM", () => process.exit());
}
