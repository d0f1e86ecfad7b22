/** Groups members by key, in the order in which the keys first occur. */
export function groupBy<Member, Key>(
    members: readonly Member[],
    keyOf: (member: Member) => Key,
): Map<Key, Member[]> {
    const groups = new Map<Key, Member[]>();
    for (const member of members) {
        const key = keyOf(member);
        groups.set(key, [...(groups.get(key) ?? []), member]);
    }
    return groups;
}
