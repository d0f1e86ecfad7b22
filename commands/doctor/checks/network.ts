import ipaddr from "ipaddr.js";
import { type Check, type CheckContext, failed, type Finding, notNeeded, passed, unknown } from "../check";
import { clusterName } from "../deployedNames";
import { usedImages } from "../usedImages";

const isIn = (address: string, blocks: readonly string[]): boolean =>
    blocks.some((block) => ipaddr.parse(address).match(ipaddr.parseCIDR(block)));

/** Every update uses the Kubernetes API. */
export const apiPath: Check = {
    id: "api-path",
    title: "Path to the API",
    inAccount: true,
    run: async (context) => {
        const { place, sources } = context;
        const cluster = await sources.cluster(clusterName(context), place.region);
        if (cluster !== undefined && cluster.endpoint !== "") {
            const status = await sources.apiStatus(cluster.endpoint);
            return status === undefined
                ? failed(
                      `${cluster.endpoint} does not respond`,
                      "Add this network to posit-connect:cluster.privateAccessCidrs or publicAccessCidrs, or deploy from one that is listed.",
                  )
                : passed(`${cluster.endpoint} responds with ${status}`);
        }
        return beforeTheCluster(context);
    },
};

/** There is no cluster to connect to yet: compares addresses with the blocks of the settings. */
async function beforeTheCluster({ settings, sources }: CheckContext): Promise<Finding> {
    const { publicAccessCidrs, privateAccessCidrs } = settings.cluster;
    const adopted = "adopt" in settings.network ? settings.network.adopt.cidrBlock : undefined;
    const local = sources.localAddresses();
    // In the VPC, the API's name resolves to private addresses.
    const inside = adopted === undefined ? undefined : local.find((address) => isIn(address, [adopted]));
    if (inside !== undefined || publicAccessCidrs.length === 0) {
        if (adopted === undefined) {
            return failed(
                "the API is private, and nothing is connected to a new VPC",
                "Add your public address to posit-connect:cluster.publicAccessCidrs for the first update (docs/deploy.md, step 3).",
            );
        }
        const allowed = local.find((address) => isIn(address, privateAccessCidrs));
        return allowed === undefined
            ? unknown(
                  `this machine's ${local.join(", ")} is in none of ${privateAccessCidrs.join(", ")}, unless the network translates it`,
                  "Deploy from a network in posit-connect:cluster.privateAccessCidrs, or add yours.",
              )
            : passed(`${allowed} is in privateAccessCidrs`);
    }
    const { status, text } = await sources.http("https://checkip.amazonaws.com");
    const address = text.trim();
    if (status !== 200 || !ipaddr.IPv4.isValid(address)) {
        return unknown(
            `checkip.amazonaws.com responds with ${status}`,
            "Compare your public address yourself.",
        );
    }
    return isIn(address, publicAccessCidrs)
        ? passed(`${address} is in publicAccessCidrs`)
        : failed(
              `your public address ${address} is not in publicAccessCidrs`,
              `pulumi config set --path 'posit-connect:cluster.publicAccessCidrs[${publicAccessCidrs.length}]' ${address}/32`,
          );
}

/** The cluster pulls from the same places, through the VPC's gateways. */
export const charts: Check = {
    id: "charts",
    title: "Charts",
    run: async ({ graph, sources }) => {
        const wanted = graph.all("kubernetes:helm.sh/v3:Release").map(({ inputs }) => {
            const { repo, username } = (inputs["repositoryOpts"] ?? {}) as {
                repo?: string;
                username?: unknown;
            };
            const file = `${String(inputs["chart"])}-${String(inputs["version"])}.tgz`;
            return { file, repo, hasLogin: username !== undefined };
        });
        const answers = await Promise.all(
            wanted.map(async ({ file, repo, hasLogin }) => {
                if (repo === undefined || !repo.startsWith("http") || hasLogin) {
                    return {
                        file,
                        state: "open",
                        why: "its place needs a login or is not a Helm repository",
                    };
                }
                const { status, text } = await sources.http(`${repo.replace(/\/$/, "")}/index.yaml`);
                return status !== 200
                    ? { file, state: "open", why: `${repo} responds with ${status}` }
                    : { file, state: text.includes(file) ? "listed" : "missing", why: `not in ${repo}` };
            }),
        );
        const text = (state: string): string =>
            answers
                .filter((each) => each.state === state)
                .map(({ file, why }) => (state === "listed" ? file : `${file}: ${why}`))
                .join("; ");
        if (text("missing") !== "") {
            return failed(text("missing"), "Correct the chart's version or repository in the settings.");
        }
        return text("open") === ""
            ? passed(text("listed"))
            : unknown(text("open"), "Pull the chart with `helm pull` and your login.");
    },
};

/** The server's image and the images of content. */
export const images: Check = {
    id: "images",
    title: "Images",
    run: async (context) => {
        const { secretKeys, sources } = context;
        const wanted = usedImages(context);
        const answers = await Promise.all(
            wanted.map(async (image) => ({ image, status: (await sources.imageStatus(image)).status })),
        );
        const text = (selected: typeof answers): string =>
            selected.map(({ image, status }) => `${image} (${status})`).join(", ");
        const missing = answers.filter(({ status }) => status === 404);
        if (missing.length > 0) {
            return failed(
                `not in the registry: ${text(missing)}`,
                "Correct posit-connect:connect.version, images or executionEnvironments.",
            );
        }
        const open = answers.filter(({ status }) => status !== 200);
        return open.length === 0
            ? passed(wanted.join(", "))
            : unknown(
                  `the registry does not show ${text(open)}`,
                  secretKeys.includes("posit-connect:registryCredentials")
                      ? "The encrypted registryCredentials are not used here: pull the images with them."
                      : "A private registry needs posit-connect:registryCredentials; Docker Hub limits requests for each address.",
              );
    },
};

/** Connect reads the identity provider's addresses when it starts. */
export const issuer: Check = {
    id: "issuer",
    title: "Identity provider",
    run: async ({ settings, sources }) => {
        const { authentication } = settings.connect;
        if (authentication.provider !== "oidc") {
            return notNeeded(`logins with ${authentication.provider}`);
        }
        const own = authentication.issuer.replace(/\/$/, "");
        const { status, text } = await sources.http(`${own}/.well-known/openid-configuration`);
        const advice = "Correct posit-connect:connect.authentication.issuer.";
        if (status >= 500) {
            return unknown(`${own} responds with ${status}`, "Run the command again.");
        }
        if (status !== 200) {
            return failed(`${own}/.well-known/openid-configuration responds with ${status}`, advice);
        }
        const [, found] = /"issuer"\s*:\s*"([^"]*)"/.exec(text) ?? [];
        const name = found?.replaceAll("\\/", "/");
        return name?.replace(/\/$/, "") === own
            ? passed(own)
            : failed(`${own} names ${name ?? "no issuer"} as its issuer`, advice);
    },
};
