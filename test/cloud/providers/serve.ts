import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Cloud } from "../cloud";
import { resourceProvider } from "./resourceProvider";

/** Packages whose providers are simulated. */
const PACKAGES = ["aws", "awsx", "eks", "kubernetes", "random", "tls"];

/** Providers that listen on loopback. */
export interface Served {
    /** For `PULUMI_DEBUG_PROVIDERS`: the engine then starts no provider of its own. */
    attach: string;
    /** Stops at once, whatever is under way. */
    stop(): void;
}

/**
 * Serves the simulated cloud as the providers that the engine talks to.
 *
 * @param options.port to listen on; any that is free where it is 0.
 * @param options.env environment that the engine would start its providers in.
 * @throws an `Error` that names the port where it is taken.
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
                    new Error(`port ${port} is in use: leave it out, and a free one is taken`, {
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
