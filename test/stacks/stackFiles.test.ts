import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { expect } from "chai";
import { parse } from "yaml";
import { connect } from "../../catalog/connect";
import { needsBeforeUp } from "../../stacks/needs";
import { parseSettings } from "../../stacks/parseSettings";
import { settingsDocs } from "../../stacks/settingsDocs";
import { missingSecrets, secretPlaceholders } from "../../stacks/secrets";
import { withoutOrganization } from "../../stacks/stackFile";
import { engineConfig, IDENTITY, SECRET_KEYS, type Config } from "./config";

const ROOT = join(__dirname, "../..");

/** The original stack files: users edit those in the root. */
const EXAMPLES = join(ROOT, "test/examples");

interface StackFile {
    config: Config;
}

function stackFile(stack: string, folder = EXAMPLES): StackFile {
    return parse(readFileSync(join(folder, `Pulumi.${stack}.yaml`), "utf8")) as StackFile;
}

/** The settings of a stack's file, with a placeholder for each secret that it requires or has. */
function loaded({ config }: StackFile) {
    const open = Object.entries(config).filter(([key]) => !SECRET_KEYS.includes(key));
    const plain = engineConfig(Object.fromEntries(open));
    const keys = [...missingSecrets(plain, []).map(({ key }) => key), ...Object.keys(config)];
    const secrets = keys.filter((key) => SECRET_KEYS.includes(key)).map((key) => [key, "a secret"] as const);
    return parseSettings({ ...plain, ...Object.fromEntries(secrets) }, SECRET_KEYS, IDENTITY);
}

const DEFAULT_CONNECT = {
    allowUntestedVersions: false,
    strategy: "RollingUpdate",
    chart: connect.chart,
    version: connect.version,
    images: connect.images,
    resources: { requests: { cpu: "2", memory: "4Gi" }, limits: { cpu: "4", memory: "8Gi" } },
    executionEnvironments: [connect.executionEnvironment],
    content: {
        namespace: "posit-connect-content",
        quota: { cpu: 26.64, memoryGiB: 105.99, pods: 208 },
        resources: { cpuRequest: 0.25, cpuLimit: 2, memoryRequestGiB: 0.5, memoryLimitGiB: 4 },
        maxCpu: 4,
        maxMemoryGiB: 16,
        egressCidrs: [],
    },
    packageManagerUrl: "https://packagemanager.posit.co",
    packageRepositories: {
        r: { repository: "cran", snapshot: "latest" },
        python: { repository: "pypi", snapshot: "latest" },
    },
    scheduler: {
        minProcesses: 0,
        maxProcesses: 3,
        maxConnectionsPerProcess: 20,
        loadFactor: 0.5,
        initTimeoutSeconds: 300,
        idleTimeoutSeconds: 120,
    },
    prometheus: true,
    config: {},
    environment: { servers: {}, content: {} },
    volumes: [],
};

const nodeGroup = (changes: object) => ({
    capacity: "onDemand",
    instanceTypes: ["t3.2xlarge"],
    diskGiB: 100,
    labels: {},
    taints: [],
    ...changes,
});

const CONTROLLER = {
    chart: "aws-load-balancer-controller",
    repository: "https://aws.github.io/eks-charts",
};

const ACCOUNT = { id: "123456789012", region: "us-east-1", partition: "aws" };

const DEV = {
    account: ACCOUNT,
    signIn: {},
    tags: { environment: "dev" },
    budget: {},
    iam: {},
    protect: false,
    acknowledgedChanges: [],
    network: {
        availabilityZones: ["us-east-1a", "us-east-1b"],
        cidrBlock: "10.0.0.0/16",
        natGateways: "Single",
        interfaceEndpoints: false,
        flowLogRetentionDays: 7,
    },
    cluster: {
        version: "1.35",
        addOnVersions: {},
        upgradePolicy: "STANDARD",
        publicAccessCidrs: ["203.0.113.0/24"],
        privateAccessCidrs: [],
        administratorRoleArns: ["arn:aws:iam::123456789012:role/deployer"],
        viewerRoleArns: [],
        sessionManager: false,
        logRetentionDays: 7,
        deletionProtection: false,
        nodeGroups: {
            general: nodeGroup({ role: "general", minSize: 2, maxSize: 4 }),
        },
        contentDrainTimeoutMinutes: 0,
        zonalShift: true,
        autoscaling: "none",
        autoscaler: { chart: "cluster-autoscaler", repository: "https://kubernetes.github.io/autoscaler" },
        devicePlugin: {
            chart: "nvidia-device-plugin",
            repository: "https://nvidia.github.io/k8s-device-plugin",
        },
        karpenter: {
            chart: "oci://public.ecr.aws/karpenter/karpenter",
            crdChart: "oci://public.ecr.aws/karpenter/karpenter-crd",
            repository: "",
        },
        controller: CONTROLLER,
    },
    database: {
        instanceClass: "db.m5.large",
        engineVersion: "15",
        maintenanceWindow: "sat:21:00-sat:22:00",
        storageGiB: 20,
        maxStorageGiB: 100,
        backupRetentionDays: 7,
        logRetentionDays: 7,
        deletionProtection: false,
        finalSnapshot: false,
    },
    fileSystem: { infrequentAccessAfterDays: 30 },
    backup: {
        weeklyRetentionDays: 14,
        vaultLock: "none",
        complianceCannotBeUndone: false,
        complianceGraceDays: 14,
        restoreTests: false,
    },
    loadBalancer: {
        internal: false,
        dnsRecord: true,
        selfSignedCertificate: true,
        allowedCidrs: ["203.0.113.0/24"],
        deletionProtection: false,
        accessLogRetentionDays: 7,
        wafLogRetentionDays: 7,
        idleTimeoutSeconds: 3600,
        stickinessSeconds: 86400,
    },
    connect: { replicas: 2, ...DEFAULT_CONNECT, authentication: { provider: "password" } },
};

