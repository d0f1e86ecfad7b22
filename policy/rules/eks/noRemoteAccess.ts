import { isLeftOut } from "../../check";
import { resourceRule } from "../../rule";

export const noRemoteAccess = resourceRule({
    name: "eks-no-remote-access",
    level: "mandatory",
    severity: "high",
    controls: ["Checkov CKV_AWS_100"],
    applies: ["aws:eks/nodeGroup:NodeGroup"],
    description: "No key opens a shell on a node.",
    remedy: "Leave remoteAccess out; Session Manager opens a recorded shell where one is needed.",
    url: "https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html",
    checks: [isLeftOut("remoteAccess", "object", [{ ec2SshKey: "admin" }])],
});
