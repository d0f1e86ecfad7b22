import { type Document, isMap, parseDocument } from "yaml";

/** Keys under which `pulumi new` writes answers that belong into a list or a table. `Pulumi.yaml` asks for them. */
const ACCOUNT = "template:account";
const DOMAIN = "template:domain";

/** The domain of the examples, which is no answer. */
const EXAMPLE_DOMAIN = "connect.example.com";

/** The region of the examples' backup copies, and of the copies of a stack in that region. */
const COPY_REGIONS = ["us-west-2", "us-east-1"];

/** Sections that a stack's file must have. */
const REQUIRED = "posit-connect:network";

/**
 * Puts the answers to `pulumi new` into the settings of a stack. Comments and other settings stay as they are.
 *
 * @param text of `Pulumi.<stack>.yaml`, as `pulumi new` has left it.
 * @param example text of `Pulumi.prod.yaml`: a stack without settings of its own gets these.
 * @returns `undefined` if the file has no answers.
 */
export function fillTemplate(text: string, example: string): string | undefined {
    const answers = parseDocument(text);
    const read = (key: string): string | undefined => {
        const value = answers.getIn(["config", key]);
        return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
    };
    const [account, domain, region] = [read(ACCOUNT), read(DOMAIN), read("aws:region")];
    if (account === undefined && domain === undefined) {
        return undefined;
    }
    const file = answers.hasIn(["config", REQUIRED]) ? answers : withSecrets(parseDocument(example), answers);
    file.deleteIn(["config", ACCOUNT]);
    file.deleteIn(["config", DOMAIN]);
    if (account !== undefined) {
        file.setIn(["config", "aws:allowedAccountIds", 0], account);
    }
    if (region !== undefined) {
        moveTo(file, region);
    }
    if (domain !== undefined && domain !== EXAMPLE_DOMAIN) {
        useDomain(file, domain);
    }
    return file.toString({ lineWidth: 0 });
}

/** The salt of the secrets, or the key that encrypts them, is the stack's own. */
function withSecrets(file: Document, answers: Document): Document {
    for (const key of ["secretsprovider", "encryptedkey", "encryptionsalt"]) {
        if (answers.has(key)) {
            file.set(key, answers.get(key));
        }
    }
    return file;
}

/** Zones have the same letters in the new region, and copies of backups are in another one. */
function moveTo(file: Document, region: string): void {
    file.setIn(["config", "aws:region"], region);
    const zones = ["config", REQUIRED, "availabilityZones"];
    for (let index = 0; file.hasIn([...zones, index]); index++) {
        file.setIn([...zones, index], `${region}${String(file.getIn([...zones, index])).slice(-1)}`);
    }
    const copyRegion = ["config", "posit-connect:backup", "copyRegion"];
    if (file.getIn(copyRegion) === region) {
        file.setIn(
            copyRegion,
            COPY_REGIONS.find((each) => each !== region),
        );
    }
}

/** A domain's certificate is proven in a hosted zone: the example's, until it is set. */
function useDomain(file: Document, domain: string): void {
    const section = ["config", "posit-connect:loadBalancer"];
    file.setIn([...section, "domainName"], domain);
    file.deleteIn([...section, "selfSignedCertificate"]);
    const settings = file.getIn(section);
    if (isMap(settings) && !settings.has("hostedZoneId") && !settings.has("certificateArn")) {
        settings.set("hostedZoneId", "Z0123456789EXAMPLE");
    }
}
