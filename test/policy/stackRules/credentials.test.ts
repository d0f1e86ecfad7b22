import { describeCases } from "./describeCases";
import { RELEASE } from "./edits";
import { setPart } from "./stack";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const FILES = "ConfigMap::connect-python-config";

describeCases("credentials", {
    "no-plain-credentials": {
        "a URL with a password": {
            edit: setPart(
                RELEASE,
                ["values", "config", 'RPackageRepository "CRAN"', "URL"],
                "https://reader:hunter2@packages.example.com/cran",
            ),
            broken: [`no-plain-credentials: ${RELEASE}`],
        },
        "credentials in a file": {
            edit: setPart(
                FILES,
                ["data", "pip.conf"],
                "[global]\nindex-url = https://hunter2@packages.example.com/pypi\n",
            ),
            broken: [`no-plain-credentials: ${FILES}`],
        },
        "a token in JSON that escapes a part of it": {
            edit: setPart(
                FILES,
                ["data", "settings.json"],
                ' {"urls": ["https:\\/\\/hunter2\\u0040packages.example.com"]}',
            ),
            broken: [`no-plain-credentials: ${FILES}`],
        },
        "a token in a key": {
            edit: setPart(RELEASE, ["values", "https://hunter2@packages.example.com"], true),
            broken: [`no-plain-credentials: ${RELEASE}`],
        },
        "a token in an argument": {
            edit: setPart(RELEASE, ["values", "args"], ["--token", `glpat-${"a".repeat(20)}`]),
            broken: [`no-plain-credentials: ${RELEASE}`],
        },
        "a webhook in an annotation": {
            edit: setPart(
                FILES,
                ["metadata", "annotations", "example.com/notify"],
                "https://hooks.slack.com/services/T0/B0/hunter2",
            ),
            broken: [`no-plain-credentials: ${FILES}`],
        },
        "a private key in Base64, in a text": {
            edit: setPart(
                FILES,
                ["data", "kubeconfig"],
                `users:\n  - user:\n      client-key-data: ${base64("-----BEGIN EC PRIVATE KEY-----\nhunter2\n")}\n`,
            ),
            broken: [`no-plain-credentials: ${FILES}`],
        },
        "a login to a registry in Base64": {
            edit: setPart(
                FILES,
                ["binaryData", "config.json"],
                base64(
                    JSON.stringify({ auths: { "registry.example.com": { auth: base64("reader:hunter2") } } }),
                ),
            ),
            broken: [`no-plain-credentials: ${FILES}`],
        },
        "a password that a container inserts": {
            edit: setPart(
                RELEASE,
                ["values", "pod", "env"],
                [{ name: "FEED", value: "https://reader:$(PASSWORD)@example.com" }],
            ),
        },
        "JSON without values": {
            edit: setPart(FILES, ["data", "settings.json"], '{"urls": null, "retries": 3}'),
        },
        "text in braces that is not JSON": { edit: setPart(RELEASE, ["values", "template"], "{{ name }}") },
        "a URL of the database without a password": {
            edit: setPart(RELEASE, ["values", "url"], "postgres://posit@db.example.com:5432/posit"),
        },
    },
});
