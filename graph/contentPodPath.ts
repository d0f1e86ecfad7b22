/** Path of content's pod in the inputs of Connect's release, before Connect and the chart add their parts. */
export const CONTENT_POD_PATH = [
    "values",
    "backends",
    "kubernetes",
    "defaultResourceJobBase",
    "spec",
    "template",
    "spec",
];
