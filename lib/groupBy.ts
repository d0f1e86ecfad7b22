/** Groups members by key, in the order in which the keys first occur. */
export function groupBy<Member, Key>(
    members: readonly Member[],
    keyOf: (member: Member) => Key,
): Map<Key, [Member, ...Member[]]> {
    const groups = new Map<Key, [Member, ...Member[]]>();
    for (const member of members) {
        const key = keyOf(member);
        const group = groups.get(key);
        if (group === undefined) {
            groups.set(key, [member]);
        } else {
            group.push(member);
        }
    }
    return groups;
}
