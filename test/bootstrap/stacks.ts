import { ciAccess } from "../../bootstrap/ciAccess";
import type { CiAccess } from "../../bootstrap/ciAccess";
import type { CiAccount } from "../../bootstrap/ciAccount";
import type { PlannedStack } from "../../bootstrap/rights";
import { CLUSTER_ACCESS, simulateStack } from "../program";

export const PLACE = { account: "123456789012", region: "us-east-1", partition: "aws" };

export const CI: CiAccount = { place: PLACE, repository: "example/connect" };

/** Settings that no committed stack has, which create further resources. */
const FURTHER = {
    cluster: {
        ...CLUSTER_ACCESS,
        autoscaling: "karpenter",
        nodeReleaseVersion: "1.35.3-20260415",
        nodeGroups: { servers: {}, content: {} },
    },
    backup: {
        copyRegion: "us-west-2",
        restoreTests: true,
        notifyEmail: "a@example.com",
        manifestLockDays: 30,
    },
    protect: false,
    runner: {
        repository: "example/connect",
        connectionArn:
            "arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef",
    },
};

/** Dev and prod as committed, and prod with further resources. */
export async function plannedStacks(): Promise<PlannedStack[]> {
    const stack = { project: "posit-connect", place: PLACE };
    return [
        { ...stack, name: "dev", graph: await simulateStack("dev") },
        { ...stack, name: "prod", graph: await simulateStack("prod") },
        { ...stack, name: "prod", graph: await simulateStack("prod", "update", { sections: FURTHER }) },
    ];
}

/** The access of CI to the committed stacks. */
export async function exampleAccess(): Promise<CiAccess> {
    const [dev, prod] = await plannedStacks();
    return ciAccess(
        CI,
        [dev, prod].flatMap((stack) => stack ?? []),
    );
}
