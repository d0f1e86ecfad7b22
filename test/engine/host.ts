/**
 * Runs the program for the engine, as a language host does: a separate process that prints the port on which it listens.
 * It starts in the root of the repository, and ends when its standard input closes.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";

// A bundle's path differs from the paths of its sources.
const requireFromRoot = createRequire(join(process.cwd(), "package.json"));

const { loadLazily } = requireFromRoot("./commands/loadLazily.cjs") as {
    loadLazily: (modules: Record<string, object>) => void;
};
// The program does not use these modules, which take half of the SDK's load time.
loadLazily({ typescript: {}, "@npmcli/arborist": {} });

// Pulumi's SDK captures a stack trace for every promise. With all frames, this takes most of the run time.
Error.stackTraceLimit = 1;

// The Automation API's server for inline programs, which is not in its type declarations.
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
