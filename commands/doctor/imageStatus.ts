import { httpRequest } from "./machine";

/** Types of manifests that registries have: of an image, and of one for several architectures. */
const MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** The answer of a registry for an image's manifest. */
export interface ImageStatus {
    status: number;
    /** Pulls that the registry allows in a time without a login, if it reports a limit. */
    pullLimit?: { pulls: number; hours: number };
}

/**
 * The answer of a registry for an image's manifest, without a login. A `HEAD` does not count for Docker Hub's limit.
 *
 * Source: https://docs.docker.com/docker-hub/usage/pulls/ and https://distribution.github.io/distribution/spec/auth/token/
 */
export async function imageStatus(image: string): Promise<ImageStatus> {
    const { registry, repository, reference } = placeOf(image);
    const url = `https://${registry}/v2/${repository}/manifests/${reference}`;
    const first = await httpRequest(url, { method: "HEAD", headers: { accept: MANIFESTS } });
    const [, realm, service = ""] =
        /^Bearer realm="([^"]+)"(?:.*?service="([^"]+)")?/i.exec(first.headers["www-authenticate"] ?? "") ??
        [];
    if (first.status !== 401 || realm === undefined) {
        return { status: first.status };
    }
    const query = new URLSearchParams({ service, scope: `repository:${repository}:pull` });
    const { status, text } = await httpRequest(`${realm}?${query.toString()}`);
    if (status !== 200) {
        return { status };
    }
    const { token, access_token: other } = JSON.parse(text) as { token?: string; access_token?: string };
    const authorization = `Bearer ${token ?? other ?? ""}`;
    const answer = await httpRequest(url, { method: "HEAD", headers: { accept: MANIFESTS, authorization } });
    const [, pulls, seconds] = /^(\d+);w=(\d+)$/.exec(answer.headers["ratelimit-limit"] ?? "") ?? [];
    return {
        status: answer.status,
        ...(pulls === undefined
            ? {}
            : { pullLimit: { pulls: Number(pulls), hours: Number(seconds) / 3600 } }),
    };
}

const DOCKER_HUB = "registry-1.docker.io";

export function isOnDockerHub(image: string): boolean {
    return [DOCKER_HUB, "docker.io", "index.docker.io"].includes(placeOf(image).registry);
}

/** An image without a registry is Docker Hub's. */
function placeOf(image: string): { registry: string; repository: string; reference: string } {
    const [, name = "", separator, reference = "latest"] = /^(.+?)(?:(@|:)([^/@]+))?$/.exec(image) ?? [];
    const [first = "", ...rest] = name.split("/");
    const isHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
    return {
        registry: isHost ? first : DOCKER_HUB,
        repository: isHost ? rest.join("/") : name,
        reference: separator === undefined ? "latest" : reference,
    };
}
