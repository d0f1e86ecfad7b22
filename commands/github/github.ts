import { UserError } from "../../lib/userError";

/** Milliseconds after which a request fails. */
const TIMEOUT = 30_000;

/** A response of GitHub that is no success. */
export class GitHubError extends UserError {
    constructor(
        request: string,
        readonly status: number,
        readonly reason: string,
    ) {
        super([`GitHub responded to ${request} with ${status}: ${reason}`]);
        this.name = "GitHubError";
    }
}

/** A comment or an issue. */
export interface Post {
    /** API's URL, for an edit. */
    url: string;
    html_url: string;
    body: string | null;
    user: { login: string } | null;
}

/** GitHub's REST API for one repository. https://docs.github.com/en/rest */
export class GitHub {
    private constructor(
        private readonly api: string,
        private readonly graphql: string,
        readonly repository: string,
        private readonly token: string,
    ) {}

    /**
     * The repository of a workflow, by the variables that GitHub sets.
     * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
     *
     * @throws {@link UserError} with the variables that are not set.
     */
    static fromEnvironment(env: NodeJS.ProcessEnv): GitHub {
        const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository } = env;
        if (!token || !repository) {
            throw new UserError([
                ...(token ? [] : ["GITHUB_TOKEN: not set. --post needs a token with write access."]),
                ...(repository
                    ? []
                    : ["GITHUB_REPOSITORY: not set. Set it to OWNER/NAME, as GitHub Actions does."]),
            ]);
        }
        return new GitHub(
            env["GITHUB_API_URL"] ?? "https://api.github.com",
            env["GITHUB_GRAPHQL_URL"] ?? "https://api.github.com/graphql",
            repository,
            token,
        );
    }

    /** All posts of a list, through all its pages. */
    async list(path: string): Promise<Post[]> {
        const posts: Post[] = [];
        let url: string | undefined = this.urlOf(`${path}${path.includes("?") ? "&" : "?"}per_page=100`);
        while (url !== undefined) {
            const response: Response = await this.request("GET", url);
            posts.push(...((await response.json()) as Post[]));
            url = /<([^>]+)>; *rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
        }
        return posts;
    }

    async create(path: string, fields: Record<string, unknown>): Promise<Post> {
        return (await (await this.request("POST", this.urlOf(path), fields)).json()) as Post;
    }

    async edit({ url }: Post, fields: Record<string, unknown>): Promise<Post> {
        return (await (await this.request("PATCH", url, fields)).json()) as Post;
    }

    /** Whether the owner of this token wrote a post. */
    async isOwn(): Promise<(post: Post) => boolean> {
        // A workflow's token cannot request /user, but the viewer, which is github-actions[bot] then.
        const response = await this.request("POST", this.graphql, { query: "{ viewer { login } }" });
        const { data } = (await response.json()) as { data?: { viewer?: { login?: string } } };
        const viewer = data?.viewer?.login;
        if (viewer === undefined) {
            throw new UserError([`GitHub did not report the owner of GITHUB_TOKEN. Nothing was posted.`]);
        }
        return ({ user }) => user?.login === viewer;
    }

    private urlOf(path: string): string {
        return `${this.api}/repos/${this.repository}/${path}`;
    }

    private async request(method: string, url: string, body?: unknown): Promise<Response> {
        const subject = `${method} ${new URL(url).pathname}`;
        let response: Response;
        try {
            response = await fetch(url, {
                method,
                headers: {
                    accept: "application/vnd.github+json",
                    authorization: `Bearer ${this.token}`,
                    "x-github-api-version": "2022-11-28",
                },
                ...(body === undefined ? {} : { body: JSON.stringify(body) }),
                signal: AbortSignal.timeout(TIMEOUT),
            });
        } catch (error) {
            const { message, cause } = error as Error;
            throw new UserError([
                `GitHub did not respond to ${subject}: ${cause instanceof Error ? cause.message : message}`,
            ]);
        }
        if (!response.ok) {
            throw new GitHubError(subject, response.status, await reasonOf(response));
        }
        return response;
    }
}

/** The message of an error, with those of its fields. */
async function reasonOf(response: Response): Promise<string> {
    const text = await response.text();
    try {
        const { message, errors = [] } = JSON.parse(text) as {
            message: string;
            errors?: { message?: string }[];
        };
        return [message, ...errors.flatMap((error) => error.message ?? [])].join(": ");
    } catch {
        return text.slice(0, 200) || response.statusText;
    }
}
