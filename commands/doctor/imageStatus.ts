import { httpRequest } from "./machine";

/** Types of manifests that registries have: of an image, and of one for several architectures. */
const MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/**
 * The status with which a registry answers for an image's manifest, without a login. A `HEAD` does not count for Docker Hub's limit.
 *
 * Source: https://docs.docker.com/docker-hub/usage/pulls/ and https://distribution.github.io/distribution/spec/auth/token/
 */
export async function imageStatus(image: string): Promise<number> {
    const { registry, repository, reference } = placeOf(image);
    const url = `https://${registry}/v2/${repository}/manifests/${reference}`;
    const first = await httpRequest(url, { method: "HEAD", headers: { accept: MANIFESTS } });
    const [, realm, service = ""] =
        /^Bearer realm="([^"]+)"(?:.*?service="([^"]+)")?/i.exec(first.headers["www-authenticate"] ?? "") ??
        [];
    if (first.status !== 401 || realm === undefined) {
        return first.status;
    }
    const query = new URLSearchParams({ service, scope: `repository:${repository}:pull` });
    const { status, text } = await httpRequest(`${realm}?${query.toString()}`);
    if (status !== 200) {
        return status;
    }
    const { token, access_token: other } = JSON.parse(text) as { token?: string; access_token?: string };
    const authorization = `Bearer ${token ?? other ?? ""}`;
    return (await httpRequest(url, { method: "HEAD", headers: { accept: MANIFESTS, authorization } })).status;
}

/** An image without a registry is Docker Hub's. */
function placeOf(image: string): { registry: string; repository: string; reference: string } {
    const [, name = "", separator, reference = "latest"] = /^(.+?)(?:(@|:)([^/@]+))?$/.exec(image) ?? [];
    const [first = "", ...rest] = name.split("/");
    const isHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
    return {
        registry: isHost ? first : "registry-1.docker.io",
        repository: isHost ? rest.join("/") : name,
        reference: separator === undefined ? "latest" : reference,
    };
}
