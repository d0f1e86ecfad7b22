/** A change of a property, with other inputs that its effect depends on. */
export interface Sample {
    from: unknown;
    to: unknown;
    rest?: object;
}

interface Direction {
    low: unknown;
    high: unknown;
    rest?: object;
    also?: Sample[];
}

const SWITCH: Direction = { low: false, high: true };

/** A switch that is on if it is absent. */
const ON_BY_DEFAULT: Direction = {
    low: false,
    high: true,
    also: [{ from: undefined, to: false }],
};

const NUMBER: Direction = { low: 10, high: 20 };

function policy(...actions: string[]): string {
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
    });
}

const POLICY: Direction = { low: policy("s3:GetObject"), high: policy("s3:GetObject", "s3:PutObject") };

const RULE: Record<string, Direction> = {
    fromPort: { low: 80, high: 443, rest: { toPort: 443 } },
    toPort: { low: 80, high: 443, rest: { fromPort: 80 } },
    cidrIpv4: { low: "198.51.100.0/24", high: "0.0.0.0/0" },
    cidrIpv6: { low: "2001:db8::/32", high: "::/0" },
};

const CONNECT: Direction = {
    low: "2026.05.0",
    high: "2026.08.0",
    also: [
        {
            from: "2026.05.0",
            to: "2026.08.0",
            rest: { values: { strategy: { type: "Recreate" } } },
        },
    ],
};

const POD_SECURITY = "pod-security.kubernetes.io/enforce";

const limits = (max: object, min?: object): unknown => [
    { type: "Container", max, ...(min === undefined ? {} : { min }) },
];

const LIMITS: Direction = {
    low: limits({ cpu: "500m", memory: "2Gi" }),
    high: limits({ cpu: "2", memory: "4Gi" }),
    also: [
        { from: limits({ cpu: "2" }), to: limits({ cpu: "2", memory: "4Gi" }) },
        { from: limits({}, { cpu: "100m" }), to: limits({}, { cpu: "200m" }) },
        { from: limits({}, { cpu: "200m" }), to: limits({}, { cpu: "100m" }) },
        { from: limits({}), to: limits({}, { cpu: "100m" }) },
    ],
};

/** The same changes of `spec` in one property. */
function inSpec({ low, high, also = [] }: Direction): Direction {
    const spec = (value: unknown) => (value === undefined ? undefined : { limits: value });
    return {
        low: spec(low),
        high: spec(high),
        also: also.map(({ from, to }) => ({ from: spec(from), to: spec(to) })),
    };
}

const SIZES = { minSize: 2, desiredSize: 3, maxSize: 4 };

/** A limit of a node group whose present number of nodes is not known, as Pulumi ignores it. */
function withoutSize(low: number, high: number): Sample[] {
    const rest = { scalingConfig: { minSize: 2, maxSize: 4 } };
    return [
        { from: low, to: high, rest },
        { from: high, to: low, rest },
    ];
}

