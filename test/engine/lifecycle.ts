import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { seededDelay } from "../cloud/cloud";
import type { DeployedResource } from "../../simulation/deployment";
import { isObject } from "../../lib/isObject";
import { redactSecrets, isSecret, secret } from "../../lib/wire";
import { SECRET_TEXTS, simulateStack } from "../program";
import {
    EngineStack,
    engineSuite,
    errorsOf,
    isDefaultProvider,
    type SavedStack,
    type Outcome,
    type Shape,
    formatSteps,
} from "./harness";

/** Number of completion orders in which a shape's destroy is tested. */
const ORDERS = 25;

/** Longest delay of a cloud operation in milliseconds: long enough for any completion order. */
export const LONGEST_MS = 12;

/** The settings that "Destroy a stack" in docs/operate.md turns off, in its order. */
const PROTECTIONS: [string, string | undefined][] = [
    ["posit-connect:protect", undefined],
    ["posit-connect:cluster", "deletionProtection"],
    ["posit-connect:database", "deletionProtection"],
    ["posit-connect:loadBalancer", "deletionProtection"],
];

/** Sorted URNs that a destroy leaves: records of a domain, which another stack may use by then. */
export const LEFTOVERS: Record<Shape, string[]> = {
    dev: [],
    prod: [
        "urn:pulumi:prod::posit-connect::posit-connect:index:LoadBalancer$aws:route53/record:Record::load-balancer",
        "urn:pulumi:prod::posit-connect::posit-connect:index:LoadBalancer$posit-connect:index:DomainCertificate$" +
            "aws:route53/record:Record::load-balancer-certificate-proof",
    ],
};

/** Turns off every protection, as described in docs/operate.md. */
export function unprotect(config: Record<string, unknown>): void {
    for (const [key, part] of PROTECTIONS) {
        config[key] = part === undefined ? false : { ...(config[key] as object | undefined), [part]: false };
    }
}

/** Expects success. Otherwise the test fails with the command's errors or output. */
export function expectSuccess(outcome: Outcome): Outcome {
    expect(outcome.error === undefined ? "" : errorsOf(outcome).join("\n") || outcome.output).to.equal("");
    return outcome;
}

/** A stack's resources by URN, with the fields that an offline plan and the engine's state share. */
function describeResources(resources: readonly Partial<DeployedResource>[]): Record<string, unknown> {
    return Object.fromEntries(
        resources
            .filter(({ urn = "" }) => !isDefaultProvider(urn))
            .map(
                ({ urn = "", type, custom, parent, inputs, protect, dependencies, propertyDependencies }) => [
                    urn,
                    {
                        type,
                        custom,
                        parent,
                        // The two have different forms of a component's inputs and their dependencies.
                        inputs:
                            custom === true ? redactSecrets(withoutOwnKeys(type ?? "", inputs ?? {})) : {},
                        protect: protect ?? false,
                        dependencies: [...(dependencies ?? [])].sort(),
                        propertyDependencies: Object.fromEntries(
                            Object.entries(custom === true ? (propertyDependencies ?? {}) : {})
                                .filter(([, urns]) => urns.length > 0)
                                .map(([key, urns]) => [key, [...urns].sort()]),
                        ),
                    },
                ],
            ),
    );
}

/** Removes the keys that the engine adds to a provider's inputs. */
function withoutOwnKeys(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
    const kept = Object.entries(inputs).filter(
        ([key]) => !type.startsWith("pulumi:providers:") || !["version", "__internal"].includes(key),
    );
    return Object.fromEntries(kept.map(([key, value]) => [key, maskSecrets(value)]));
}

/** Replaces encrypted and secret values with the same empty secret. */
function maskSecrets(value: unknown): unknown {
    if (isObject(value) && typeof value["ciphertext"] === "string") {
        return secret("");
    }
    if (isSecret(value)) {
        return secret("");
    }
    if (Array.isArray(value)) {
        return value.map(maskSecrets);
    }
    return isObject(value)
        ? Object.fromEntries(
              Object.entries(value)
                  // The engine adds this key to references.
                  .filter(([key]) => key !== "packageVersion")
                  .map(([key, part]) => [key, maskSecrets(part)]),
          )
        : value;
}