const PROD = {
    account: ACCOUNT,
    signIn: {},
    tags: { environment: "prod" },
    budget: {},
    iam: {},
    protect: true,
    acknowledgedChanges: [],
    network: {
        availabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
        cidrBlock: "10.0.0.0/16",
        natGateways: "OnePerAz",
        interfaceEndpoints: false,
        flowLogRetentionDays: 90,
    },
    cluster: {
        version: "1.35",
        addOnVersions: {},
        upgradePolicy: "STANDARD",
        publicAccessCidrs: [],
        privateAccessCidrs: ["192.0.2.0/24"],
        administratorRoleArns: ["arn:aws:iam::123456789012:role/deployer"],
        viewerRoleArns: [],
        sessionManager: false,
        logRetentionDays: 90,
        deletionProtection: true,
        nodeGroups: {
            servers: nodeGroup({ role: "servers", minSize: 3, maxSize: 3 }),
            content: nodeGroup({ role: "content", minSize: 3, maxSize: 6 }),
        },
        contentDrainTimeoutMinutes: 15,
        zonalShift: true,
        autoscaling: "none",
        autoscaler: { chart: "cluster-autoscaler", repository: "https://kubernetes.github.io/autoscaler" },
        devicePlugin: {
            chart: "nvidia-device-plugin",
            repository: "https://nvidia.github.io/k8s-device-plugin",
        },
        karpenter: {
            chart: "oci://public.ecr.aws/karpenter/karpenter",
            crdChart: "oci://public.ecr.aws/karpenter/karpenter-crd",
            repository: "",
        },
        controller: CONTROLLER,
    },
    database: {
        instanceClass: "db.m5.large",
        engineVersion: "15",
        maintenanceWindow: "sat:21:00-sat:22:00",
        storageGiB: 20,
        maxStorageGiB: 100,
        backupRetentionDays: 35,
        logRetentionDays: 90,
        deletionProtection: true,
        finalSnapshot: true,
    },
    fileSystem: { infrequentAccessAfterDays: 30 },
    backup: {
        weeklyRetentionDays: 90,
        copyRegion: "us-west-2",
        vaultLock: "governance",
        complianceCannotBeUndone: false,
        complianceGraceDays: 14,
        restoreTests: true,
    },
    loadBalancer: {
        domainName: "connect.example.com",
        hostedZoneId: "Z0123456789EXAMPLE",
        internal: false,
        dnsRecord: true,
        selfSignedCertificate: false,
        allowedCidrs: ["0.0.0.0/0"],
        deletionProtection: true,
        accessLogRetentionDays: 90,
        wafLogRetentionDays: 90,
        idleTimeoutSeconds: 3600,
        stickinessSeconds: 86400,
    },
    connect: {
        replicas: 3,
        ...DEFAULT_CONNECT,
        content: { ...DEFAULT_CONNECT.content, quota: { cpu: 46.56, memoryGiB: 171.77, pods: 324 } },
        authentication: {
            provider: "oidc",
            issuer: "https://login.example.com",
            clientId: "example-client-id",
            scopes: [],
            usernameClaim: "preferred_username",
            groupsClaim: "groups",
            groupsAutoProvision: false,
        },
    },
};

const ACCOUNT_NEED = {
    command: "pulumi config set --path 'aws:allowedAccountIds[0]' '<ID of your account>'",
    note: "123456789012 is an example",
};

