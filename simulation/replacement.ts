import { isObject } from "../lib/wire";

/** Inputs of a resource, as plain data. */
type Inputs = Record<string, unknown>;

/** A property of a resource that is added, deleted or another one. */
export interface PropertyChange {
    /** Its path, such as `scalingConfig.minSize` or `subnetIds[2]`. */
    path: string;
    kind: "add" | "delete" | "update";
    /** All inputs before and after. */
    before: Inputs;
    after: Inputs;
}

/** A property that replaces in some cases only. */
interface Case {
    property: string;
    /** Only if the whole property is added or deleted; any change without it. */
    kinds?: readonly PropertyChange["kind"][];
    /** Only with these inputs. */
    if?: (before: Inputs, after: Inputs) => boolean;
}

/**
 * Which properties a provider cannot change in place: a change replaces the resource. The npm packages do not carry
 * this, so it is written down here, for the types that the program uses.
 *
 * Sources: `hashicorp/terraform-provider-aws`, internal/service/SERVICE/RESOURCE.go, `ForceNew` and `CustomizeDiff`
 * (`RequiresReplace` and `ModifyPlan` for resources on the newer framework); `hashicorp/terraform-provider-random` and
 * `-tls` likewise; `pulumi/pulumi-kubernetes`, provider/pkg/provider/diff.go, `forceNew`. The real AWS provider
 * (pulumi-aws 7, terraform-provider-aws 6.34) confirmed them on 2026-11-28, one property at a time.
 */
export interface Replacement {
    /** Paths of properties; what is under one counts too. */
    properties: readonly (string | Case)[];
    /**
     * Paths of optional properties that the provider computes (`Optional` and `Computed`). If one is removed, the
     * resource keeps its value: nothing changes.
     */
    computed?: readonly string[];
    /**
     * Whether the old resource is always deleted before the new one is created.
     * Source: `pulumi/pulumi-aws`, provider/resources.go, `DeleteBeforeReplace`.
     */
    deleteBeforeReplace?: true;
    /**
     * The property that holds the name, where Pulumi makes one up if none is given. With a name that is given, the old
     * resource is deleted before the new one is made, even where the name is what changes.
     * Sources: `pulumi/pulumi-terraform-bridge`, pkg/tfbridge/schema.go, `nameRequiresDeleteBeforeReplace`; not so for what is
     * written on the newer framework, pkg/pf/tfbridge/provider_diff.go.
     */
    name?: string;
}

const NAMED: Replacement = { properties: ["name", "namePrefix"], name: "name" };
const PART_OF_BUCKET: Replacement = { properties: ["bucket", "expectedBucketOwner"] };
/** EC2 changes the source of a rule, but not its kind. */
const RULE: Replacement = {
    properties: [
        "securityGroupId",
        ...["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"].map((property): Case => ({
            property,
            kinds: ["add", "delete"],
        })),
    ],
};

function named(...properties: string[]): Replacement {
    return { ...NAMED, properties: [...NAMED.properties, ...properties] };
}

