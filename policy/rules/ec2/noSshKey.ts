import { isLeftOut } from "../../check";
import { resourceRule } from "../../rule";

export const noSshKey = resourceRule({
    name: "ec2-no-ssh-key",
    level: "mandatory",
    severity: "medium",
    controls: ["Pulumi ssh"],
    applies: ["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance"],
    description: "No key opens a shell on an instance.",
    remedy: "Leave keyName out; Session Manager opens a recorded shell where one is needed.",
    url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
    checks: [isLeftOut("keyName", "text", ["admin"])],
});
