import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import type { z } from "zod";
import type { CiAccess } from "../bootstrap/ciAccess";
import {
    boundaryArn,
    ciRoleArn,
    GITHUB,
    CI_PROJECT,
    type Purpose,
    STATE_KEY_ALIAS,
    stateBucketName,
} from "../bootstrap/ciAccount";
import type { AccountFacts } from "../bootstrap/readAccount";
import type { PlannedStack } from "../bootstrap/rights";
import { subjectOf } from "../bootstrap/trustPolicy";
import type { UpdateOptions } from "../bootstrap/updateCi";
import { Graph } from "../graph/graph";
import type { Location } from "../lib/arn";
import { getPath } from "../lib/getPath";
import { UserError } from "../lib/userError";
import { wrap } from "../lib/wrap";
import { accountId } from "../stacks/accountId";
import { configValue } from "../stacks/configValue";
import { text } from "../stacks/field";
import { formatValue } from "../stacks/formatValue";
import { readProject } from "../stacks/project";
import { region as regionField } from "../stacks/region";
import { readStackFile, type StackFile } from "../stacks/stackFile";
import { EXIT } from "./exitStatus";
import type { Streams } from "./reportFailure";
import { runCommand } from "./runCommand";

/** The environment of the command, in addition to the file system and AWS. */
export interface BootstrapContext extends Streams {
    /** Folder of the project. */
    root: string;
    /** Runs `index.ts` and returns its exports. */
    program: () => unknown;
    /** Checks the credentials, and reads what the account has. Called with `--yes` only. */
    readAccount: (place: Location) => Promise<AccountFacts>;
    /** Creates or updates the resources. Called with `--yes` only. */
    update: (options: UpdateOptions) => Promise<unknown>;
}

interface BootstrapOptions {
    account?: string;
    region?: string;
    repository?: string;
    yes?: true;
    json?: true;
}

/** Source: GitHub docs, "Create a repository" and "Username considerations": the characters of both names. */
const REPOSITORY = text(
    /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?\/(?!\.{1,2}$)[\w.-]{1,100}$/,
    "a repository on GitHub as organization/name, such as example/connect",
);

interface OwnStack extends PlannedStack {
    /** ARNs of the roles and users that administer the cluster, and of those that read it. */
    access: Record<AccessList, string[]>;
}

/** Settings of the cluster that list roles. */
type AccessList = "administratorRoleArns" | "viewerRoleArns";

/** The list that a role for CI belongs to. */
const LISTS: Record<Purpose, AccessList> = { preview: "viewerRoleArns", deploy: "administratorRoleArns" };

const PURPOSES: readonly Purpose[] = ["preview", "deploy"];

/**
 * `npm run bootstrap`: prints what CI needs in an account once, and creates it with `--yes`.
 *
 * @param args arguments as the shell passes them, without the command's own name.
 * @returns the exit status.
 */
export async function bootstrapCommand(args: string[], context: BootstrapContext): Promise<number> {
    return runCommand(defineBootstrapCommand(), args, context, async (command) => {
        await run(command.opts<BootstrapOptions>(), context);
        return EXIT.done;
    });
}

/** The options of the command. */
export function defineBootstrapCommand(): Command {
    return new Command("npm run bootstrap --")
        .description(
            "Print what CI needs in an AWS account once: the bucket and key of the state, GitHub's identity provider, and for each stack of the account a role that reads and a role that deploys. Nothing is created without --yes.",
        )
        .option("--account <id>", "AWS account, whose stacks are those with it in aws:allowedAccountIds")
        .option("--region <region>", "region of the state bucket and its key")
        .option("--repository <name>", "repository on GitHub, as organization/name")
        .option("--yes", "create or update it with the Pulumi CLI and your credentials")
        .option("--json", "print only data, with each policy")
        .addHelpText(
            "after",
            [
                "",
                "Examples:",
                "  npm run bootstrap -- --account 123456789012 --region us-east-1 --repository example/connect",
                "  npm run bootstrap -- --account 123456789012 --region us-east-1 --repository example/connect --json",
                "  npm run bootstrap -- --account 123456789012 --region us-east-1 --repository example/connect --yes",
                "",
                "Exit status: 0 printed or created; 1 an option or a stack's settings are wrong, or the update failed;",
                "2 wrong usage.",
            ].join("\n"),
        )
        .allowExcessArguments(false)
        .showHelpAfterError(
            "(Options come after two dashes: npm run bootstrap -- --account 123456789012. --help lists them.)",
        )
        .exitOverride();
}

