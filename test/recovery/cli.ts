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

/** Output of the CLI: `pulumi stack ls --json`, `pulumi config --show-secrets --json`. */
const STACKS = [{ name: "dev", current: true }, { name: "prod" }];
const CONFIG = {
    "aws:region": { value: "us-east-1", secret: false },
    "posit-connect:license": { value: "text-of-the-license", secret: true },
};

/**
 * A project in a folder, with a Pulumi CLI that records its arguments and prints recorded output: the Automation API is real. The
 * real CLI runs in `test/engine/drill.engine.ts`.
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
        this.respond("stack-ls", JSON.stringify(STACKS));
        this.respond("config", JSON.stringify(CONFIG));
        this.respond("outputs", JSON.stringify({ loadBalancerDnsName: "lb.example.com" }));
        const script = `#!/bin/sh
cd "${this.folder}"
[ "$1" = version ] || echo "$*" | sed -E 's/ --(event-log|exec-kind) [^ ]+//g; s/ --non-interactive//' >> commands
case "$*" in
    version) echo v3.200.0 ;;
    *--help*) ;;
    "stack ls"*) cat stack-ls ;;
    "config --show-secrets"*) [ -f config ] && cat config || { echo "error: no stack named 'prod' found" >&2; exit 255; } ;;
    "config set"*) sed 's/^/  by standard input: /' >> commands ;;
    "stack output"*) [ ! -f broken ] || { cat broken; echo "no backend" >&2; exit 255; }; cat outputs ;;
    "stack init"*) [ ! -f taken ] || { echo "error: stack 'prod-drill-1' already exists" >&2; exit 255; } ;;
    "stack history"*) echo "[]" ;;
    "stack select"*drill*) [ ! -f missing ] || { echo "error: no stack named 'prod-drill-1' found" >&2; exit 255; } ;;
    "stack rm"*drill*) [ ! -f missing ] || { echo "error: no stack named 'prod-drill-1' found" >&2; exit 255; } ;;
    up*) [ ! -f hangup ] || kill -HUP $$
        [ ! -f failed ] || {
        log=$(echo "$*" | sed -E 's/.*--event-log ([^ ]+).*/\\1/'); cat failed > "$log"; exit 255; } ;;
esac
`;
        const bin = join(this.folder, "bin");
        mkdirSync(bin);
        writeFileSync(join(bin, "pulumi"), script);
        chmodSync(join(bin, "pulumi"), 0o755);
        process.env["PATH"] = `${bin}:${this.pathBefore ?? ""}`;
    }

    /** Sets an output, or how the CLI fails. */
    respond(
        name: "stack-ls" | "config" | "outputs" | "missing" | "failed" | "taken" | "broken" | "hangup",
        text: string,
    ): void {
        writeFileSync(join(this.folder, name), text);
    }

    /** Makes the backend report the stack as missing. */
    removeConfig(): void {
        rmSync(join(this.folder, "config"));
    }

    /** The commands so far, in order, without the arguments that the Automation API adds. */
    commands(): string[] {
        const file = join(this.folder, "commands");
        return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
    }

    remove(): void {
        process.env["PATH"] = this.pathBefore;
        rmSync(this.folder, { recursive: true });
    }
}
