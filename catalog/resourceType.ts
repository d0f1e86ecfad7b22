import type * as aws from "@pulumi/aws";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as random from "@pulumi/random";
import type * as tls from "@pulumi/tls";
import type { Location } from "../lib/arn";
import type { OutputsOf } from "./declared";
import type { Interruption } from "./interruption";
import type { Price } from "./price";

/** Source of unpublished durations: rounded values that logs of such deployments usually show. */
export const ESTIMATE = "estimate";

/** Everything known of a resource type. */
export interface ResourceType {
    /** Type token. */
    token: string;
    /** What operators call such a resource. */
    label: string;
    /** Monthly price. */
    price: Price;
    /** Data that no update restores after the resource is deleted or replaced; completes "lost:". */
    loses: string | undefined;
    /** Typical durations. */
    seconds: Seconds & { variants?: readonly (Seconds & { where: Inputs })[] };
    /**
     * Properties that the provider cannot change in place: a change to one, or to a value in it, replaces the resource.
     * `undefined` if that depends on more than the property.
     *
     * Sources: `hashicorp/terraform-provider-aws`, internal/service/SERVICE/RESOURCE.go, `ForceNew` and `CustomizeDiff`
     * (`RequiresReplace` and `ModifyPlan` for resources on the newer framework); `hashicorp/terraform-provider-random` and
     * `-tls` likewise; `pulumi/pulumi-kubernetes`, provider/pkg/provider/diff.go, `forceNew`. The real AWS provider
     * (pulumi-aws 7, terraform-provider-aws 6.34) confirmed them on 2026-11-28, one property at a time.
     */
    replacedBy: readonly (string | ReplacingProperty)[] | undefined;
    /**
     * Optional properties that the provider computes (`Optional` and `Computed`): if one is removed, the resource keeps its
     * value and nothing changes.
     */
    computed?: readonly string[];
    /**
     * Whether a replacement always deletes the old resource before it creates the new one.
     * Source: `pulumi/pulumi-aws`, provider/resources.go, `DeleteBeforeReplace`.
     */
    deletedFirst?: true;
    /**
     * The property with the name, if Pulumi generates one when it is not set. With a name that is set, a replacement deletes
     * the old resource first, even if the name is what changes.
     * Sources: `pulumi/pulumi-terraform-bridge`, pkg/tfbridge/schema.go, `nameRequiresDeleteBeforeReplace`; it does not apply
     * to resources on the newer framework, pkg/pf/tfbridge/provider_diff.go.
     */
    physicalName?: string;
    /** Properties that the provider adds to the inputs when it checks them. */
    addedInputs?: readonly string[];
    /** The id of a simulated resource. */
    id: (request: Request) => string;
    /** Outputs of a simulated resource in addition to its inputs; a function in them computes its value. */
    outputs?: object;
    /** Outputs that the provider marks as secret. */
    secretOutputs?: readonly string[];
    /** Outputs that every update changes; a function in them computes its value from the outputs before. */
    updatedOutputs?: object;
    /** Effects of changes on users and operators. The first one that matches a property applies. */
    effects: readonly ChangeEffect[];
    /**
     * IAM actions that creating, reading and deleting such a resource requires. Left out: actions that only an update requires,
     * and those that another action replaces, such as for the tags of a bucket. The database is a restored one.
     *
     * Sources: for the AWS provider's calls, terraform-provider-aws, `internal/service`, as far as it was read; for services
     * that act in their caller's name, API references and user guides of Amazon EFS ("CreateMountTarget", "DeleteMountTarget",
     * "DescribeMountTargetSecurityGroups"), Amazon RDS ("Encrypting Amazon RDS resources"), Amazon EKS ("Encrypt Kubernetes
     * secrets with KMS"), AWS Backup ("Access control"), Amazon S3 ("Using server-side encryption with AWS KMS keys") and AWS
     * WAF ("Sending web ACL traffic logs to an Amazon CloudWatch Logs log group"); for names and resources, AWS Service
     * Authorization Reference.
     */
    actions: readonly ResourceActions[];
    /**
     * Further actions of a role that deploys a stack for its lifetime: those of an update or of the first use of a service, and
     * those on a further resource of a request. `*` at the end of a part of an ARN stands for any text.
     *
     * Sources: the AWS provider's calls (test/bootstrap/apiOperations.txt); AWS Service Authorization Reference for the resources
     * of a request; for roles linked to a service, "Using service-linked roles" in the service's user guide; for the key of a file
     * system, Amazon EFS user guide, "Using AWS KMS keys for Amazon EFS".
     */
    deployerActions?: readonly ResourceActions[];
}

/** Inputs of a resource, as plain data. */
type Inputs = Record<string, unknown>;

/** Seconds from the provider's call to its answer. A provider's timeout is no source: it bounds the worst case. */
export interface Seconds {
    create: number;
    update: number;
    delete: number;
    source: string;
}

/** All inputs of a resource before and after a change. */
export interface InputChange {
    before: Inputs;
    after: Inputs;
}

/** A change of a property: its own value before and after as well. `undefined` stands for an absent value. */
export interface ValueChange extends InputChange {
    from: unknown;
    to: unknown;
}