describe("the example stack files", () => {
    for (const [stack, settings] of Object.entries({ dev: DEV, prod: PROD })) {
        it(`load unchanged, except for secrets (${stack})`, () => {
            expect(loaded(stackFile(stack))).to.deep.equal({ settings });
        });
    }

    it("require their secrets and their own values, each with its command", () => {
        expect(needsBeforeUp(engineConfig(stackFile("dev").config), [])).to.deep.equal([
            { command: "pulumi config set --secret posit-connect:license < license.lic" },
            ACCOUNT_NEED,
            {
                command:
                    "pulumi config set --path 'posit-connect:cluster.publicAccessCidrs[0]' '<your own network>'",
                note: "203.0.113.0/24 is an example",
            },
            {
                command:
                    "pulumi config set --path 'posit-connect:cluster.administratorRoleArns[0]' '<one in your account>'",
                note: "arn:aws:iam::123456789012:role/deployer is an example",
            },
            {
                command:
                    "pulumi config set --path 'posit-connect:loadBalancer.allowedCidrs[0]' '<your own network>'",
                note: "203.0.113.0/24 is an example",
            },
        ]);
        expect(
            needsBeforeUp(engineConfig(stackFile("prod").config), ["posit-connect:license"]),
        ).to.deep.equal([
            { command: "pulumi config set --secret posit-connect:oidcClientSecret" },
            ACCOUNT_NEED,
            {
                command:
                    "pulumi config set --path 'posit-connect:cluster.privateAccessCidrs[0]' '<your own network>'",
                note: "192.0.2.0/24 is an example",
            },
            {
                command:
                    "pulumi config set --path 'posit-connect:cluster.administratorRoleArns[0]' '<one in your account>'",
                note: "arn:aws:iam::123456789012:role/deployer is an example",
            },
            {
                command:
                    "pulumi config set --path 'posit-connect:loadBalancer.domainName' '<one in your own domain>'",
                note: "connect.example.com is an example",
            },
            {
                command:
                    "pulumi config set --path 'posit-connect:loadBalancer.hostedZoneId' '<ID of your hosted zone>'",
                note: "Z0123456789EXAMPLE is an example",
            },
            {
                command:
                    "pulumi config set --path 'posit-connect:connect.authentication.issuer' '<one in your own domain>'",
                note: "https://login.example.com is an example",
            },
            {
                command:
                    "pulumi config set --path 'posit-connect:connect.authentication.clientId' " +
                    "'<client ID from your provider>'",
                note: "example-client-id is an example",
            },
        ]);
    });

    it("require nothing more once those are set", () => {
        const config = engineConfig({
            "aws:region": "eu-west-1",
            "aws:allowedAccountIds": '["111122223333"]',
            "posit-connect:protect": true,
            "posit-connect:loadBalancer": {
                domainName: "connect.posit-example.co",
                hostedZoneId: "Z3EXAMPLES",
            },
            "posit-connect:cluster": { publicAccessCidrs: ["81.2.69.0/24"], administratorRoleArns: [] },
            "datadog:site": "example.com",
        });
        expect(needsBeforeUp(config, ["posit-connect:license"])).to.deep.equal([]);
    });
});

describe("the files made from the schema", () => {
    it("are current: `npm run settings` would change nothing", async () => {
        for (const [file, text] of Object.entries(await settingsDocs())) {
            expect(readFileSync(join(ROOT, file), "utf8"), file).to.equal(text);
        }
    });
});

const validate = new Ajv().compile(
    JSON.parse(readFileSync(join(ROOT, "Pulumi.schema.json"), "utf8")) as Record<string, unknown>,
);

describe("the stack files in use", () => {
    for (const stack of ["dev", "prod"].filter((name) => existsSync(join(ROOT, `Pulumi.${name}.yaml`)))) {
        it(`are valid (${stack})`, () => {
            const file = stackFile(stack, ROOT);
            expect(validate(file), JSON.stringify(validate.errors)).to.equal(true);
            expect(loaded(file).errors).to.equal(undefined);
        });
    }
});

