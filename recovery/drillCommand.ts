import { relative, resolve, sep } from "node:path";
import { drillPlan } from "./drillPlan";
import { drillBeginning, drillReport } from "./drillReport";
import { NotRecoverable } from "./notRecoverable";
import type { RecoverySurroundings } from "./recoveryCommand";
import { restorable, type RestoreOptions } from "./restorable";

/** Plans a drill, and performs it where `--yes` is given. */
export async function drillCommand(
    options: RestoreOptions,
    { out, colour, now, root, program, drill }: RecoverySurroundings,
): Promise<void> {
    const { manifest, unit, choices, lacking } = await restorable(options, {}, undefined, now);
    if (lacking.length > 0) {
        throw new NotRecoverable([
            `${lacking.join("; ")}: a restore needs it; \`pulumi up --refresh --stack ${manifest.stack}\` puts files back, and ` +
                "aws kms cancel-key-deletion and aws kms enable-key a key.",
        ]);
    }
    if (options.yes !== true) {
        const place = options.manifest;
        const plan = await drillPlan(manifest, unit, { ...choices, from: fileOf(place, root) }, program, now);
        out(drillReport(manifest, plan, { place, now, colour }));
        return;
    }
    const [{ performDrill }, { withManifestFile }] = await Promise.all([
        import("./performDrill"),
        import("./manifestFile"),
    ]);
    // Its own copy: what it restores does not change while it does.
    await withManifestFile(manifest, async (from) => {
        const plan = await drillPlan(manifest, unit, { ...choices, from }, program, now);
        const begins = (): void => {
            out(drillBeginning(manifest, plan, { now, colour }));
        };
        await performDrill(manifest, plan, await drill(), out, begins, options);
    });
}

/** The manifest's file as the program finds it: from the project's folder, which `fetch` writes into. */
function fileOf(place: string, root: string): string {
    if (place.startsWith("s3://")) {
        return "manifest.json";
    }
    const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), place);
    return path.startsWith(`${root}${sep}`) ? relative(root, path) : path;
}
