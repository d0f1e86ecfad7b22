import { expect } from "chai";
import { KUBERNETES_VERSIONS, kubernetesVersions } from "../../catalog/kubernetesVersions";
import {
    ADOPTED,
    LEAST,
    LEAST_CLUSTER,
    LICENSE,
    mistakesOf,
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

const ZONE_ID = "Z0123456789ABCDEFGHIJ";
const CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";

const UNREACHABLE =
    "must not be empty unless publicAccessCidrs is set: no network could reach the Kubernetes API. List the networks that reach " +
    "the VPC, such as the VPC's own block, or your public addresses in publicAccessCidrs";

/** What is wrong, the sections that make it so, and every line that it is told in. */
const MISTAKES: [string, Config, string[]][] = [
    [
        "an unknown section",
        { "posit-connect:netwrok": {} },
        ["posit-connect:netwrok | not a setting; did you mean posit-connect:network?"],
    ],
    [
        "a section that is like no other",
        { "posit-connect:zebra": {} },
        ["posit-connect:zebra | not a setting; the nearest is posit-connect:tags"],
    ],
    [
        "an unknown key in a section",
        database({ storageGB: 20 }),
        ["posit-connect:database.storageGB | not a setting; did you mean posit-connect:database.storageGiB?"],
    ],
    [
        "an unknown key deep in a section",
        connect({ content: { quota: { memmoryGiB: 3 } } }),
        [
            "posit-connect:connect.content.quota.memmoryGiB | not a setting; " +
                "did you mean posit-connect:connect.content.quota.memoryGiB?",
        ],
    ],
    [
        "a nested key set without --path",
        { "posit-connect:database.storageGiB": 30 },
        [
            "posit-connect:database.storageGiB | not a setting by itself; pulumi config rm " +
                "posit-connect:database.storageGiB, then pulumi config set --path posit-connect:database.storageGiB",
        ],
    ],
    [
        "a string for a number",
        database({ storageGiB: "20" }),
        [
            'posit-connect:database.storageGiB | "20" | must be a whole number of GiB from 20 to 65536: RDS needs at ' +
                "least 20 GiB for PostgreSQL on gp3; write it without quotes",
        ],
    ],
    [
        "a word for a number",
        connect({ replicas: "three" }),
        [
            'posit-connect:connect.replicas | "three" | must be a whole number of servers from 2 to 10: one would not ' +
                "survive the loss of its zone",
        ],
    ],
    [
        "a number for a text",
        database({ engineVersion: 15 }),
        [
            'posit-connect:database.engineVersion | 15 | must be one of "14", "15", "16", "17": the major versions ' +
                'that both Connect and RDS support; RDS picks the minor one; write it in quotes in the file, "15"',
        ],
    ],
    [
        "a string for a boolean",
        database({ finalSnapshot: "false" }),
        ['posit-connect:database.finalSnapshot | "false" | must be true or false; write it without quotes'],
    ],
    [
        "a word for a boolean",
        { "posit-connect:protect": "yes" },
        ['posit-connect:protect | "yes" | must be true or false'],
    ],
    [
        "a text for a section",
        { "posit-connect:fileSystem": "big" },
        ['posit-connect:fileSystem | "big" | must be a table of the settings infrequentAccessAfterDays'],
    ],
    [
        "no region",
        { "aws:region": undefined },
        [
            "aws:region | not set; must be a region whose RDS root certificates are known, as docs/settings.md lists them",
        ],
    ],
    [
        "an unknown region",
        { "aws:region": "us-esat-1" },
        [
            'aws:region | "us-esat-1" | must be a region whose RDS root certificates are known, as docs/settings.md ' +
                "lists them; the nearest is us-east-1",
        ],
    ],
    [
        "no account",
        { "aws:allowedAccountIds": undefined },
        [
            'aws:allowedAccountIds | not set; must list exactly one account, ["123456789012"]: the stack belongs to it, ' +
                "and the AWS provider refuses any other",
        ],
    ],
    [
        "two accounts",
        { "aws:allowedAccountIds": ["111122223333", "444455556666"] },
        [
            'aws:allowedAccountIds | ["111122223333","444455556666"] | must list exactly one account, ["123456789012"]: ' +
                "the stack belongs to it, and the AWS provider refuses any other",
        ],
    ],
    [
        "an account that is no list",
        { "aws:allowedAccountIds": "111122223333" },
        [
            'aws:allowedAccountIds | 111122223333 | must list exactly one account, ["123456789012"]: the stack belongs ' +
                "to it, and the AWS provider refuses any other",
        ],
    ],
    [
        "an account that YAML took for a number",
        { "aws:allowedAccountIds": [111122223333] },
        [
            'aws:allowedAccountIds[0] | 111122223333 | must be an account id of 12 digits, such as "123456789012"; ' +
                'write it in quotes in the file, "111122223333"',
        ],
    ],
    [
        "no network",
        { "posit-connect:network": undefined },
        [
            "posit-connect:network | not set; must name the availability zones (availabilityZones) or an existing VPC (adopt)",
        ],
    ],
    [
        "a network and a load balancer with nothing in them",
        { "posit-connect:network": "", "posit-connect:loadBalancer": null },
        [
            'posit-connect:network | "" | must name the availability zones (availabilityZones) or an existing VPC (adopt)',
            "posit-connect:loadBalancer | null | needs a certificate: domainName with hostedZoneId or certificateArn, or " +
                "selfSignedCertificate",
        ],
    ],
    [
        "a text for the network",
        { "posit-connect:network": "big" },
        [
            'posit-connect:network | "big" | must be a table of the settings availabilityZones, cidrBlock, natGateways, ' +
                "interfaceEndpoints, flowLogRetentionDays",
        ],
    ],
    [
        "no load balancer",
        { "posit-connect:loadBalancer": undefined },
        [
            "posit-connect:loadBalancer | not set; needs a certificate: domainName with hostedZoneId or certificateArn, or " +
                "selfSignedCertificate",
        ],
    ],
    [
        "one zone",
        network({ availabilityZones: ["us-east-1a"] }),
        [
            'posit-connect:network.availabilityZones | ["us-east-1a"] | must list two to six availability zones: ' +
                "Multi-AZ is not a choice, in dev either",
        ],
    ],
    [
        "one zone of another region",
        network({ availabilityZones: ["eu-west-1a"] }),
        [
            'posit-connect:network.availabilityZones | ["eu-west-1a"] | must list two to six availability zones: ' +
                "Multi-AZ is not a choice, in dev either",
            'posit-connect:network.availabilityZones[0] | "eu-west-1a" | is not a zone of us-east-1, which aws:region names',
        ],
    ],
    [
        "a zone twice, a short name and a zone of another region",
        network({ availabilityZones: ["us-east-1a", "us-east-1a", "b", "us-east-2b"] }),
        [
            'posit-connect:network.availabilityZones[2] | "b" | must be the full name of an availability zone, such as us-east-1a',
            'posit-connect:network.availabilityZones[1] | "us-east-1a" | is listed twice',
            'posit-connect:network.availabilityZones[3] | "us-east-2b" | is not a zone of us-east-1, which aws:region names',
        ],
    ],
    [
        "a CIDR block that is none",
        network({ cidrBlock: "10.0.0.0" }),
        ['posit-connect:network.cidrBlock | "10.0.0.0" | must be an IPv4 CIDR block such as 10.0.0.0/16'],
    ],
    [
        "host bits",
        network({ cidrBlock: "10.0.1.0/16" }),
        ['posit-connect:network.cidrBlock | "10.0.1.0/16" | has host bits set: write 10.0.0.0/16'],
    ],
    [
        "a VPC over the cluster's services",
        network({ cidrBlock: "172.20.0.0/17" }),
        [
            'posit-connect:network.cidrBlock | "172.20.0.0/17" | overlaps 172.20.0.0/16, the addresses of the ' +
                "cluster's services: choose another block",
        ],
    ],
    [
        "a public VPC that is too small to lay out",
        network({ cidrBlock: "8.8.0.0/20" }),
        [
            'posit-connect:network.cidrBlock | "8.8.0.0/20" | must have a prefix from /16 to /19: each zone\'s private ' +
                "subnet is a sixteenth of it and gives an address to every pod",
            'posit-connect:network.cidrBlock | "8.8.0.0/20" | must lie in a private range, else it hides a part of the ' +
                "internet: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10",
        ],
    ],
    [
        "a VPC too small for its pods",
        { ...network({ cidrBlock: "10.0.0.0/19" }), ...general({ maxSize: 20 }) },
        [
            'posit-connect:network.cidrBlock | "10.0.0.0/19" | is too small: a private subnet has 512 of its addresses, ' +
                "and 11 nodes a zone with their pods take 673; choose a /18",
        ],
    ],
    [
        "more nodes than any VPC holds",
        general({ maxSize: 400 }),
        [
            "posit-connect:network.cidrBlock | is too small: a private subnet has 4096 of its addresses, and 201 nodes a " +
                "zone with their pods take 12073; lower maxSize of cluster.nodeGroups",
        ],
    ],
    [
        "an adopted VPC with another setting beside it",
        { "posit-connect:network": { ...adopt({})["posit-connect:network"], natGateways: "Single" } },
        ["posit-connect:network.natGateways | must be left out with adopt: it is for a new VPC"],
    ],
    [
        "an adopted VPC over the cluster's services",
        adopt({ cidrBlock: "172.20.0.0/16" }),
        [
            'posit-connect:network.adopt.cidrBlock | "172.20.0.0/16" | overlaps 172.20.0.0/16, the addresses of the ' +
                "cluster's services: choose another block",
        ],
    ],
    [
        "an adopted VPC in one zone, with a subnet used twice",
        adopt({ privateSubnets: [{ id: "subnet-0000000000000000a", availabilityZone: "us-east-1a" }] }),
        [
            'posit-connect:network.adopt.privateSubnets[0].id | "subnet-0000000000000000a" | is listed twice',
            'posit-connect:network.adopt.privateSubnets | [{"id":"subnet-0000000000000000a","avai… | must cover at ' +
                "least two availability zones: Multi-AZ is not a choice, in dev either",
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
            'posit-connect:network.adopt.privateSubnets[1].availabilityZone | "us-east-1a" | has a private subnet already: ' +
                "EFS takes one mount target a zone",
            'posit-connect:network.adopt.publicSubnets | [{"id":"subnet-0000000000000000a","avai… | must have one in ' +
                "us-east-1c, us-west-2d too: a load balancer reaches no zone but its own",
            'posit-connect:network.adopt.privateSubnets[3].availabilityZone | "us-west-2d" | is not a zone of us-east-1, ' +
                "which aws:region names",
        ],
    ],
    [
        "an unsupported Kubernetes version",
        cluster({ version: "1.29" }),
        [
            'posit-connect:cluster.version | "1.29" | must be one of ' +
                `${KUBERNETES_VERSIONS.map((version) => `"${version}"`).join(", ")}: the add-ons are pinned for these`,
        ],
    ],
    [
        "an API for everyone",
        cluster({ publicAccessCidrs: ["0.0.0.0/0"] }),
        [
            'posit-connect:cluster.publicAccessCidrs[0] | "0.0.0.0/0" | opens the Kubernetes API to the whole internet: ' +
                "list your own networks, or none for a private endpoint",
        ],
    ],
    [
        "an API for everyone in other words, and for nobody",
        cluster({ publicAccessCidrs: ["::/0", "128.0.0.0/1", "10.1.0.0/16"] }),
        [
            'posit-connect:cluster.publicAccessCidrs[0] | "::/0" | must be an IPv4 CIDR block such as 10.0.0.0/16',
            'posit-connect:cluster.publicAccessCidrs[1] | "128.0.0.0/1" | must have a prefix of /8 or longer. List ' +
                "smaller blocks",
            'posit-connect:cluster.publicAccessCidrs[2] | "10.1.0.0/16" | must be public addresses: EKS rejects private ones ' +
                "here, list them in privateAccessCidrs",
        ],
    ],
    [
        "a private endpoint for everyone",
        cluster({ privateAccessCidrs: ["0.0.0.0/0"] }),
        [
            'posit-connect:cluster.privateAccessCidrs[0] | "0.0.0.0/0" | opens the Kubernetes API to the whole internet: ' +
                "list the networks that deploy and administer",
        ],
    ],
    [
        "a private endpoint for everyone in other words, and for no block at all",
        cluster({ privateAccessCidrs: ["::/0", "8.0.0.0/7", "10.1.0.1/16"] }),
        [
            'posit-connect:cluster.privateAccessCidrs[0] | "::/0" | must be an IPv4 CIDR block such as 10.0.0.0/16',
            'posit-connect:cluster.privateAccessCidrs[2] | "10.1.0.1/16" | has host bits set: write 10.1.0.0/16',
            'posit-connect:cluster.privateAccessCidrs[1] | "8.0.0.0/7" | must have a prefix of /8 or longer. List ' +
                "smaller blocks",
        ],
    ],
    [
        "more blocks than a security group has rules",
        cluster({ privateAccessCidrs: Array.from({ length: 51 }, (_, i) => `10.${i}.0.0/16`) }),
        [
            'posit-connect:cluster.privateAccessCidrs | ["10.0.0.0/16","10.1.0.0/16","10.2.0.0/… | must list no ' +
                "more than 50 blocks: a security group holds 60 rules by default",
        ],
    ],
    [
        "a release of the nodes that is none",
        cluster({ nodeReleaseVersion: "v20261120" }),
        [
            'posit-connect:cluster.nodeReleaseVersion | "v20261120" | must be a release of the EKS-optimized Amazon Linux 2023 image, ' +
                "such as 1.35.3-20260415",
        ],
    ],
    [
        "a release of the nodes for another Kubernetes version",
        cluster({ version: "1.36", nodeReleaseVersion: "1.35.3-20260415" }),
        [
            'posit-connect:cluster.nodeReleaseVersion | "1.35.3-20260415" | must be a release for Kubernetes 1.36, which ' +
                "cluster.version names: change both together",
        ],
    ],
    [
        "an add-on that the program does not create, and a version that is no build",
        cluster({ addOnVersions: { "core-dns": "v1.13.2-eksbuild.21", "kube-proxy": "1.35.3" } }),
        [
            'posit-connect:cluster.addOnVersions.kube-proxy | "1.35.3" | must be a build of the add-on, such as ' +
                "v1.13.2-eksbuild.21",
            "posit-connect:cluster.addOnVersions.core-dns | not a setting; did you mean posit-connect:cluster.addOnVersions.coredns?",
        ],
    ],
    [
        "a cluster of which nothing is said",
        { "posit-connect:cluster": undefined },
        [
            "posit-connect:cluster | not set; must list the roles that administer the cluster (administratorRoleArns)",
        ],
    ],
    [
        "a cluster whose administrators are not named",
        cluster({ administratorRoleArns: undefined }),
        [
            "posit-connect:cluster.administratorRoleArns | not set; must be a list of ARNs of IAM roles, such as " +
                "arn:aws:iam::123456789012:role/administrators",
        ],
    ],
    [
        "an API that cannot be reached, as no block is listed",
        cluster({ privateAccessCidrs: undefined }),
        [`posit-connect:cluster.privateAccessCidrs | ${UNREACHABLE}`],
    ],
    [
        "an API that cannot be reached, in so many words",
        cluster({ publicAccessCidrs: [], privateAccessCidrs: [] }),
        [`posit-connect:cluster.privateAccessCidrs | [] | ${UNREACHABLE}`],
    ],
    [
        "an API that cannot be reached in a VPC that was there",
        { ...adopt({}), ...cluster({ privateAccessCidrs: [] }) },
        [`posit-connect:cluster.privateAccessCidrs | [] | ${UNREACHABLE}`],
    ],
    [
        "overlapping CIDR blocks",
        cluster({ publicAccessCidrs: ["198.51.100.0/24", "198.51.100.128/25", "198.51.100.0/24"] }),
        [
            'posit-connect:cluster.publicAccessCidrs[1] | "198.51.100.128/25" | lies within 198.51.100.0/24, which is ' +
                "listed too: leave one out",
            'posit-connect:cluster.publicAccessCidrs[2] | "198.51.100.0/24" | lies within 198.51.100.0/24, which is ' +
                "listed too: leave one out",
        ],
    ],
    [
        "an administrator twice, twice but for upper case, and one that is a session",
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
            'posit-connect:cluster.administratorRoleArns[4] | "arn:aws:sts::111122223333:assumed-role… | must be the ' +
                "ARN of an IAM role or user, such as arn:aws:iam::123456789012:role/administrators",
            'posit-connect:cluster.administratorRoleArns[1] | "arn:aws:iam::111122223333:role/team/ad… | is listed twice',
            'posit-connect:cluster.administratorRoleArns[2] | "arn:aws:iam::111122223333:role/Team/Ad… | is listed twice',
        ],
    ],
    [
        "a cluster that no role administers",
        cluster({ administratorRoleArns: [] }),
        [
            "posit-connect:cluster.administratorRoleArns | [] | must list at least the role that deploys: no other access to the " +
                "cluster exists",
        ],
    ],
    [
        "one node",
        general({ minSize: 1 }),
        [
            "posit-connect:cluster.nodeGroups.general.minSize | 1 | must be at least 2 nodes: one in each zone, and never " +
                "fewer than two",
        ],
    ],
    [
        "one node in zones that are wrong too",
        { ...general({ minSize: 1 }), ...network({ availabilityZones: "us-east-1a" }) },
        [
            'posit-connect:network.availabilityZones | "us-east-1a" | must be a list of availability zones by full name, ' +
                "such as us-east-1a",
            "posit-connect:cluster.nodeGroups.general.minSize | 1 | must be at least 2 nodes: one does not survive the " +
                "loss of its zone",
        ],
    ],
    [
        "a node group with a bad name, and one with sizes, types and labels that do not go",
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
            "posit-connect:cluster.nodeGroups.GPU | must be named by up to 31 lower-case letters, digits and dashes, a letter first",
            'posit-connect:cluster.nodeGroups.gpu.instanceTypes[0] | "m7g.large" | must be an x86-64 type: the nodes\' ' +
                "images and Connect's are not for Graviton",
            'posit-connect:cluster.nodeGroups.gpu.instanceTypes[1] | "large" | must be an EC2 instance type, such as t3.2xlarge',
            "posit-connect:cluster.nodeGroups.gpu.diskGiB | 10 | must be a whole number of GiB from 20 to 16384: the " +
                "node's image takes 20, gp3 ends at 16384",
            'posit-connect:cluster.nodeGroups.gpu.labels["kubernetes.io/role"] | must not be of kubernetes.io, k8s.io or ' +
                "eks.amazonaws.com: those are set by the cluster itself",
            'posit-connect:cluster.nodeGroups.gpu.labels.team | "ä" | must be at most 63 letters, digits, dots, dashes ' +
                "and underscores",
            'posit-connect:cluster.nodeGroups.gpu.taints[0].effect | "NoSchedule" | must be one of "NO_SCHEDULE", ' +
                '"NO_EXECUTE", "PREFER_NO_SCHEDULE"',
            "posit-connect:cluster.nodeGroups.gpu.maxSize | 2 | must be at least minSize, 3 nodes",
            'posit-connect:cluster.nodeGroups.general.taints | [{"key":"gpu","effect":"NO_SCHEDULE"}] | must be left out ' +
                "of general: Connect runs there",
        ],
    ],
    [
        "a node group with nothing in it",
        cluster({ nodeGroups: { general: null } }),
        [
            "posit-connect:cluster.nodeGroups.general | null | must be a table of the settings instanceTypes, minSize, " +
                "maxSize, diskGiB, labels, taints",
        ],
    ],
    [
        "an unsupported PostgreSQL version",
        database({ engineVersion: "13" }),
        [
            'posit-connect:database.engineVersion | "13" | must be one of "14", "15", "16", "17": the major versions that ' +
                "both Connect and RDS support; RDS picks the minor one",
        ],
    ],
    [
        "storage below RDS's floor",
        database({ storageGiB: 10 }),
        [
            "posit-connect:database.storageGiB | 10 | must be a whole number of GiB from 20 to 65536: RDS needs at least " +
                "20 GiB for PostgreSQL on gp3",
        ],
    ],
    [
        "storage without room to grow",
        database({ storageGiB: 95 }),
        [
            "posit-connect:database.maxStorageGiB | must be at least 105 GiB: RDS requires 10 % more than storageGiB, 95 GiB",
        ],
    ],
    [
        "a maintenance window in upper case",
        database({ maintenanceWindow: "Sat:21:00-Sat:22:00" }),
        [
            'posit-connect:database.maintenanceWindow | "Sat:21:00-Sat:22:00" | must be a weekly window in UTC, in lower case, ' +
                "such as sat:21:00-sat:22:00",
        ],
    ],
    [
        "a maintenance window at an hour that is none",
        database({ maintenanceWindow: "sat:23:30-sat:24:00" }),
        [
            'posit-connect:database.maintenanceWindow | "sat:23:30-sat:24:00" | must be a weekly window in UTC, in lower case, ' +
                "such as sat:21:00-sat:22:00",
        ],
    ],
    ...["sat:21:00-sat:21:29", "fri:21:00-sat:21:00", "sat:21:00-sat:21:00"].map(
        (maintenanceWindow): [string, Record<string, unknown>, string[]] => [
            `a maintenance window that RDS rejects, ${maintenanceWindow}`,
            database({ maintenanceWindow }),
            [
                `posit-connect:database.maintenanceWindow | "${maintenanceWindow}" | must last from 30 minutes to less than 24 ` +
                    "hours: RDS rejects any other window",
            ],
        ],
    ),
    [
        "a maintenance window in which the weekly backup may start",
        database({ maintenanceWindow: "sun:18:00-sun:18:30" }),
        [
            'posit-connect:database.maintenanceWindow | "sun:18:00-sun:18:30" | must end before, or begin over an hour after, the ' +
                "time in which the weekly backup starts, sun:17:00–sun:19:00 UTC: AWS Backup starts none in a maintenance window or " +
                "the hour before it",
        ],
    ],
    [
        "a maintenance window in the hour after the daily backup may start, and the weekly one",
        database({ maintenanceWindow: "sun:08:00-sun:20:00" }),
        [
            'posit-connect:database.maintenanceWindow | "sun:08:00-sun:20:00" | must end before, or begin over an hour after, the ' +
                "time in which the daily backup starts, sun:05:00–sun:07:00 UTC: AWS Backup starts none in a maintenance window or " +
                "the hour before it",
            'posit-connect:database.maintenanceWindow | "sun:08:00-sun:20:00" | must end before, or begin over an hour after, the ' +
                "time in which the weekly backup starts, sun:17:00–sun:19:00 UTC: AWS Backup starts none in a maintenance window or " +
                "the hour before it",
        ],
    ],
    [
        "no backups, no such retention, no such class",
        database({ backupRetentionDays: 0, logRetentionDays: 10, instanceClass: "m5.large" }),
        [
            'posit-connect:database.instanceClass | "m5.large" | must be an RDS instance class, such as db.m5.large',
            "posit-connect:database.backupRetentionDays | 0 | must be a whole number of days from 2 to 35: RDS keeps no " +
                "longer, and a backup that goes before the next one is made leaves none",
            "posit-connect:database.logRetentionDays | 10 | must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, " +
                "365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: CloudWatch Logs has no other retention",
        ],
    ],
    [
        "weekly backups that go before the daily ones",
        { ...database({ backupRetentionDays: 35 }), ...backup({ weeklyRetentionDays: 34 }) },
        [
            "posit-connect:backup.weeklyRetentionDays | 34 | must be at least 35 days, as database.backupRetentionDays " +
                "keeps the daily ones",
        ],
    ],
    [
        "a retention that is wrong by itself, told once",
        { ...database({ backupRetentionDays: 36 }), ...backup({ weeklyRetentionDays: 7 }) },
        [
            "posit-connect:database.backupRetentionDays | 36 | must be a whole number of days from 2 to 35: RDS keeps no " +
                "longer, and a backup that goes before the next one is made leaves none",
        ],
    ],
    [
        "copies in the stack's own region",
        backup({ copyRegion: "us-east-1" }),
        [
            'posit-connect:backup.copyRegion | "us-east-1" | must be another region than us-east-1, which aws:region names',
        ],
    ],
    [
        "copies in no region, no such lock, no address, no time to think",
        backup({
            copyRegion: "us-west",
            vaultLock: "strict",
            notifyEmail: "operations",
            complianceGraceDays: 2,
            weeklyRetentionDays: 6,
        }),
        [
            "posit-connect:backup.weeklyRetentionDays | 6 | must be a whole number of days from 7 to 3653",
            'posit-connect:backup.copyRegion | "us-west" | must be a region whose RDS root certificates are known, as ' +
                "docs/settings.md lists them; the nearest is us-west-1",
            'posit-connect:backup.vaultLock | "strict" | must be one of "none", "governance", "compliance"',
            "posit-connect:backup.complianceGraceDays | 2 | must be a whole number of days from 3 to 36500: AWS Backup " +
                "closes no lock sooner",
            'posit-connect:backup.notifyEmail | "operations" | must be an address, such as operations@example.com',
        ],
    ],
    [
        "a lock for good by one setting",
        backup({ vaultLock: "compliance" }),
        [
            "posit-connect:backup.complianceCannotBeUndone | must be true with vaultLock compliance: after " +
                "complianceGraceDays nobody can take the lock off, delete a backup or the vaults; or choose governance",
        ],
    ],
    [
        "a consent to a lock that is not there",
        backup({ complianceCannotBeUndone: true }),
        [
            "posit-connect:backup.complianceCannotBeUndone | true | must be left out with vaultLock governance: it is for " +
                "compliance",
        ],
    ],
    [
        "no certificate",
        loadBalancer({}),
        [
            "posit-connect:loadBalancer | {} | needs a certificate: set domainName and hostedZoneId, or domainName and " +
                "certificateArn, or selfSignedCertificate with your own networks in allowedCidrs",
        ],
    ],
    [
        "a zone without a domain",
        loadBalancer({ hostedZoneId: ZONE_ID }),
        [
            "posit-connect:loadBalancer.domainName | not set; the name that users type is needed with hostedZoneId",
        ],
    ],
    [
        "a certificate without a domain",
        loadBalancer({ certificateArn: CERTIFICATE }),
        [
            "posit-connect:loadBalancer.domainName | not set; the name that users type is needed with certificateArn",
        ],
    ],
    [
        "a domain without a zone",
        loadBalancer({ domainName: "connect.example.org" }),
        [
            "posit-connect:loadBalancer.hostedZoneId | not set; a certificate for domainName needs it, or certificateArn",
        ],
    ],
    [
        "a domain too long for ACM",
        loadBalancer({ domainName: `${"connect".repeat(8)}.example.org`, hostedZoneId: ZONE_ID }),
        [
            `posit-connect:loadBalancer.domainName | "connectconnectconnectconnectconnectcon… | must be at most 64 ` +
                "characters for ACM to certify it",
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
            'posit-connect:loadBalancer.domainName | "connect.example.org" | must be left out with selfSignedCertificate: ' +
                "choose one certificate",
            'posit-connect:loadBalancer.certificateArn | "arn:aws:acm:us-east-1:111122223333:cer… | must be left out ' +
                "with selfSignedCertificate: choose one certificate",
        ],
    ],
    [
        "a self-signed certificate for everyone",
        loadBalancer({ selfSignedCertificate: true }),
        [
            "posit-connect:loadBalancer.allowedCidrs | must list your own networks, /8 or smaller, while " +
                "selfSignedCertificate is true: 0.0.0.0/0 admits strangers",
        ],
    ],
    [
        "a self-signed certificate for everyone, in two halves",
        loadBalancer({ selfSignedCertificate: true, allowedCidrs: ["0.0.0.0/1", "128.0.0.0/1"] }),
        [
            'posit-connect:loadBalancer.allowedCidrs | ["0.0.0.0/1","128.0.0.0/1"] | must list your own networks, /8 or ' +
                "smaller, while selfSignedCertificate is true: 0.0.0.0/1 admits strangers",
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
            'posit-connect:loadBalancer.certificateArn | "arn:aws:acm:eu-west-1:111122223333:cer… | must be a ' +
                "certificate in us-east-1, which aws:region names",
            'posit-connect:loadBalancer.certificateArn | "arn:aws:acm:eu-west-1:111122223333:cer… | must be a ' +
                "certificate of account 444455556666, which aws:allowedAccountIds names",
        ],
    ],
    [
        "nobody admitted",
        loadBalancer({ selfSignedCertificate: true, allowedCidrs: [] }),
        [
            "posit-connect:loadBalancer.allowedCidrs | [] | must list at least one block: with none nobody reaches Connect",
        ],
    ],
    [
        "one server",
        connect({ replicas: 1 }),
        [
            "posit-connect:connect.replicas | 1 | must be a whole number of servers from 2 to 10: one would not survive " +
                "the loss of its zone",
        ],
    ],
    [
        "nothing to run content in",
        connect({ executionEnvironments: [] }),
        [
            "posit-connect:connect.executionEnvironments | [] | must list at least one execution environment: without one " +
                "no content runs",
        ],
    ],
    [
        "an execution environment without a language",
        connect({ executionEnvironments: [{ name: "registry.example.org/content:1" }] }),
        [
            'posit-connect:connect.executionEnvironments[0] | {"name":"registry.example.org/content:1… | must list an ' +
                "installation of r, python or quarto: no content would match it",
        ],
    ],
    [
        "one of Posit's images without what is listed, and nothing of others",
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
            'posit-connect:connect.executionEnvironments[2].python[0].version | "3.14.6" | must be "3.14.3", as in the image\'s tag: ' +
                "there is no other in it",
        ],
    ],
    [
        "a chart by path from a repository, and one by name from none",
        {
            ...connect({ chart: { name: "./charts/rstudio-connect-0.21.0.tgz" } }),
            ...cluster({ controller: { repository: "" } }),
        },
        [
            'posit-connect:cluster.controller.repository | "" | must be a repository\'s https:// URL, as ' +
                "aws-load-balancer-controller is a name in it",
            'posit-connect:connect.chart.repository | must be "", as the chart is given by its path or URL, ' +
                "./charts/rstudio-connect-0.21.0.tgz",
        ],
    ],
    [
        "another way to log in",
        connect({ authentication: { provider: "ldap" } }),
        [
            'posit-connect:connect.authentication.provider | "ldap" | must be a table with provider "password", "oidc" or "saml"',
        ],
    ],
    [
        "limits out of order",
        connect({
            resources: { requests: { cpu: "4500m", memory: "9000Mi" } },
            content: {
                resources: { cpuRequest: 3, memoryLimitGiB: 20 },
                quota: { cpu: 3 },
                maxMemoryGiB: 16,
            },
            scheduler: { minProcesses: 4 },
        }),
        [
            'posit-connect:connect.resources.requests.cpu | "4500m" | must not be over posit-connect:connect.resources.limits.cpu',
            'posit-connect:connect.resources.requests.memory | "9000Mi" | must not be over ' +
                "posit-connect:connect.resources.limits.memory",
            "posit-connect:connect.content.resources.cpuRequest | 3 | must not be over " +
                "posit-connect:connect.content.resources.cpuLimit",
            "posit-connect:connect.content.maxCpu | must not be over posit-connect:connect.content.quota.cpu",
            "posit-connect:connect.content.resources.memoryLimitGiB | 20 | must not be over " +
                "posit-connect:connect.content.maxMemoryGiB",
            "posit-connect:connect.scheduler.minProcesses | 4 | must not be over posit-connect:connect.scheduler.maxProcesses",
        ],
    ],
    [
        "limits of content under what its init container reserves",
        connect({
            content: {
                resources: { cpuRequest: 0.05, cpuLimit: 0.05, memoryRequestGiB: 0.1, memoryLimitGiB: 0.1 },
                maxCpu: 0.099,
                maxMemoryGiB: 0.12,
            },
        }),
        [
            "posit-connect:connect.content.maxCpu | 0.099 | must be a number of cores from 0.1 to 448, in steps of 0.001: " +
                "the init container that installs Connect's runtime reserves 0.1",
            "posit-connect:connect.content.maxMemoryGiB | 0.12 | must be a number of GiB from 0.125 to 24576: the init " +
                "container that installs Connect's runtime reserves 0.125",
        ],
    ],
    [
        "amounts that are none, or finer than Kubernetes has them",
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
            'posit-connect:connect.resources.requests.cpu | "0.0005" | must be a Kubernetes quantity of cores, such as "2" or ' +
                '"500m", from "1m" to "448"',
            'posit-connect:connect.resources.requests.memory | "0.1Mi" | must be a Kubernetes quantity of memory, such as ' +
                '"4Gi" or "512Mi", from "1Mi" to "24576Gi"',
            'posit-connect:connect.resources.limits.cpu | "0m" | must be a Kubernetes quantity of cores, such as "2" or ' +
                '"500m", from "1m" to "448"',
            'posit-connect:connect.resources.limits.memory | "30000Gi" | must be a Kubernetes quantity of memory, such as ' +
                '"4Gi" or "512Mi", from "1Mi" to "24576Gi"',
            "posit-connect:connect.content.quota.cpu | 31.9999 | must be a number of cores from 0.001 to 10000, in steps of 0.001",
            "posit-connect:connect.content.quota.memoryGiB | 0 | must be a number of GiB from 0.001 to 100000",
            "posit-connect:connect.content.resources.cpuRequest | 0.0005 | must be a number of cores from 0.001 to 448, in " +
                "steps of 0.001",
            "posit-connect:connect.content.resources.cpuLimit | 1.0001 | must be a number of cores from 0.001 to 448, in " +
                "steps of 0.001",
            'posit-connect:connect.content.resources.memoryLimitGiB | "4Gi" | must be a number of GiB from 0.001 to 24576',
        ],
    ],
    [
        "servers and content that no node has room for",
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
            'posit-connect:connect.resources.requests.cpu | "4" | must be at most "3770m": a node of cluster.nodeGroups.general ' +
                "(m5.xlarge, t3.xlarge) has no more for a pod; lower it, or choose a larger instance type",
            'posit-connect:connect.resources.requests.memory | "16Gi" | must be at most "14162Mi": a node of ' +
                "cluster.nodeGroups.general (m5.xlarge, t3.xlarge) has no more for a pod; lower it, or choose a larger instance type",
            "posit-connect:connect.content.maxCpu | must be at most 3.77: a node of cluster.nodeGroups.general (m5.xlarge, " +
                "t3.xlarge) has no more for a pod; lower it, or choose a larger instance type",
            "posit-connect:connect.content.maxMemoryGiB | must be at most 13.83: a node of cluster.nodeGroups.general (m5.xlarge, " +
                "t3.xlarge) has no more for a pod; lower it, or choose a larger instance type",
        ],
    ],
    [
        "content whose cores are on one node and whose memory is on another",
        {
            ...cluster({
                nodeGroups: {
                    compute: { instanceTypes: ["c6i.8xlarge"] },
                    memory: { instanceTypes: ["r6i.2xlarge"] },
                    tainted: {
                        instanceTypes: ["m6i.24xlarge"],
                        taints: [{ key: "batch", effect: "NO_SCHEDULE" }],
                    },
                },
            }),
            ...connect({ content: { maxCpu: 16, maxMemoryGiB: 59 } }),
        },
        [
            "posit-connect:connect.content.maxMemoryGiB | 59 | must be at most 56.33: a node of cluster.nodeGroups.compute " +
                "(c6i.8xlarge) has no more for a pod; lower it, or choose a larger instance type",
        ],
    ],
    [
        "content let into the stack",
        connect({
            content: {
                egressCidrs: ["10.0.128.0/20", "172.16.0.0/12", "169.254.169.254/32", "192.168.0.0/16"],
            },
        }),
        [
            'posit-connect:connect.content.egressCidrs[0] | "10.0.128.0/20" | overlaps 10.0.0.0/16, the VPC\'s addresses, ' +
                "which content is kept from: choose blocks outside",
            'posit-connect:connect.content.egressCidrs[1] | "172.16.0.0/12" | overlaps 172.20.0.0/16, the cluster\'s ' +
                "services, which content is kept from: choose blocks outside",
            'posit-connect:connect.content.egressCidrs[2] | "169.254.169.254/32" | overlaps 169.254.0.0/16, the instance ' +
                "metadata, which content is kept from: choose blocks outside",
        ],
    ],
    [
        "content in the servers' namespace",
        connect({ content: { namespace: "posit-connect" } }),
        [
            'posit-connect:connect.content.namespace | "posit-connect" | must be a namespace of the content\'s own',
        ],
    ],
    [
        "a value that would end a line of Connect's configuration",
        connect({ authentication: { provider: "saml", metadataUrl: "https://login.example.org/a;b" } }),
        [
            'posit-connect:connect.authentication.metadataUrl | "https://login.example.org/a;b" | must be the https:// URL ' +
                "of the identity provider's metadata",
        ],
    ],
    [
        "tags that AWS or the program owns",
        { "posit-connect:tags": { "aws:team": "a", Name: "b", team: "c#" } },
        [
            'posit-connect:tags["aws:team"] | must not begin with aws:, which is AWS\'s own',
            "posit-connect:tags.Name | is set on each resource by the program",
            'posit-connect:tags.team | "c#" | must be a tag\'s value: up to 256 letters, digits, spaces and + - = . _ : / @',
        ],
    ],
    [
        "tags that YAML took for something else than texts",
        { "posit-connect:tags": { costCentre: 4711, billed: true } },
        [
            "posit-connect:tags.costCentre | 4711 | must be a tag's value: up to 256 letters, digits, spaces and " +
                '+ - = . _ : / @; write it in quotes in the file, "4711"',
            "posit-connect:tags.billed | true | must be a tag's value: up to 256 letters, digits, spaces and " +
                '+ - = . _ : / @; write it in quotes in the file, "true"',
        ],
    ],
    [
        "no licence",
        { "posit-connect:license": undefined },
        ["posit-connect:license | not set; pulumi config set --secret posit-connect:license < license.lic"],
    ],
    [
        "an empty licence",
        { "posit-connect:license": " \n" },
        ["posit-connect:license | is empty; pulumi config set --secret posit-connect:license < license.lic"],
    ],
    [
        "no secret for the OpenID Connect client, none for the mail server",
        connect({
            authentication: { provider: "oidc", issuer: "https://login.example.org", clientId: "connect" },
            smtp: { host: "smtp.example.org", user: "connect", senderEmail: "connect@example.org" },
        }),
        [
            "posit-connect:oidcClientSecret | not set; pulumi config set --secret posit-connect:oidcClientSecret",
            "posit-connect:smtpPassword | not set; pulumi config set --secret posit-connect:smtpPassword",
        ],
    ],
    [
        "secrets for nothing",
        { "posit-connect:oidcClientSecret": "hidden", "posit-connect:smtpPassword": "hidden" },
        [
            "posit-connect:oidcClientSecret | not used by these settings; pulumi config rm posit-connect:oidcClientSecret",
            "posit-connect:smtpPassword | not used by these settings; pulumi config rm posit-connect:smtpPassword",
        ],
    ],
];