/** By type token. A type that is not here is refused, as one whose answers are not known. */
export const replacements: Record<string, Replacement> = {
    "aws:acm/certificate:Certificate": {
        properties: [
            "certificateAuthorityArn",
            "domainName",
            "keyAlgorithm",
            "subjectAlternativeNames",
            "validationMethod",
            "validationOptions",
        ],
    },
    "aws:acm/certificateValidation:CertificateValidation": {
        properties: ["certificateArn", "validationRecordFqdns"],
    },
    "aws:backup/plan:Plan": NAMED,
    // On the newer framework, whose names are not known to Pulumi.
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": { properties: NAMED.properties },
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
        properties: ["name", "protectedResourceType", "restoreTestingPlanName"],
    },
    "aws:backup/selection:Selection": {
        properties: [
            "conditions",
            "iamRoleArn",
            "name",
            "notResources",
            "planId",
            "resources",
            "selectionTags",
        ],
        name: "name",
    },
    "aws:backup/vault:Vault": { ...named("kmsKeyArn"), computed: ["kmsKeyArn"] },
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
        properties: ["backupVaultName", "changeableForDays", "maxRetentionDays", "minRetentionDays"],
    },
    "aws:cloudwatch/eventRule:EventRule": named("eventBusName"),
    "aws:cloudwatch/eventTarget:EventTarget": { properties: ["eventBusName", "rule", "targetId"] },
    "aws:cloudwatch/logGroup:LogGroup": named("logGroupClass"),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { properties: ["vpcId"], computed: ["vpcId"] },
    "aws:ec2/eip:Eip": {
        properties: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
    },
    "aws:ec2/flowLog:FlowLog": {
        properties: [
            "deliverCrossAccountRole",
            "destinationOptions",
            "eniId",
            "iamRoleArn",
            "logDestination",
            "logDestinationType",
            "logFormat",
            "maxAggregationInterval",
            "regionalNatGatewayId",
            "subnetId",
            "trafficType",
            "transitGatewayAttachmentId",
            "transitGatewayId",
            "vpcId",
        ],
        computed: ["logDestination", "logFormat"],
    },
    "aws:ec2/internetGateway:InternetGateway": { properties: [] },
    "aws:ec2/launchTemplate:LaunchTemplate": NAMED,
    "aws:ec2/natGateway:NatGateway": {
        properties: [
            "allocationId",
            "availabilityMode",
            "connectivityType",
            "privateIp",
            "subnetId",
            "vpcId",
        ],
    },
    "aws:ec2/route:Route": {
        properties: [
            "destinationCidrBlock",
            "destinationIpv6CidrBlock",
            "destinationPrefixListId",
            "routeTableId",
        ],
    },
    "aws:ec2/routeTable:RouteTable": { properties: ["vpcId"] },
    "aws:ec2/routeTableAssociation:RouteTableAssociation": { properties: ["gatewayId", "subnetId"] },
    "aws:ec2/securityGroup:SecurityGroup": { ...named("description", "vpcId"), computed: ["vpcId"] },
    "aws:ec2/subnet:Subnet": {
        properties: [
            "availabilityZone",
            "availabilityZoneId",
            "cidrBlock",
            "ipv4IpamPoolId",
            "ipv4NetmaskLength",
            {
                property: "ipv6CidrBlock",
                if: ({ assignIpv6AddressOnCreation }) => assignIpv6AddressOnCreation === true,
            },
            "ipv6IpamPoolId",
            "ipv6Native",
            "ipv6NetmaskLength",
            "outpostArn",
            "vpcId",
        ],
        computed: ["availabilityZone", "availabilityZoneId", "cidrBlock"],
    },
    "aws:ec2/vpc:Vpc": {
        properties: [
            "cidrBlock",
            // EC2 changes a VPC from dedicated to default tenancy, but not back.
            { property: "instanceTenancy", if: (_, { instanceTenancy }) => instanceTenancy === "dedicated" },
            "ipv4IpamPoolId",
            "ipv4NetmaskLength",
        ],
        computed: ["cidrBlock"],
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
        properties: [
            {
                property: "privateDnsEnabled",
                if: (_, { vpcEndpointType }) => vpcEndpointType !== "Interface",
            },
            "resourceConfigurationArn",
            "serviceName",
            "serviceNetworkArn",
            "serviceRegion",
            "vpcEndpointType",
            "vpcId",
        ],
        computed: ["serviceRegion"],
    },
    "aws:efs/fileSystem:FileSystem": {
        properties: ["availabilityZoneName", "creationToken", "encrypted", "kmsKeyId", "performanceMode"],
        computed: ["kmsKeyId"],
    },
    "aws:efs/fileSystemPolicy:FileSystemPolicy": { properties: ["fileSystemId"] },
    "aws:efs/mountTarget:MountTarget": {
        properties: ["fileSystemId", "ipAddress", "ipAddressType", "ipv6Address", "subnetId"],
        computed: ["ipAddress"],
        // A zone has one mount target.
        deleteBeforeReplace: true,
    },
    "aws:eks/accessEntry:AccessEntry": { properties: ["clusterName", "principalArn", "type"] },
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
        properties: ["accessScope", "clusterName", "policyArn", "principalArn"],
    },
    "aws:eks/addon:Addon": { properties: ["addonName", "clusterName"] },
    "aws:eks/cluster:Cluster": {
        properties: [
            "accessConfig.bootstrapClusterCreatorAdminPermissions",
            "bootstrapSelfManagedAddons",
            // EKS changes the key, but never turns encryption off.
            { property: "encryptionConfig", kinds: ["delete"] },
            "kubernetesNetworkConfig.ipFamily",
            "kubernetesNetworkConfig.serviceIpv4Cidr",
            "name",
            "remoteNetworkConfig",
            "roleArn",
        ],
        computed: [
            "accessConfig",
            "kubernetesNetworkConfig",
            "kubernetesNetworkConfig.ipFamily",
            "kubernetesNetworkConfig.serviceIpv4Cidr",
        ],
        name: "name",
    },
    "aws:eks/nodeGroup:NodeGroup": {
        properties: [
            "amiType",
            "capacityType",
            "clusterName",
            "diskSize",
            "instanceTypes",
            "launchTemplate.id",
            "launchTemplate.name",
            "nodeGroupName",
            "nodeGroupNamePrefix",
            "nodeRoleArn",
            "remoteAccess",
            "subnetIds",
        ],
        computed: ["amiType", "capacityType", "diskSize", "instanceTypes"],
        name: "nodeGroupName",
    },
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
        properties: ["clusterName", "namespace", "serviceAccount"],
    },
    "aws:iam/role:Role": named("path"),
    "aws:iam/rolePolicy:RolePolicy": named("role"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
        properties: ["policyArn", "role"],
        // Two attachments of one policy are the same to IAM: the second deletion would take off the new one.
        deleteBeforeReplace: true,
    },
    "aws:kms/alias:Alias": NAMED,
    "aws:kms/key:Key": {
        properties: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
    },
    "aws:lb/listener:Listener": { properties: ["loadBalancerArn"] },
    "aws:lb/loadBalancer:LoadBalancer": named("customerOwnedIpv4Pool", "internal", "loadBalancerType"),
    "aws:lb/targetGroup:TargetGroup": named(
        "ipAddressType",
        "port",
        "protocol",
        "protocolVersion",
        "targetControlPort",
        "targetType",
        "vpcId",
    ),
    "aws:rds/instance:Instance": {
        properties: [
            "availabilityZone",
            "backupTarget",
            "characterSetName",
            "customIamInstanceProfile",
            "dbName",
            "engine",
            "kmsKeyId",
            "ncharCharacterSetName",
            "restoreToPointInTime",
            "snapshotIdentifier",
            "storageEncrypted",
            "timezone",
            "username",
        ],
        computed: ["dbName", "engine", "kmsKeyId", "username"],
        name: "identifier",
    },
    "aws:rds/parameterGroup:ParameterGroup": named("description", "family"),
    "aws:rds/subnetGroup:SubnetGroup": NAMED,
    "aws:route53/record:Record": { properties: ["name", "type", "zoneId"] },
    "aws:s3/bucket:Bucket": { properties: ["bucket", "bucketPrefix", "objectLockEnabled"], name: "bucket" },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": PART_OF_BUCKET,
    "aws:s3/bucketLogging:BucketLogging": PART_OF_BUCKET,
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": PART_OF_BUCKET,
    "aws:s3/bucketObjectv2:BucketObjectv2": { properties: ["bucket", "key"] },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": PART_OF_BUCKET,
    "aws:s3/bucketPolicy:BucketPolicy": PART_OF_BUCKET,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": PART_OF_BUCKET,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": PART_OF_BUCKET,
    "aws:s3/bucketVersioning:BucketVersioning": PART_OF_BUCKET,
    "aws:sns/topic:Topic": named("fifoTopic"),
    "aws:sns/topicPolicy:TopicPolicy": { properties: ["arn"] },
    "aws:sns/topicSubscription:TopicSubscription": { properties: ["endpoint", "protocol", "topic"] },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": RULE,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": RULE,
    "aws:wafv2/webAcl:WebAcl": named("scope"),
    "aws:wafv2/webAclAssociation:WebAclAssociation": { properties: ["resourceArn", "webAclArn"] },
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
        properties: ["logDestinationConfigs", "resourceArn"],
    },
    "random:index/randomId:RandomId": { properties: ["byteLength", "keepers", "prefix"] },
    "random:index/randomPassword:RandomPassword": {
        properties: [
            "keepers",
            "length",
            "lower",
            "minLower",
            "minNumeric",
            "minSpecial",
            "minUpper",
            "number",
            "numeric",
            "overrideSpecial",
            "special",
            "upper",
        ],
    },
    "tls:index/privateKey:PrivateKey": { properties: ["algorithm", "ecdsaCurve", "rsaBits"] },
    "tls:index/selfSignedCert:SelfSignedCert": {
        properties: [
            "allowedUses",
            "dnsNames",
            "ipAddresses",
            "isCaCertificate",
            "privateKeyPem",
            "setAuthorityKeyId",
            "setSubjectKeyId",
            "subject",
            "uris",
            "validityPeriodHours",
        ],
    },
};

