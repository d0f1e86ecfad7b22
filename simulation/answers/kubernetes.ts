import { type Answer, digest, type Request, textInput } from "../answer";
import { answersOf } from "../answersOf";

function metadata(request: Request): { name?: string; namespace?: string } {
    return request.inputs["metadata"] ?? {};
}

/** A Kubernetes object comes back as it was given; its id is its namespace and name. */
const object: Pick<Answer, "id"> = {
    id: (request) => {
        const { name, namespace } = metadata(request);
        return [namespace, name ?? `${request.name}-${digest(request.urn, 8)}`].filter(Boolean).join("/");
    },
};

const declared = answersOf({
    "kubernetes:helm.sh/v3:Release": {
        id: (request) => `${textInput(request, "namespace", "default")}/${textInput(request, "name")}`,
        outputs: { status: { status: "deployed", name: (request) => textInput(request, "name") } },
    },
    "kubernetes:batch/v1:Job": object,
    "kubernetes:core/v1:Namespace": object,
    "kubernetes:core/v1:Secret": object,
    "kubernetes:core/v1:ConfigMap": object,
    "kubernetes:core/v1:ServiceAccount": object,
    "kubernetes:core/v1:PersistentVolume": object,
    "kubernetes:core/v1:PersistentVolumeClaim": object,
    "kubernetes:core/v1:ResourceQuota": object,
    "kubernetes:core/v1:LimitRange": object,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": object,
    "kubernetes:storage.k8s.io/v1:StorageClass": object,
});

export const kubernetes: Record<string, Answer> = {
    ...declared,
    "pulumi:providers:kubernetes": { id: ({ urn }) => digest(urn, 32) },
    // A custom resource: its kind is declared by the controller's chart alone.
    "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": object,
};
