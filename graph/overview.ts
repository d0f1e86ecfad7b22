import type { Graph, Resource } from "./graph";
import { nodeGroups } from "./nodes";
import { nodesText } from "./nodesText";
import { contentNodeGroups, gpuContentNodeGroups, serverNodeGroups } from "./podNodes";
import { adoptedZones, knownZones, subnetsOf, zoneOf } from "./subnets";

/** A part of the stack for a reader. */
export interface Part {
    /** Name of the component under the stack. */
    name: string;
    /** Its size and kind, in a few words; empty if its name is sufficient. */
    description: string;
    /** Number of resources under it, including itself, as Pulumi counts them. */
    resources: number;
}

/** The components directly under the stack, in the order of creation. */
export function overview(graph: Graph): Part[] {
    const stack = graph.stack;
    return (stack === undefined ? [] : graph.children(stack)).map((component) => {
        const tree = graph.tree(component);
        return {
            name: component.name,
            description: DESCRIPTIONS[component.type]?.(graph, tree) ?? "",
            resources: tree.length,
        };
    });
}

const DESCRIPTIONS: Record<string, (graph: Graph, tree: Resource[]) => string> = {
    "posit-connect:index:EncryptionKey": () => "KMS key",
    "posit-connect:index:Network": (graph, tree) => {
        const zones = new Set(
            filterByType(tree, "aws:ec2/subnet:Subnet").map(({ inputs }) => inputs["availabilityZone"]),
        ).size;
        return zones === 0
            ? `adopted VPC, ${new Set(adoptedZones(graph).values()).size} zones`
            : `VPC ${readInput(tree, "aws:ec2/vpc:Vpc", "cidrBlock")}, ${zones} zones, ${filterByType(tree, "aws:ec2/natGateway:NatGateway").length} NAT`;
    },
    "posit-connect:index:Cluster": (graph, tree) => {
        const pools = [
            { pods: "servers", groups: serverNodeGroups(graph) },
            { pods: "content", groups: contentNodeGroups(graph) },
            { pods: "content with GPUs", groups: gpuContentNodeGroups(graph) },
        ];
        const groups = nodeGroups(graph).map((group) => {
            const pods = pools.filter((pool) => pool.groups.includes(group)).map((pool) => pool.pods);
            return [nodesText(group), ...(pods.length > 0 ? [pods.join(" and ")] : [])].join(" for ");
        });
        const sizes = groups.length > 2 ? [groups[0], `${groups.length - 1} more node groups`] : groups;
        return `EKS ${readInput(tree, "aws:eks/cluster:Cluster", "version")}, ${sizes.join(", ")}`;
    },
    "posit-connect:index:Runner": () => "CodeBuild, for GitHub Actions",
    "posit-connect:index:Database": (_, tree) => {
        const instance = "aws:rds/instance:Instance";
        return `PostgreSQL ${readInput(tree, instance, "engineVersion")}, ${readInput(tree, instance, "instanceClass")}, Multi-AZ`;
    },
    "posit-connect:index:FileSystem": (_, tree) =>
        `EFS, ${filterByType(tree, "aws:efs/mountTarget:MountTarget").length} mount targets`,
    "posit-connect:index:Backup": (_, tree) => {
        const [plan] = filterByType(tree, "aws:backup/plan:Plan");
        const rules = (plan?.inputs["rules"] ?? []) as { lifecycle: { deleteAfter: number } }[];
        const days = rules.map(({ lifecycle }) => lifecycle.deleteAfter).join(" and ");
        const copies = filterByType(tree, "aws:backup/vault:Vault").flatMap(({ inputs }) =>
            typeof inputs["region"] === "string" ? [`, copies in ${inputs["region"]}`] : [],
        );
        const tests = filterByType(tree, "aws:backup/restoreTestingPlan:RestoreTestingPlan").map(
            () => ", restore tests",
        );
        return ["AWS Backup, ", days, " days", ...copies, ...tests].join("");
    },
    "posit-connect:index:RecoveryManifest": (_, tree) =>
        `manifest, Helm values and license, in ${[...new Set(filterByType(tree, OBJECT).map(({ inputs }) => String(inputs["region"])))].join(" and ")}`,
    "posit-connect:index:LoadBalancer": (graph, tree) => {
        const [balancer] = filterByType(tree, "aws:lb/loadBalancer:LoadBalancer");
        const subnets = balancer === undefined ? [] : subnetsOf(graph, balancer, "subnets");
        const zones = knownZones(subnets.map((subnet) => zoneOf(graph, subnet)));
        const url = graph.stack?.outputs["url"];
        const internal = balancer?.inputs["internal"] === true ? ", internal" : "";
        return typeof url === "string" && url.startsWith("https://")
            ? `${url}${internal}`
            : `ALB, ${zones.length} zones${internal}`;
    },
    "posit-connect:index:ConnectRelease": (_, tree) => {
        const release = "kubernetes:helm.sh/v3:Release";
        const [found] = filterByType(tree, release);
        const { replicas } = (found?.inputs["values"] ?? {}) as { replicas?: number };
        return `${readInput(tree, release, "chart")} ${readInput(tree, release, "version")}, ${replicas ?? "?"} servers`;
    },
};

const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

function filterByType(tree: Resource[], type: string): Resource[] {
    return tree.filter((resource) => resource.type === type);
}

function readInput(tree: Resource[], type: string, property: string): string {
    const value = filterByType(tree, type)[0]?.inputs[property];
    return typeof value === "string" ? value : "?";
}
