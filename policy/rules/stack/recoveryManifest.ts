import { stackRule } from "../../rule";
import { connectReleases } from "../../../graph/releases";
import { BUCKET_OBJECT } from "../../../graph/types";

/** What a restore goes by, by its name in the bucket. */
const FILES = ["manifest.json", "values.yaml", "license.lic"];

export const recoveryManifest = stackRule({
    name: "stack-recovery-manifest",
    level: "production",
    severity: "medium",
    controls: ["Posit R12", "Pulumi recovery-manifest"],
    description:
        "What a restore needs beside the data is kept in a bucket: where backups and keys are, the chart, its values and the licence.",
    remedy: "Make a RecoveryManifest (components/recoveryManifest.ts) of the stack.",
    url: "https://docs.posit.co/connect/admin/getting-started/off-host-install/architectures/aws-eks/",
    *check(graph) {
        const kept = graph.all(BUCKET_OBJECT).map(({ properties }) => properties.key);
        for (const file of connectReleases(graph).length === 0 ? [] : FILES) {
            if (!kept.includes(file)) {
                yield { sentence: `No bucket keeps ${file}, which a restore goes by.` };
            }
        }
    },
});
