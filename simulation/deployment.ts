/**
 * A stack's resources in Pulumi's deployment format, version 3, as `pulumi stack export` writes it.
 * Source: `pulumi/pulumi`, sdk/go/common/apitype/core.go (`DeploymentV3`, `ResourceV3`).
 */
export interface Deployment {
    version: 3;
    deployment: {
        /** {@link OFFLINE_PLAN} as the version. */
        manifest: { version: string };
        resources: DeployedResource[];
    };
}

/** One resource, without empty and unset fields. */
export interface DeployedResource {
    urn: string;
    custom: boolean;
    /** Absent for a component, and in a first preview. */
    id?: string;
    type: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
    parent?: string;
    protect?: boolean;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[]>;
    /** URN and id of an explicit provider, with `::` between. */
    provider?: string;
    additionalSecretOutputs?: string[];
    ignoreChanges?: string[];
    replaceOnChanges?: string[];
    retainOnDelete?: boolean;
    deletedWith?: string;
    aliases?: string[];
    customTimeouts?: { create?: string; update?: string; delete?: string };
}
