import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import type { DeployedResource } from "../../simulation/deployment";
import { struct } from "./analyzer";
import { nameOf } from "../../graph/urn";
import { toWireForm, wireOutputs } from "./wireForm";

/**
 * The engine's requests about the resources of a deployment. Source: pulumi/pulumi,
 * pkg/resource/deploy/analyze_snapshot.go: a resource is checked with its inputs, and the stack with the outputs of
 * all resources.
 */
export class Requests {
    /** The resources so far. A provider is registered before its resources. */
    private readonly byUrn = new Map<string, DeployedResource>();
    /** The message about each provider, by its reference, or by its package for a default provider. */
    private readonly providers = new Map<string, proto.AnalyzerProviderResource>();

    resource(resource: DeployedResource): proto.AnalyzeRequest {
        this.byUrn.set(resource.urn, resource);
        return this.fill(new proto.AnalyzeRequest(), resource, toWireForm(resource.inputs));
    }

    stack(resources: readonly DeployedResource[]): proto.AnalyzerResource[] {
        return resources.map((resource) => {
            const message = this.fill(new proto.AnalyzerResource(), resource, wireOutputs(resource));
            message.setParent(resource.parent ?? "");
            message.setDependenciesList(resource.dependencies ?? []);
            for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
                if (urns.length > 0) {
                    const dependencies = new proto.AnalyzerPropertyDependencies();
                    dependencies.setUrnsList(urns);
                    message.getPropertydependenciesMap().set(property, dependencies);
                }
            }
            return message;
        });
    }

    private fill<Message extends proto.AnalyzeRequest | proto.AnalyzerResource>(
        message: Message,
        resource: DeployedResource,
        properties: Record<string, unknown>,
    ): Message {
        const options = new proto.AnalyzerResourceOptions();
        options.setProtect(resource.protect ?? false);
        options.setIgnorechangesList(resource.ignoreChanges ?? []);
        options.setAdditionalsecretoutputsList(resource.additionalSecretOutputs ?? []);
        options.setAliasesList(resource.aliases ?? []);
        options.setParent(resource.parent ?? "");
        message.setUrn(resource.urn);
        message.setType(resource.type);
        message.setName(nameOf(resource.urn));
        message.setProperties(struct(properties));
        message.setOptions(options);
        message.setProvider(this.provider(resource));
        return message;
    }

    /** The engine names the provider of each custom resource: the default provider if the program names none. */
    private provider(resource: DeployedResource): proto.AnalyzerProviderResource | undefined {
        if (!resource.custom || resource.type.startsWith(PROVIDER)) {
            return undefined;
        }
        const [pulumiPackage = ""] = resource.type.split(":");
        const key = resource.provider ?? pulumiPackage;
        const message = this.providers.get(key) ?? this.newProvider(resource, pulumiPackage);
        this.providers.set(key, message);
        return message;
    }

    private newProvider(resource: DeployedResource, pulumiPackage: string): proto.AnalyzerProviderResource {
        const message = new proto.AnalyzerProviderResource();
        const [stack = "", project = ""] = resource.urn.replace("urn:pulumi:", "").split("::");
        // A reference is a provider's URN and its id.
        const urn = resource.provider?.split("::").slice(0, -1).join("::");
        const type = `${PROVIDER}${pulumiPackage}`;
        message.setUrn(urn ?? `urn:pulumi:${stack}::${project}::${type}::default`);
        message.setType(type);
        message.setName(urn === undefined ? "default" : nameOf(urn));
        message.setProperties(struct(toWireForm(this.byUrn.get(urn ?? "")?.inputs)));
        return message;
    }
}

const PROVIDER = "pulumi:providers:";
