import type { DeployedResource, Deployment } from "../../simulation/deployment";
import { Analyzer, ConfigurationRejected, type Diagnostic, type PackInfo } from "./analyzer";
import { reconcile } from "./configuration";
import { describeUnused } from "../../policy/waiver";
import type { Judgement, Violation } from "./judgement";
import { type LevelFile, levelFileError } from "./levelFile";
import type { PackProcess } from "./packProcess";
import { Requests } from "./requests";

/** The pack's policy that reports used and unused waivers. */
const WAIVED = "waived";

/** A connection to a configured pack. */
interface Session {
    analyzer: Analyzer;
    info: PackInfo;
}

/**
 * Checks a deployment as Pulumi's engine does: each resource when it is registered, then the stack. {@link
 * Judge.verdict} throws earlier errors.
 */
export class Judge {
    /** Settles when the pack is ready. */
    readonly ready: Promise<unknown>;

    private readonly session: Promise<Session>;
    private readonly requests = new Requests();
    private readonly found = new Map<string, Promise<Violation[]>>();

    constructor(
        pack: PackProcess,
        timeoutMs: number,
        stack: Parameters<Analyzer["configureStack"]>[0],
        private readonly levelFile: LevelFile,
    ) {
        this.session = this.begin(pack, timeoutMs, stack);
        this.session.catch(() => undefined);
        this.ready = this.session;
    }

    /** Sends a resource to the pack when it is ready. */
    resource(resource: DeployedResource): void {
        const request = this.requests.resource(resource);
        const found = this.session.then(async (session) =>
            (await session.analyzer.analyze(request)).map((diagnostic) =>
                toViolation(diagnostic, resource.urn, session),
            ),
        );
        found.catch(() => undefined);
        this.found.set(resource.urn, found);
    }

    /**
     * @param deployment the resources that were sent to the pack, with their outputs.
     * @throws {@link UserError} if the pack does not start, rejects the level file or fails.
     */
    async verdict({ deployment: { resources } }: Deployment): Promise<Judgement> {
        const session = await this.session;
        const ofResources = await Promise.all(
            resources.map(async ({ urn }) => (await this.found.get(urn)) ?? []),
        );
        const diagnostics = await session.analyzer.analyzeStack(this.requests.stack(resources));
        const outcome = await session.analyzer.lastOutcome();
        // The engine reports a finding that names no resource of the stack as the stack's own.
        const stackUrn = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
        const ofStack = diagnostics
            // In an outcome, waivers are data.
            .filter(({ policy }) => outcome === undefined || policy !== WAIVED)
            .map((diagnostic) =>
                toViolation(diagnostic, this.found.has(diagnostic.urn) ? diagnostic.urn : stackUrn, session),
            );
        const note = session.info.policies.find(({ name }) => name === WAIVED);
        const unused = note === undefined ? [] : (outcome?.unused ?? []);
        return {
            pack: session.info,
            levelFile: this.levelFile.name,
            policies: session.info.policies,
            violations: [
                ...ofResources.flat(),
                ...ofStack,
                ...unused.map((waiver) => ({
                    policy: WAIVED,
                    mandatory: note?.level === "mandatory",
                    urn: stackUrn,
                    sentence: describeUnused(waiver),
                    remedy: "",
                })),
            ],
            waived: outcome?.waived ?? [],
            unverified: outcome?.unverified ?? [],
        };
    }

    private async begin(
        pack: PackProcess,
        timeoutMs: number,
        stack: Parameters<Analyzer["configureStack"]>[0],
    ): Promise<Session> {
        const analyzer = new Analyzer(pack, await pack.port, timeoutMs);
        const [info] = await Promise.all([analyzer.info(), analyzer.configureStack(stack)]);
        const config = reconcile(info.policies, this.levelFile.given);
        try {
            await analyzer.configure(config);
        } catch (error) {
            throw error instanceof ConfigurationRejected
                ? levelFileError(this.levelFile.name, error.message.split("\n"))
                : error;
        }
        const policies = info.policies
            .map((policy) => ({ ...policy, level: config.get(policy.name)?.level ?? policy.level }))
            .filter(({ level }) => level !== "disabled");
        return { analyzer, info: { ...info, policies } };
    }
}

function toViolation(
    { policy, description, message, mandatory }: Diagnostic,
    urn: string,
    { info }: Session,
): Violation {
    const remedy = info.policies.find(({ name }) => name === policy)?.remedy ?? "";
    const sentence = withoutEnd(withoutStart(message, `${description}\n`), `\n${remedy}`);
    return { policy, mandatory, urn, sentence, remedy };
}

function withoutStart(text: string, start: string): string {
    return text.startsWith(start) ? text.slice(start.length) : text;
}

function withoutEnd(text: string, end: string): string {
    return text.endsWith(end) ? text.slice(0, text.length - end.length) : text;
}
