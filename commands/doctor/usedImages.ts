import type { CheckContext } from "./check";

/** The images of the servers and of content, in the order in which a node needs them. */
export function usedImages({ graph, settings }: CheckContext): string[] {
    const { values = {} } = graph.all("kubernetes:helm.sh/v3:Release").find(({ name }) => name === "connect")
        ?.inputs as { values?: { image?: { os?: string } } };
    const { version, images, executionEnvironments } = settings.connect;
    return [
        `${images.connect}:${version}-${values.image?.os ?? ""}`,
        // Source: rstudio/helm, charts/rstudio-connect/templates/_helpers.tpl, "build init container image tag".
        `${images.contentInit}:${version}`,
        ...executionEnvironments.map(({ name }) => name),
    ];
}
