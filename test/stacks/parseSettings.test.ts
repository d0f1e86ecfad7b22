import { expect } from "chai";
import { limits } from "../../catalog/limits";
import { KUBERNETES_VERSIONS, kubernetesVersions } from "../../catalog/kubernetesVersions";
import {
    ADOPTED,
    LEAST,
    LEAST_CLUSTER,
    LICENSE,
    errorsOf,
    SECRET_KEYS,
    settingsOf,
    type Config,
} from "./config";

const network = (changes: Config) => ({
    "posit-connect:network": { availabilityZones: ["us-east-1a", "us-east-1b"], ...changes },
});
const adopt = (changes: Config) => ({
    "posit-connect:network": { adopt: { ...ADOPTED, ...changes } },
});
const cluster = (changes: Config) => ({ "posit-connect:cluster": { ...LEAST_CLUSTER, ...changes } });
const general = (changes: Config) => cluster({ nodeGroups: { general: changes } });
const database = (changes: Config) => ({ "posit-connect:database": changes });
const backup = (changes: Config) => ({ "posit-connect:backup": changes });
const loadBalancer = (changes: Config) => ({ "posit-connect:loadBalancer": changes });
const connect = (changes: Config) => ({ "posit-connect:connect": changes });

const manyBlocks = (number: number): string[] =>
    Array.from({ length: number }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);

const ZONE_ID = "Z0123456789ABCDEFGHIJ";
const CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";

const RECOVERY = {
    from: "manifest.json",
    database: { pointInTime: "2026-11-20T09:00:00Z" },
    fileSystem: { adopt: "fs-0123456789abcdef0", takenAt: "2026-11-20T09:00:00Z" },
};

