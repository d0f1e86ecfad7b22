import { expect } from "chai";
import { rejection, World } from "./world";

const DEPLOYER = "arn:aws:iam::123456789012:role/deployer";

/** Rejected operations: error code, description and attempt. */
const REJECTIONS: [string, string, (world: World) => Promise<unknown>][] = [
    [
        "AlreadyExistsException",
        "creating a second backup vault with the same name",
        async (world) => {
            await world.make("vault", "one", { name: "v" });
            return world.make("vault", "two", { name: "v" });
        },
    ],
    [
        "InvalidRequestException",
        "deleting a backup plan with a selection",
        async (world) => {
            const plan = await world.make("backupPlan", "plan", { name: "p" });
            await world.make("backupSelection", "selection", { planId: plan.id });
            return world.drop(plan);
        },
    ],
    [
        "InvalidRequestException",
        "deleting a restore testing plan with a selection",
        async (world) => {
            const plan = await world.make("restorePlan", "plan", { name: "p" });
            await world.make("restoreSelection", "selection", { name: "s", restoreTestingPlanName: "p" });
            return world.drop(plan);
        },
    ],
    [
        "ValidationException",
        "deleting an event rule with a target",
        async (world) => {
            const rule = await world.make("eventRule", "rule", { name: "r" });
            await world.make("eventTarget", "target", { rule: "r" });
            return world.drop(rule);
        },
    ],
    [
        "AlreadyExists",
        "creating a second resource with the same id",
        async (world) => {
            await world.make("bucketPolicy", "one", { bucket: "b" });
            return world.make("bucketPolicy", "two", { bucket: "b" });
        },
    ],
    [
        "DependencyViolation",
        "deleting a VPC with a subnet in it",
        async (world) => {
            const vpc = await world.make("vpc", "vpc");
            await world.subnet("subnet", vpc.id, "us-east-1a", "10.0.0.0/24");
            return world.drop(vpc);
        },
    ],
    [
        "DependencyViolation",
        "deleting a VPC with a security group in it",
        async (world) => {
            const vpc = await world.make("vpc", "vpc");
            await world.make("securityGroup", "group", { vpcId: vpc.id });
            return world.drop(vpc);
        },
    ],
    [
        "DependencyViolation",
        "deleting a subnet with a mount target's network interface in it",
        async (world) => {
            const { subnets } = await world.network();
            const files = await world.make("fileSystem", "files");
            await world.make("mountTarget", "target", { fileSystemId: files.id, subnetId: subnets[0] });
            const subnet = world.cloud.all("aws:ec2/subnet:Subnet").find(({ id }) => id === subnets[0]);
            return subnet && world.drop(subnet);
        },
    ],
    [
        "DependencyViolation",
        "deleting a subnet that a database uses",
        async (world) => {
            const { subnets } = await world.network();
            const group = await world.make("subnetGroup", "group", { subnetIds: subnets });
            await world.make("database", "database", { identifier: "d", dbSubnetGroupName: group.id });
            const subnet = world.cloud.all("aws:ec2/subnet:Subnet").find(({ id }) => id === subnets[0]);
            return subnet && world.drop(subnet);
        },
    ],
    [
        "InvalidSubnet.Conflict",
        "creating a second subnet with the same block",
        async (world) => {
            await world.subnet("one", "vpc-1", "us-east-1a", "10.0.0.0/24");
            return world.subnet("two", "vpc-1", "us-east-1b", "10.0.0.0/24");
        },
    ],
    [
        "DependencyViolation",
        "deleting a security group that a load balancer uses",
        async (world) => {
            const group = await world.make("securityGroup", "group", { vpcId: "vpc-1" });
            await world.make("loadBalancer", "balancer", { name: "b", securityGroups: [group.id] });
            return world.drop(group);
        },
    ],
    [
        "DependencyViolation",
        "deleting a security group that another's rule refers to",
        async (world) => {
            const group = await world.make("securityGroup", "group", { vpcId: "vpc-1" });
            const other = await world.make("securityGroup", "other", { vpcId: "vpc-1" });
            await world.make("ingress", "rule", {
                securityGroupId: other.id,
                referencedSecurityGroupId: group.id,
            });
            return world.drop(group);
        },
    ],
    [
        "InvalidGroup.Duplicate",
        "creating a second security group with the same name in a VPC",
        async (world) => {
            await world.make("securityGroup", "one", { name: "g", vpcId: "vpc-1" });
            return world.make("securityGroup", "two", { name: "g", vpcId: "vpc-1" });
        },
    ],
    [
        "InvalidPermission.Duplicate",
        "creating the same rule twice",
        async (world) => {
            await world.make("egress", "one", { securityGroupId: "sg-1", cidrIpv4: "10.0.0.0/8" });
            return world.make("egress", "two", { securityGroupId: "sg-1", cidrIpv4: "10.0.0.0/8" });
        },
    ],
    [
        "DependencyViolation",
        "deleting an internet gateway that a NAT gateway needs",
        async (world) => {
            const { gateway } = await world.network();
            return world.drop(gateway);
        },
    ],
    [
        "Gateway.NotAttached",
        "creating a NAT gateway without an internet gateway",
        (world) => world.make("nat", "nat", { subnetId: "subnet-1" }),
    ],
    [
        "InvalidIPAddress.InUse",
        "releasing an address that a NAT gateway uses",
        async (world) => {
            await world.network();
            const [address] = world.cloud.all("aws:ec2/eip:Eip");
            return address && world.drop(address);
        },
    ],
    [
        "RouteAlreadyExists",
        "creating a second route to one destination",
        async (world) => {
            await world.make("route", "one", { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" });
            return world.make("route", "two", { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" });
        },
    ],
    [
        "InvalidLaunchTemplateName.AlreadyExistsException",
        "creating a second launch template with the same name",
        async (world) => {
            await world.make("launchTemplate", "one", { name: "t" });
            return world.make("launchTemplate", "two", { name: "t" });
        },
    ],
    [
        "DBSubnetGroupAlreadyExists",
        "creating a second DB subnet group with the same name",
        async (world) => {
            await world.make("subnetGroup", "one", { name: "g", subnetIds: ["a", "b"] });
            return world.make("subnetGroup", "two", { name: "g", subnetIds: ["a", "b"] });
        },
    ],
    [
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        "creating a DB subnet group in one zone",
        async (world) => {
            const one = await world.subnet("one", "vpc-1", "us-east-1a", "10.0.0.0/24");
            const two = await world.subnet("two", "vpc-1", "us-east-1a", "10.0.1.0/24");
            return world.make("subnetGroup", "group", { subnetIds: [one, two] });
        },
    ],
    [
        "InvalidDBSubnetGroupStateFault",
        "deleting a DB subnet group in use",
        async (world) => {
            const group = await world.make("subnetGroup", "group", { subnetIds: ["a", "b"] });
            await world.make("database", "database", { identifier: "d", dbSubnetGroupName: group.id });
            return world.drop(group);
        },
    ],
    [
        "DBParameterGroupAlreadyExists",
        "creating a second parameter group with the same name",
        async (world) => {
            await world.make("parameterGroup", "one", { name: "g" });
            return world.make("parameterGroup", "two", { name: "g" });
        },
    ],
    [
        "InvalidDBParameterGroupState",
        "deleting a parameter group in use",
        async (world) => {
            const group = await world.make("parameterGroup", "group", { name: "g", family: "postgres15" });
            await world.make("database", "database", {
                identifier: "d",
                engineVersion: "15",
                parameterGroupName: "g",
            });
            return world.drop(group);
        },
    ],
    [
        "DBInstanceAlreadyExists",
        "creating a second database with the same name",
        async (world) => {
            await world.make("database", "one", { identifier: "d" });
            return world.make("database", "two", { identifier: "d" });
        },
    ],
    [
        "DBSnapshotNotFound",
        "creating a database from a snapshot that does not exist",
        (world) => world.make("database", "one", { identifier: "d", snapshotIdentifier: "s" }),
    ],
    [
        "DBInstanceNotFound",
        "restoring a database to a point in time without the source and its automated backups",
        (world) =>
            world.make("database", "one", {
                identifier: "d",
                restoreToPointInTime: { restoreTime: "2026-11-20T09:00:00Z", sourceDbiResourceId: "db-NONE" },
            }),
    ],
    [
        "KMSKeyNotAccessibleFault",
        "creating a database from a backup whose key is deleted",
        async (world) => {
            const key = await world.make("key", "key");
            await world.make("database", "old", { identifier: "old", kmsKeyId: key.outputs["arn"] });
            world.cloud.remove(key);
            return world.make("database", "new", {
                identifier: "new",
                restoreToPointInTime: {
                    restoreTime: "2026-11-20T09:00:00Z",
                    sourceDbInstanceIdentifier: "old",
                },
            });
        },
    ],
    [
        "InvalidParameterCombination",
        "creating a database with another version's parameter group",
        async (world) => {
            await world.make("parameterGroup", "group", { name: "g", family: "postgres15" });
            return world.make("database", "database", {
                identifier: "d",
                engineVersion: "16",
                parameterGroupName: "g",
            });
        },
    ],
    [
        "InvalidParameterCombination",
        "upgrading a database to another major version without consent",
        async (world) => {
            const database = await world.make("database", "database", {
                identifier: "d",
                engineVersion: "15",
            });
            return world.change(database, { engineVersion: "16" });
        },
    ],
    [
        "InvalidParameterCombination",
        "downgrading a database",
        async (world) => {
            const database = await world.make("database", "database", {
                identifier: "d",
                engineVersion: "16",
            });
            return world.change(database, { engineVersion: "15", allowMajorVersionUpgrade: true });
        },
    ],
    [
        "InvalidParameterCombination",
        "shrinking a database",
        async (world) => {
            const database = await world.make("database", "database", {
                identifier: "d",
                allocatedStorage: 40,
            });
            return world.change(database, { allocatedStorage: 20 });
        },
    ],
    [
        "InvalidParameterCombination",
        "deleting a protected database",
        async (world) =>
            world.drop(
                await world.make("database", "database", { identifier: "d", deletionProtection: true }),
            ),
    ],
    [
        "InvalidParameterValue",
        "deleting a database without a name for its final snapshot",
        async (world) => world.drop(await world.make("database", "database", { identifier: "d" })),
    ],
    [
        "DBSnapshotAlreadyExists",
        "deleting a database whose final snapshot's name is taken",
        async (world) => {
            const inputs = { identifier: "d", finalSnapshotIdentifier: "d-final" };
            await world.drop(await world.make("database", "one", inputs));
            return world.drop(await world.make("database", "two", inputs));
        },
    ],
    [
        "MountTargetConflict",
        "creating a second mount target in a zone",
        async (world) => {
            const { subnets, vpc } = await world.network();
            const second = await world.subnet("second", vpc, "us-east-1a", "10.0.99.0/24");
            await world.make("mountTarget", "one", { fileSystemId: "fs-1", subnetId: subnets[0] });
            return world.make("mountTarget", "two", { fileSystemId: "fs-1", subnetId: second });
        },
    ],
    [
        "FileSystemInUse",
        "deleting a file system with a mount target",
        async (world) => {
            const files = await world.make("fileSystem", "files");
            await world.make("mountTarget", "target", { fileSystemId: files.id, subnetId: "subnet-1" });
            return world.drop(files);
        },
    ],
    [
        "BucketAlreadyOwnedByYou",
        "creating a second bucket with the same name",
        async (world) => {
            await world.make("bucket", "one", { bucket: "b" });
            return world.make("bucket", "two", { bucket: "b" });
        },
    ],
    [
        "BucketNotEmpty",
        "deleting a bucket with logs in it",
        async (world) => {
            const bucket = await world.make("bucket", "logs", { bucket: "b" });
            await world.make("bucketPolicy", "logs", { bucket: "b" });
            await world.make("loadBalancer", "balancer", { accessLogs: { bucket: "b", enabled: true } });
            return world.drop(bucket);
        },
    ],
    [
        "BucketNotEmpty",
        "deleting a bucket that receives the access logs of another bucket",
        async (world) => {
            const logs = await world.make("bucket", "logs", { bucket: "logs" });
            await world.make("bucket", "files", { bucket: "files" });
            const logging = await world.make("bucketLogging", "files", {
                bucket: "files",
                targetBucket: "logs",
            });
            await world.drop(logging);
            return world.drop(logs);
        },
    ],
    [
        "CrossLocationLoggingProhibited",
        "logging requests to a bucket in another region",
        async (world) => {
            await world.make("bucket", "logs", { bucket: "logs" });
            await world.make("bucket", "files", { bucket: "files", region: "us-west-2" });
            return world.make("bucketLogging", "files", {
                bucket: "files",
                targetBucket: "logs",
                region: "us-west-2",
            });
        },
    ],
    [
        "AlreadyExistsException",
        "creating a second key alias with the same name",
        async (world) => {
            await world.make("alias", "one", { name: "alias/a" });
            return world.make("alias", "two", { name: "alias/a" });
        },
    ],
    [
        "ResourceAlreadyExistsException",
        "creating a log group that exists",
        async (world) => {
            await world.make("logGroup", "one", { name: "/aws/a" });
            return world.make("logGroup", "two", { name: "/aws/a" });
        },
    ],
    [
        "EntityAlreadyExists",
        "creating a second role with the same name",
        async (world) => {
            await world.make("role", "one", { name: "r" });
            return world.make("role", "two", { name: "r" });
        },
    ],
    [
        "DeleteConflict",
        "deleting a role that has a policy",
        async (world) => {
            const role = await world.make("role", "role", { name: "r" });
            await world.make("rolePolicy", "policy", { role: "r" });
            return world.drop(role);
        },
    ],
    [
        "ResourceInUseException",
        "creating a second cluster with the same name",
        async (world) => {
            await world.make("cluster", "one", { name: "c", vpcConfig: { subnetIds: ["a", "b"] } });
            return world.make("cluster", "two", { name: "c", vpcConfig: { subnetIds: ["a", "b"] } });
        },
    ],
    [
        "InvalidParameterException",
        "creating a cluster in one zone",
        (world) => world.make("cluster", "cluster", { name: "c", vpcConfig: { subnetIds: ["a"] } }),
    ],
    [
        "InvalidParameterException",
        "upgrading a cluster by two versions",
        async (world) => {
            const { cluster } = await world.cluster();
            return world.change(cluster, { version: "1.37" });
        },
    ],
    [
        "InvalidParameterException",
        "upgrading a cluster whose nodes have another version",
        async (world) => {
            const { cluster } = await world.upgradedCluster();
            return world.change(cluster, { version: "1.37" });
        },
    ],
    [
        "InvalidRequestException",
        "rolling back a cluster to a version that it never had",
        async (world) => {
            const { cluster } = await world.cluster();
            return world.change(cluster, { version: "1.34" });
        },
    ],
    [
        "InvalidRequestException",
        "rolling back a cluster a second time",
        async (world) => {
            const { cluster } = await world.upgradedCluster();
            return world.change(await world.change(cluster, { version: "1.35" }), { version: "1.34" });
        },
    ],
    [
        "InvalidRequestException",
        "rolling back a cluster by two versions",
        async (world) => {
            const { cluster } = await world.upgradedCluster();
            return world.change(cluster, { version: "1.34" });
        },
    ],
    [
        "InvalidRequestException",
        "rolling back a cluster on the eighth day after its upgrade",
        async (world) => {
            const { cluster } = await world.upgradedCluster();
            world.cloud.passDays(8);
            return world.change(cluster, { version: "1.35" });
        },
    ],
    [
        "InvalidRequestException",
        "rolling back a cluster with newer nodes",
        async (world) => {
            const { cluster, nodes } = await world.upgradedCluster();
            await world.change(nodes, { version: "1.36" });
            return world.change(cluster, { version: "1.35" });
        },
    ],
    [
        "InvalidRequestException",
        "rolling back a cluster with a newer kube-proxy",
        async (world) => {
            const { cluster } = await world.upgradedCluster();
            await world.make("addOn", "proxy", {
                clusterName: "c",
                addonName: "kube-proxy",
                addonVersion: "v1.36.0-eksbuild.17",
            });
            return world.change(cluster, { version: "1.35" });
        },
    ],
    [
        "InvalidRequestException",
        "deleting a protected cluster",
        async (world) =>
            world.drop(
                await world.make("cluster", "cluster", {
                    deletionProtection: true,
                    vpcConfig: { subnetIds: ["a", "b"] },
                }),
            ),
    ],
    [
        "ResourceInUseException",
        "an access entry for the creator of a cluster, who has access",
        async (world) => {
            await world.cluster();
            return world.make("accessEntry", "entry", { clusterName: "c", principalArn: DEPLOYER });
        },
    ],
    [
        "ResourceInUseException",
        "a second access entry for a role",
        async (world) => {
            await world.cluster();
            const entry = { clusterName: "c", principalArn: "arn:aws:iam::123456789012:role/admin" };
            await world.make("accessEntry", "one", entry);
            return world.make("accessEntry", "two", entry);
        },
    ],
    [
        "Unauthorized",
        "creating an object in a cluster that the deployer has no access to",
        async (world) => {
            const { cluster } = await world.cluster();
            await world.change(cluster, {
                accessConfig: { bootstrapClusterCreatorAdminPermissions: false },
            });
            return world.make("namespace", "n", { metadata: { name: "n" } });
        },
    ],
    [
        "Timeout",
        "creating an object in a cluster whose private endpoint no rule opens",
        async (world) => {
            const { cluster } = await world.cluster();
            await world.change(cluster, { vpcConfig: { endpointPublicAccess: false } });
            return world.make("namespace", "n", { metadata: { name: "n" } });
        },
    ],
    [
        "ResourceInUseException",
        "deleting a cluster with nodes",
        async (world) => world.drop((await world.cluster()).cluster),
    ],
    [
        "ResourceNotFoundException",
        "an add-on for a cluster that does not exist",
        (world) => world.make("addOn", "add-on", { clusterName: "c", addonName: "vpc-cni" }),
    ],
    [
        "ResourceInUseException",
        "creating a second node group with the same name",
        async (world) => {
            const { nodes } = await world.cluster();
            await world.make("nodeGroup", "one", { ...nodes.inputs, nodeGroupName: "n" });
            return world.make("nodeGroup", "two", { ...nodes.inputs, nodeGroupName: "n" });
        },
    ],
    [
        "InvalidParameterException",
        "creating nodes in a subnet that does not exist",
        async (world) => {
            const { nodes } = await world.cluster();
            return world.make("nodeGroup", "more", {
                ...nodes.inputs,
                subnetIds: [`subnet-${"0".repeat(17)}`],
            });
        },
    ],
    [
        "InvalidRequestException",
        "creating nodes from a launch template version that does not exist",
        async (world) => {
            const { nodes } = await world.cluster();
            const template = await world.make("launchTemplate", "template");
            return world.change(nodes, { launchTemplate: { id: template.id, version: "2" } });
        },
    ],
    [
        "InvalidParameterException",
        "creating nodes newer than their cluster",
        async (world) => {
            const { nodes } = await world.cluster();
            return world.change(nodes, { version: "1.36" });
        },
    ],
    [
        "NodeCreationFailure",
        "starting nodes without a route to the internet and without permissions",
        async (world) => {
            const { nodes, subnets } = await world.cluster();
            world.cloud.all("aws:ec2/route:Route").forEach((route) => {
                world.cloud.remove(route);
            });
            return world.make("nodeGroup", "more", {
                ...nodes.inputs,
                subnetIds: subnets,
                nodeRoleArn: "arn:x/none",
            });
        },
    ],
    [
        "InvalidParameterException",
        "raising the minimum above the number of nodes",
        async (world) => {
            const { nodes } = await world.cluster();
            return world.change(nodes, { scalingConfig: { minSize: 3, maxSize: 4, desiredSize: 2 } });
        },
    ],
    [
        "ResourceInUseException",
        "creating an add-on twice",
        async (world) => {
            await world.cluster();
            await world.make("addOn", "one", { clusterName: "c", addonName: "vpc-cni" });
            return world.make("addOn", "two", { clusterName: "c", addonName: "vpc-cni" });
        },
    ],
    [
        "InsufficientNumberOfReplicas",
        "creating coredns without a node",
        async (world) => {
            await world.make("cluster", "cluster", { name: "c", vpcConfig: { subnetIds: ["a", "b"] } });
            return world.make("addOn", "dns", { clusterName: "c", addonName: "coredns" });
        },
    ],
    [
        "InvalidParameterException",
        "creating kube-proxy newer than its cluster",
        async (world) => {
            await world.cluster();
            return world.make("addOn", "proxy", {
                clusterName: "c",
                addonName: "kube-proxy",
                addonVersion: "v1.36.0-eksbuild.1",
            });
        },
    ],
    [
        "DuplicateLoadBalancerName",
        "creating a second load balancer with the same name",
        async (world) => {
            await world.make("loadBalancer", "one", { name: "b" });
            return world.make("loadBalancer", "two", { name: "b" });
        },
    ],
    [
        "InvalidSubnet",
        "creating a public load balancer without an internet gateway",
        async (world) => {
            await world.make("vpc", "vpc");
            return world.make("loadBalancer", "balancer", { name: "b" });
        },
    ],
    [
        "InvalidConfigurationRequest",
        "access logs in a bucket whose policy does not allow them",
        async (world) => {
            await world.make("bucket", "logs", { bucket: "b" });
            return world.make("loadBalancer", "balancer", { accessLogs: { bucket: "b", enabled: true } });
        },
    ],
    [
        "OperationNotPermitted",
        "deleting a protected load balancer",
        async (world) =>
            world.drop(await world.make("loadBalancer", "balancer", { enableDeletionProtection: true })),
    ],
    [
        "DuplicateListener",
        "creating a second listener on a port",
        async (world) => {
            await world.make("listener", "one", { loadBalancerArn: "arn:b", port: 443 });
            return world.make("listener", "two", { loadBalancerArn: "arn:b", port: 443 });
        },
    ],
    [
        "UnsupportedCertificate",
        "listening with a certificate that is pending",
        async (world) => {
            const certificate = await world.make("certificate", "certificate", { validationMethod: "DNS" });
            return world.make("listener", "https", {
                loadBalancerArn: "arn:b",
                certificateArn: certificate.id,
            });
        },
    ],
    [
        "DuplicateTargetGroupName",
        "creating a second target group with the same name",
        async (world) => {
            await world.make("targetGroup", "one", { name: "t" });
            return world.make("targetGroup", "two", { name: "t" });
        },
    ],
    [
        "ResourceInUse",
        "deleting a target group that a listener forwards to",
        async (world) => {
            const group = await world.make("targetGroup", "group", { name: "t" });
            await world.make("listener", "https", { defaultActions: [{ targetGroupArn: group.id }] });
            return world.drop(group);
        },
    ],
    [
        "ResourceInUseException",
        "deleting a certificate that a listener uses",
        async (world) => {
            const certificate = await world.make("certificate", "certificate");
            await world.make("listener", "https", { certificateArn: certificate.id });
            return world.drop(certificate);
        },
    ],
    [
        "WAFAssociatedItemException",
        "deleting a web ACL in use",
        async (world) => {
            const acl = await world.make("webAcl", "acl");
            await world.make("webAclAssociation", "association", { webAclArn: acl.outputs["arn"] });
            return world.drop(acl);
        },
    ],
    [
        "WAFInvalidParameterException",
        "logging a web ACL to a log group without the prefix that AWS WAF requires",
        async (world) => {
            const acl = await world.make("webAcl", "acl");
            const group = await world.make("logGroup", "group", { name: "waf-logs" });
            return world.make("webAclLogging", "acl", {
                resourceArn: acl.outputs["arn"],
                logDestinationConfigs: [group.outputs["arn"]],
            });
        },
    ],
    [
        "InvalidChangeBatch",
        "creating a record that exists",
        async (world) => {
            await world.make("record", "one", { zoneId: "Z", name: "a", type: "A" });
            return world.make("record", "two", { zoneId: "Z", name: "a", type: "A" });
        },
    ],
    [
        "ServiceUnavailable",
        "creating an object without a cluster",
        (world) => world.make("namespace", "namespace", { metadata: { name: "n" } }),
    ],
    [
        "NotFound",
        "creating an object in a namespace that does not exist",
        async (world) => {
            await world.cluster();
            return world.make("configMap", "map", { metadata: { name: "m", namespace: "n" } });
        },
    ],
    [
        "AlreadyExists",
        "creating a namespace that exists",
        async (world) => {
            await world.cluster();
            await world.make("namespace", "one", { metadata: { name: "n" } });
            return world.make("namespace", "two", { metadata: { name: "n" } });
        },
    ],
    [
        "Timeout",
        "deleting a namespace with a binding whose controller is deleted",
        async (world) => {
            await world.cluster();
            const { release, namespace } = await world.controller();
            await world.drop(release);
            return world.drop(namespace);
        },
    ],
    [
        "Timeout",
        "deleting a binding whose controller lacks permissions or access to AWS",
        async (world) => {
            await world.cluster();
            const { binding } = await world.controller();
            [
                "aws:iam/rolePolicy:RolePolicy",
                "aws:eks/podIdentityAssociation:PodIdentityAssociation",
                "aws:ec2/natGateway:NatGateway",
                "aws:eks/nodeGroup:NodeGroup",
            ].forEach((type) => {
                world.cloud.all(type).forEach((object) => {
                    world.cloud.remove(object);
                });
            });
            return world.drop(binding);
        },
    ],
    [
        "Timeout",
        "deleting a volume that a claim is bound to",
        async (world) => {
            await world.cluster();
            const volume = await world.make("volume", "volume", { metadata: { name: "v" } });
            await world.make("claim", "claim", {
                metadata: { name: "c", namespace: "default" },
                spec: { volumeName: "v" },
            });
            return world.drop(volume);
        },
    ],
    [
        "Timeout",
        "deleting a claim that a release uses",
        async (world) => {
            await world.cluster();
            await world.make("release", "release", { name: "r", namespace: "default" });
            return world.drop(
                await world.make("claim", "claim", {
                    metadata: { name: "c", namespace: "default" },
                    spec: {},
                }),
            );
        },
    ],
    [
        "Timeout",
        "installing a chart whose pods have neither a node nor their files",
        async (world) => {
            const { nodes } = await world.cluster();
            world.cloud.remove(nodes);
            await world.make("volume", "volume", {
                metadata: { name: "v" },
                spec: { csi: { volumeHandle: "fs-1:/" } },
            });
            for (const [name, volumeName] of [
                ["a", "v"],
                ["b", "none"],
            ]) {
                await world.make("claim", `claim-${String(name)}`, {
                    metadata: { name, namespace: "default" },
                    spec: { volumeName },
                });
            }
            return world.make("release", "release", { name: "r", namespace: "default" });
        },
    ],
    [
        "Timeout",
        "an older Connect on a database that a newer one has migrated",
        async (world) => {
            await world.cluster();
            const release = await world.make("release", "release", {
                name: "r",
                namespace: "default",
                values: { versionOverride: "2026.07.0" },
            });
            const newer = await world.change(release, { values: { versionOverride: "2026.08.0" } });
            return world.change(newer, { values: { versionOverride: "2026.07.0" } });
        },
    ],
    [
        "NotFound",
        "binding pods without the controller, which installs the kind",
        async (world) => {
            await world.cluster();
            return world.make("binding", "binding", {
                metadata: { name: "b", namespace: "default" },
                spec: {},
            });
        },
    ],
    [
        "InvalidTargetGroup",
        "binding pods to a target group that does not exist",
        async (world) => {
            await world.cluster();
            await world.controller();
            return world.make("binding", "more", {
                metadata: { name: "more", namespace: "default" },
                spec: { targetGroupARN: "arn:none" },
            });
        },
    ],
    [
        "NotFound",
        "a pool of nodes without Karpenter's definitions",
        async (world) => {
            await world.cluster();
            return world.make("nodePool", "content", { kind: "NodePool", metadata: { name: "content" } });
        },
    ],
    [
        "Timeout",
        "a class of nodes whose instance profile does not exist",
        async (world) => {
            await world.cluster();
            await world.karpenter();
            return world.make("nodeClass", "other", {
                kind: "EC2NodeClass",
                metadata: { name: "other" },
                spec: { instanceProfile: "other" },
            });
        },
    ],
    [
        "Timeout",
        "a pool of nodes whose class does not exist",
        async (world) => {
            await world.cluster();
            await world.karpenter();
            return world.make("nodePool", "other", {
                kind: "NodePool",
                metadata: { name: "other" },
                spec: { template: { spec: { nodeClassRef: { name: "other" } } } },
            });
        },
    ],
    [
        "Timeout",
        "deleting a pool of nodes whose Karpenter is deleted",
        async (world) => {
            await world.cluster();
            const { release, pool } = await world.karpenter();
            await world.drop(release);
            return world.drop(pool);
        },
    ],
    [
        "Timeout",
        "deleting a class of nodes before its pool",
        async (world) => {
            await world.cluster();
            const { nodeClass } = await world.karpenter();
            return world.drop(nodeClass);
        },
    ],
    [
        "Timeout",
        "deleting a class of nodes when Karpenter lacks permissions or access to AWS",
        async (world) => {
            await world.cluster();
            const { nodeClass, pool } = await world.karpenter();
            await world.drop(pool);
            [
                "aws:iam/rolePolicy:RolePolicy",
                "aws:eks/podIdentityAssociation:PodIdentityAssociation",
                "aws:sqs/queue:Queue",
                "aws:ec2/natGateway:NatGateway",
                "aws:eks/nodeGroup:NodeGroup",
            ].forEach((type) => {
                world.cloud.all(type).forEach((object) => {
                    world.cloud.remove(object);
                });
            });
            return world.drop(nodeClass);
        },
    ],
    [
        "DeleteConflict",
        "deleting a role that an instance profile has",
        async (world) => {
            const role = await world.make("role", "nodes", { name: "nodes" });
            await world.make("instanceProfile", "nodes", { name: "nodes", role: "nodes" });
            return world.drop(role);
        },
    ],
    [
        "EntityAlreadyExists",
        "a second instance profile of a name",
        async (world) => {
            await world.make("instanceProfile", "nodes", { name: "nodes" });
            return world.make("instanceProfile", "more", { name: "nodes" });
        },
    ],
    [
        "ResourceNotFoundException",
        "referring to a deleted resource",
        async (world) => {
            const key = await world.make("key", "key");
            await world.drop(key);
            return world.make("fileSystem", "files", { kmsKeyId: key.outputs["arn"] });
        },
    ],
    [
        "NotFound",
        "changing a deleted resource",
        async (world) => {
            const key = await world.make("key", "key");
            await world.drop(key);
            return world.change(key, { description: "other" });
        },
    ],
];

describe("the simulated cloud rejects", () => {
    for (const [code, operation, attempt] of REJECTIONS) {
        it(`${operation}: ${code}`, async () => {
            expect((await rejection(attempt(new World()))).split(":")[0]).to.equal(code);
        });
    }
});

describe("the simulated cloud allows", () => {
    it("deleting a complete network in the order of its dependencies", async () => {
        const world = new World();
        await world.network();
        for (const type of [
            "Route",
            "NatGateway",
            "Eip",
            "RouteTableAssociation",
            "RouteTable",
            "Subnet",
            "InternetGateway",
            "Vpc",
        ]) {
            for (const object of world.cloud.all().filter((other) => other.type.endsWith(`:${type}`))) {
                await world.drop(object);
            }
        }

        expect(world.cloud.all()).to.deep.equal([]);
    });

    it("restoring a deleted database from its final snapshot, or to an earlier point in time", async () => {
        const world = new World();
        const key = await world.make("key", "key");
        const old = await world.make("database", "old", {
            identifier: "old",
            kmsKeyId: key.outputs["arn"],
            finalSnapshotIdentifier: "last",
            deleteAutomatedBackups: false,
        });
        const [first, second] = ["2026-11-20T08:00:00Z", "2026-11-20T10:00:00Z"].map((at) => ({
            at,
            path: "",
            text: at,
        }));
        old.written = [first, second].filter((written) => written !== undefined);
        await world.drop(old);

        const whole = await world.make("database", "whole", { identifier: "a", snapshotIdentifier: "last" });
        const earlier = await world.make("database", "earlier", {
            identifier: "b",
            restoreToPointInTime: { restoreTime: "2026-11-20T09:00:00Z", sourceDbiResourceId: old.id },
        });
        expect([whole, earlier].map(({ written, outputs }) => [written, outputs["kmsKeyId"]])).to.deep.equal([
            [[first, second], key.outputs["arn"]],
            [[first], key.outputs["arn"]],
        ]);
    });

    it("upgrading a database with a parameter group for the new version", async () => {
        const world = new World();
        await world.make("parameterGroup", "old", { name: "g15", family: "postgres15" });
        await world.make("parameterGroup", "new", { name: "g16", family: "postgres16" });
        const database = await world.make("database", "database", {
            identifier: "d",
            engineVersion: "15",
            parameterGroupName: "g15",
            allowMajorVersionUpgrade: true,
        });

        const { inputs } = await world.change(database, { engineVersion: "16", parameterGroupName: "g16" });

        expect(inputs).to.include({ engineVersion: "16", parameterGroupName: "g16" });
    });

    it("an object in a private cluster after a rule opens its endpoint and an entry gives access", async () => {
        const world = new World();
        const { cluster } = await world.cluster();
        const changed = await world.change(cluster, {
            accessConfig: { bootstrapClusterCreatorAdminPermissions: false },
            vpcConfig: { endpointPublicAccess: false },
        });
        const { clusterSecurityGroupId } = changed.outputs["vpcConfig"] as { clusterSecurityGroupId: string };
        await world.make("ingressRule", "api", {
            securityGroupId: clusterSecurityGroupId,
            cidrIpv4: "10.0.0.0/16",
            fromPort: 443,
        });
        for (const kind of ["accessEntry", "accessPolicyAssociation"] as const) {
            await world.make(kind, "deployer", { clusterName: "c", principalArn: DEPLOYER });
        }

        const namespace = await world.make("namespace", "n", { metadata: { name: "n" } });
        expect(world.cloud.all(namespace.type)).to.have.length(1);
    });

    it("rolling a cluster back on the seventh day after its upgrade, after its nodes", async () => {
        const world = new World();
        const { cluster, nodes } = await world.upgradedCluster();
        const raised = await world.change(nodes, { version: "1.36" });
        world.cloud.passDays(7);

        await world.change(raised, { version: "1.35" });
        const back = await world.change(cluster, { version: "1.35" });

        expect(back.inputs["version"]).to.equal("1.35");
    });

    it("deleting a binding while its controller works, and then the controller", async () => {
        const world = new World();
        await world.cluster();
        const { binding, release, namespace } = await world.controller();

        await world.drop(binding);
        await world.drop(release);
        await world.drop(namespace);

        expect(world.cloud.all().filter(({ type }) => type.startsWith("kubernetes:"))).to.deep.equal([]);
    });

    it("pods to start if there is a node, the driver, and a mount target for their volume", async () => {
        const world = new World();
        const { subnets } = await world.cluster();
        const files = await world.make("fileSystem", "files");
        await world.make("mountTarget", "target", { fileSystemId: files.id, subnetId: subnets[0] });
        await world.make("addOn", "driver", { clusterName: "c", addonName: "aws-efs-csi-driver" });
        await world.make("volume", "volume", {
            metadata: { name: "v" },
            spec: { csi: { volumeHandle: files.id } },
        });
        await world.make("claim", "claim", {
            metadata: { name: "c", namespace: "default" },
            spec: { volumeName: "v" },
        });

        const release = await world.make("release", "release", { name: "r", namespace: "default" });

        expect(release.outputs["status"]).to.deep.equal({ status: "deployed", name: "r" });
    });

    it("a job that moves restored files to the root of its namespace's file system", async () => {
        const world = new World();
        const { subnets } = await world.cluster();
        const files = await world.make("fileSystem", "files");
        const others = await world.make("fileSystem", "others");
        const at = "2026-11-20T08:00:00Z";
        for (const { id, name } of [files, others]) {
            await world.make("mountTarget", name, { fileSystemId: id, subnetId: subnets[0] });
            await world.make("volume", name, {
                metadata: { name },
                spec: {
                    csi: { volumeHandle: id },
                    claimRef: { namespace: name === "files" ? "default" : "kube-system" },
                },
            });
        }
        files.written = others.written = [{ at, path: "aws-backup-restore_1/apps/1", text: "an app" }];

        const job = (name: string, directory: string): Record<string, unknown> => ({
            metadata: { name, namespace: "default" },
            spec: {
                template: {
                    spec: { containers: [{ env: [{ name: "DIRECTORY", value: directory }] }] },
                },
            },
        });
        await world.make("job", "job", job("all", ""));

        expect(files.written).to.deep.equal([{ at, path: "apps/1", text: "an app" }]);
        expect(others.written).to.deep.equal([{ at, path: "aws-backup-restore_1/apps/1", text: "an app" }]);

        files.written = [{ at, path: "aws-backup-restore_1/old/apps/1", text: "an app" }];
        await world.make("job", "other", job("some", "old"));

        expect(files.written).to.deep.equal([{ at, path: "apps/1", text: "an app" }]);
    });

    it("the same name once in each region", async () => {
        const world = new World();
        await world.make("vault", "here", { name: "v" });
        const there = await world.make("vault", "there", { name: "v", region: "us-west-2" });
        await world.drop(there);

        expect(world.cloud.all().map(({ name }) => name)).to.deep.equal(["here"]);
    });

    it("a listener with a certificate that is issued", async () => {
        const world = new World();
        const certificate = await world.make("certificate", "certificate", { validationMethod: "DNS" });
        await world.make("validation", "validation", { certificateArn: certificate.id });

        expect(await rejection(world.make("listener", "https", { certificateArn: certificate.id }))).to.equal(
            "",
        );
    });
});

describe("a deletion in the simulated cloud", () => {
    it("of a namespace deletes the objects in it", async () => {
        const world = new World();
        await world.cluster();
        const namespace = await world.make("namespace", "namespace", { metadata: { name: "n" } });
        await world.make("configMap", "map", { metadata: { name: "m", namespace: "n" } });

        await world.drop(namespace);

        expect(world.cloud.all("kubernetes:core/v1:ConfigMap")).to.deep.equal([]);
    });

    it("of a cluster deletes its add-ons and every object in it", async () => {
        const world = new World();
        const { cluster, nodes } = await world.cluster();
        await world.make("addOn", "network", { clusterName: "c", addonName: "vpc-cni" });
        await world.make("namespace", "namespace", { metadata: { name: "n" } });

        await world.drop(nodes);
        await world.drop(cluster);

        expect(world.cloud.all().filter(({ type }) => /^kubernetes:|:eks\//.test(type))).to.deep.equal([]);
    });

    it("of a security group deletes its own rules", async () => {
        const world = new World();
        const group = await world.make("securityGroup", "group", { vpcId: "vpc-1" });
        await world.make("egress", "rule", { securityGroupId: group.id });

        await world.drop(group);

        expect(world.cloud.all()).to.deep.equal([]);
    });

    it("of a load balancer deletes its listeners", async () => {
        const world = new World();
        const balancer = await world.make("loadBalancer", "balancer");
        await world.make("listener", "https", { loadBalancerArn: balancer.id, port: 443 });

        await world.drop(balancer);

        expect(world.cloud.all()).to.deep.equal([]);
    });

    it("of a bucket with `forceDestroy` deletes its settings and its objects", async () => {
        const world = new World();
        const bucket = await world.make("bucket", "logs", { bucket: "b", forceDestroy: true });
        await world.make("bucketPolicy", "logs", { bucket: "b" });
        const balancer = await world.make("loadBalancer", "balancer", {
            accessLogs: { bucket: "b", enabled: true },
        });

        await world.drop(balancer);
        await world.drop(bucket);

        expect(world.cloud.all()).to.deep.equal([]);
    });

    it("leaves a scheduled key, a final snapshot and automated backups", async () => {
        const world = new World();
        const key = await world.make("key", "key");
        const database = await world.make("database", "database", {
            identifier: "d",
            kmsKeyId: "key-arn",
            finalSnapshotIdentifier: "d-final",
            deleteAutomatedBackups: false,
        });
        const written = [{ at: "2026-11-20T08:00:00Z", path: "", text: "an app" }];
        database.written = written;
        await world.drop(key);
        await world.drop(database);

        const kept = { keyArn: "key-arn", written };
        expect(world.cloud.leftovers).to.deep.equal([
            { kind: "scheduled key", id: key.id },
            { ...kept, kind: "snapshot", id: "d-final" },
            { ...kept, kind: "automated backups", id: database.id },
        ]);
    });
});
