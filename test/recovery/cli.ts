import {
    chmodSync,
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../program";

/** What the CLI prints of the backend: `pulumi stack ls --json`, `pulumi config --show-secrets --json`. */
const STACKS = [{ name: "dev", current: true }, { name: "prod" }];
const CONFIG = {
    "aws:region": { value: "us-east-1", secret: false },
    "posit-connect:license": { value: "text-of-the-license", secret: true },
};

/**
 * A project in a folder, with a CLI that notes what it is told and answers as the real one has: the Automation API is real.
 * The real CLI runs in `test/engine/drill.engine.ts`.
 */
export class RecordedCli {
    readonly folder = mkdtempSync(join(tmpdir(), "cli-"));
    readonly root = join(this.folder, "project");
    private readonly pathBefore = process.env["PATH"];

    constructor() {
        const shield = join("recovery", "pulumiThroughHangup");
        mkdirSync(this.root);
        cpSync(join(ROOT, shield), join(this.root, shield));
        writeFileSync(join(this.root, "Pulumi.yaml"), "name: posit-connect\nruntime: nodejs\n");
        writeFileSync(join(this.root, "Pulumi.prod.yaml"), "secretsprovider: awskms://alias/pulumi\n");
        this.answer("stack-ls", JSON.stringify(STACKS));
        this.answer("config", JSON.stringify(CONFIG));
        this.answer("outputs", JSON.stringify({ loadBalancerDnsName: "lb.example.com" }));
        const script = `#!/bin/sh
cd "${this.folder}"
[ "$1" = version ] || echo "$*" | sed -E 's/ --(event-log|exec-kind) [^ ]+//g; s/ --non-interactive//' >> told
case "$*" in
    version) echo v3.200.0 ;;
    *--help*) ;;
    "stack ls"*) cat stack-ls ;;
    "config --show-secrets"*) [ -f config ] && cat config || { echo "error: no stack named 'prod' found" >&2; exit 255; } ;;
    "config set"*) sed 's/^/  by standard input: /' >> told ;;
    "stack output"*) [ ! -f broken ] || { cat broken; echo "no backend" >&2; exit 255; }; cat outputs ;;
    "stack init"*) [ ! -f taken ] || { echo "error: stack 'prod-drill-1' already exists" >&2; exit 255; } ;;
    "stack history"*) echo "[]" ;;
    "stack select"*drill*) [ ! -f gone ] || { echo "error: no stack named 'prod-drill-1' found" >&2; exit 255; } ;;
    "stack rm"*drill*) [ ! -f gone ] || { echo "error: no stack named 'prod-drill-1' found" >&2; exit 255; } ;;
    up*) [ ! -f hangup ] || kill -HUP $$
        [ ! -f refused ] || {
        log=$(echo "$*" | sed -E 's/.*--event-log ([^ ]+).*/\\1/'); cat refused > "$log"; exit 255; } ;;
esac
`;
        const bin = join(this.folder, "bin");
        mkdirSync(bin);
        writeFileSync(join(bin, "pulumi"), script);
        chmodSync(join(bin, "pulumi"), 0o755);
        process.env["PATH"] = `${bin}:${this.pathBefore ?? ""}`;
    }

    /** Writes one of its answers. */
    answer(
        name: "stack-ls" | "config" | "outputs" | "gone" | "refused" | "taken" | "broken" | "hangup",
        text: string,
    ): void {
        writeFileSync(join(this.folder, name), text);
    }

    /** As of a stack that the backend does not have. */
    forget(name: "config"): void {
        rmSync(join(this.folder, name));
    }

    /** What it was told, in turn, without the files and words that the Automation API adds. */
    told(): string[] {
        const file = join(this.folder, "told");
        return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
    }

    end(): void {
        process.env["PATH"] = this.pathBefore;
        rmSync(this.folder, { recursive: true });
    }
}
