/** Resource types that are read in a graph. */
export const SUBNET = "aws:ec2/subnet:Subnet";
export const VPC = "aws:ec2/vpc:Vpc";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const DEFAULT_SECURITY_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
export const CLUSTER = "aws:eks/cluster:Cluster";
export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
export const DATABASE = "aws:rds/instance:Instance";
export const DATABASE_CLUSTER = "aws:rds/cluster:Cluster";
export const SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup";
export const FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
export const MOUNT_TARGET = "aws:efs/mountTarget:MountTarget";
export const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
export const KEY = "aws:kms/key:Key";
export const KEY_ALIAS = "aws:kms/alias:Alias";
export const VAULT = "aws:backup/vault:Vault";
export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
