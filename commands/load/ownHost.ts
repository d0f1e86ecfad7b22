import { readdirSync } from "node:fs";
import { shortName } from "../../components/shortName";
import { getPath } from "../../lib/getPath";
import { configValue } from "../../stacks/configValue";
import { keyOf } from "../../stacks/key";
import { readProject } from "../../stacks/project";
import { readStackFile } from "../../stacks/stackFile";

/** Names of a machine's own address. */
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Instead of a stack's name: this machine. */
export const LOCAL = "local";

/**
 * The stack of this project to which a host belongs: by its domain, or by its load balancer's name.
 *
 * @param root folder of the project, with its stack files.
 * @returns the stack's name, {@link LOCAL} for this machine, or `undefined` if the host belongs to no stack.
 */
export function stackOfHost(host: string, root: string): string | undefined {
    if (LOOPBACK.includes(host)) {
        return LOCAL;
    }
    const project = readProject(root);
    const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.([\w-]+)\.yaml$/.exec(file)?.[1] ?? []);
    return stacks.find((stack) => {
        const { config } = readStackFile(stack, { stacks: root, paths: root }, project);
        const domainName = getPath(configValue(config[keyOf(["loadBalancer"])] ?? "{}"), ["domainName"]);
        const name = shortName(`${project.name}-${stack}`);
        return (
            host === domainName ||
            new RegExp(`^(internal-)?${name}-\\d+\\.[a-z0-9-]+\\.elb\\.amazonaws\\.com$`).test(host)
        );
    });
}