async function run(options: BootstrapOptions, context: BootstrapContext): Promise<void> {
    const { place, repository } = checkOptions(options);
    const stacks = await planStacks(place, context);
    const { ciAccess } = await import("../bootstrap/ciAccess");
    const access = ciAccess({ place, repository }, stacks);
    if (options.json === true) {
        context.out(`${JSON.stringify(answer(place, access), null, 4)}\n`);
    } else {
        context.out(report(place, access));
    }
    if (options.yes !== true) {
        return;
    }
    const { hasForeignProvider, isInBucket } = await context.readAccount(place);
    await context.update({
        folder: join(context.root, "bootstrap"),
        stack: place.account,
        config: {
            "aws:region": place.region,
            "aws:allowedAccountIds": [place.account],
            [`${CI_PROJECT}:createGithubProvider`]: !hasForeignProvider,
            [`${CI_PROJECT}:access`]: access,
        },
        backend: backendOf(place),
        isInBucket,
        onOutput: context.err,
    });
    if (options.json !== true) {
        context.out(nextSteps(place, stacks, repository));
    }
}

function checkOptions({ account, region, repository }: BootstrapOptions): {
    place: Location;
    repository: string;
} {
    const errors = [
        ...optionErrors("--account", account, accountId()),
        ...optionErrors("--region", region, regionField()),
        ...optionErrors("--repository", repository, REPOSITORY),
    ];
    if (errors.length > 0 || account === undefined || region === undefined || repository === undefined) {
        throw new UserError(errors);
    }
    return { place: { account, region, partition: "aws" }, repository };
}

function optionErrors(option: string, value: string | undefined, field: z.ZodType): string[] {
    const { error } = field.safeParse(value);
    return error === undefined
        ? []
        : [`${option}: must be ${error.issues[0]?.message ?? "valid"}, got ${formatValue(value)}.`];
}

/** Plans the stacks of the account. Their rights follow from their resources. */
async function planStacks(
    { account, partition }: Location,
    { root, program }: BootstrapContext,
): Promise<OwnStack[]> {
    const project = readProject(root);
    const files = readdirSync(root)
        .filter((file) => /^Pulumi\.[\w.-]+\.ya?ml$/.test(file))
        .map((file) => readStackFile(join(root, file), { stacks: root, paths: root }, project));
    const own = files.filter((file) => accountsOf(file).includes(account));
    if (own.length === 0) {
        throw new UserError([
            `--account ${account}: must be the account of a stack in this folder. These have other ones:`,
            ...files.map((file) => `  Pulumi.${file.stack}.yaml: ${accountsOf(file).join(", ") || "none"}`),
            `Run pulumi config set --stack STACK --path 'aws:allowedAccountIds[0]' ${account}, and set the rest of its file.`,
        ]);
    }
    const imported = own.find(({ environments }) => environments.length > 0);
    if (imported !== undefined) {
        throw new UserError([
            `Pulumi.${imported.stack}.yaml takes values from ESC environments, which are not known offline. Write the values that ` +
                "decide which resources there are to the file.",
        ]);
    }
    const { offlinePlan } = await import("../simulation/offlinePlan");
    const planned: OwnStack[] = [];
    for (const file of own) {
        const { deployment } = await offlinePlan(
            program,
            file,
            false,
            () => undefined,
            async (object) => {
                const { readS3Text } = await import("../recovery/aws/s3");
                return readS3Text(object);
            },
        );
        const region = file.config["aws:region"] ?? "";
        planned.push({
            name: file.stack,
            project: file.project,
            place: { account, region, partition },
            graph: new Graph(deployment),
            access: {
                administratorRoleArns: listIn(file, "administratorRoleArns"),
                viewerRoleArns: listIn(file, "viewerRoleArns"),
            },
        });
    }
    return planned;
}