/** A kind of error, sections with it, and every line of the report. */
const ERRORS: [string, Config, string[]][] = [
    [
        "a token in a URL",
        connect({ packageManagerUrl: "https://reader:EXAMPLETOKEN1234@packages.data-team.org" }),
        [
            'posit-connect:connect.packageManagerUrl: must be without credentials in a URL (settings are not encrypted), got "https://***@packages.data-team.org". Revoke the credential, and set a new one with posit-connect:packageManagerToken.',
        ],
    ],
    [
        "a credential in a text that is invalid for another reason too",
        connect({ packageManagerUrl: "ftp://reader:hunter2@packages.example.com" }),
        [
            'posit-connect:connect.packageManagerUrl: must be an https:// URL without a query and a trailing slash, such as https://packagemanager.posit.co, got "ftp://***@packages.example.com".',
            'posit-connect:connect.packageManagerUrl: must be without credentials in a URL (settings are not encrypted), got "ftp://***@packages.example.com". Revoke the credential, and set a new one with posit-connect:packageManagerToken.',
        ],
    ],
    [
        "credentials of an image's registry",
        connect({ images: { connect: "reader:hunter2@registry.example.com/connect" } }),
        [
            'posit-connect:connect.images.connect: must be an image\'s repository without a tag, such as registry.example.com/posit/connect, got "***@registry.example.com/connect".',
        ],
    ],
    [
        "a URL with credentials of an image's registry",
        connect({ images: { connect: "https://reader:hunter2@registry.example.com/connect" } }),
        [
            "posit-connect:connect.images.connect: must be an image's repository without a tag, such as registry.example.com/posit/connect, got \"https://***@registry.example.com/conne….",
            'posit-connect:connect.images.connect: must be without credentials in a URL (settings are not encrypted), got "https://***@registry.example.com/conne…. Revoke the credential, and set a new one with posit-connect:registryCredentials.',
        ],
    ],
    [
        "a chart's URL with credentials, and a repository",
        connect({ chart: { name: "oci://reader:hunter2@example.com/rstudio-connect" } }),
        [
            'posit-connect:connect.chart.name: must be without credentials in a URL (settings are not encrypted), got "oci://***@example.com/rstudio-connect". Revoke the credential, and log in to the registry with helm registry login.',
        ],
    ],
    [
        "a token in a chart's URL",
        connect({
            chart: { name: "https://a.example.com/?token=hunter2/rstudio-connect.tgz", repository: "" },
        }),
        [
            'posit-connect:connect.chart.name: must be without a token in a URL\'s query (settings are not encrypted), got "https://a.example.com/?token=***". Revoke the credential, and set repository, user and posit-connect:chartPassword instead.',
        ],
    ],
    [
        "credentials of a controller's repository, in its URL",
        cluster({ devicePlugin: { repository: "https://reader:hunter2@charts.example.com" } }),
        [
            'posit-connect:cluster.devicePlugin.repository: must be without credentials in a URL (settings are not encrypted), got "https://***@charts.example.com". Revoke the credential, and set user and posit-connect:chartPassword instead.',
        ],
    ],
    [
        "credentials in settings that providers or other programs read",
        {
            "aws:httpsProxy": "http://reader:hunter2@proxy.example.com:3128",
            "aws:endpoints": [{ s3: "https://reader:hunter2@s3.example.com" }],
            "monitoring:token": "glpat-abcdefghijklmnopqrst",
        },
        [
            'aws:httpsProxy: must be without credentials in a URL (settings are not encrypted), got "http://***@proxy.example.com:3128". Revoke the credential, and encrypt a new one with pulumi config set --secret aws:httpsProxy.',
            "aws:endpoints[0].s3: must be without credentials in a URL (settings are not encrypted), got \"https://***@s3.example.com\". Revoke the credential, and encrypt a new one with pulumi config set --secret --path 'aws:endpoints[0].s3'.",
            'monitoring:token: must be without a GitLab token (settings are not encrypted), got "***". Revoke the credential, and encrypt a new one with pulumi config set --secret monitoring:token.',
        ],
    ],
    [
        "a credential in a tag that has the name of a setting",
        { "posit-connect:tags": { environment: "https://reader:hunter2@example.com" } },
        [
            'posit-connect:tags.environment: must be without credentials in a URL (settings are not encrypted), got "https://***@example.com". Remove the credential, and revoke it.',
        ],
    ],
    [
        "a credential in Base64",
        connect({ environment: { servers: { FEED: "aHR0cHM6Ly9yZWFkZXI6aHVudGVyMkBleGFtcGxlLmNvbQ==" } } }),
        [
            'posit-connect:connect.environment.servers.FEED: must be without credentials in a URL (settings are not encrypted), got "***". Revoke the credential, and set a new one with posit-connect:connect.environment and posit-connect:extraSecrets.',
        ],
    ],
    [
        "a credential in JSON that escapes a part of it",
        connect({ environment: { servers: { FEED: '{"url":"https:\\/\\/a:hunter2\\u0040example.com"}' } } }),
        [
            "posit-connect:connect.environment.servers.FEED: must be without credentials in a URL (settings are not encrypted), got ***. Revoke the credential, and set a new one with posit-connect:connect.environment and posit-connect:extraSecrets.",
        ],
    ],
    [
        "a user of the device plugin's repository without a password",
        cluster({ devicePlugin: { user: "reader" } }),
        [
            "posit-connect:chartPassword: must be set, got nothing. Run pulumi config set --secret posit-connect:chartPassword.",
        ],
    ],
    [
        "credentials in a key of the user's own",
        { "posit-connect:tags": { "https://reader:hunter2@example.com": "a" } },
        [
            'posit-connect:tags: must be without credentials in a URL (settings are not encrypted), got {"https://***@example.com":"a"}. Remove the credential, and revoke it.',
        ],
    ],
    [
        "a chart's user without a password",
        cluster({ controller: { user: "reader" } }),
        [
            "posit-connect:chartPassword: must be set, got nothing. Run pulumi config set --secret posit-connect:chartPassword.",
        ],
    ],
    [
        "a chart's user without a repository",
        {
            ...connect({
                chart: { name: "oci://charts.example.com/rstudio-connect", repository: "", user: "reader" },
            }),
            "posit-connect:chartPassword": "hidden",
        },
        [
            'posit-connect:connect.chart.user: must be left out without a repository, got "reader". Log in to an oci:// registry with helm registry login.',
        ],
    ],
    [
        "a chart's password without a user",
        { "posit-connect:chartPassword": "hidden" },
        [
            "posit-connect:chartPassword: must be left out, as these settings do not use it. Run pulumi config rm posit-connect:chartPassword.",
        ],
    ],
    [
        "an unknown section with credentials in its key",
        { "posit-connect:https://reader:hunter2@example.com": "a" },
        [
            "posit-connect:https://***@example.com: must be a known setting. The nearest is posit-connect:registryCredentials.",
        ],
    ],
    [
        "an unknown section",
        { "posit-connect:netwrok": {}, "posit-connect:databse": {} },
        [
            "posit-connect:netwrok: must be a known setting. posit-connect:network is set already. Remove the unknown key.",
            "posit-connect:databse: must be a known setting. Did you mean posit-connect:database?",
        ],
    ],
    [
        "a section that resembles no known one",
        { "posit-connect:zebra": {} },
        ["posit-connect:zebra: must be a known setting. The nearest is posit-connect:tags."],
    ],
    [
        "the former name of a setting",
        { "posit-connect:recovery": { ...RECOVERY, live: true } },
        [
            "posit-connect:recovery.live: must be a known setting. Rename it to posit-connect:recovery.promoted.",
        ],
    ],
    [
        "an unknown key in a section",
        database({ storageGB: 20 }),
        [
            "posit-connect:database.storageGB: must be a known setting. Did you mean posit-connect:database.storageGiB?",
        ],
    ],
    [
        "an unknown key deep in a section",
        connect({ content: { quota: { memmoryGiB: 3 } } }),
        [
            "posit-connect:connect.content.quota.memmoryGiB: must be a known setting. Did you mean posit-connect:connect.content.quota.memoryGiB?",
        ],
    ],
    [
        "a nested key set without --path",
        { "posit-connect:database.storageGiB": 30 },
        [
            "posit-connect:database.storageGiB: must be set with --path. Run pulumi config rm posit-connect:database.storageGiB, then pulumi config set --path posit-connect:database.storageGiB.",
        ],
    ],
    [
        "a string for a number",
        database({ storageGiB: "20" }),
        [
            'posit-connect:database.storageGiB: must be a whole number of GiB from 20 to 65536 (RDS requires at least 20 GiB for PostgreSQL on gp3), got "20". Write it without quotes.',
        ],
    ],
    [
        "a word for a number",
        connect({ replicas: "three" }),
        [
            'posit-connect:connect.replicas: must be a whole number of servers from 2 to 10 (one does not survive the loss of its zone), got "three".',
        ],
    ],
    [
        "a number for a text",
        database({ engineVersion: 15 }),
        [
            'posit-connect:database.engineVersion: must be one of "14", "15", "16", "17" (the major versions that both Connect and RDS support; RDS chooses the minor one), got 15. Write it in quotes in the file, "15".',
        ],
    ],
    [
        "a string for a boolean",
        database({ finalSnapshot: "false" }),
        [
            'posit-connect:database.finalSnapshot: must be true or false, got "false". Write it without quotes.',
        ],
    ],
    [
        "a word for a boolean",
        { "posit-connect:protect": "yes" },
        ['posit-connect:protect: must be true or false, got "yes".'],
    ],
    [
        "a text for a section",
        { "posit-connect:fileSystem": "big" },
        ['posit-connect:fileSystem: must be a table of the settings infrequentAccessAfterDays, got "big".'],
    ],
    [
        "no region",
        { "aws:region": undefined },
        ["aws:region: must be a region whose RDS root certificates are known, got nothing."],
    ],
    [
        "an unknown region",
        { "aws:region": "us-esat-1" },
        [
            'aws:region: must be a region whose RDS root certificates are known (the nearest is us-east-1), got "us-esat-1".',
        ],
    ],
    [
        "no account",
        { "aws:allowedAccountIds": undefined },
        [
            'aws:allowedAccountIds: must be a list of exactly one account, such as ["123456789012"], got nothing.',
        ],
    ],
    [
        "two accounts",
        { "aws:allowedAccountIds": ["111122223333", "444455556666"] },
        [
            'aws:allowedAccountIds: must be a list of exactly one account, such as ["123456789012"], got ["111122223333","444455556666"].',
        ],
    ],
    [
        "an account that is not a list",
        { "aws:allowedAccountIds": "111122223333" },
        [
            'aws:allowedAccountIds: must be a list of exactly one account, such as ["123456789012"], got 111122223333.',
        ],
    ],
    [
        "an account that YAML reads as a number",
        { "aws:allowedAccountIds": [111122223333] },
        [
            'aws:allowedAccountIds[0]: must be an account id of 12 digits, such as "123456789012", got 111122223333. Write it in quotes in the file, "111122223333".',
        ],
    ],
    [
        "no network",
        { "posit-connect:network": undefined },
        [
            "posit-connect:network: must be a table with availabilityZones, or with adopt for an existing VPC, got nothing.",
        ],
    ],
    [
        "an empty network and an empty load balancer",
        { "posit-connect:network": "", "posit-connect:loadBalancer": null },
        [
            'posit-connect:network: must be a table with availabilityZones, or with adopt for an existing VPC, got "".',
            "posit-connect:loadBalancer: must be a table with a certificate: domainName with hostedZoneId or certificateArn, or selfSignedCertificate, got null.",
        ],
    ],
    [
        "a text for the network",
        { "posit-connect:network": "big" },
        [
            'posit-connect:network: must be a table of the settings availabilityZones, cidrBlock, natGateways, interfaceEndpoints, flowLogRetentionDays, got "big".',
        ],
    ],
    [
        "no load balancer",
        { "posit-connect:loadBalancer": undefined },
        [
            "posit-connect:loadBalancer: must be a table with a certificate: domainName with hostedZoneId or certificateArn, or selfSignedCertificate, got nothing.",
        ],
    ],
    [
        "one zone",
        network({ availabilityZones: ["us-east-1a"] }),
        [
            'posit-connect:network.availabilityZones: must be a list of two to six availability zones (also in dev: Multi-AZ is not a setting), got ["us-east-1a"].',
        ],
    ],
    [
        "one zone of another region",
        network({ availabilityZones: ["eu-west-1a"] }),
        [
            'posit-connect:network.availabilityZones: must be a list of two to six availability zones (also in dev: Multi-AZ is not a setting), got ["eu-west-1a"].',
            'posit-connect:network.availabilityZones[0]: must be a zone of us-east-1, the stack\'s region (aws:region), got "eu-west-1a".',
        ],
    ],
    [
        "a zone twice, a short name and a zone of another region",
        network({ availabilityZones: ["us-east-1a", "us-east-1a", "b", "us-east-2b"] }),
        [
            'posit-connect:network.availabilityZones[2]: must be the full name of an availability zone, such as us-east-1a, got "b".',
            'posit-connect:network.availabilityZones[1]: must be listed once, got "us-east-1a".',
            'posit-connect:network.availabilityZones[3]: must be a zone of us-east-1, the stack\'s region (aws:region), got "us-east-2b".',
        ],
    ],
    [
        "a text that is not a CIDR block",
        network({ cidrBlock: "10.0.0.0" }),
        [
            'posit-connect:network.cidrBlock: must be an IPv4 CIDR block, such as 10.0.0.0/32 for this address alone, got "10.0.0.0".',
        ],
    ],
    [
        "host bits",
        network({ cidrBlock: "10.0.1.0/16" }),
        [
            'posit-connect:network.cidrBlock: must be a CIDR block without host bits, got "10.0.1.0/16". Write 10.0.0.0/16.',
        ],
    ],
    [
        "a VPC over the cluster's services",
        network({ cidrBlock: "172.20.0.0/17" }),
        [
            'posit-connect:network.cidrBlock: must be a block that does not overlap 172.20.0.0/16, the addresses of the cluster\'s services, got "172.20.0.0/17".',
        ],
    ],
    [
        "a public VPC that is too small to lay out",
        network({ cidrBlock: "8.8.0.0/20" }),
        [
            'posit-connect:network.cidrBlock: must be a block of /16 to /19 (the private subnet of a zone is a sixteenth of it and gives an address to every pod), got "8.8.0.0/20".',
            'posit-connect:network.cidrBlock: must be in a private range: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, got "8.8.0.0/20". Any other block hides a part of the internet.',
        ],
    ],
    [
        "a VPC too small for its pods",
        { ...network({ cidrBlock: "10.0.0.0/19" }), ...general({ maxSize: 20 }) },
        [
            'posit-connect:network.cidrBlock: must be a block whose private subnets have 733 addresses each, for 12 nodes per zone with their pods, got "10.0.0.0/19". They have 512. Choose a /18.',
        ],
    ],
    [
        "more nodes than any VPC holds",
        general({ maxSize: 400 }),
        [
            'posit-connect:network.cidrBlock: must be a block whose private subnets have 12133 addresses each, for 202 nodes per zone with their pods, got the default, "10.0.0.0/16". They have 4096. Lower maxSize of cluster.nodeGroups, or choose types with fewer addresses.',
        ],
    ],
    [
        "an adopted VPC with another setting next to it",
        { "posit-connect:network": { ...adopt({})["posit-connect:network"], natGateways: "Single" } },
        ["posit-connect:network.natGateways: must be left out with adopt. It is for a new VPC."],
    ],
    [
        "an adopted VPC over the cluster's services",
        adopt({ cidrBlock: "172.20.0.0/16" }),
        [
            'posit-connect:network.adopt.cidrBlock: must be a block that does not overlap 172.20.0.0/16, the addresses of the cluster\'s services, got "172.20.0.0/16".',
        ],
    ],
    [
        "an adopted VPC in one zone, with a subnet used twice",
        adopt({ privateSubnets: [{ id: "subnet-0000000000000000a", availabilityZone: "us-east-1a" }] }),
        [
            'posit-connect:network.adopt.privateSubnets[0].id: must be listed once, got "subnet-0000000000000000a".',
            'posit-connect:network.adopt.privateSubnets: must be in at least two availability zones (also in dev: Multi-AZ is not a setting), got [{"id":"subnet-0000000000000000a","avai….',
        ],
    ],
    [
        "an adopted VPC with two private subnets in a zone, and a zone that the load balancer does not reach",
        adopt({
            privateSubnets: [
                { id: "subnet-0000000000000001a", availabilityZone: "us-east-1a" },
                { id: "subnet-0000000000000002a", availabilityZone: "us-east-1a" },
                { id: "subnet-0000000000000001c", availabilityZone: "us-east-1c" },
                { id: "subnet-0000000000000001d", availabilityZone: "us-west-2d" },
            ],
        }),
        [
            'posit-connect:network.adopt.privateSubnets[1].availabilityZone: must be a zone without another private subnet (EFS allows one mount target per zone), got "us-east-1a".',
            'posit-connect:network.adopt.publicSubnets: must be in the zones of the private subnets, including us-east-1c, us-west-2d, got [{"id":"subnet-0000000000000000a","avai…. A load balancer reaches only zones in which it has a subnet.',
            'posit-connect:network.adopt.privateSubnets[3].availabilityZone: must be a zone of us-east-1, the stack\'s region (aws:region), got "us-west-2d".',
        ],
    ],
    [
        "an unsupported Kubernetes version",
        cluster({ version: "1.29" }),
        [
            "posit-connect:cluster.version: must be one of " +
                `${KUBERNETES_VERSIONS.map((version) => `"${version}"`).join(", ")} (the add-ons are pinned for these), got "1.29".`,
        ],
    ],
    [
        "an API for everyone",
        cluster({ publicAccessCidrs: ["0.0.0.0/0"] }),
        [
            'posit-connect:cluster.publicAccessCidrs[0]: must be a block of /8 or smaller, got "0.0.0.0/0". List your own networks, or none for a private endpoint.',
        ],
    ],
    [
        "an API for the complete internet in two blocks, and for an empty block",
        cluster({ publicAccessCidrs: ["::/0", "128.0.0.0/1", "10.1.0.0/16"] }),
        [
            'posit-connect:cluster.publicAccessCidrs[0]: must be an IPv4 CIDR block such as 10.0.0.0/16, got "::/0".',
            'posit-connect:cluster.publicAccessCidrs[1]: must be a block of /8 or smaller, got "128.0.0.0/1". List your own networks, or none for a private endpoint.',
            'posit-connect:cluster.publicAccessCidrs[2]: must be a block of public addresses, as EKS rejects private ones, got "10.1.0.0/16". List private blocks in privateAccessCidrs.',
        ],
    ],
    [
        "a private endpoint for everyone",
        cluster({ privateAccessCidrs: ["0.0.0.0/0"] }),
        [
            'posit-connect:cluster.privateAccessCidrs[0]: must be a block of /8 or smaller, got "0.0.0.0/0". List the networks that deploy and administer.',
        ],
    ],
    [
        "a private endpoint for every address in two blocks, and for a text that is not a block",
        cluster({ privateAccessCidrs: ["::/0", "8.0.0.0/7", "10.1.0.1/16"] }),
        [
            'posit-connect:cluster.privateAccessCidrs[0]: must be an IPv4 CIDR block such as 10.0.0.0/16, got "::/0".',
            'posit-connect:cluster.privateAccessCidrs[2]: must be a CIDR block without host bits, got "10.1.0.1/16". Write 10.1.0.0/16.',
            'posit-connect:cluster.privateAccessCidrs[1]: must be a block of /8 or smaller, got "8.0.0.0/7". List the networks that deploy and administer.',
        ],
    ],
    [
        "more blocks than a security group has rules",
        {
            ...cluster({ privateAccessCidrs: manyBlocks(999) }),
            ...loadBalancer({ selfSignedCertificate: true, allowedCidrs: manyBlocks(501) }),
        },
        [
            'posit-connect:cluster.privateAccessCidrs: must be a list of at most 498 blocks (AWS allows no more rules in a security group), got ["10.0.0.0/24","10.0.1.0/24","10.0.2.0/….',
            'posit-connect:loadBalancer.allowedCidrs: must be a list of at most 500 blocks (each is two rules, for ports 443 and 80, and AWS allows no more than 1000 on a network interface), got ["10.0.0.0/24","10.0.1.0/24","10.0.2.0/….',
        ],
    ],
    [
        "more nodes and taints than Kubernetes and EKS allow",
        cluster({
            nodeGroups: {
                other: {
                    minSize: 0,
                    maxSize: 5001,
                    taints: Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, effect: "NO_EXECUTE" })),
                },
            },
        }),
        [
            "posit-connect:cluster.nodeGroups.other.maxSize: must be a whole number of nodes from 1 to 5000 (Kubernetes supports no more), got 5001.",
            'posit-connect:cluster.nodeGroups.other.taints: must be a list of at most 50 taints (EKS allows no more), got [{"key":"k0","effect":"NO_EXECUTE"},{"k….',
        ],
    ],
    [
        "nodes that the servers fill, so that no content starts",
        {
            ...general({ instanceTypes: ["t3.xlarge"] }),
            ...connect({
                replicas: 2,
                resources: { requests: { cpu: "3500m" }, limits: { cpu: "4" } },
                content: { maxCpu: 1, maxMemoryGiB: 4, resources: { cpuLimit: 1 } },
            }),
        },
        [
            'posit-connect:cluster.nodeGroups.general.instanceTypes: must be types with room for content next to the servers, got ["t3.xlarge"]. Choose larger instance types, raise minSize, or add a group of the role content.',
        ],
    ],
    [
        "nodes of content without room for the init container, in spite of small requests",
        {
            ...cluster({ nodeGroups: { servers: {}, content: { instanceTypes: ["t3.nano"] } } }),
            ...connect({
                content: {
                    maxCpu: 1,
                    maxMemoryGiB: 0.125,
                    resources: {
                        cpuRequest: 0.01,
                        cpuLimit: 0.1,
                        memoryRequestGiB: 0.01,
                        memoryLimitGiB: 0.1,
                    },
                },
            }),
        },
        [
            'posit-connect:cluster.nodeGroups.content.instanceTypes: must be types with room for a process of content, 0.1 cores and 0.125 GiB by default (connect.content.resources), got ["t3.nano"]. Choose larger instance types, or remove the group.',
        ],
    ],
    [
        "instance types that are misspelled, that run no Linux, and that are listed twice",
        general({ instanceTypes: ["m6i.2xlrage", "mac2.metal", "m6i.2xlarge", "m6i.2xlarge"] }),
        [
            'posit-connect:cluster.nodeGroups.general.instanceTypes[0]: must be an EC2 instance type that runs Linux, such as t3.2xlarge, got "m6i.2xlrage".',
            'posit-connect:cluster.nodeGroups.general.instanceTypes[1]: must be an EC2 instance type that runs Linux, such as t3.2xlarge, got "mac2.metal".',
            'posit-connect:cluster.nodeGroups.general.instanceTypes[3]: must be listed once, got "m6i.2xlarge".',
        ],
    ],
    [
        "nodes of content that the system of their image does not support",
        cluster({ nodeGroups: { servers: {}, content: { instanceTypes: ["a1.4xlarge"] } } }),
        [
            'posit-connect:cluster.nodeGroups.content.instanceTypes[0]: must be a newer type than A1, which Amazon Linux 2023, the system of the nodes\' image, does not support, got "a1.4xlarge".',
        ],
    ],
    [
        "a node with addresses for no server",
        {
            ...general({ instanceTypes: ["t3.micro"] }),
            ...connect({
                resources: { requests: { cpu: "100m", memory: "1Mi" } },
                content: {
                    maxCpu: 0.5,
                    maxMemoryGiB: 0.125,
                    resources: { cpuLimit: 0.5, memoryRequestGiB: 0.1, memoryLimitGiB: 0.1 },
                },
            }),
        },
        [
            'posit-connect:cluster.nodeGroups.general.instanceTypes: must be types with addresses and memory for a server next to the 7 pods of the cluster\'s own, got ["t3.micro"]. Choose larger instance types.',
        ],
    ],
    [
        "a release of the nodes that does not exist",
        cluster({ nodeReleaseVersion: "v20261120" }),
        [
            'posit-connect:cluster.nodeReleaseVersion: must be a release of the EKS-optimized Amazon Linux 2023 image, such as 1.35.3-20260415, got "v20261120".',
        ],
    ],
    [
        "a release of the nodes for another Kubernetes version",
        cluster({ version: "1.36", nodeReleaseVersion: "1.35.3-20260415" }),
        [
            'posit-connect:cluster.nodeReleaseVersion: must be a release for Kubernetes 1.36 (cluster.version), got "1.35.3-20260415". Change both together.',
        ],
    ],
    [
        "a release of the nodes for the control plane's version instead of theirs",
        cluster({ version: "1.36", nodeVersion: "1.35", nodeReleaseVersion: "1.36.0-20260801" }),
        [
            'posit-connect:cluster.nodeReleaseVersion: must be a release for Kubernetes 1.35 (cluster.nodeVersion), got "1.36.0-20260801". Change both together.',
        ],
    ],
    [
        "nodes newer than their control plane",
        cluster({ version: "1.35", nodeVersion: "1.36" }),
        [
            'posit-connect:cluster.nodeVersion: must be 1.34 or 1.35, as cluster.version is 1.35, got "1.36". ' +
                "Nodes cannot be newer than the control plane: lower nodeVersion and update first, then lower version.",
        ],
    ],
    [
        "an add-on that the program does not create, and a version that is no build",
        cluster({ addOnVersions: { "core-dns": "v1.13.2-eksbuild.21", "kube-proxy": "1.35.3" } }),
        [
            'posit-connect:cluster.addOnVersions.kube-proxy: must be a build of the add-on, such as v1.13.2-eksbuild.21, got "1.35.3".',
            "posit-connect:cluster.addOnVersions.core-dns: must be a known setting. Did you mean posit-connect:cluster.addOnVersions.coredns?",
        ],
    ],
    [
        "no cluster",
        { "posit-connect:cluster": undefined },
        [
            "posit-connect:cluster: must be a table with administratorRoleArns, the roles that administer the cluster, got nothing.",
        ],
    ],
    [
        "a cluster whose administrators are not named",
        cluster({ administratorRoleArns: undefined }),
        [
            "posit-connect:cluster.administratorRoleArns: must be a list of ARNs of IAM roles, such as arn:aws:iam::123456789012:role/administrators, got nothing.",
        ],
    ],
    [
        "a runner with a connection of another account and region",
        {
            "posit-connect:runner": {
                repository: "example/connect",
                connectionArn:
                    "arn:aws:codeconnections:us-west-2:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef",
            },
        },
        [
            "posit-connect:runner.connectionArn: must be a connection in us-east-1 of account 111122223333, the stack's own (aws:region, aws:allowedAccountIds), got \"arn:aws:codeconnections:us-west-2:1234….",
        ],
    ],
    [
        "a runner without a connection, of a repository without its organization",
        { "posit-connect:runner": { repository: "connect" } },
        [
            'posit-connect:runner.repository: must be a repository on GitHub as organization/name, such as example/connect, got "connect".',
            "posit-connect:runner.connectionArn: must be the ARN of a connection, such as arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef, got nothing.",
        ],
    ],
    [
        "a viewer of the cluster who administers it",
        cluster({
            administratorRoleArns: ["arn:aws:iam::111122223333:role/deployer"],
            viewerRoleArns: ["arn:aws:iam::111122223333:role/ci", "arn:aws:iam::111122223333:role/Deployer"],
        }),
        [
            'posit-connect:cluster.viewerRoleArns[1]: must be a role that is not in administratorRoleArns, as an administrator reads everything, got "arn:aws:iam::111122223333:role/Deploye….',
        ],
    ],
    [
        "more administrators and viewers than EKS has access entries",
        cluster({
            administratorRoleArns: Array.from(
                { length: limits.accessEntries },
                (_, index) => `arn:aws:iam::111122223333:role/a${index}`,
            ),
            viewerRoleArns: ["arn:aws:iam::111122223333:role/ci"],
        }),
        [
            `posit-connect:cluster.viewerRoleArns: must be a list of at most 0 ARNs with the ${limits.accessEntries} of administratorRoleArns (EKS allows no more), got ["arn:aws:iam::111122223333:role/ci"].`,
        ],
    ],
    [
        "an API that cannot be reached, as no block is listed",
        cluster({ privateAccessCidrs: undefined }),
        [
            "posit-connect:cluster.privateAccessCidrs: must be a list of at least one block unless publicAccessCidrs or runner is set, as no network could reach the Kubernetes API, got nothing. List the networks that reach the VPC, such as the VPC's own block, or your public addresses in publicAccessCidrs.",
        ],
    ],
    [
        "an API that cannot be reached, with both lists empty",
        cluster({ publicAccessCidrs: [], privateAccessCidrs: [] }),
        [
            "posit-connect:cluster.privateAccessCidrs: must be a list of at least one block unless publicAccessCidrs or runner is set, as no network could reach the Kubernetes API, got []. List the networks that reach the VPC, such as the VPC's own block, or your public addresses in publicAccessCidrs.",
        ],
    ],
    [
        "an API that cannot be reached in an adopted VPC",
        { ...adopt({}), ...cluster({ privateAccessCidrs: [] }) },
        [
            "posit-connect:cluster.privateAccessCidrs: must be a list of at least one block unless publicAccessCidrs or runner is set, as no network could reach the Kubernetes API, got []. List the networks that reach the VPC, such as the VPC's own block, or your public addresses in publicAccessCidrs.",
        ],
    ],
    [
        "overlapping CIDR blocks",
        cluster({ publicAccessCidrs: ["198.51.100.0/24", "198.51.100.128/25", "198.51.100.0/24"] }),
        [
            'posit-connect:cluster.publicAccessCidrs[1]: must be outside 198.51.100.0/24, which is listed too, got "198.51.100.128/25". Remove one of the two.',
            'posit-connect:cluster.publicAccessCidrs[2]: must be outside 198.51.100.0/24, which is listed too, got "198.51.100.0/24". Remove one of the two.',
        ],
    ],
    [
        "an administrator twice, one twice except for case, and a session",
        cluster({
            administratorRoleArns: [
                "arn:aws:iam::111122223333:role/team/admins",
                "arn:aws:iam::111122223333:role/team/admins",
                "arn:aws:iam::111122223333:role/Team/Admins",
                "arn:aws:iam::111122223333:user/me",
                "arn:aws:sts::111122223333:assumed-role/admins/me",
            ],
        }),
        [
            'posit-connect:cluster.administratorRoleArns[4]: must be the ARN of an IAM role or user, such as arn:aws:iam::123456789012:role/administrators, got "arn:aws:sts::111122223333:assumed-role….',
            'posit-connect:cluster.administratorRoleArns[1]: must be listed once, got "arn:aws:iam::111122223333:role/team/ad….',
            'posit-connect:cluster.administratorRoleArns[2]: must be listed once, got "arn:aws:iam::111122223333:role/Team/Ad….',
        ],
    ],
    [
        "a cluster that no role administers",
        cluster({ administratorRoleArns: [] }),
        [
            "posit-connect:cluster.administratorRoleArns: must be a list with at least the role that deploys (no other access to the cluster exists), got [].",
        ],
    ],
    [
        "one node",
        general({ minSize: 1 }),
        [
            "posit-connect:cluster.nodeGroups.general.minSize: must be at least 2 nodes: one in each zone, and never fewer than two, got 1.",
        ],
    ],
    [
        "one node in zones that are not valid either",
        { ...general({ minSize: 1 }), ...network({ availabilityZones: "us-east-1a" }) },
        [
            'posit-connect:network.availabilityZones: must be a list of availability zones by full name, such as us-east-1a, got "us-east-1a".',
            "posit-connect:cluster.nodeGroups.general.minSize: must be at least 2 nodes, as one does not survive the loss of its zone, got 1.",
        ],
    ],
    [
        "a node group with an invalid name, and one with invalid sizes, types and labels",
        cluster({
            nodeGroups: {
                GPU: {},
                gpu: {
                    instanceTypes: ["m7g.large", "large"],
                    minSize: 3,
                    maxSize: 2,
                    diskGiB: 10,
                    labels: { "kubernetes.io/role": "gpu", team: "ä" },
                    taints: [{ key: "gpu", effect: "NoSchedule" }],
                },
                general: { taints: [{ key: "gpu", effect: "NO_SCHEDULE" }] },
            },
        }),
        [
            "posit-connect:cluster.nodeGroups.GPU: must be named with up to 31 lower-case letters, digits and dashes, a letter first.",
            'posit-connect:cluster.nodeGroups.gpu.instanceTypes[1]: must be an EC2 instance type that runs Linux, such as t3.2xlarge, got "large".',
            "posit-connect:cluster.nodeGroups.gpu.diskGiB: must be a whole number of GiB from 20 to 16384 (the node's image needs 20, and gp3 ends at 16384), got 10.",
            'posit-connect:cluster.nodeGroups.gpu.labels["kubernetes.io/role"]: must be a key outside kubernetes.io, k8s.io, eks.amazonaws.com, karpenter.sh and k8s.aws, which the cluster itself sets.',
            'posit-connect:cluster.nodeGroups.gpu.labels.team: must be 1 to 63 letters, digits, dots, dashes and underscores, got "ä".',
            'posit-connect:cluster.nodeGroups.gpu.taints[0].effect: must be one of "NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE", got "NoSchedule".',
            "posit-connect:cluster.nodeGroups.gpu.maxSize: must be at least minSize, 3 nodes, got 2.",
            'posit-connect:cluster.nodeGroups.general.taints: must be left out of general, as Connect runs there, got [{"key":"gpu","effect":"NO_SCHEDULE"}].',
        ],
    ],
    [
        "a node group with nothing in it",
        cluster({ nodeGroups: { general: null } }),
        [
            "posit-connect:cluster.nodeGroups.general: must be a table of the settings role, capacity, instanceTypes, minSize, maxSize, diskGiB, availabilityZones, labels, taints, got null.",
        ],
    ],
    [
        "an unsupported PostgreSQL version",
        database({ engineVersion: "13" }),
        [
            'posit-connect:database.engineVersion: must be one of "14", "15", "16", "17" (the major versions that both Connect and RDS support; RDS chooses the minor one), got "13".',
        ],
    ],
    [
        "storage below RDS's floor",
        database({ storageGiB: 10 }),
        [
            "posit-connect:database.storageGiB: must be a whole number of GiB from 20 to 65536 (RDS requires at least 20 GiB for PostgreSQL on gp3), got 10.",
        ],
    ],
    [
        "storage without room to grow",
        database({ storageGiB: 95 }),
        [
            "posit-connect:database.maxStorageGiB: must be at least 105 GiB, 10 % more than storageGiB, got the default, 100.",
        ],
    ],
    [
        "a maintenance window in upper case",
        database({ maintenanceWindow: "Sat:21:00-Sat:22:00" }),
        [
            'posit-connect:database.maintenanceWindow: must be a weekly window in UTC, in lower case, such as sat:21:00-sat:22:00, got "Sat:21:00-Sat:22:00".',
        ],
    ],
    [
        "a maintenance window at an hour that does not exist",
        database({ maintenanceWindow: "sat:23:30-sat:24:00" }),
        [
            'posit-connect:database.maintenanceWindow: must be a weekly window in UTC, in lower case, such as sat:21:00-sat:22:00, got "sat:23:30-sat:24:00".',
        ],
    ],
    ...["sat:21:00-sat:21:29", "fri:21:00-sat:21:00", "sat:21:00-sat:21:00"].map(
        (maintenanceWindow): [string, Record<string, unknown>, string[]] => [
            `a maintenance window that RDS rejects, ${maintenanceWindow}`,
            database({ maintenanceWindow }),
            [
                `posit-connect:database.maintenanceWindow: must be a window of 30 minutes to less than 24 hours, got "${maintenanceWindow}".`,
            ],
        ],
    ),
    [
        "a maintenance window in which the weekly backup may start",
        database({ maintenanceWindow: "sun:18:00-sun:18:30" }),
        [
            'posit-connect:database.maintenanceWindow: must be a window that ends before, or begins over an hour after, the start of the weekly backup (sun:17:00–sun:19:00 UTC), got "sun:18:00-sun:18:30". AWS Backup starts no backup in a maintenance window or in the hour before it.',
        ],
    ],
    [
        "a maintenance window in the hour after the daily backup may start, and the weekly one",
        database({ maintenanceWindow: "sun:08:00-sun:20:00" }),
        [
            'posit-connect:database.maintenanceWindow: must be a window that ends before, or begins over an hour after, the start of the daily backup (sun:05:00–sun:07:00 UTC), got "sun:08:00-sun:20:00". AWS Backup starts no backup in a maintenance window or in the hour before it.',
            'posit-connect:database.maintenanceWindow: must be a window that ends before, or begins over an hour after, the start of the weekly backup (sun:17:00–sun:19:00 UTC), got "sun:08:00-sun:20:00". AWS Backup starts no backup in a maintenance window or in the hour before it.',
        ],
    ],
    [
        "no backups, an unknown retention, an unknown class",
        database({ backupRetentionDays: 0, logRetentionDays: 10, instanceClass: "m5.large" }),
        [
            'posit-connect:database.instanceClass: must be an RDS instance class, such as db.m5.large, got "m5.large".',
            "posit-connect:database.backupRetentionDays: must be a whole number of days from 2 to 35 (RDS keeps backups no longer, and a day would end before the next backup exists), got 0.",
            "posit-connect:database.logRetentionDays: must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 (CloudWatch Logs has no other retention), got 10.",
        ],
    ],
    [
        "weekly backups that are kept for less time than the daily ones",
        { ...database({ backupRetentionDays: 35 }), ...backup({ weeklyRetentionDays: 34 }) },
        [
            "posit-connect:backup.weeklyRetentionDays: must be at least 35 days, as long as database.backupRetentionDays keeps the daily backups, got 34.",
        ],
    ],
    [
        "an invalid retention, reported once",
        { ...database({ backupRetentionDays: 36 }), ...backup({ weeklyRetentionDays: 7 }) },
        [
            "posit-connect:database.backupRetentionDays: must be a whole number of days from 2 to 35 (RDS keeps backups no longer, and a day would end before the next backup exists), got 36.",
        ],
    ],
    [
        "copies in the stack's own region",
        backup({ copyRegion: "us-east-1" }),
        [
            'posit-connect:backup.copyRegion: must be a region other than us-east-1, the stack\'s own (aws:region), got "us-east-1".',
        ],
    ],
    [
        "an unknown copy region, an unknown lock, an invalid address, a grace period of 0 days",
        backup({
            copyRegion: "us-west",
            vaultLock: "strict",
            notifyEmail: "operations",
            complianceGraceDays: 2,
            weeklyRetentionDays: 6,
        }),
        [
            "posit-connect:backup.weeklyRetentionDays: must be a whole number of days from 7 to 3653, got 6.",
            'posit-connect:backup.copyRegion: must be a region whose RDS root certificates are known (the nearest is us-west-1), got "us-west".',
            'posit-connect:backup.vaultLock: must be one of "none", "governance", "compliance", got "strict".',
            "posit-connect:backup.complianceGraceDays: must be a whole number of days from 3 to 36500 (AWS Backup closes no lock sooner), got 2.",
            'posit-connect:backup.notifyEmail: must be an address, such as operations@example.com, got "operations".',
        ],
    ],
    [
        "a permanent lock with one setting only",
        backup({ vaultLock: "compliance" }),
        [
            "posit-connect:backup.complianceCannotBeUndone: must be true with vaultLock compliance, got the default, false. After complianceGraceDays, no principal can remove the lock, or delete a backup or the vaults. Choose governance if that is not what you want.",
        ],
    ],
    [
        "consent to a lock that is not set",
        backup({ complianceCannotBeUndone: true }),
        [
            "posit-connect:backup.complianceCannotBeUndone: must be left out with vaultLock governance, got true.",
        ],
    ],
    [
        "no certificate",
        loadBalancer({}),
        [
            "posit-connect:loadBalancer: must be a table with a certificate, got {}. Set domainName and hostedZoneId; or domainName and certificateArn; or selfSignedCertificate with your own networks in allowedCidrs.",
        ],
    ],
    [
        "a zone without a domain",
        loadBalancer({ hostedZoneId: ZONE_ID }),
        [
            "posit-connect:loadBalancer.domainName: must be the host name that users type, with hostedZoneId, got nothing.",
        ],
    ],
    [
        "a certificate without a domain",
        loadBalancer({ certificateArn: CERTIFICATE }),
        [
            "posit-connect:loadBalancer.domainName: must be the host name that users type, with certificateArn, got nothing.",
        ],
    ],
    [
        "a domain without a zone",
        loadBalancer({ domainName: "connect.example.org" }),
        [
            "posit-connect:loadBalancer.hostedZoneId: must be the hosted zone of domainName, for a certificate from ACM, got nothing. Or set certificateArn.",
        ],
    ],
    [
        "a domain too long for ACM",
        loadBalancer({ domainName: `${"connect".repeat(8)}.example.org`, hostedZoneId: ZONE_ID }),
        [
            'posit-connect:loadBalancer.domainName: must be a host name of at most 64 characters for a certificate from ACM, got "connectconnectconnectconnectconnectcon….',
        ],
    ],
    [
        "two certificates",
        loadBalancer({
            selfSignedCertificate: true,
            allowedCidrs: ["198.51.100.0/24"],
            domainName: "connect.example.org",
            certificateArn: CERTIFICATE,
        }),
        [
            'posit-connect:loadBalancer.domainName: must be left out with selfSignedCertificate, got "connect.example.org". Choose one certificate.',
            'posit-connect:loadBalancer.certificateArn: must be left out with selfSignedCertificate, got "arn:aws:acm:us-east-1:111122223333:cer…. Choose one certificate.',
        ],
    ],
    [
        "a self-signed certificate for the complete internet",
        loadBalancer({ selfSignedCertificate: true }),
        [
            'posit-connect:loadBalancer.allowedCidrs: must be a list of your own networks, each /8 or smaller, with selfSignedCertificate, got the default, ["0.0.0.0/0"].',
        ],
    ],
    [
        "a self-signed certificate for the complete internet, in two halves",
        loadBalancer({ selfSignedCertificate: true, allowedCidrs: ["0.0.0.0/1", "128.0.0.0/1"] }),
        [
            'posit-connect:loadBalancer.allowedCidrs: must be a list of your own networks, each /8 or smaller, with selfSignedCertificate, got ["0.0.0.0/1","128.0.0.0/1"].',
        ],
    ],
    [
        "a certificate of another region and account",
        {
            "aws:allowedAccountIds": ["444455556666"],
            "aws:region": "us-east-1",
            ...loadBalancer({
                domainName: "connect.example.org",
                certificateArn: CERTIFICATE.replace("us-east-1", "eu-west-1"),
            }),
        },
        [
            "posit-connect:loadBalancer.certificateArn: must be a certificate in us-east-1, the stack's region (aws:region), got \"arn:aws:acm:eu-west-1:111122223333:cer….",
            "posit-connect:loadBalancer.certificateArn: must be a certificate of account 444455556666, the stack's own (aws:allowedAccountIds), got \"arn:aws:acm:eu-west-1:111122223333:cer….",
        ],
    ],
    [
        "no allowed CIDR block",
        loadBalancer({ selfSignedCertificate: true, allowedCidrs: [] }),
        [
            "posit-connect:loadBalancer.allowedCidrs: must be a list of at least one block (with none, no user reaches Connect), got [].",
        ],
    ],
    [
        "one server",
        connect({ replicas: 1 }),
        [
            "posit-connect:connect.replicas: must be a whole number of servers from 2 to 10 (one does not survive the loss of its zone), got 1.",
        ],
    ],
    [
        "no execution environment",
        connect({ executionEnvironments: [] }),
        [
            "posit-connect:connect.executionEnvironments: must be a list of at least one execution environment (without one, no content runs), got [].",
        ],
    ],
    [
        "an execution environment without a language",
        connect({ executionEnvironments: [{ name: "registry.example.org/content:1" }] }),
        [
            'posit-connect:connect.executionEnvironments[0]: must be a table with an installation of r, python or quarto, as no content would match it otherwise, got {"name":"registry.example.org/content:1….',
        ],
    ],
    [
        "one of Posit's images without the listed versions, but not another image",
        connect({
            executionEnvironments: [
                {
                    name: "posit/connect-content:R4.6-python3.14-ubuntu-24.04-pro",
                    r: [{ version: "4.6.1", path: "/opt/R/4.6.1/bin/R" }],
                },
                {
                    name: "registry.example.com/connect-content:R4.6.0-python3.14.4-ubuntu-24.04-with-more",
                    r: [{ version: "4.5.2", path: "/opt/R/4.5.2/bin/R" }],
                },
                {
                    name: "ghcr.io/posit-dev/connect-content:R4.5.2-python3.14.3-ubuntu-24.04",
                    r: [{ version: "4.5.2", path: "/opt/R/4.5.2/bin/R" }],
                    python: [{ version: "3.14.6", path: "/opt/python/3.14.6/bin/python3" }],
                },
            ],
        }),
        [
            'posit-connect:connect.executionEnvironments[2].python[0].version: must be "3.14.3", the only version in the image, as its tag shows, got "3.14.6".',
        ],
    ],
    [
        "a chart by path from a repository, and one by name from none",
        {
            ...connect({ chart: { name: "./charts/rstudio-connect-0.21.0.tgz" } }),
            ...cluster({ controller: { repository: "" } }),
        },
        [
            'posit-connect:cluster.controller.repository: must be a repository\'s https:// URL, as aws-load-balancer-controller is a name in it, got "".',
            'posit-connect:connect.chart.repository: must be "", as the chart is a path or a URL, ./charts/rstudio-connect-0.21.0.tgz, got the default, "https://helm.rstudio.com".',
        ],
    ],
    [
        "content images of another distribution than the chosen one",
        connect({
            packageRepositories: { r: { distribution: "noble" } },
            executionEnvironments: [
                {
                    name: "registry.data-team.org/content:r4.4.1-ubuntu2204",
                    r: [{ version: "4.4.1", path: "/opt/R/4.4.1/bin/R" }],
                },
            ],
        }),
        [
            'posit-connect:connect.executionEnvironments[0].name: must be an image of noble, whose R packages content installs (its tag names jammy), got "registry.data-team.org/content:r4.4.1-…. Set posit-connect:connect.packageRepositories.r.distribution to jammy, or to source for images of several distributions.',
        ],
    ],
    [
        "content images of several distributions",
        connect({
            executionEnvironments: ["jammy", "noble"].map((name) => ({
                name: `content:${name}`,
                r: [{ version: "4.4.1", path: "/opt/R/4.4.1/bin/R" }],
            })),
        }),
        [
            'posit-connect:connect.executionEnvironments[1].name: must be an image of jammy, whose R packages content installs (its tag names noble), got "content:noble". Set posit-connect:connect.packageRepositories.r.distribution to source.',
        ],
    ],
    [
        "a distribution under another name than Package Manager's",
        connect({ packageRepositories: { r: { distribution: "rhel8" } } }),
        [
            'posit-connect:connect.packageRepositories.r.distribution: must be centos8, the name of that distribution in Package Manager, got "rhel8".',
        ],
    ],
    [
        "a day that does not exist, and hosts that do not",
        connect({
            packageManagerUrl: "https://packages..example.com:port",
            packageRepositories: { r: { snapshot: "2026-02-30" } },
            authentication: { provider: "saml", metadataUrl: "https://%zz" },
        }),
        [
            'posit-connect:connect.authentication.metadataUrl: must be the https:// URL of the identity provider\'s metadata, got "https://%zz".',
            'posit-connect:connect.packageManagerUrl: must be an https:// URL without a query and a trailing slash, such as https://packagemanager.posit.co, got "https://packages..example.com:port".',
            'posit-connect:connect.packageRepositories.r.snapshot: must be a date in quotes, such as "2026-11-02", or latest, got "2026-02-30".',
        ],
    ],
    [
        "repositories that cannot be part of a URL",
        connect({
            packageRepositories: {
                r: { repository: "a/b", snapshot: "yesterday" },
                python: { distribution: "noble" },
            },
        }),
        [
            'posit-connect:connect.packageRepositories.r.repository: must be the name of a repository, such as cran, got "a/b".',
            'posit-connect:connect.packageRepositories.r.snapshot: must be a date in quotes, such as "2026-11-02", or latest, got "yesterday".',
            "posit-connect:connect.packageRepositories.python.distribution: must be a known setting. The nearest is posit-connect:connect.packageRepositories.python.repository.",
        ],
    ],
    [
        "another way to log in",
        connect({ authentication: { provider: "kerberos" } }),
        [
            'posit-connect:connect.authentication.provider: must be a table with provider "password", "oidc", "saml" or "ldap", got "kerberos".',
        ],
    ],
    [
        "limits out of order",
        {
            ...general({ instanceTypes: ["m6i.4xlarge"] }),
            ...connect({
                resources: { requests: { cpu: "4500m", memory: "9000Mi" } },
                content: {
                    resources: { cpuRequest: 3, memoryLimitGiB: 20 },
                    quota: { cpu: 3 },
                    maxMemoryGiB: 16,
                },
                scheduler: { minProcesses: 4 },
            }),
        },
        [
            'posit-connect:connect.resources.requests.cpu: must be at most posit-connect:connect.resources.limits.cpu, "4", got "4500m".',
            'posit-connect:connect.resources.requests.memory: must be at most posit-connect:connect.resources.limits.memory, "8Gi", got "9000Mi".',
            "posit-connect:connect.content.resources.cpuRequest: must be at most posit-connect:connect.content.resources.cpuLimit, 2, got 3.",
            "posit-connect:connect.content.maxCpu: must be at most posit-connect:connect.content.quota.cpu, 3, got the default, 4.",
            "posit-connect:connect.content.resources.memoryLimitGiB: must be at most posit-connect:connect.content.maxMemoryGiB, 16, got 20.",
            "posit-connect:connect.scheduler.minProcesses: must be at most posit-connect:connect.scheduler.maxProcesses, 3, got 4.",
        ],
    ],
    [
        "limits of content below the requests of its init container",
        connect({
            content: {
                resources: { cpuRequest: 0.05, cpuLimit: 0.05, memoryRequestGiB: 0.1, memoryLimitGiB: 0.1 },
                maxCpu: 0.099,
                maxMemoryGiB: 0.12,
            },
        }),
        [
            "posit-connect:connect.content.maxCpu: must be a number of cores from 0.1 to 448, in steps of 0.001 (the init container that installs Connect's runtime reserves 0.1), got 0.099.",
            "posit-connect:connect.content.maxMemoryGiB: must be a number of GiB from 0.125 to 24576 (the init container that installs Connect's runtime reserves 0.125), got 0.12.",
        ],
    ],
    [
        "amounts that are not numbers, or finer than Kubernetes allows",
        connect({
            resources: {
                requests: { cpu: "0.0005", memory: "0.1Mi" },
                limits: { cpu: "0m", memory: "30000Gi" },
            },
            content: {
                quota: { cpu: 31.9999, memoryGiB: 0 },
                resources: { cpuRequest: 0.0005, cpuLimit: 1.0001, memoryLimitGiB: "4Gi" },
            },
        }),
        [
            'posit-connect:connect.resources.requests.cpu: must be a Kubernetes quantity of cores, such as "2" or "500m", from "1m" to "448", got "0.0005".',
            'posit-connect:connect.resources.requests.memory: must be a Kubernetes quantity of memory, such as "4Gi" or "512Mi", from "1Mi" to "24576Gi", got "0.1Mi".',
            'posit-connect:connect.resources.limits.cpu: must be a Kubernetes quantity of cores, such as "2" or "500m", from "1m" to "448", got "0m".',
            'posit-connect:connect.resources.limits.memory: must be a Kubernetes quantity of memory, such as "4Gi" or "512Mi", from "1Mi" to "24576Gi", got "30000Gi".',
            "posit-connect:connect.content.quota.cpu: must be a number of cores from 0.001 to 10000, in steps of 0.001, got 31.9999.",
            "posit-connect:connect.content.quota.memoryGiB: must be a number of GiB from 0.001 to 100000, got 0.",
            "posit-connect:connect.content.resources.cpuRequest: must be a number of cores from 0.001 to 448, in steps of 0.001, got 0.0005.",
            "posit-connect:connect.content.resources.cpuLimit: must be a number of cores from 0.001 to 448, in steps of 0.001, got 1.0001.",
            'posit-connect:connect.content.resources.memoryLimitGiB: must be a number of GiB from 0.001 to 24576, got "4Gi".',
        ],
    ],
    [
        "servers and content that fit on no node",
        {
            ...general({ instanceTypes: ["m5.xlarge", "t3.xlarge"] }),
            ...connect({
                resources: {
                    requests: { cpu: "4", memory: "16Gi" },
                    limits: { cpu: "4", memory: "16Gi" },
                },
            }),
        },
        [
            'posit-connect:connect.resources.requests.cpu: must be at most "1785m", which a node of cluster.nodeGroups.general (m5.xlarge, t3.xlarge) has for each of its 2 servers, got "4". Lower it, choose a larger instance type, or raise minSize.',
            'posit-connect:connect.resources.requests.memory: must be at most "6946Mi", which a node of cluster.nodeGroups.general (m5.xlarge, t3.xlarge) has for each of its 2 servers, got "16Gi". Lower it, choose a larger instance type, or raise minSize.',
            "posit-connect:connect.content.maxCpu: must be at most 3.57, which a node of cluster.nodeGroups.general (m5.xlarge, t3.xlarge) has for a pod, got the default, 4. Lower it, or choose a larger instance type.",
            "posit-connect:connect.content.maxMemoryGiB: must be at most 13.56, which a node of cluster.nodeGroups.general (m5.xlarge, t3.xlarge) has for a pod, got the default, 16. Lower it, or choose a larger instance type.",
        ],
    ],
    [
        "arm64 nodes, of the first generation and of a family that the catalog lacks",
        general({ instanceTypes: ["a1.4xlarge", "c7gn.large"] }),
        ["a1.4xlarge", "c7gn.large"].map(
            (type, index) =>
                `posit-connect:cluster.nodeGroups.general.instanceTypes[${index}]: must be an amd64 type, as Connect's server image is not built for arm64 (Graviton), got "${type}".`,
        ),
    ],
    [
        "subnets without the addresses of large nodes",
        {
            ...network({ cidrBlock: "10.0.0.0/19" }),
            ...general({ instanceTypes: ["m6i.24xlarge"], minSize: 2, maxSize: 12 }),
        },
        [
            'posit-connect:network.cidrBlock: must be a block whose private subnets have 2813 addresses each, for 8 nodes per zone with their pods, got "10.0.0.0/19". They have 512. Choose a /16.',
        ],
    ],
    [
        "servers that are larger than the nodes",
        connect({
            resources: { requests: { cpu: "16", memory: "64Gi" }, limits: { cpu: "16", memory: "64Gi" } },
        }),
        [
            'posit-connect:connect.resources.requests.cpu: must be at most "3780m", which a node of cluster.nodeGroups.general (t3.2xlarge) has for each of its 2 servers, got "16". Lower it, choose a larger instance type, or raise minSize.',
            'posit-connect:connect.resources.requests.memory: must be at most "14523Mi", which a node of cluster.nodeGroups.general (t3.2xlarge) has for each of its 2 servers, got "64Gi". Lower it, choose a larger instance type, or raise minSize.',
        ],
    ],
    [
        "nodes that are smaller than a server",
        general({ instanceTypes: ["t3.medium"] }),
        [
            'posit-connect:connect.resources.requests.cpu: must be at most "790m", which a node of cluster.nodeGroups.general (t3.medium) has for each of its 2 servers, got the default, "2". Lower it, choose a larger instance type, or raise minSize.',
            'posit-connect:connect.resources.requests.memory: must be at most "1488Mi", which a node of cluster.nodeGroups.general (t3.medium) has for each of its 2 servers, got the default, "4Gi". Lower it, choose a larger instance type, or raise minSize.',
            "posit-connect:connect.content.maxCpu: must be at most 1.58, which a node of cluster.nodeGroups.general (t3.medium) has for a pod, got the default, 4. Lower it, or choose a larger instance type.",
            "posit-connect:connect.content.maxMemoryGiB: must be at most 2.9, which a node of cluster.nodeGroups.general (t3.medium) has for a pod, got the default, 16. Lower it, or choose a larger instance type.",
        ],
    ],
    [
        "content that does not fit next to a server, on the smallest of mixed nodes",
        {
            ...general({ instanceTypes: ["m6i.16xlarge", "m6i.2xlarge"] }),
            ...connect({ content: { maxCpu: 6, maxMemoryGiB: 26 } }),
        },
        [
            "posit-connect:connect.content.maxCpu: must be at most 5.56, which a node of cluster.nodeGroups.general (the smallest of m6i.16xlarge, m6i.2xlarge) has for a pod next to a server, got 6. Lower it, choose a larger instance type, or raise minSize.",
            "posit-connect:connect.content.maxMemoryGiB: must be at most 24.36, which a node of cluster.nodeGroups.general (the smallest of m6i.16xlarge, m6i.2xlarge) has for a pod next to a server, got 26. Lower it, choose a larger instance type, or raise minSize.",
        ],
    ],
    [
        "content whose cores are on one node and whose memory is on another",
        {
            ...cluster({
                nodeGroups: {
                    compute: { instanceTypes: ["c6i.8xlarge"] },
                    memory: {
                        instanceTypes: ["r6i.2xlarge"],
                        taints: [{ key: "memory", effect: "NO_SCHEDULE" }],
                    },
                },
            }),
            ...connect({ content: { maxCpu: 16, maxMemoryGiB: 59 } }),
        },
        [
            "posit-connect:connect.content.maxMemoryGiB: must be at most 56.33, which a node of cluster.nodeGroups.compute (c6i.8xlarge) has for a pod, got 59. Lower it, or choose a larger instance type.",
        ],
    ],
    [
        "a chart without off-host execution, and a Connect that is newer than the values",
        connect({ chart: { version: "0.8.14" }, version: "2026.09.0" }),
        [
            'posit-connect:connect.chart.version: must be a version from 0.20.7 and before 0.22.0, for which Connect\'s Helm values are written, got "0.8.14". To use another version, set posit-connect:connect.allowUntestedVersions to true.',
            'posit-connect:connect.version: must be a version from 2026.05.1 and before 2026.09.0, for which Connect\'s Helm values are written, got "2026.09.0". To use another version, set posit-connect:connect.allowUntestedVersions to true.',
        ],
    ],
    [
        "prereleases at both ends of the versions that the values are written for",
        connect({ chart: { version: "0.20.7-rc.1" }, version: "2026.09.0-dev" }),
        [
            'posit-connect:connect.chart.version: must be a version from 0.20.7 and before 0.22.0, for which Connect\'s Helm values are written, got "0.20.7-rc.1". To use another version, set posit-connect:connect.allowUntestedVersions to true.',
            'posit-connect:connect.version: must be a version from 2026.05.1 and before 2026.09.0, for which Connect\'s Helm values are written, got "2026.09.0-dev". To use another version, set posit-connect:connect.allowUntestedVersions to true.',
        ],
    ],
    [
        "a version of the chart that no repository has, and one of Connect in no month",
        connect({ chart: { version: "0.021.0" }, version: "2026.00.1" }),
        [
            'posit-connect:connect.chart.version: must be an exact version, such as "0.21.0", got "0.021.0".',
            'posit-connect:connect.version: must be a version of Connect, such as "2026.08.0", got "2026.00.1".',
        ],
    ],
    [
        "an archive of another version of the chart",
        connect({ chart: { name: "./charts/rstudio-connect-0.8.14.tgz", repository: "" } }),
        [
            'posit-connect:connect.chart.version: must be "0.8.14", the version of ./charts/rstudio-connect-0.8.14.tgz (connect.chart.name), got the default, "0.21.0".',
        ],
    ],
    [
        "charts of other names",
        {
            ...connect({ chart: { name: "connect" } }),
            ...cluster({
                controller: { chart: "oci://charts.example.com/controller:3.5.0", repository: "" },
            }),
        },
        [
            'posit-connect:cluster.controller.chart: must be the chart aws-load-balancer-controller: this name, a path such as ./charts/aws-load-balancer-controller.tgz or an oci:// URL that ends in it, got "oci://charts.example.com/controller:3.….',
            'posit-connect:connect.chart.name: must be the chart rstudio-connect: this name, a path such as ./charts/rstudio-connect.tgz or an oci:// URL that ends in it, got "connect".',
        ],
    ],
    [
        "labels that Kubernetes accepts, and EKS does not",
        general({ labels: { team: "", [`${"a".repeat(60)}.com/x`]: "x" } }),
        [
            'posit-connect:cluster.nodeGroups.general.labels.team: must be 1 to 63 letters, digits, dots, dashes and underscores, got "".',
            `posit-connect:cluster.nodeGroups.general.labels["${"a".repeat(60)}.com/x"]: must be a key of up to 63 characters with its prefix (EKS allows no more).`,
        ],
    ],
    [
        "an environment variable that no process can have",
        connect({ environment: { content: { DATA: "a".repeat(100_001) } } }),
        [
            'posit-connect:connect.environment.content.DATA: must be a text of up to 100,000 characters (Linux has 128 KiB for a variable), got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa….',
        ],
    ],
    [
        "more text than an object of Kubernetes holds",
        connect({
            config: { Server: { PublicWarning: "a".repeat(400_000) } },
            environment: { servers: { NOTE: "a".repeat(99_900) } },
        }),
        [
            "posit-connect:connect.config: must be smaller: config, environment, volumes and executionEnvironments may have 500,000 characters together (Kubernetes stores no more than 1 MiB in an object).",
        ],
    ],
    [
        "egress of content to the stack",
        connect({
            content: {
                egressCidrs: ["10.0.128.0/20", "172.16.0.0/12", "169.254.169.254/32", "192.168.0.0/16"],
            },
        }),
        [
            'posit-connect:connect.content.egressCidrs[0]: must be a block that does not overlap 10.0.0.0/16 (the VPC\'s addresses), which content must not reach, got "10.0.128.0/20".',
            'posit-connect:connect.content.egressCidrs[1]: must be a block that does not overlap 172.20.0.0/16 (the cluster\'s services), which content must not reach, got "172.16.0.0/12".',
            'posit-connect:connect.content.egressCidrs[2]: must be a block that does not overlap 169.254.0.0/16 (the instance metadata), which content must not reach, got "169.254.169.254/32".',
        ],
    ],
    [
        "content in the servers' namespace",
        connect({ content: { namespace: "posit-connect" } }),
        [
            'posit-connect:connect.content.namespace: must be a namespace of its own for content, other than posit-connect and the cluster\'s own (default, cert-manager, external-dns, mount-s3, opentelemetry-operator-system, prometheus-node-exporter, kube-*, amazon-*, aws-*, eks-*), got "posit-connect".',
        ],
    ],
    ...[
        "default",
        "kube-system",
        "kube-state-metrics",
        "amazon-guardduty",
        "amazon-cloudwatch",
        "aws-observability",
        "cert-manager",
    ].map((namespace): [string, Config, string[]] => [
        `content in a namespace of the cluster's own parts (${namespace})`,
        connect({ content: { namespace } }),
        [
            `posit-connect:connect.content.namespace: must be a namespace of its own for content, other than posit-connect and the cluster's own (default, cert-manager, external-dns, mount-s3, opentelemetry-operator-system, prometheus-node-exporter, kube-*, amazon-*, aws-*, eks-*), got "${namespace}".`,
        ],
    ]),
    [
        "a value that would end a line of Connect's configuration",
        connect({ authentication: { provider: "saml", metadataUrl: "https://login.example.org/a;b" } }),
        [
            'posit-connect:connect.authentication.metadataUrl: must be the https:// URL of the identity provider\'s metadata, got "https://login.example.org/a;b".',
        ],
    ],
    [
        "an internal load balancer that every network may connect to",
        loadBalancer({ domainName: "connect.example.org", hostedZoneId: ZONE_ID, internal: true }),
        [
            'posit-connect:loadBalancer.allowedCidrs: must be a list of your own networks, each /8 or smaller, with internal, got the default, ["0.0.0.0/0"].',
        ],
    ],
    [
        "an internal load balancer with public subnets",
        {
            ...adopt({}),
            ...loadBalancer({ selfSignedCertificate: true, internal: true, allowedCidrs: ["10.0.0.0/8"] }),
        },
        [
            'posit-connect:network.adopt.publicSubnets: must be left out with loadBalancer.internal, which uses privateSubnets, got [{"id":"subnet-0000000000000000a","avai….',
        ],
    ],
    [
        "a public load balancer without public subnets",
        adopt({ publicSubnets: undefined }),
        [
            "posit-connect:network.adopt.publicSubnets: must be a list of subnets for the load balancer, unless it is internal, got nothing.",
        ],
    ],
    [
        "a permissions boundary that is no policy",
        { "posit-connect:iam": { permissionsBoundaryArn: "arn:aws:iam::111122223333:role/team" } },
        [
            'posit-connect:iam.permissionsBoundaryArn: must be the ARN of a managed policy, such as arn:aws:iam::123456789012:policy/boundary, got "arn:aws:iam::111122223333:role/team".',
        ],
    ],
    [
        "a permissions boundary of another account",
        { "posit-connect:iam": { permissionsBoundaryArn: "arn:aws:iam::999988887777:policy/team" } },
        [
            'posit-connect:iam.permissionsBoundaryArn: must be a policy of account 111122223333, the stack\'s own (aws:allowedAccountIds), got "arn:aws:iam::999988887777:policy/team".',
        ],
    ],
    [
        "an address without a prefix length",
        cluster({ publicAccessCidrs: ["198.51.100.7"] }),
        [
            'posit-connect:cluster.publicAccessCidrs[0]: must be an IPv4 CIDR block, such as 198.51.100.7/32 for this address alone, got "198.51.100.7".',
        ],
    ],
    [
        "names that no JavaScript object can have",
        {
            ...(JSON.parse(
                '{"posit-connect:tags":{"__proto__":"a"},"posit-connect:database":{"__proto__":1}}',
            ) as Config),
            ...cluster({
                nodeGroups: JSON.parse('{"__proto__":{},"general":{"labels":{"__proto__":"a"}}}') as Config,
            }),
        },
        [
            "posit-connect:tags.__proto__: must be renamed, as JavaScript reserves the name __proto__.",
            "posit-connect:cluster.nodeGroups.__proto__: must be renamed, as JavaScript reserves the name __proto__.",
            "posit-connect:cluster.nodeGroups.general.labels.__proto__: must be renamed, as JavaScript reserves the name __proto__.",
            "posit-connect:database.__proto__: must be a known setting. The nearest is posit-connect:database.storageGiB.",
        ],
    ],
    [
        "tags that AWS or the program owns",
        {
            "posit-connect:tags": {
                "aws:team": "a",
                "rds:team": "a",
                Name: "b",
                "pulumi:stack": "b",
                team: "c#",
                mark: "✓",
                owner: "aws:me",
            },
        },
        [
            'posit-connect:tags["aws:team"]: must be a key that does not begin with aws: or rds:, which AWS reserves.',
            'posit-connect:tags["rds:team"]: must be a key that does not begin with aws: or rds:, which AWS reserves.',
            "posit-connect:tags.Name: must be a key other than Name, pulumi:project, pulumi:stack, which the program sets.",
            'posit-connect:tags["pulumi:stack"]: must be a key other than Name, pulumi:project, pulumi:stack, which the program sets.',
            'posit-connect:tags.team: must be a tag\'s value: up to 256 letters of any language, digits, spaces and + - = . _ : / @, got "c#".',
            'posit-connect:tags.mark: must be a tag\'s value: up to 256 letters of any language, digits, spaces and + - = . _ : / @, got "✓".',
            'posit-connect:tags.owner: must be a value that does not begin with aws: or rds:, which AWS reserves, got "aws:me".',
        ],
    ],
    [
        "tags that differ in case only, also from the program's",
        { "posit-connect:tags": { team: "a", Team: "b", name: "c", "Pulumi:Stack": "d" } },
        [
            "posit-connect:tags.name: must be a key other than Name, pulumi:project, pulumi:stack, which the program sets.",
            'posit-connect:tags["Pulumi:Stack"]: must be a key other than Name, pulumi:project, pulumi:stack, which the program sets.',
        ],
    ],
    [
        "tags by which EKS and Karpenter find the resources of a cluster",
        {
            "posit-connect:tags": {
                "kubernetes.io/cluster/other": "owned",
                "karpenter.sh/nodepool": "a",
                "karpenter.k8s.aws/ec2nodeclass": "a",
                "eks:eks-cluster-name": "a",
                "k8s.example.com/team": "a",
            },
        },
        [
            "kubernetes.io/cluster/other",
            "karpenter.sh/nodepool",
            "karpenter.k8s.aws/ec2nodeclass",
            "eks:eks-cluster-name",
        ].map(
            (name) =>
                `posit-connect:tags["${name}"]: must be a key outside eks:, kubernetes.io/cluster, karpenter.sh/ and karpenter.k8s.aws/, by which EKS and Karpenter find a cluster's resources.`,
        ),
    ],
    [
        "tags that differ in case only",
        { "posit-connect:tags": { team: "a", Team: "b", TEAM: "c" } },
        [
            'posit-connect:tags.Team: must be left out, as team is the same key in IAM, which ignores the case, got "b".',
            'posit-connect:tags.TEAM: must be left out, as team is the same key in IAM, which ignores the case, got "c".',
        ],
    ],
    [
        "tags that YAML reads as other types than text",
        { "posit-connect:tags": { costCentre: 4711, billed: true } },
        [
            'posit-connect:tags.costCentre: must be a tag\'s value: up to 256 letters of any language, digits, spaces and + - = . _ : / @, got 4711. Write it in quotes in the file, "4711".',
            'posit-connect:tags.billed: must be a tag\'s value: up to 256 letters of any language, digits, spaces and + - = . _ : / @, got true. Write it in quotes in the file, "true".',
        ],
    ],
    [
        "no license",
        { "posit-connect:license": undefined },
        [
            "posit-connect:license: must be set, got nothing. Run pulumi config set --secret posit-connect:license < license.lic.",
        ],
    ],
    [
        "an empty license",
        { "posit-connect:license": " \n" },
        [
            "posit-connect:license: must be set to a value, got an empty text. Run pulumi config set --secret posit-connect:license < license.lic.",
        ],
    ],
    [
        "no secret for the OpenID Connect client, none for the mail server",
        connect({
            authentication: { provider: "oidc", issuer: "https://login.example.org", clientId: "connect" },
            smtp: { host: "smtp.example.org", user: "connect", senderEmail: "connect@example.org" },
        }),
        [
            "posit-connect:oidcClientSecret: must be set, got nothing. Run pulumi config set --secret posit-connect:oidcClientSecret.",
            "posit-connect:smtpPassword: must be set, got nothing. Run pulumi config set --secret posit-connect:smtpPassword.",
        ],
    ],
    [
        "secrets for nothing",
        { "posit-connect:oidcClientSecret": "hidden", "posit-connect:smtpPassword": "hidden" },
        [
            "posit-connect:oidcClientSecret: must be left out, as these settings do not use it. Run pulumi config rm posit-connect:oidcClientSecret.",
            "posit-connect:smtpPassword: must be left out, as these settings do not use it. Run pulumi config rm posit-connect:smtpPassword.",
        ],
    ],
];

