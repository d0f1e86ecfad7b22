import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../lib/userError";
import { checkStackAccount } from "./checkAccount";
import { readManifest, readObject, s3Place } from "./manifestPlace";

/**
 * Copies a manifest and the Helm values beside it out of S3. What is there already is not written over, and nothing is
 * written unless both can be.
 *
 * @param uri `s3://` URI of the manifest.
 * @param file path of the manifest's copy, as its user wrote it.
 * @returns paths of what was written.
 */
export async function fetchManifest(uri: string, file: string, region?: string): Promise<string[]> {
    const place = s3Place(uri);
    // npm runs a script in the project's folder, and remembers where its user was.
    const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), file);
    free(path);
    const { text, manifest } = await readManifest(uri, region);
    const { values } = manifest.connect;
    const valuesPath = join(dirname(path), values);
    if (valuesPath === path) {
        throw new UserError([`${path} is where the Helm values go: name another file for the manifest.`]);
    }
    free(valuesPath);
    await checkStackAccount(manifest, region ?? manifest.region);
    const valuesText = await readObject(
        { ...place, key: `${place.key.slice(0, place.key.lastIndexOf("/") + 1)}${values}` },
        region,
    );
    writeFileSync(path, text, { flag: "wx" });
    writeFileSync(valuesPath, valuesText, { flag: "wx" });
    return [path, valuesPath];
}

function free(path: string): void {
    if (existsSync(path)) {
        throw new UserError([`${path} is there already: name another file, or take it away.`]);
    }
    if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
        throw new UserError([`${path}: the folder ${dirname(path)} is not there.`]);
    }
}