function accountsOf({ config }: StackFile): string[] {
    const accounts = configValue(config["aws:allowedAccountIds"] ?? "[]");
    return Array.isArray(accounts) ? accounts.map(String) : [];
}

function listIn({ config }: StackFile, name: AccessList): string[] {
    const list = getPath(configValue(config["posit-connect:cluster"] ?? "{}"), [name]);
    return Array.isArray(list) ? list.map(String) : [];
}

function backendOf(place: Location): string {
    return `s3://${stateBucketName(place)}?region=${place.region}`;
}

/** Everything that is created, as data. */
function answer(place: Location, access: CiAccess): object {
    return {
        account: place.account,
        region: place.region,
        repository: access.repository,
        backend: backendOf(place),
        key: STATE_KEY_ALIAS,
        identityProvider: GITHUB,
        boundary: { arn: boundaryArn(place), policy: access.boundary },
        roles: Object.entries(access.stacks).flatMap(([stack, policies]) =>
            PURPOSES.map((purpose) => ({
                arn: ciRoleArn(place, stack, purpose),
                trusts: subjectOf(access.repository, stack, purpose),
                policies: policies[purpose],
            })),
        ),
    };
}

function report(place: Location, access: CiAccess): string {
    const roles = Object.entries(access.stacks).flatMap(([stack, policies]) =>
        PURPOSES.flatMap((purpose) => {
            const statements = policies[purpose].flatMap(({ Statement: all }) => all);
            const actions = [...new Set(statements.flatMap(({ Action: all }) => all))];
            const services = [...new Set(actions.map((action) => action.split(":")[0]))].sort().join(", ");
            return [
                "",
                `Role ${ciRoleArn(place, stack, purpose)}`,
                `  trusts    ${subjectOf(access.repository, stack, purpose)}`,
                `  rights    ${actions.length} actions in ${policies[purpose].length} policies${purpose === "preview" ? ", which only read" : ""}`,
                ...wrap(services, 86).map((line, i) => `${i === 0 ? "  services  " : "            "}${line}`),
            ];
        }),
    );
    return [
        `CI of ${access.repository} in account ${place.account}`,
        "",
        `State     ${backendOf(place)}`,
        `Key       ${STATE_KEY_ALIAS}, for the state and the stacks' secrets`,
        `Provider  ${GITHUB}`,
        `Boundary  ${boundaryArn(place)}`,
        ...roles,
        "",
        "--json prints each policy, and --yes creates all of this.",
        "",
    ].join("\n");
}

function nextSteps(place: Location, stacks: readonly OwnStack[], repository: string): string {
    const commands = stacks.flatMap(({ name, access, place: { region } }) => [
        "",
        `  pulumi config set --stack ${name} --path posit-connect:iam.permissionsBoundaryArn ${boundaryArn(place)}`,
        ...PURPOSES.flatMap((purpose) => {
            const list = LISTS[purpose];
            const role = ciRoleArn(place, name, purpose);
            return access.administratorRoleArns.includes(role) || access[list].includes(role)
                ? []
                : [
                      `  pulumi config set --stack ${name} --path 'posit-connect:cluster.${list}[${access[list].length}]' ${role}`,
                  ];
        }),
        ...PURPOSES.flatMap((purpose) => {
            const set = `  gh variable set --repo ${repository} --env ${purpose === "deploy" ? name : `${name}-preview`}`;
            return [
                `${set} AWS_ROLE_ARN --body ${ciRoleArn(place, name, purpose)}`,
                `${set} AWS_REGION --body ${region}`,
                `${set} PULUMI_BACKEND_URL --body '${backendOf(place)}'`,
            ];
        }),
    ]);
    return [
        "Created. Then connect the stacks and GitHub with it; docs/bootstrap.md explains each line:",
        ...commands,
        "",
    ].join("\n");
}