describe("parseSettings", () => {
    for (const [what, changes, expected] of ERRORS) {
        it(`rejects ${what}`, () => {
            expect(errorsOf(changes)).to.deep.equal(expected);
        });
    }

    it("reports all errors at once, in the order of the settings", () => {
        const changes = {
            "posit-connect:netwrok": {},
            "posit-connect:license": "",
            ...connect({ replicas: 1 }),
            ...database({ storageGiB: 10, engineVersion: "9" }),
            ...cluster({ version: "1.29", publicAccessCidrs: ["0.0.0.0/0"] }),
            ...network({ availabilityZones: ["us-east-1a"], cidrBlock: "172.20.0.0/16" }),
            "aws:region": "nowhere",
        };
        expect(errorsOf(changes).map((error) => error.split(": ")[0])).to.deep.equal([
            "aws:region",
            "posit-connect:network.availabilityZones",
            "posit-connect:network.cidrBlock",
            "posit-connect:cluster.version",
            "posit-connect:cluster.publicAccessCidrs[0]",
            "posit-connect:database.engineVersion",
            "posit-connect:database.storageGiB",
            "posit-connect:connect.replicas",
            "posit-connect:license",
            "posit-connect:netwrok",
        ]);
    });

    it("reports a secret as empty if its key has no value, encrypted or not", () => {
        for (const secretKeys of [[], SECRET_KEYS]) {
            for (const nothing of ["", null]) {
                expect(errorsOf({ "posit-connect:license": nothing }, secretKeys)).to.deep.equal([
                    "posit-connect:license: must be set to a value, got an empty text. Run pulumi config set --secret posit-connect:license < license.lic.",
                ]);
            }
        }
    });

    it("accepts JSON in a text, as `pulumi config set` writes it without --path", () => {
        const changes = {
            "aws:allowedAccountIds": '["111122223333"]',
            "posit-connect:protect": "false",
            "posit-connect:database": '{"storageGiB":30}',
        };
        expect(settingsOf(changes)).to.deep.equal(
            settingsOf({ "posit-connect:protect": false, "posit-connect:database": { storageGiB: 30 } }),
        );
    });

    it("reports each of very many errors", () => {
        const names = Array.from({ length: 20_000 }, (_, index) => `zebra${index}`);
        const many = Object.fromEntries(names.map((name) => [name, null]));
        const errors = errorsOf({ ...database(many), ...cluster({ nodeGroups: many }) });
        expect(errors.map((error) => error.split(": ")[0])).to.deep.equal([
            ...names.map((name) => `posit-connect:cluster.nodeGroups.${name}`),
            ...names.map((name) => `posit-connect:database.${name}`),
        ]);
    });

    it("rejects a secret in plain text, without printing it", () => {
        expect(errorsOf({}, [])).to.deep.equal([
            "posit-connect:license: must be encrypted, got plain text. Run pulumi config set --secret posit-connect:license < license.lic.",
        ]);
    });

    it("rejects a section that contains a secret, and prints none of it", () => {
        const changes = connect({
            replicas: "hidden",
            hidden: 1,
            authentication: { clientSecret: "hidden" },
        });
        expect(errorsOf(changes, [...SECRET_KEYS, "posit-connect:connect"])).to.deep.equal([
            "posit-connect:connect: must be plain text, without a secret in it. The secrets are posit-connect:license, " +
                "posit-connect:oidcClientSecret, posit-connect:ldapBindPassword, posit-connect:smtpPassword, posit-connect:chartPassword, posit-connect:registryCredentials, " +
                "posit-connect:packageManagerToken, posit-connect:extraSecrets.",
        ]);
    });

    it("prints no value of an unknown key, as it may be a secret", () => {
        const errors = errorsOf({
            "posit-connect:packageManagerTokn": LICENSE,
            ...connect({ smtpPassword: LICENSE }),
        }).join("\n");
        expect(errors)
            .to.contain("Did you mean posit-connect:packageManagerToken?")
            .and.not.to.contain(LICENSE);
    });

    it("ignores other namespaces and the AWS provider's other settings", () => {
        expect(settingsOf({ "aws:maxRetries": "5", "datadog:site": "eu", "posit:x": 1 })).to.deep.equal(
            settingsOf(),
        );
    });

    it("keeps secrets out of the plain settings", () => {
        expect(JSON.stringify(settingsOf())).not.to.contain(LICENSE);
    });

    it("accepts tags in any language", () => {
        const tags = { Stadt: "München", приложение: "データ 1", "e-mail": "me+you@example.com: /a_b.c=d-1" };
        expect(settingsOf({ "posit-connect:tags": tags }).tags).to.deep.equal(tags);
    });

    it("accepts names of node groups and labels that every JavaScript object has", () => {
        const labels = { constructor: "a", toString: "b", hasOwnProperty: "c" };
        const { nodeGroups } = settingsOf(cluster({ nodeGroups: { constructor: { labels } } })).cluster;

        expect(Object.keys(nodeGroups)).to.deep.equal(["general", "constructor"]);
        expect(nodeGroups["constructor"]?.labels).to.deep.equal(labels);
    });

    it("derives the sizes of node groups from the number of zones, and adds the general group", () => {
        const sizes = (zones: string[], nodeGroups: Config) => {
            const changes = { ...network({ availabilityZones: zones }), ...cluster({ nodeGroups }) };
            const groups = Object.entries(settingsOf(changes).cluster.nodeGroups);
            return groups.map(([name, { minSize, maxSize }]) => [name, minSize, maxSize]);
        };
        const three = ["us-east-1a", "us-east-1b", "us-east-1c"];
        expect(sizes(three, {})).to.deep.equal([["general", 3, 6]]);
        expect(sizes(three, { gpu: { minSize: 0 }, general: { minSize: 4 } })).to.deep.equal([
            ["general", 4, 8],
            ["gpu", 0, 3],
        ]);
        expect(sizes(["us-east-1a", "us-east-1b"], { gpu: { maxSize: 9 } })).to.deep.equal([
            ["general", 2, 4],
            ["gpu", 2, 9],
        ]);
    });

    it("accepts any amount for pods if the size of a node's instance type is not known", () => {
        const content = { quota: { cpu: 400, memoryGiB: 4000, pods: 9 }, maxCpu: 200, maxMemoryGiB: 2000 };
        const groups = [
            { general: { instanceTypes: ["x2iedn.32xlarge"] } },
            { other: { instanceTypes: ["m5.large", "x2iedn.32xlarge"] } },
        ];
        for (const nodeGroups of groups) {
            const settings = settingsOf({ ...cluster({ nodeGroups }), ...connect({ content }) });
            expect(settings.connect.content).to.deep.include(content);
        }
    });

    it("accepts any versions of the chart and of Connect if that is allowed", () => {
        const versions = { chart: { version: "0.22.0" }, version: "2027.01.0" };
        const { connect: found } = settingsOf(connect({ allowUntestedVersions: true, ...versions }));
        expect([found.chart.version, found.version]).to.deep.equal(["0.22.0", "2027.01.0"]);
    });

    it("accepts a release of the nodes for its Kubernetes version", () => {
        const { nodeReleaseVersion } = settingsOf(cluster({ nodeReleaseVersion: "1.35.3-20260415" })).cluster;
        expect(nodeReleaseVersion).to.equal("1.35.3-20260415");
    });

    it("accepts nodes that stay behind the control plane", () => {
        const nodes = (parts: Config) => settingsOf(cluster(parts)).cluster.nodeVersion;
        expect([
            nodes({ version: "1.36" }),
            nodes({ version: "1.36", nodeVersion: "1.36" }),
            nodes({ version: "1.36", nodeVersion: "1.34" }),
        ]).to.deep.equal([undefined, "1.36", "1.34"]);
    });

    it("accepts a build of each pinned add-on", () => {
        expect(
            settingsOf(cluster({ addOnVersions: kubernetesVersions["1.35"].addOns })).cluster.addOnVersions,
        ).to.deep.equal(kubernetesVersions["1.35"].addOns);
    });

    it("lets an existing VPC reach the Kubernetes API if no block is listed, but not a new one", () => {
        const blocks = (changes: Config) => settingsOf(changes).cluster.privateAccessCidrs;
        const { administratorRoleArns } = LEAST_CLUSTER;
        const open = (list: Config) => ({ "posit-connect:cluster": { administratorRoleArns, ...list } });
        const publicOnly = open({ publicAccessCidrs: ["198.51.100.0/24"] });

        expect([
            blocks({ ...adopt({ cidrBlock: "10.7.0.0/16" }), ...open({}) }),
            blocks({ ...adopt({ cidrBlock: "10.7.0.0/16" }), ...publicOnly }),
            blocks({ ...adopt({}), ...cluster({ privateAccessCidrs: ["10.8.0.0/16"] }) }),
            blocks(publicOnly),
            blocks(cluster({ ...publicOnly["posit-connect:cluster"], privateAccessCidrs: ["10.8.0.0/16"] })),
        ]).to.deep.equal([["10.7.0.0/16"], ["10.7.0.0/16"], ["10.8.0.0/16"], [], ["10.8.0.0/16"]]);
    });

    it("accepts a runner as the only way to the Kubernetes API", () => {
        const runner = {
            repository: "example/connect",
            connectionArn:
                "arn:aws:codeconnections:us-east-1:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef",
        };
        const settings = settingsOf({
            ...cluster({ privateAccessCidrs: undefined }),
            "posit-connect:runner": runner,
        });

        expect(settings.cluster.privateAccessCidrs).to.deep.equal([]);
        expect(settings.runner).to.deep.equal({ ...runner, logRetentionDays: 90 });
    });

    it("accepts an existing VPC", () => {
        const changes = adopt({});
        expect(settingsOf(changes).network).to.deep.equal(changes["posit-connect:network"]);
    });

    it("accepts each kind of certificate", () => {
        for (const kind of [
            { domainName: "connect.example.org", hostedZoneId: ZONE_ID },
            { domainName: "connect.example.org", certificateArn: CERTIFICATE },
            { domainName: "connect.example.org", certificateArn: CERTIFICATE, hostedZoneId: ZONE_ID },
            { selfSignedCertificate: true, allowedCidrs: ["198.51.100.0/24"] },
        ]) {
            expect(settingsOf(loadBalancer(kind)).loadBalancer).to.include(
                Object.fromEntries(Object.entries(kind).filter(([key]) => key !== "allowedCidrs")),
            );
        }
    });

    it("accepts images and charts from any source", () => {
        const changes = connect({
            chart: { name: "oci://registry.example.org/charts/rstudio-connect", repository: "" },
            images: { connect: "111122223333.dkr.ecr.us-east-1.amazonaws.com/posit/connect" },
        });
        expect(settingsOf(changes).connect.chart.repository).to.equal("");
    });
});

describe("the least stack", () => {
    it("is valid", () => {
        expect(errorsOf(LEAST)).to.deep.equal([]);
    });
});
