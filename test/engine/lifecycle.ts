import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { seededDelay } from "../cloud/cloud";
import type { DeployedResource } from "../../simulation/deployment";
import { isObject, redactSecrets, isSecret, secret } from "../../lib/wire";
import { SECRET_TEXTS, simulateStack } from "../program";
import {
    EngineStack,
    engineSuite,
    errorsOf,
    isDefaultProvider,
    type Moment,
    type Outcome,
    type Shape,
    words,
} from "./harness";

/** How many orders of completion a shape's destroy is tried in. */
const ORDERS = 25;

/** Longest delay of an operation in the cloud, in milliseconds: enough to bring any order about. */
export const LONGEST_MS = 12;

/** The settings that "Destroy a stack" in docs/operate.md turns off, in its order. */
const PROTECTIONS: [string, string | undefined][] = [
    ["posit-connect:protect", undefined],
    ["posit-connect:cluster", "deletionProtection"],
    ["posit-connect:database", "deletionProtection"],
    ["posit-connect:loadBalancer", "deletionProtection"],
];

/** What a destroy leaves, by URN, sorted: records of a domain that may be another stack's by then. */
export const LEFT: Record<Shape, string[]> = {
    dev: [],
    prod: [
        "urn:pulumi:prod::posit-connect::posit-connect:index:LoadBalancer$aws:route53/record:Record::load-balancer",
        "urn:pulumi:prod::posit-connect::posit-connect:index:LoadBalancer$posit-connect:index:DomainCertificate$" +
            "aws:route53/record:Record::load-balancer-certificate-proof",
    ],
};

/** Turns off every protection, as docs/operate.md describes. */
export function unprotect(config: Record<string, unknown>): void {
    for (const [key, part] of PROTECTIONS) {
        config[key] = part === undefined ? false : { ...(config[key] as object | undefined), [part]: false };
    }
}

/** What went well, or the whole output of what did not. */
export function succeeded(outcome: Outcome): Outcome {
    expect(outcome.error === undefined ? "" : errorsOf(outcome).join("\n") || outcome.output).to.equal("");
    return outcome;
}