describe("the JSON schema of stack files", () => {
    const withConfig = (changes: Config) => ({ config: { ...stackFile("prod").config, ...changes } });

    it("admits the examples, encrypted secrets and other programs' keys", () => {
        for (const stack of ["dev", "prod"]) {
            expect(validate(stackFile(stack)), JSON.stringify(validate.errors)).to.equal(true);
        }
        expect(
            validate({
                ...withConfig({ "posit-connect:license": { secure: "v1:abc" }, "aws:profile": "me" }),
                encryptionsalt: "v1:abc",
            }),
        ).to.equal(true);
    });

    const written: Record<string, Config> = {
        "a list": { "aws:allowedAccountIds": '["222222222222"]' },
        "a flag": { "posit-connect:protect": "true" },
        tags: { "posit-connect:tags": '{"team":"data"}' },
        "a network": {
            "posit-connect:network": '{"availabilityZones":["us-east-1a","us-east-1b","us-east-1c"]}',
        },
        "a section": { "posit-connect:connect": '{"replicas":3,"authentication":{"provider":"password"}}' },
    };
    for (const [what, changes] of Object.entries(written)) {
        it(`admits ${what} as \`pulumi config set\` writes it without --path, like the program`, () => {
            const file = withConfig(changes);
            expect(validate(file), JSON.stringify(validate.errors)).to.equal(true);
            expect(loaded(file).errors).to.equal(undefined);
        });
    }

    const broken: Record<string, Config> = {
        "an unknown section": { "posit-connect:netwrok": {} },
        "an unknown key": { "posit-connect:database": { storageGB: 20 } },
        "a string for a number": { "posit-connect:database": { storageGiB: "20" } },
        "a number below its range": { "posit-connect:connect": { replicas: 1 } },
        "one zone": { "posit-connect:network": { availabilityZones: ["us-east-1a"] } },
        "a secret in plain text": { "posit-connect:license": "plain" },
        "a text for a list": { "aws:allowedAccountIds": "222222222222" },
        "a text for a section": { "posit-connect:database": "big" },
        "a word for a flag": { "posit-connect:protect": "yes" },
        "an unknown region": { "aws:region": "nowhere" },
        "a way to log in without its settings": {
            "posit-connect:connect": { authentication: { provider: "oidc" } },
        },
    };
    for (const [what, changes] of Object.entries(broken)) {
        it(`rejects ${what}`, () => {
            expect(validate(withConfig(changes))).to.equal(false);
        });
    }

    it("rejects a file without settings", () => {
        expect(validate({ confg: {} })).to.equal(false);
    });
});

describe("a stack's name with its organization", () => {
    for (const [stack, name] of [
        ["prod", "prod"],
        ["acme/prod", "prod"],
        ["acme/posit-connect/prod", "prod"],
        ["stacks/Pulumi.prod.yaml", "stacks/Pulumi.prod.yaml"],
        ["../Pulumi.prod.yaml", "../Pulumi.prod.yaml"],
    ] as const) {
        it(`is ${name} for ${stack}`, () => {
            expect(withoutOrganization(stack, "posit-connect")).to.equal(name);
        });
    }

    it("must belong to the project", () => {
        expect(() => withoutOrganization("acme/website/prod", "posit-connect")).to.throw(
            "--stack acme/website/prod: must be a stack of the project posit-connect, which Pulumi.yaml names, got one of website.",
        );
    });
});

describe("the secrets that settings name", () => {
    const config = {
        "posit-connect:connect": JSON.stringify({
            environment: { servers: { TOKEN: { secret: "token" } }, content: { KEY: { secret: "key" } } },
        }),
    };

    it("are missing one by one, each with its command", () => {
        const missing = missingSecrets(config, ["posit-connect:license"]);
        expect(missing.map(({ key }) => key)).to.have.members([
            "posit-connect:extraSecrets.token",
            "posit-connect:extraSecrets.key",
        ]);
    });

    it("have placeholders that name them", () => {
        const { "posit-connect:extraSecrets": table = "" } = secretPlaceholders(config, []);
        expect(JSON.parse(table)).to.deep.equal({
            token: "placeholder for posit-connect:extraSecrets.token",
            key: "placeholder for posit-connect:extraSecrets.key",
        });
    });

    it("have placeholders that change with the encrypted text, of the secret or of all in a table", () => {
        const keys = ["posit-connect:license", "posit-connect:extraSecrets"];
        const placeholders = (texts: Record<string, string>) =>
            secretPlaceholders(config, keys, (key, path) => texts[[key, ...path].join(".")]);

        expect(
            placeholders({
                "posit-connect:license.secure": "v1:abcd",
                "posit-connect:extraSecrets.token.secure": "v1:efgh",
            }),
        ).to.deep.equal({
            "posit-connect:license": "placeholder for posit-connect:license, 765e89dbf732613b",
            "posit-connect:extraSecrets": JSON.stringify({
                token: "placeholder for posit-connect:extraSecrets.token, 4b6b1920bc219409",
                key: "placeholder for posit-connect:extraSecrets.key",
            }),
        });
        const table = placeholders({ "posit-connect:extraSecrets.secure": "v1:efgh" });
        expect(JSON.parse(table["posit-connect:extraSecrets"] ?? "")).to.deep.equal({
            token: "placeholder for posit-connect:extraSecrets.token, 4b6b1920bc219409",
            key: "placeholder for posit-connect:extraSecrets.key, 4b6b1920bc219409",
        });
    });
});
