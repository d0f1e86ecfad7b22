import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A comment or an issue as GitHub returns it, without the fields that are not used here. */
export interface StoredPost {
    id: number;
    number?: number;
    title?: string;
    state?: string;
    body: string;
    user: { login: string };
    pull_request?: object;
}

interface Reply {
    status: number;
    body: unknown;
    headers?: Record<string, string>;
}

/** GitHub's limit for bodies. */
const LIMIT = 65_536;

/**
 * GitHub's API for comments and issues of one repository, on this machine.
 *
 * Sources: https://docs.github.com/en/rest/issues/comments, https://docs.github.com/en/rest/issues/issues,
 * https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api. The texts of the errors are GitHub's, as
 * quoted in https://github.com/actions/first-interaction/issues/10 and https://github.com/docker/scout-action/issues/66.
 */
export class FakeGitHub {
    readonly comments: StoredPost[] = [];
    readonly issues: StoredPost[] = [];
    /** Requests that change something, such as `POST /repos/example/connect/issues/7/comments`. */
    readonly writes: string[] = [];
    /** Permissions of the token: a workflow of a fork has a token that only reads. */
    canWrite = true;
    /** Replaces the answer to every request for comments or issues. */
    answer: Reply | undefined;
    private nextId = 1000;

    private constructor(private readonly server: Server) {}

    static async start(): Promise<FakeGitHub> {
        const server = createServer();
        const github = new FakeGitHub(server);
        server.on("request", (request, response) => {
            void github.reply(request).then(({ status, body, headers = {} }) => {
                response.writeHead(status, { "content-type": "application/json", ...headers });
                response.end(typeof body === "string" ? body : JSON.stringify(body));
            });
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return github;
    }

    /** The variables that GitHub sets in a job. */
    get env(): Record<string, string> {
        return {
            GITHUB_TOKEN: TOKEN,
            GITHUB_REPOSITORY: "example/connect",
            GITHUB_SERVER_URL: "https://github.com",
            GITHUB_API_URL: this.url,
            GITHUB_GRAPHQL_URL: `${this.url}/graphql`,
            GITHUB_RUN_ID: "42",
        };
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    private get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    private async reply(request: IncomingMessage): Promise<Reply> {
        const { method = "", url = "" } = request;
        const { pathname, searchParams } = new URL(url, this.url);
        const content = await text(request);
        const fields = (content === "" ? {} : JSON.parse(content)) as Record<string, string>;
        if (request.headers.authorization !== `Bearer ${TOKEN}`) {
            return { status: 401, body: { message: "Bad credentials" } };
        }
        if (pathname === "/graphql") {
            return { status: 200, body: { data: { viewer: { login: "github-actions[bot]" } } } };
        }
        if (this.answer !== undefined) {
            return this.answer;
        }
        const [, list = ""] = /^\/repos\/example\/connect\/(.+)$/.exec(pathname) ?? [];
        const comments = /^issues\/\d+\/comments$/.test(list);
        if (method === "GET" && (comments || list === "issues")) {
            const posts = comments
                ? this.comments
                : this.issues.filter(({ state }) => state === (searchParams.get("state") ?? "open"));
            return this.page(posts, pathname, searchParams);
        }
        if (!this.canWrite) {
            return { status: 403, body: { message: "Resource not accessible by integration" } };
        }
        if ((fields["body"]?.length ?? 0) > LIMIT) {
            const message = `Body is too long (maximum is ${LIMIT} characters)`;
            return {
                status: 422,
                body: {
                    message: "Validation Failed",
                    errors: [{ resource: "IssueComment", code: "unprocessable", field: "data", message }],
                },
            };
        }
        this.writes.push(`${method} ${pathname}`);
        if (method === "POST" && (comments || list === "issues")) {
            const id = this.nextId++;
            const post = { id, state: "open", body: "", user: { login: "github-actions[bot]" }, ...fields };
            (comments ? this.comments : this.issues).push(comments ? post : { ...post, number: id });
            return { status: 201, body: this.shown(post) };
        }
        const id = Number(/^issues\/(?:comments\/)?(\d+)$/.exec(list)?.[1]);
        const post = [...this.comments, ...this.issues].find((each) => each.id === id);
        if (method === "PATCH" && post !== undefined) {
            Object.assign(post, fields);
            return { status: 200, body: this.shown(post) };
        }
        return { status: 404, body: { message: "Not Found" } };
    }

    private page(posts: StoredPost[], path: string, query: URLSearchParams): Reply {
        const [size, page] = [Number(query.get("per_page") ?? 30), Number(query.get("page") ?? 1)];
        const rest = new URLSearchParams(query);
        rest.set("page", `${page + 1}`);
        return {
            status: 200,
            body: posts.slice((page - 1) * size, page * size).map((post) => this.shown(post)),
            headers:
                posts.length > page * size
                    ? {
                          link: `<${this.url}${path}?${rest.toString()}>; rel="next", <${this.url}>; rel="last"`,
                      }
                    : {},
        };
    }

    private shown(post: StoredPost): object {
        const path = this.issues.some(({ id }) => id === post.id) ? "issues" : "issues/comments";
        return {
            ...post,
            url: `${this.url}/repos/example/connect/${path}/${post.id}`,
            html_url: `https://github.com/example/connect/${path}/${post.id}`,
        };
    }
}

const TOKEN = "ghs_text-of-the-token";

/** The event of a pull request, without the fields that are not used here. */
export function pullRequestEvent(from: { fork?: true; author?: string } = {}): object {
    return {
        action: "synchronize",
        number: 7,
        pull_request: {
            number: 7,
            user: { login: from.author ?? "octocat" },
            head: {
                ref: "change",
                sha: "0123456789abcdef0123456789abcdef01234567",
                repo: { full_name: from.fork === true ? "octocat/connect" : "example/connect" },
            },
            base: { ref: "main", repo: { full_name: "example/connect" } },
        },
    };
}