/**
 * What Kubernetes' objects cannot change, beyond their name and namespace. Secrets and ConfigMaps are left to change,
 * as the program's provider allows it (`enableSecretMutable`, `enableConfigMapMutable`).
 */
const KUBERNETES: Record<string, readonly string[]> = {
    "kubernetes:batch/v1:Job": ["spec.selector", "spec.template"],
    "kubernetes:core/v1:PersistentVolume": ["spec.csi"],
    "kubernetes:core/v1:PersistentVolumeClaim": [
        "spec.accessModes",
        "spec.selector",
        "spec.storageClassName",
        "spec.volumeName",
    ],
    "kubernetes:core/v1:ResourceQuota": ["spec.scopes"],
    "kubernetes:core/v1:Secret": ["type"],
    "kubernetes:storage.k8s.io/v1:StorageClass": [
        "parameters",
        "provisioner",
        "reclaimPolicy",
        "volumeBindingMode",
    ],
};

/** A chart's release: its name and namespace are what Helm knows it by. */
const RELEASE: Replacement = { properties: ["name", "namespace"] };

/**
 * What a change of a property does to its resource.
 *
 * @throws an `Error` for a type that is not known.
 */
export function outcomeOf(type: string, change: PropertyChange): "none" | "update" | "replace" {
    const { properties, computed = [] } = replacementOf(type);
    if (change.kind === "delete" && computed.includes(change.path)) {
        return "none";
    }
    return properties.some((entry) => replaces(entry, change)) ? "replace" : "update";
}

