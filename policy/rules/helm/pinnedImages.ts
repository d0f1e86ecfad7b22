import { type Check, each, matches, optional, textThat } from "../../check";
import type { Path } from "../../../graph/path";
import { connectRule } from "./connectRelease";

/** Left out, a tag is the version of the chart. */
const isPinned = (place: Path): Check =>
    optional(
        textThat(place, "the tag of one version", (tag) => !tag.includes("latest"), [
            "latest",
            "ubuntu-24.04-latest",
        ]),
    );

export const pinnedImages = connectRule({
    name: "helm-pinned-images",
    level: "production",
    severity: "medium",
    controls: ["Checkov CKV_K8S_14"],
    description: "Connect and its content run images of one version, the same after a pod moves.",
    remedy: "Leave the tags of images out, or set them to a version; name content images with a tag other than latest.",
    url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
    checks: [
        isPinned(["values", "versionOverride"]),
        isPinned(["values", "image", "tag"]),
        isPinned(["values", "backends", "kubernetes", "defaultInitContainer", "tag"]),
        each(
            ["values", "executionEnvironments"],
            matches("name", /:(?!latest)[^/:]+$/, "an image with the tag of one version", [
                "posit/connect-content",
                "posit/connect-content:latest",
                "posit/connect-content:latest-pro",
                "registry.example.com:5000/connect-content",
            ]),
        ),
    ],
});
