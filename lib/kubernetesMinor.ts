/** The number of a Kubernetes minor version: 35 of `1.35` and of `v1.35.3-eksbuild.21`; `undefined` for any other text. */
export function kubernetesMinor(version: unknown): number | undefined {
    const minor = typeof version === "string" ? /^v?1\.(\d+)(?![^.])/.exec(version)?.[1] : undefined;
    return minor === undefined ? undefined : Number(minor);
}