function replaces(entry: string | Case, change: PropertyChange): boolean {
    const {
        property,
        kinds,
        if: holds = () => true,
    }: Case = typeof entry === "string" ? { property: entry } : entry;
    const reaches =
        kinds === undefined
            ? isWithin(change.path, property) || contains(change, property)
            : change.path === property && kinds.includes(change.kind);
    return reaches && holds(change.before, change.after);
}

/**
 * Whether a change of a whole object changes a property in it. What the property becomes in an object that changes is
 * not always known: then it counts.
 */
function contains({ path, kind, before, after }: PropertyChange, property: string): boolean {
    return (
        isWithin(property, path) &&
        (kind === "update" || valueAt(kind === "add" ? after : before, property) !== undefined)
    );
}

function isWithin(path: string, property: string): boolean {
    return path === property || path.startsWith(`${property}.`) || path.startsWith(`${property}[`);
}

export function valueAt(value: unknown, path: string): unknown {
    return path.split(".").reduce<unknown>((here, step) => (isObject(here) ? here[step] : undefined), value);
}

export function replacementOf(type: string): Replacement {
    if (type === "kubernetes:helm.sh/v3:Release") {
        return RELEASE;
    }
    const found = type.startsWith("kubernetes:")
        ? {
              properties: ["metadata.name", "metadata.namespace", ...(KUBERNETES[type] ?? [])],
              name: "metadata.name",
          }
        : replacements[type];
    if (found === undefined) {
        throw new Error(
            `the simulation does not know what replaces a ${type}; add it to simulation/replacement.ts`,
        );
    }
    // Whatever has a region of its own cannot move to another.
    return type.startsWith("aws:") ? { ...found, properties: [...found.properties, "region"] } : found;
}
