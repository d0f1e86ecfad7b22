/**
 * Runs the program for the engine, as a language host does: a separate process that prints the port on which it listens.
 * It starts in the root of the repository, and ends when its standard input ends.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";

// A bundle's own path says nothing about the sources' paths.
const requireFromRoot = createRequire(join(process.cwd(), "package.json"));

const { loadLazily } = requireFromRoot("./commands/loadLazily.cjs") as {
    loadLazily: (modules: Record<string, object>) => void;
};
// Half of the time that the SDK takes to load, for what the program does not use.
loadLazily({ typescript: {}, "@npmcli/arborist": {} });

// Pulumi's SDK takes a stack trace for every promise: with all their frames they take most of the time.
Error.stackTraceLimit = 1;

// What the Automation API runs an inline program with; not part of its declarations.
const { LanguageServer } = requireFromRoot("@pulumi/pulumi/automation/server") as {
    LanguageServer: new (run: () => Promise<unknown>) => Record<string, (...args: unknown[]) => unknown>;
};

const host = new LanguageServer(async () => (await import("../../index")).default());
const service: UntypedServiceImplementation = {};
for (const method of ["getRequiredPlugins", "run", "getPluginInfo"]) {
    service[method] = (...args: unknown[]) => host[method]?.(...args);
}
const server = new Server({ "grpc.max_receive_message_length": -1 });
server.addService(LanguageRuntimeService, service);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
        throw error;
    }
    process.stdout.write(`${port}\n`);
});
process.stdin.on("close", () => process.exit(0)).resume();