/** Values in both directions of each property whose effect depends on them. */
export const SAMPLES: Record<string, Record<string, Direction>> = {
    "aws:backup/vault:Vault": { forceDestroy: SWITCH },
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
        changeableForDays: { low: 3, high: 30 },
        minRetentionDays: {
            low: 7,
            high: 35,
            also: [{ from: 7, to: 35, rest: { changeableForDays: 3 } }],
        },
    },
    "aws:cloudwatch/logGroup:LogGroup": {
        retentionInDays: {
            low: 7,
            high: 30,
            also: [
                { from: 0, to: 30 },
                { from: 30, to: 0 },
            ],
        },
        deletionProtectionEnabled: SWITCH,
    },
    "aws:ec2/vpc:Vpc": { enableDnsSupport: ON_BY_DEFAULT, enableDnsHostnames: SWITCH },
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
        privateDnsEnabled: { ...SWITCH, rest: { vpcEndpointType: "Interface" } },
    },
    "aws:efs/fileSystem:FileSystem": {
        throughputMode: { low: "bursting", high: "elastic" },
        provisionedThroughputInMibps: NUMBER,
    },
    "aws:eks/addon:Addon": {
        addonVersion: { low: "v1.21.1-eksbuild.1", high: "v1.22.4-eksbuild.3" },
        preserve: SWITCH,
    },
    "aws:eks/cluster:Cluster": {
        version: {
            low: "1.34",
            high: "1.35",
            also: [
                { from: "1.34", to: "1.36" },
                { from: "1.36", to: "1.34" },
            ],
        },
        "vpcConfig.endpointPublicAccess": {
            ...ON_BY_DEFAULT,
            rest: { vpcConfig: { endpointPrivateAccess: true } },
            also: [{ from: true, to: false, rest: { vpcConfig: { endpointPrivateAccess: false } } }],
        },
        "vpcConfig.endpointPrivateAccess": {
            ...SWITCH,
            also: [{ from: true, to: false, rest: { vpcConfig: { endpointPublicAccess: false } } }],
        },
        "accessConfig.authenticationMode": { low: "API_AND_CONFIG_MAP", high: "API" },
        deletionProtection: SWITCH,
        upgradePolicy: { low: { supportType: "STANDARD" }, high: { supportType: "EXTENDED" } },
        "upgradePolicy.supportType": {
            low: "STANDARD",
            high: "EXTENDED",
            rest: { version: "1.35" },
        },
    },
    "aws:eks/nodeGroup:NodeGroup": {
        "scalingConfig.minSize": {
            low: 1,
            high: 2,
            rest: { scalingConfig: SIZES },
            also: [{ from: 2, to: 4, rest: { scalingConfig: SIZES } }, ...withoutSize(1, 2)],
        },
        "scalingConfig.maxSize": {
            low: 4,
            high: 6,
            rest: { scalingConfig: SIZES },
            also: [{ from: 4, to: 2, rest: { scalingConfig: SIZES } }, ...withoutSize(4, 6)],
        },
        "scalingConfig.desiredSize": {
            low: 2,
            high: 4,
            rest: { scalingConfig: SIZES },
            also: [{ from: 3, to: 5, rest: { scalingConfig: SIZES } }],
        },
        labels: {
            low: { a: "1" },
            high: { a: "1", b: "2" },
            also: [{ from: { a: "1" }, to: { a: "2" } }],
        },
        taints: {
            low: [{ key: "a", effect: "NO_SCHEDULE" }],
            high: [
                { key: "a", effect: "NO_SCHEDULE" },
                { key: "b", effect: "NO_SCHEDULE" },
            ],
            also: [{ from: undefined, to: [{ key: "a", effect: "NO_EXECUTE" }] }],
        },
        version: { low: "1.34", high: "1.35" },
        releaseVersion: { low: "1.35.0-20260101", high: "1.35.3-20260415" },
    },
    "aws:iam/role:Role": {
        assumeRolePolicy: POLICY,
        permissionsBoundary: {
            low: "arn:aws:iam::123456789012:policy/a",
            high: "arn:aws:iam::123456789012:policy/b",
        },
    },
    "aws:iam/policy:Policy": { policy: POLICY },
    "aws:iam/rolePolicy:RolePolicy": { policy: POLICY },
    "aws:kms/key:Key": {
        isEnabled: ON_BY_DEFAULT,
        enableKeyRotation: SWITCH,
        rotationPeriodInDays: { low: 90, high: 365 },
        deletionWindowInDays: { low: 7, high: 30 },
    },
    "aws:lb/loadBalancer:LoadBalancer": {
        internal: SWITCH,
        idleTimeout: { low: 60, high: 3600 },
        enableDeletionProtection: SWITCH,
        dropInvalidHeaderFields: SWITCH,
        enableZonalShift: SWITCH,
    },
    "aws:lb/targetGroup:TargetGroup": { deregistrationDelay: { low: 120, high: 300 } },
    "aws:rds/instance:Instance": {
        engineVersion: {
            low: "15.7",
            high: "15.8",
            also: [
                { from: "15", to: "16" },
                { from: "16", to: "15" },
            ],
        },
        instanceClass: {
            low: "db.m5.large",
            high: "db.m5.xlarge",
            rest: { multiAz: true },
            also: [{ from: "db.m5.large", to: "db.m5.xlarge", rest: { multiAz: false } }],
        },
        multiAz: SWITCH,
        allocatedStorage: {
            low: 100,
            high: 200,
            also: [
                { from: 200, to: 100, rest: { maxAllocatedStorage: 400 } },
                { from: 100, to: 200, rest: { maxAllocatedStorage: 200 } },
            ],
        },
        maxAllocatedStorage: {
            low: 200,
            high: 400,
            rest: { allocatedStorage: 100 },
            also: [
                { from: 200, to: 0, rest: { allocatedStorage: 100 } },
                { from: 0, to: 200, rest: { allocatedStorage: 100 } },
                { from: 200, to: 100, rest: { allocatedStorage: 100 } },
            ],
        },
        iops: { low: 12_000, high: 16_000 },
        storageThroughput: { low: 500, high: 1000 },
        backupRetentionPeriod: {
            low: 7,
            high: 35,
            also: [
                { from: 7, to: 0 },
                { from: 0, to: 7 },
            ],
        },
        deletionProtection: SWITCH,
        skipFinalSnapshot: SWITCH,
        deleteAutomatedBackups: ON_BY_DEFAULT,
        copyTagsToSnapshot: SWITCH,
        autoMinorVersionUpgrade: ON_BY_DEFAULT,
        iamDatabaseAuthenticationEnabled: SWITCH,
        performanceInsightsEnabled: SWITCH,
        performanceInsightsRetentionPeriod: { low: 7, high: 465 },
    },
    "aws:route53/record:Record": {
        ttl: { low: 60, high: 300 },
        name: {
            low: "a.example.com",
            high: "b.example.com",
            also: [
                {
                    from: "_1.a.example.com",
                    to: "_2.b.example.com",
                    rest: { records: ["_3.acm-validations.aws."] },
                },
            ],
        },
        zoneId: { low: "Z1", high: "Z2" },
        type: { low: "A", high: "CNAME" },
    },
    "aws:s3/bucket:Bucket": { forceDestroy: SWITCH },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
        blockPublicAcls: SWITCH,
        blockPublicPolicy: SWITCH,
        ignorePublicAcls: SWITCH,
        restrictPublicBuckets: SWITCH,
    },
    "aws:s3/bucketVersioning:BucketVersioning": {
        "versioningConfiguration.status": {
            low: "Suspended",
            high: "Enabled",
            also: [{ from: "Enabled", to: "Disabled" }],
        },
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": RULE,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": RULE,
    "kubernetes:core/v1:ConfigMap": { immutable: SWITCH },
    "kubernetes:core/v1:LimitRange": { "spec.limits": LIMITS, spec: inSpec(LIMITS) },
    "kubernetes:core/v1:Namespace": {
        "metadata.labels": {
            low: { [POD_SECURITY]: "baseline" },
            high: { [POD_SECURITY]: "restricted" },
            also: [{ from: { [POD_SECURITY]: "restricted" }, to: { [POD_SECURITY]: "restricted", a: "b" } }],
        },
    },
    "kubernetes:core/v1:PersistentVolumeClaim": {
        "spec.resources.requests.storage": { low: "512Mi", high: "1Gi" },
    },
    "kubernetes:core/v1:ResourceQuota": {
        "spec.hard": {
            low: { "requests.cpu": "500m", pods: "50" },
            high: { "requests.cpu": "2", pods: "1k" },
            also: [
                { from: { pods: "50" }, to: { pods: "50", "requests.memory": "16Gi" } },
                { from: { pods: "50", "requests.memory": "16Gi" }, to: { pods: "50" } },
                { from: { "requests.memory": "16Gi" }, to: { "requests.memory": "15G" } },
            ],
        },
    },
    "kubernetes:core/v1:Secret": { immutable: SWITCH },
    "kubernetes:helm.sh/v3:Release": {
        "values.config.Authentication.Provider": { low: "ldap", high: "oauth2" },
        "values.config.OAuth2.OpenIDConnectIssuer": {
            low: "https://a.example.com",
            high: "https://b.example.com",
        },
        'values.config["LDAP \\"DIRECTORY\\""].UniqueIdAttribute': { low: "DN", high: "objectGUID" },
        "values.versionOverride": CONNECT,
        "values.image.tag": CONNECT,
        version: {
            low: "0.20.1",
            high: "0.21.0",
            rest: { chart: "rstudio-connect", values: { versionOverride: "2026.08.0" } },
            also: [
                { from: "0.21.0", to: "0.20.1", rest: { chart: "rstudio-connect" } },
                { from: "0.20.1", to: "0.21.0", rest: { chart: "rstudio-connect" } },
            ],
        },
        "values.replicas": { low: 2, high: 3 },
    },
};
