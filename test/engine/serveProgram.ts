import { createRequire } from "node:module";
import { join } from "node:path";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import type { PulumiFn } from "@pulumi/pulumi/automation";

// Some callers are bundles, whose path differs from the paths of their sources.
const requireFromRoot = createRequire(join(process.cwd(), "package.json"));

/** A program that the engine can run. */
export interface ServedProgram {
    /** The CLI's option `--client`. */
    address: string;
    stop(): void;
}

/** Serves a program to the engine, as a language host does. */
export async function serveProgram(program: PulumiFn): Promise<ServedProgram> {
    // The Automation API's server for inline programs, which is not in its type declarations.
    const { LanguageServer } = requireFromRoot("@pulumi/pulumi/automation/server") as {
        LanguageServer: new (run: PulumiFn) => Record<string, (...args: unknown[]) => unknown>;
    };
    const host = new LanguageServer(program);
    const service: UntypedServiceImplementation = {};
    for (const method of ["getRequiredPlugins", "run", "getPluginInfo"]) {
        service[method] = (...args: unknown[]) => host[method]?.(...args);
    }
    const server = new Server({ "grpc.max_receive_message_length": -1 });
    server.addService(LanguageRuntimeService, service);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
            if (error === null) {
                resolve(bound);
            } else {
                reject(error);
            }
        });
    });
    return {
        address: `127.0.0.1:${port}`,
        stop: () => {
            server.forceShutdown();
        },
    };
}
