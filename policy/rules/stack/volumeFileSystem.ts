import { stackRule } from "../../rule";
import { adoptedFileSystems } from "../../../graph/adoptedFileSystems";
import { leadsTo, linkOfValue } from "../../../graph/links";
import { readPath } from "../../../graph/path";
import { FILE_SYSTEM } from "../../../graph/types";
import { notKnown } from "./findings";

const VOLUME = "kubernetes:core/v1:PersistentVolume";
const DRIVER = "efs.csi.aws.com";

export const volumeFileSystem = stackRule({
    name: "stack-volume-file-system",
    level: "mandatory",
    severity: "high",
    controls: ["Posit R9", "Posit R10"],
    description:
        "The volumes of the servers and of content are on the file system of this stack, or on one that it has mount targets on.",
    remedy: "Set spec.csi.volumeHandle of the persistent volume to the id of the stack's file system.",
    url: "https://github.com/kubernetes-sigs/aws-efs-csi-driver/tree/master/examples/kubernetes/static_provisioning",
    *check(graph) {
        const volumes = graph
            .all(VOLUME)
            .filter(({ properties }) => readPath(properties, ["spec", "csi", "driver"]) === DRIVER)
            .map((volume) => {
                const handle = readPath(volume.properties, ["spec", "csi", "volumeHandle"]);
                // After a colon come the folder and the access point.
                const id = typeof handle === "string" ? handle.split(":")[0] : handle;
                return { volume, link: linkOfValue(graph, volume, "spec", id, [FILE_SYSTEM]) };
            });
        const adopted = adoptedFileSystems(graph);
        for (const { volume, link } of volumes) {
            if (link === undefined || link.is === "unknown") {
                yield notKnown(volume, "spec.csi.volumeHandle");
            } else if (link.is === "outside" && adopted.includes(link.value)) {
                yield {
                    urn: volume.urn,
                    sentence: `${volume.name} is on ${link.value}, which the stack does not make: see to its encryption there.`,
                    untold: true,
                };
            } else if (link.is === "outside") {
                yield {
                    urn: volume.urn,
                    sentence: `${volume.name} is on ${link.value}, which is no file system of this stack.`,
                };
            }
        }
        for (const fileSystem of graph.all(FILE_SYSTEM)) {
            if (!volumes.some(({ link }) => leadsTo(link, fileSystem))) {
                yield { urn: fileSystem.urn, sentence: `No persistent volume is on ${fileSystem.name}.` };
            }
        }
    },
});