/** A property that replaces the resource in some cases only. */
export interface ReplacingProperty {
    property: string;
    /** Only if the property itself changes like this; otherwise any change in it. */
    kinds?: readonly ("add" | "delete" | "update")[];
    /** Only with these inputs. */
    if?: (change: InputChange) => boolean;
}

/** A resource as a provider receives it for creation. */
export interface Request {
    urn: string;
    /** The resource's name in the program. */
    name: string;
    /** Inputs as plain data: no secret marks, unknowns as the sentinel. */
    inputs: Inputs;
    place: Location;
}

/** A creation has an effect only in a stack that users already use. */
type ChangeKind = "create" | "update" | "replace" | "delete";

/** The effect of a change on users and operators. */
export interface ChangeEffect<Property extends string = string> {
    on: ChangeKind | readonly ChangeKind[];
    /** Updated properties that have the effect; all others if absent. */
    properties?: readonly Property[];
    /**
     * Values before and after that have the effect. An effect without this condition is declared to be the same whether the
     * value rises, falls, appears or disappears.
     */
    when?: (change: ValueChange) => boolean;
    effect: string | ((change: ValueChange) => string);
    interruption: Interruption;
    /** Absent if the text follows from this program. */
    source?: string;
}

/** IAM actions on one resource. */
export interface ResourceActions {
    /**
     * An ARN, or its part after the account. `{property}` stands for an input or output of the resource, or for part of one by
     * its path, `{id}` for its id, and `{partition}`, `{region}` and `{account}` for its place. `*` if IAM knows no resource for the actions.
     */
    on: string;
    actions: readonly string[];
    /** The actions are required only if this input is set, and not false. */
    where?: string;
    /** The service that receives the role; absent if AWS documents none. */
    passedTo?: string;
    /** The service that uses the actions in its caller's name, on a key that it is given. */
    via?: string;
}

/** Packages whose tokens have no module. */
interface Packages {
    random: typeof random;
    tls: typeof tls;
}

type Member<T, Name> = Name extends keyof T ? T[Name] : never;
type Instance<T> = T extends abstract new (...args: never[]) => infer R ? R : never;

/** `networking` of `networking.k8s.io`. */
type Short<Group extends string> = Group extends `${infer First}.${string}` ? First : Group;

/** Types without a class: a custom resource, which its controller's chart declares, and a provider. */
type Undeclared =
    | "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"
    | "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
    | "kubernetes:karpenter.sh/v1:NodePool"
    | "pulumi:providers:kubernetes";

/** The SDK's class of a type token; `never` if there is none. */
type ResourceOf<Token extends string> = Token extends Undeclared
    ? object
    : Token extends `kubernetes:${infer Group}/${infer Version}:${infer Name}`
      ? Instance<Member<Member<Member<typeof kubernetes, Short<Group>>, Version>, Name>>
      : Token extends `aws:${infer Module}/${string}:${infer Name}`
        ? Instance<Member<Member<typeof aws, Module>, Name>>
        : Token extends `${infer Package}:index/${string}:${infer Name}`
          ? Instance<Member<Member<Packages, Package>, Name>>
          : never;

/** A value, or its parts, each as it is or computed from `Argument`. */
type Computed<T, Argument> = [T] extends [string | number | boolean | undefined]
    ? T | ((argument: Argument) => T)
    : T extends readonly (infer Item)[]
      ? readonly Computed<Item, Argument>[]
      : T extends object
        ? { [K in keyof T]?: Computed<T[K], Argument> }
        : T;

type Key<T> = keyof T & string;

/** Names of an object's parts; none of a list. */
type Parts<T> = T extends readonly unknown[] ? never : T extends object ? Key<T> : never;

/** A property of a class, or a part of one: `version`, `vpcConfig.subnetIds`, `spec.resources.requests`. */
type PropertyOf<T> = [Key<T>] extends [never]
    ? string
    : {
          [K in Key<T>]:
              K | `${K}.${Parts<NonNullable<T[K]>>}` | `${K}.${Parts<NonNullable<T[K]>>}.${string}`;
      }[Key<T>];

/** What {@link ResourceType} is for a class: only properties that it declares, with the types that it declares. */
interface Declared<R> extends Omit<
    ResourceType,
    "token" | "outputs" | "secretOutputs" | "updatedOutputs" | "effects"
> {
    outputs?: Computed<OutputsOf<R>, Request & { id: string }>;
    secretOutputs?: readonly (keyof OutputsOf<R> & string)[];
    updatedOutputs?: Computed<OutputsOf<R>, Record<string, unknown>>;
    effects: readonly ChangeEffect<PropertyOf<OutputsOf<R>>>[];
}

/**
 * A record of the catalog. An output, or a property with an effect, that the SDK's class does not declare does not compile;
 * nor does an output of another type, or a token without a class.
 */
export function resourceType<const Token extends string>(
    token: Token,
    declared: [ResourceOf<Token>] extends [never] ? never : Declared<ResourceOf<Token>>,
): ResourceType {
    return { token, ...(declared as Declared<object>) };
}
