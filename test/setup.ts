import fc from "fast-check";

// Properties are tried on the same values each time: a change that fails is then the change's fault. With PROPERTY_SEED
// set they are tried on others, as many times as it takes.
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261123) });