describe("parseSettings", () => {
    for (const [what, changes, expected] of MISTAKES) {
        it(`refuses ${what}`, () => {
            expect(mistakesOf(changes)).to.deep.equal(expected);
        });
    }

    it("tells everything at once, in the order of the settings", () => {
        const changes = {
            "posit-connect:netwrok": {},
            "posit-connect:license": "",
            ...connect({ replicas: 1 }),
            ...database({ storageGiB: 10, engineVersion: "9" }),
            ...cluster({ version: "1.29", publicAccessCidrs: ["0.0.0.0/0"] }),
            ...network({ availabilityZones: ["us-east-1a"], cidrBlock: "172.20.0.0/16" }),
            "aws:region": "nowhere",
        };
        expect(mistakesOf(changes).map((mistake) => mistake.split(" | ")[0])).to.deep.equal([
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

    it("calls a secret empty where its key has no value, encrypted or not", () => {
        for (const secretKeys of [[], SECRET_KEYS]) {
            for (const nothing of ["", null]) {
                expect(mistakesOf({ "posit-connect:license": nothing }, secretKeys)).to.deep.equal([
                    "posit-connect:license | is empty; pulumi config set --secret posit-connect:license < license.lic",
                ]);
            }
        }
    });

    it("takes what `pulumi config set` writes without --path: JSON in a text", () => {
        const changes = {
            "aws:allowedAccountIds": '["111122223333"]',
            "posit-connect:protect": "false",
            "posit-connect:database": '{"storageGiB":30}',
        };
        expect(settingsOf(changes)).to.deep.equal(
            settingsOf({ "posit-connect:protect": false, "posit-connect:database": { storageGiB: 30 } }),
        );
    });

    it("tells very many mistakes quickly", () => {
        const wrong = Array.from({ length: 20_000 }, (_, index) => [`zebra${index}`, null]);
        const many = Object.fromEntries(wrong) as Config;
        const start = performance.now();
        expect(mistakesOf({ ...database(many), ...cluster({ nodeGroups: many }) })).to.have.length(40_000);
        expect(performance.now() - start).to.be.below(5000);
    });

    it("refuses a secret in plain text, without showing it", () => {
        expect(mistakesOf({}, [])).to.deep.equal([
            "posit-connect:license | is in plain text; pulumi config set --secret posit-connect:license < license.lic",
        ]);
    });

    it("refuses a section that holds a secret, and shows nothing of it", () => {
        const changes = connect({
            replicas: "hidden",
            hidden: 1,
            authentication: { clientSecret: "hidden" },
        });
        expect(mistakesOf(changes, [...SECRET_KEYS, "posit-connect:connect"])).to.deep.equal([
            "posit-connect:connect | must not be a secret nor hold one; the secrets are posit-connect:license, " +
                "posit-connect:oidcClientSecret, posit-connect:smtpPassword, posit-connect:registryCredentials",
        ]);
    });

    it("shows no value of a key that it does not know, as that may be a secret", () => {
        const told = mistakesOf({
            "posit-connect:licence": LICENSE,
            ...connect({ smtpPassword: LICENSE }),
        }).join("\n");
        expect(told).to.contain("did you mean posit-connect:license?").and.not.to.contain(LICENSE);
    });

    it("leaves other namespaces and the AWS provider's other settings alone", () => {
        expect(settingsOf({ "aws:profile": "me", "datadog:site": "eu", "posit:x": 1 })).to.deep.equal(
            settingsOf(),
        );
    });

    it("puts no secret into plain settings", () => {
        expect(JSON.stringify(settingsOf())).not.to.contain(LICENSE);
    });

    it("settles the sizes of node groups by the number of zones, and adds the general one", () => {
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

    it("takes any amount for pods if the size of a node's instance type is not known", () => {
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

    it("takes a release of the nodes for its Kubernetes version", () => {
        const { nodeReleaseVersion } = settingsOf(cluster({ nodeReleaseVersion: "1.35.3-20260415" })).cluster;
        expect(nodeReleaseVersion).to.equal("1.35.3-20260415");
    });

    it("takes a build of each add-on that is pinned", () => {
        expect(
            settingsOf(cluster({ addOnVersions: kubernetesVersions["1.35"].addOns })).cluster.addOnVersions,
        ).to.deep.equal(kubernetesVersions["1.35"].addOns);
    });

    it("lets an existing VPC reach the Kubernetes API, if no block is listed, and a new one not", () => {
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

    it("takes an existing VPC", () => {
        const changes = adopt({});
        expect(settingsOf(changes).network).to.deep.equal(changes["posit-connect:network"]);
    });

    it("takes each kind of certificate", () => {
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

    it("takes images and charts from anywhere", () => {
        const changes = connect({
            chart: { name: "oci://registry.example.org/charts/rstudio-connect", repository: "" },
            images: { connect: "111122223333.dkr.ecr.us-east-1.amazonaws.com/posit/connect" },
        });
        expect(settingsOf(changes).connect.chart.repository).to.equal("");
    });
});

describe("the least stack", () => {
    it("is what every other case starts from", () => {
        expect(mistakesOf(LEAST)).to.deep.equal([]);
    });
});