/** Tests of a stack from its creation to its destroy. */
export function lifecycle(shape: Shape): void {
    engineSuite(`the lifecycle of the ${shape} stack on the engine`, () => {
        let stack: EngineStack;
        let deployed: SavedStack;
        let first: Outcome;

        before(async () => {
            stack = await EngineStack.start(shape, { cloud: { delay: seededDelay(1, LONGEST_MS) } });
            stack.checkpoints = true;
            first = expectSuccess(await stack.up());
            stack.checkpoints = false;
            deployed = stack.save();
        });

        after(() => {
            stack.stop();
        });

        it("creates exactly the resources of the offline plan, with their inputs, parents and dependencies", async () => {
            const plan = describeResources((await simulateStack(shape, "update")).resources);
            const state = describeResources(stack.resources());

            expect(Object.keys(state).filter((urn) => !(urn in plan))).to.deep.equal([]);
            for (const urn of Object.keys(plan)) {
                expect(state[urn], urn).to.deep.equal(plan[urn]);
            }
            expect(formatSteps(first.steps).filter((step) => !step.startsWith("create "))).to.deep.equal([]);
        });

        it("has no changes in a preview, a second up and a refresh", async () => {
            expect(expectSuccess(await stack.preview("--expect-no-changes")).steps).to.deep.equal([]);
            expect(expectSuccess(await stack.up()).steps).to.deep.equal([]);
            expect(expectSuccess(await stack.refresh()).steps).to.deep.equal([]);
        });

        it("contains no secret in its state, its events and its output", () => {
            const texts = [...Object.values(SECRET_TEXTS), ...generatedSecrets(stack)];
            const everything = {
                state: stack.stateText(),
                events: JSON.stringify(first.events.filter(isUserVisible)),
                output: first.output,
            };
            for (const text of texts) {
                const escaped = JSON.stringify(text).slice(1, -1);
                for (const [place, content] of Object.entries(everything)) {
                    const forms = [text, escaped, Buffer.from(text).toString("base64")];
                    expect(
                        forms.filter((form) => content.includes(form)),
                        place,
                    ).to.deep.equal([]);
                }
            }
        });

        it("keeps every Kubernetes object when the cluster's endpoint and certificate change", async () => {
            const moved = await EngineStack.start(shape, {}, deployed);
            moved.cloud.drift("aws:eks/cluster:Cluster", () => ({
                endpoint: "https://another.example.com",
                certificateAuthority: { data: "b3RoZXI=" },
            }));
            const { steps } = expectSuccess(await moved.up("--refresh"));

            expect(formatSteps(steps)).to.deep.equal([
                // Created by eks, and unused.
                "create-replacement pulumi:providers:kubernetes cluster-eks-k8s",
                "delete-replaced pulumi:providers:kubernetes cluster-eks-k8s",
                "replace pulumi:providers:kubernetes cluster-eks-k8s",
                "update pulumi:providers:kubernetes cluster-kubernetes",
            ]);
            moved.stop();
        });

        if (shape === "prod") {
            it("rejects a destroy while it is protected", async () => {
                // In the preview: with `--skip-preview`, unprotected resources would be deleted before the error.
                const outcome = await stack.previewDestroy();

                expect(
                    errorsOf(outcome).flatMap(
                        (error) => /resource "[^"]*::([\w-]+)" cannot be deleted/.exec(error)?.[1] ?? [],
                    ),
                ).to.include.members(["database", "file-system"]);
            });
        }

        it(`is destroyed when unprotected, in ${ORDERS} completion orders, and leaves nothing behind`, async () => {
            stack.settings(unprotect);
            const { steps } = expectSuccess(await stack.up());
            expect(steps.filter(({ op }) => op !== "update")).to.deep.equal([]);
            const unprotected = stack.save();
            const keys = stack.cloud.all("aws:kms/key:Key");

            const copy = await EngineStack.start(shape, {}, unprotected);
            for (const seed of range(ORDERS)) {
                copy.reset(unprotected);
                copy.cloud.options = { ...copy.cloud.options, delay: seededDelay(seed, LONGEST_MS) };
                expectSuccess(await copy.destroy());
                expect(
                    copy.cloud
                        .all()
                        .map(({ urn }) => urn)
                        .sort(),
                    `seed ${seed}`,
                ).to.deep.equal(LEFTOVERS[shape]);
                expect(copy.cloud.leftovers.map(({ kind }) => kind).sort()).to.deep.equal([
                    "automated backups",
                    ...keys.map(() => "scheduled key"),
                    ...(shape === "prod" ? ["snapshot"] : []),
                ]);
            }
            copy.stop();
        });
    });
}

export function range(length: number): number[] {
    return Array.from({ length }, (_, i) => i);
}

/**
 * Whether the engine prints an event. Pulumi's Node.js SDK also writes each complete registration to a debug message, which
 * only an event log and the Automation API receive. Such a log is as confidential as the secrets.
 */
function isUserVisible({ diagnosticEvent }: EngineEvent): boolean {
    return (diagnosticEvent?.severity as string | undefined) !== "debug";
}

/** Secrets that the providers generated. */
function generatedSecrets({ cloud }: EngineStack): string[] {
    return [
        ...cloud.all("random:index/randomPassword:RandomPassword").map(({ outputs }) => outputs["result"]),
        ...cloud.all("tls:index/privateKey:PrivateKey").map(({ outputs }) => outputs["privateKeyPem"]),
    ].map(String);
}
