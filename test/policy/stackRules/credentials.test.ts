import { describeCases } from "./describeCases";
import { RELEASE } from "./edits";
import { setPart } from "./stack";

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
        "text in braces that is not JSON": { edit: setPart(RELEASE, ["values", "template"], "{{ name }}") },
        "a URL of the database without a password": {
            edit: setPart(RELEASE, ["values", "url"], "postgres://posit@db.example.com:5432/posit"),
        },
    },
});
