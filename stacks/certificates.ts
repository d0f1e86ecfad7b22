import { z } from "zod";
import { readCertificates, subjectOf } from "../lib/readCertificates";

const FORM = "one or more certificates in PEM form, and nothing else";

/** Certificates of authorities in PEM form. A ConfigMap contains them, and its limit is 1 MiB. */
export const certificates = () =>
    z
        .string({ error: FORM })
        .max(500_000, { error: `${FORM}, up to 500,000 characters` })
        .superRefine((pem, context) => {
            const read = readCertificates(pem);
            const other = read?.certificates.find(({ ca }) => !ca);
            if (read === undefined || read.rest !== "") {
                context.addIssue({ code: "custom", message: FORM });
            } else if (other !== undefined) {
                context.addIssue({
                    code: "custom",
                    message: `certificates of authorities, and ${subjectOf(other)} is of none (its basic constraints are not CA:TRUE)`,
                });
            }
        });