/** A stack's resources by URN, as far as an offline plan and the engine's state both tell of them. */
function told(resources: readonly Partial<DeployedResource>[]): Record<string, unknown> {
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
                        // A component's inputs, and what they depend on, are told in different ways.
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

/** The engine writes the package's version into a provider's inputs. */
function withoutOwnKeys(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
    const kept = Object.entries(inputs).filter(
        ([key]) => !type.startsWith("pulumi:providers:") || !["version", "__internal"].includes(key),
    );
    return Object.fromEntries(kept.map(([key, value]) => [key, marked(value)]));
}

/** An encrypted value as one that is marked secret. */
function marked(value: unknown): unknown {
    if (isObject(value) && typeof value["ciphertext"] === "string") {
        return secret("");
    }
    if (isSecret(value)) {
        return secret("");
    }
    if (Array.isArray(value)) {
        return value.map(marked);
    }
    return isObject(value)
        ? Object.fromEntries(
              Object.entries(value)
                  // The engine adds it to a reference to a resource.
                  .filter(([key]) => key !== "packageVersion")
                  .map(([key, part]) => [key, marked(part)]),
          )
        : value;
}

/** Everything that a shape goes through. */
export function lifecycle(shape: Shape): void {
    engineSuite(`the ${shape} stack's life on the engine`, () => {
        let stack: EngineStack;
        let deployed: Moment;
        let first: Outcome;

        before(async () => {
            stack = await EngineStack.start(shape, {
                cloud: { delay: seededDelay(1, LONGEST_MS) },
                checkpoints: true,
            });
            first = succeeded(await stack.up());
            deployed = stack.moment();
        });

        after(() => {
            stack.stop();
        });

        it("begins with exactly what the offline plan says: resources, inputs, parents, dependencies", async () => {
            const plan = told((await simulateStack(shape, "update")).resources);
            const state = told(stack.resources());

            expect(Object.keys(state).filter((urn) => !(urn in plan))).to.deep.equal([]);
            for (const urn of Object.keys(plan)) {
                expect(state[urn], urn).to.deep.equal(plan[urn]);
            }
            expect(words(first.steps).filter((step) => !step.startsWith("create "))).to.deep.equal([]);
        });

        it("stays as it is: nothing to change for a preview, a second up and a refresh", async () => {
            expect(succeeded(await stack.preview({ expectNoChanges: true })).steps).to.deep.equal([]);
            expect(succeeded(await stack.up()).steps).to.deep.equal([]);
            expect(succeeded(await stack.refresh()).steps).to.deep.equal([]);
        });

        it("shows no secret in its state, its events and its output", () => {
            const texts = [...Object.values(SECRET_TEXTS), ...generatedSecrets(stack)];
            const everything = {
                state: stack.stateText(),
                events: JSON.stringify(first.events.filter(isTold)),
                output: first.output,
            };
            for (const text of texts) {
                const written = JSON.stringify(text).slice(1, -1);
                for (const [place, content] of Object.entries(everything)) {
                    const forms = [text, written, Buffer.from(text).toString("base64")];
                    expect(
                        forms.filter((form) => content.includes(form)),
                        place,
                    ).to.deep.equal([]);
                }
            }
        });

        it("keeps every Kubernetes object where the cluster's endpoint and certificate become others", async () => {
            const moved = await EngineStack.start(shape, {}, deployed);
            moved.cloud.drift("aws:eks/cluster:Cluster", () => ({
                endpoint: "https://another.example.com",
                certificateAuthority: { data: "b3RoZXI=" },
            }));
            const { steps } = succeeded(await moved.up({ refresh: true }));

            expect(words(steps)).to.deep.equal([
                // Made by eks; nothing uses it.
                "create-replacement pulumi:providers:kubernetes cluster-eks-k8s",
                "delete-replaced pulumi:providers:kubernetes cluster-eks-k8s",
                "replace pulumi:providers:kubernetes cluster-eks-k8s",
                "update pulumi:providers:kubernetes cluster-kubernetes",
            ]);
            moved.stop();
        });

        if (shape === "prod") {
            it("refuses to be destroyed as long as it is protected", async () => {
                // Before it asks: with `--skip-preview` what is not protected would be gone by then.
                const refused = await stack.previewDestroy();

                expect(
                    errorsOf(refused).flatMap(
                        (error) => /resource "[^"]*::([\w-]+)" cannot be deleted/.exec(error)?.[1] ?? [],
                    ),
                ).to.include.members(["database", "file-system"]);
            });
        }

        it(`is destroyed, once unprotected, in ${ORDERS} orders of completion, and leaves nothing behind`, async () => {
            stack.settings(unprotect);
            const { steps } = succeeded(await stack.up());
            expect(steps.filter(({ op }) => op !== "update")).to.deep.equal([]);
            const unprotected = stack.moment();
            const keys = stack.cloud.all("aws:kms/key:Key");

            const one = await EngineStack.start(shape, {}, unprotected);
            for (const seed of range(ORDERS)) {
                one.goBack(unprotected);
                one.cloud.options = { ...one.cloud.options, delay: seededDelay(seed, LONGEST_MS) };
                succeeded(await one.destroy());
                expect(
                    one.cloud
                        .all()
                        .map(({ urn }) => urn)
                        .sort(),
                    `seed ${seed}`,
                ).to.deep.equal(LEFT[shape]);
                expect(one.cloud.leftovers.map(({ kind }) => kind).sort()).to.deep.equal([
                    "automated backups",
                    ...keys.map(() => "scheduled key"),
                    ...(shape === "prod" ? ["snapshot"] : []),
                ]);
            }
            one.stop();
        });
    });
}

export function range(length: number): number[] {
    return Array.from({ length }, (_, i) => i);
}

/**
 * What the engine tells a person. Beside it Pulumi's Node.js SDK quotes each registration whole in a debug message,
 * which only an event log and the Automation API get to see: such a log is as secret as the secrets are.
 */
function isTold({ diagnosticEvent }: EngineEvent): boolean {
    return (diagnosticEvent?.severity as string | undefined) !== "debug";
}

/** Texts that the providers made and that nobody may see. */
function generatedSecrets({ cloud }: EngineStack): string[] {
    return [
        ...cloud.all("random:index/randomPassword:RandomPassword").map(({ outputs }) => outputs["result"]),
        ...cloud.all("tls:index/privateKey:PrivateKey").map(({ outputs }) => outputs["privateKeyPem"]),
    ].map(String);
}
