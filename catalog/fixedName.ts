import type { ResourceType } from "./resourceType";

/** For a resource whose name cannot change: the properties that replace it. */
export function fixedName(...properties: string[]): Pick<ResourceType, "replacedBy" | "physicalName"> {
    return { replacedBy: ["name", "namePrefix", ...properties], physicalName: "name" };
}
