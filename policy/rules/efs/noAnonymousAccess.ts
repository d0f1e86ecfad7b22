import { reference } from "../../check";
import { resourceRule } from "../../rule";
import { grantsByName } from "../iam/grantsByName";

export const noAnonymousAccess = resourceRule({
    name: "efs-no-anonymous-access",
    level: "mandatory",
    severity: "critical",
    controls: ["CIS AWS 2.21", "Pulumi anonymous-access"],
    applies: ["aws:efs/fileSystemPolicy:FileSystemPolicy"],
    description: "A file system lets nobody mount who does not say who it is.",
    remedy: "In policy, name who may mount in each statement that allows something.",
    url: "https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html",
    // It names the file system, so it is not known before that is.
    checks: [reference(grantsByName("policy"))],
});
