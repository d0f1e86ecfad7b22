import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Cloud } from "../cloud";
import { resourceProvider } from "./resourceProvider";

/** Packages whose providers are simulated. */
const PACKAGES = ["aws", "awsx", "eks", "kubernetes", "random", "tls"];

/** Providers that listen on the loopback interface. */
export interface Served {
    /** For `PULUMI_DEBUG_PROVIDERS`: the engine then starts no provider itself. */
    attach: string;
    /** Stops at once, without waiting for running operations. */
    stop(): void;
}

/**
 * Serves the simulated cloud as the providers that the engine calls.
 *
 * @param options.port to listen on; any free port if it is 0.
 * @param options.env environment in which the engine would start its providers.
 * @throws an `Error` that names the port if it is in use.
 */
export async function serve(
    cloud: Cloud,
    { port = 0, env = {} }: { port?: number; env?: Record<string, string> } = {},
): Promise<Served> {
    const server = new Server({
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
    });
    server.addService(ResourceProviderService, resourceProvider(cloud, env));
    const bound = await new Promise<number>((resolve, reject) => {
        server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, actual) => {
            if (error === null) {
                resolve(actual);
            } else {
                reject(
                    new Error(`port ${port} is in use. Omit it to use a free port`, {
                        cause: error,
                    }),
                );
            }
        });
    });
    return {
        attach: PACKAGES.map((name) => `${name}:${bound}`).join(","),
        stop: () => {
            server.forceShutdown();
        },
    };
}
