import { boundaryArn, type CiAccount, ciRoleArn, type Purpose } from "./ciAccount";
import { boundaryDocument } from "./boundaryDocument";
import { policiesFor } from "./policiesFor";
import type { PolicyDocument } from "./policyDocument";
import { deployRights, type PlannedStack, previewRights, type Right } from "./rights";
import { stateRights } from "./stateRights";

/** The access of CI to an account: the input of the program in this folder. */
export interface CiAccess {
    repository: string;
    /** Document of the permissions boundary. */
    boundary: PolicyDocument;
    /** The roles' policies, by the name of the stack. */
    stacks: Record<string, Record<Purpose, PolicyDocument[]>>;
}

/** The access that CI needs to preview and deploy planned stacks, and no more. */
export function ciAccess(account: CiAccount, stacks: readonly PlannedStack[]): CiAccess {
    const rights = stacks.map((stack) => ({
        stack,
        preview: rightsOf(account, stack, "preview"),
        deploy: rightsOf(account, stack, "deploy"),
    }));
    return {
        repository: account.repository,
        boundary: boundaryDocument(
            account,
            stacks,
            rights.flatMap(({ deploy }) => deploy),
        ),
        stacks: Object.fromEntries(
            rights.map(({ stack, preview, deploy }) => [
                stack.name,
                { preview: policiesFor(preview), deploy: policiesFor(deploy) },
            ]),
        ),
    };
}

function rightsOf({ place }: CiAccount, stack: PlannedStack, purpose: Purpose): Right[] {
    const boundary = boundaryArn(place);
    return [
        ...(purpose === "deploy" ? deployRights(stack, boundary) : previewRights(stack, boundary)),
        ...stateRights(place, stack.project, stack.name, purpose),
        // The program reads the path of the role that deploys.
        { action: "iam:GetRole", resource: ciRoleArn(place, stack.name, purpose), condition: {} },
    ];
}
